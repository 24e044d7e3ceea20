# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# For tests of the program rollcall.  Source it instead of tap.sh:
#	. "${srcdir:=.}/test/cli/lib.sh"
# No test sees the tester's own cache, configuration or terminal.
. "${srcdir:=.}/test/tap.sh"

bin=$(cd "$builddir" && pwd)
rollcall=$bin/cli/rollcall
responder=$bin/responder/pds-responder
case $srcdir in
/*) ;;
*) srcdir=$(pwd)/$srcdir ;;
esac
[ -x "$rollcall" ] || {
	echo "Bail out! $rollcall is not built"
	exit 99
}
work=$tap_dir/work # the current folder of run
mkdir "$work" "$tap_dir/home"
# A /24 of this run's own, since tests may run side by side; $net_re is the
# same for grep -E.
net=127.$((64 + $$ % 128)).$(($$ / 128 % 256))
# shellcheck disable=SC2034 # for those who source this
net_re=$(echo "$net" | sed 's/\./\\./g')
HOME=$tap_dir/home
ROLLCALL_CACHE=$tap_dir/cache.db
LC_ALL=C.UTF-8
export HOME ROLLCALL_CACHE LC_ALL
unset XDG_CONFIG_HOME XDG_STATE_HOME STATE_DIRECTORY JOURNAL_STREAM
unset NO_COLOR COLUMNS
TERM=dumb
export TERM

# Run rollcall; $tap_dir/out and $tap_dir/err are what it wrote, $status is
# its exit status.
run() { # ARGUMENT...
	status=0
	(cd "$work" && exec "$rollcall" "$@") \
		>"$tap_dir/out" 2>"$tap_dir/err" </dev/null || status=$?
}

# What the last run wrote, as comments.
show() {
	echo "# status $status"
	sed 's/^/# out: /' "$tap_dir/out" | tail -n 30
	sed 's/^/# err: /' "$tap_dir/err" | tail -n 30
}

# Pass when the last run ended so and both streams match; "" matches
# anything, "-" only nothing at all.
judge() { # NAME STATUS OUT ERR
	if [ "$status" -eq "$2" ] && matches "$tap_dir/out" "$3" &&
		matches "$tap_dir/err" "$4"; then
		pass "$1"
	else
		echo "# wanted status $2, out '$3', err '$4'"
		show
		fail "$1"
	fi
}

matches() { # FILE ERE
	case $2 in
	'') return 0 ;;
	-) [ ! -s "$1" ] ;;
	*) grep -Eq -e "$2" "$1" ;;
	esac
}

# Nothing of the widths or terminals of people: one run, judged.
expect() { # NAME STATUS OUT ERR ARGUMENT...
	expect_name=$1 expect_status=$2 expect_out=$3 expect_err=$4
	shift 4
	run "$@"
	judge "$expect_name" "$expect_status" "$expect_out" "$expect_err"
}

# Start pds-responder with these arguments and wait until it is ready.
responder_pid=
responder_start() { # ARGUMENT...
	mkfifo "$tap_dir/ready" 2>/dev/null
	"$responder" --for 120 "$@" >"$tap_dir/ready" \
		2>"$tap_dir/responder.err" &
	responder_pid=$!
	trap 'responder_stop; rm -rf "$tap_dir"' EXIT
	read -r responder_ready <"$tap_dir/ready"
	[ "$responder_ready" = ready ] && return 0
	comment <"$tap_dir/responder.err"
	return 1
}

responder_stop() {
	[ -n "$responder_pid" ] || return 0
	kill "$responder_pid" 2>/dev/null
	wait "$responder_pid" 2>/dev/null
	responder_pid=
}
