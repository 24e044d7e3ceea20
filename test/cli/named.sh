#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# Sweeps by name that go on: as a timer starts them, night after night.
. "${srcdir:=.}/test/cli/lib.sh"

section() { # PREFIX
	cat >"$work/rollcall.conf" <<E2
[sweep nightly]
targets = $1
probe = pds
port = pds=48294
rate = 40
retries = 0
timeout = 100

[sweep other]
targets = $net.0/30
probe = pds
port = pds=48294
E2
}
nightly() {
	run sweep --config rollcall.conf --name nightly --resume
}
# Begin it, and tell it to stop when it has asked some.
interrupt() {
	(cd "$work" && exec "$rollcall" sweep --config rollcall.conf \
		--name nightly --resume) >"$tap_dir/out" 2>"$tap_dir/err" \
		</dev/null &
	pid=$!
	sleep 0.7
	kill -INT $pid
	status=0
	wait $pid || status=$?
}
# Number and state of the newest sweep.
newest() {
	"$rollcall" export -o json | python3 -c "
import json, sys
document = json.load(sys.stdin)
sweep = document['sweep']
print(sweep['id'], document['complete'], sweep['targets'])"
}
newest_is() { # NAME WANTED
	newest_got=$(newest 2>&1)
	[ "$newest_got" = "$2" ] || echo "# wanted '$2', got '$newest_got'"
	check "$1" test "$newest_got" = "$2"
}

section "$net.0/26"
interrupt
judge 'nothing to go on with: it begins' 4 '' 'told to stop'
newest_is 'it is not complete' "1 False $net.0/26"
run sweep --config rollcall.conf --name other --resume
judge 'another name is another sweep' 0 '' 'asked 4 addresses'
newest_is 'with a number of its own' "2 True $net.0/30"
nightly
judge 'the next night it goes on' 0 '' ''
run sweep --config rollcall.conf --name nightly --resume --dry-run
judge 'a dry run of the third night' 0 '^to ask +64' -
interrupt
judge 'the third night begins' 4 '' 'told to stop'
newest_is 'anew' "3 False $net.0/26"
section "$net.0/29"
nightly
judge 'another section: it begins anew, and says so' 0 '' \
	'among the targets.*; so it begins anew$'
newest_is 'with the new targets' "4 True $net.0/29"
nightly
judge 'what was given up stays so' 0 '' '^rollcall: asked 8 addresses'
newest_is 'for good' "5 True $net.0/29"
tap_end
