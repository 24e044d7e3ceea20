#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# The machines that are known come first, and what became of them is said
# while the rest of the sweep is still under way.
. "${srcdir:=.}/test/net/sweep.sh"

estate_need
cat >"$estate" <<'E2'
prefix 10.77.0.0/22
server 10.77.0.10 ONE
server 10.77.1.10 TWO
client 10.77.2.10 THREE
open 10.77.3.10 FOUR
gup 10.77.3.11 FIVE
refusing 10.77.3.12 SIX
server 10.77.3.13 EXCLUDED
server 10.77.0.20 STRANGER
E2
cat >"$work/list" <<'E2'
ONE,10.77.0.10
TWO,10.77.1.10
THREE,10.77.2.10
FOUR,10.77.3.10
FIVE,10.77.3.11
SIX,10.77.3.12
EXCLUDED,10.77.3.13
GONE,10.77.0.99
GONE-TOO,10.77.2.99
E2
run import list
judge 'a list of nine' 0 '' ''

known='rollcall: known 9: confirmed 5, missing 3, excluded 1'
slow_start 10.77.0.0/22 -x 10.77.3.13 -x 10.77.0.20 -r 60 --retries 1
check 'it says what became of the known ones' await says "^$known\$"
check 'meanwhile the rest is being asked' kill -0 "$pid"
kill -INT "$pid"
slow_end
judge 'stopped before the rest was asked' 4 '' \
	'before all was asked of 1,022 addresses.*; 5 of 9 expected answered'
check_says 'it was said once, before everything else' "$known" \
	sed -n 1p "$tap_dir/err"

sweep 10.77.0.0/28 10.77.3.13 -r 5000 --retries 0 -q
judge 'quiet: nothing is said' 0 '' -
sweep 10.77.0.64/26 10.77.0.10 -r 5000 --retries 0
judge 'of the targets only' 0 '' '^rollcall: known 2: confirmed 1, missing 1$'
sweep -m cache -x 10.77.3.13 -r 5000 --retries 0
judge 'where no rest follows, the summary is enough' 0 '' \
	'5 of 9 expected answered'
check 'and the line does not come' sh -c '! grep -q known "$1"' - \
	"$tap_dir/err"
sweep 10.77.0.32/28 -r 5000 --retries 0
check 'nor where nobody is known' sh -c '! grep -q known "$1"' - \
	"$tap_dir/err"
tap_end
