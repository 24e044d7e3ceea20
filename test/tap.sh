# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# TAP for tests in shell.  Source it (. "$srcdir/test/tap.sh"), call check,
# pass, fail and skip, and end with tap_end.  $tap_dir is an empty folder of
# the test's own that is removed at the end.
: "${srcdir:=.}" "${builddir:=.}"
tap_n=0
tap_bad=0
tap_dir=$(mktemp -d "${TMPDIR:-/tmp}/rollcall-test.XXXXXX") || exit 99
trap 'rm -rf "$tap_dir"' EXIT
trap 'exit 99' HUP INT TERM

pass() { # NAME
	tap_n=$((tap_n + 1))
	echo "ok $tap_n - $1"
}

# Never behind a pipe: that would be a subshell, and the count would be lost.
fail() { # NAME [REASON]
	tap_n=$((tap_n + 1))
	tap_bad=$((tap_bad + 1))
	[ -z "${2:-}" ] || echo "# $2"
	echo "not ok $tap_n - $1"
}

# Standard input as comments, before pass or fail.
comment() {
	tail -n 60 | sed 's/^/# /'
}

skip() { # NAME REASON
	tap_n=$((tap_n + 1))
	echo "ok $tap_n - $1 # SKIP $2"
}

# Pass when the command succeeds; else its output says why.
check() { # NAME COMMAND [ARGUMENT...]
	tap_name=$1
	shift
	if "$@" >"$tap_dir/tap.out" 2>&1; then
		pass "$tap_name"
	else
		echo "# status $? of: $*"
		comment <"$tap_dir/tap.out"
		fail "$tap_name"
	fi
}

# Pass when the file of findings is empty; else they are printed.
check_none() { # NAME FILE
	if [ -s "$2" ]; then
		comment <"$2"
		fail "$1"
	else
		pass "$1"
	fi
}

# What is needed is not there: skip, but not where everything must run.
skip_or_fail() { # NAME REASON
	if [ "${CI:-}" = true ] || [ "${ROLLCALL_ALL:-}" = 1 ]; then
		fail "$1" "$2"
	else
		skip "$1" "$2"
	fi
}

# The whole script has nothing to test here.
skip_all() { # REASON
	echo "1..0 # SKIP $1"
	exit 0
}

tap_end() {
	echo "1..$tap_n"
	[ "$tap_bad" -eq 0 ]
	exit
}
