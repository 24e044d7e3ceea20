# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# For tests that start pds-responder; sourced after test/tap.sh.
responder=$builddir/responder/pds-responder
talk="python3 $srcdir/test/net/talk.py"
responder_pid=
if ! command -v python3 >/dev/null; then
	skip_or_fail 'speak to pds-responder' \
		'python3 is missing; on Debian: apt install python3'
	tap_end
fi
[ -x "$responder" ] || {
	echo "Bail out! $responder is not built"
	exit 99
}

# Start pds-responder in the background and return when it listens.
responder_start() { # ARGUMENT...
	mkfifo "$tap_dir/ready"
	"$responder" "$@" >"$tap_dir/ready" 2>"$tap_dir/responder.err" &
	responder_pid=$!
	read -r responder_says <"$tap_dir/ready" || responder_says=nothing
	rm "$tap_dir/ready"
	[ "$responder_says" = ready ] && return
	comment <"$tap_dir/responder.err"
	fail "pds-responder $* starts"
}

# End it; its exit status is returned, its counters are in responder.err.
responder_stop() {
	kill -TERM "$responder_pid"
	wait "$responder_pid"
}

# Pass when the two texts are the same.
same() { # NAME WANTED GOT
	if [ "$2" = "$3" ]; then
		pass "$1"
	else
		echo "# wanted: $2"
		echo "# got:    $3"
		fail "$1"
	fi
}

# Run a command that must exit with STATUS and say PATTERN on stderr.
refuses() { # STATUS PATTERN COMMAND [ARGUMENT...]
	refuses_status=$1
	refuses_pattern=$2
	shift 2
	"$@" >"$tap_dir/out" 2>"$tap_dir/err" </dev/null
	refuses_got=$?
	comment <"$tap_dir/err" >"$tap_dir/shown"
	[ "$refuses_got" -eq "$refuses_status" ] &&
		grep -qE -- "$refuses_pattern" "$tap_dir/err" ||
		{
			echo "# exit status $refuses_got, not $refuses_status:"
			cat "$tap_dir/shown"
			fail "${*#"$responder"}: $refuses_pattern"
			return
		}
	pass "exit $refuses_status: $refuses_pattern"
}
