# Tests that need more, run by "./runtests --all" alone.
EXTRA_DIST += %reldir%/sweep_16.sh %reldir%/neighbours.sh \
	%reldir%/consumers_rows.sh %reldir%/rows.py \
	%reldir%/consumers_zabbix.sh %reldir%/zabbix.php
