# Tests that need more, run by "./runtests --all" alone.
EXTRA_DIST += %reldir%/sweep_16.sh
