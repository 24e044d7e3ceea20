#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# A shaped line with a budget: the ledger says that it was kept, and the line's
# near end counts the same packets.
. "${srcdir:=.}/test/net/sweep.sh"
. "$srcdir/test/net/ledger.sh"

estate_need
ledger=$work/slow.xml
cat >"$work/rollcall.conf" <<'E2'
[link slow]
prefixes = 10.77.0.0/24
capacity = 256k
share = 90%
E2
budget=230400
# In bits: a SYN may begin in the second before, and of the questions that were
# put then some are answered now; what a hello takes after its SYN is 2,400.
beyond=$((592 + 3 * 2400))

ledger_tests() { # NAME PREFIX N, the estate being described
	lined 10.77.0.0/24 "$rollcall" sweep "$2" --config rollcall.conf \
		--no-cache -o xml:slow.xml <<E2
line_shape 256kbit 12000
line_count
line_end() {
	line_wire >'$tap_dir/wire'
}
E2
	judge "$1" 0 - "^rollcall: asked $3 addresses in "
	ledger_holds "$1"
}

for class in refusing clients servers open gup; do
	{
		echo 'prefix 10.77.0.0/26'
		echo "$class 1/1"
	} >"$estate"
	ledger_tests "all $class" 10.77.0.0/26 63
	# Each a ping, a SYN, a hello with the ACK, and a RST with the ACK; a
	# busy machine sends an ACK of its own now and then.
	[ "$class" != servers ] ||
		check "all servers: $(link out-packets) packets to 63" \
			[ "$(link out-packets)" -lt $((63 * 5 - 15)) ]
done

cat >"$estate" <<'E2'
prefix 10.77.0.0/24
servers 1/8
clients 1/4
open 2%
gup 1%
refusing 1/8
delay 5ms..60ms
E2
ledger_tests 'some of each' 10.77.0.0/24 254
check_says 'the budget is the share' $budget link budget-bps
for peak in peak-out-bps peak-in-bps; do
	check "$peak: $(link $peak): within the budget" \
		[ "$(link $peak)" -le $((budget + beyond)) ]
done
check 'and it is used' [ "$(link peak-out-bps)" -ge $((budget / 2)) ]
tap_end
