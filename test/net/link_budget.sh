#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# A line with a budget: the ledger says that it was kept, and a router on the
# line counts the same packets.
. "${srcdir:=.}/test/net/sweep.sh"

estate_need
wire="python3 $srcdir/test/net/wire.py"
cat >"$work/rollcall.conf" <<'E2'
[link slow]
prefixes = 10.77.0.0/24
capacity = 1M
share = 10%
E2
budget=100000
packet=592 # a SYN in bits: one may begin in the second before

# Those two do not differ by more than 4%: what a peer sends after our end of
# the connection has gone is on the wire, and no socket sees it.
is_near() { # A B
	[ $(($1 * 100)) -le $(($2 * 104)) ] && [ $(($2 * 100)) -le $(($1 * 104)) ]
}

link() { # ATTRIBUTE...
	$inventory get "$work/slow.xml" link "$@"
}

ledger_tests() { # NAME PREFIX N, the estate being described
	router_watch >"$tap_dir/rules"
	routed_sweep 10.77.0.0/24 "$2" --config rollcall.conf --no-cache \
		-o xml:slow.xml <"$tap_dir/rules"
	judge "$1" 0 - "^rollcall: asked $3 addresses in "
	read -r out out_bytes in in_bytes <<E2
$(link out-packets out-bytes in-packets in-bytes)
E2
	read -r wire_out wire_out_bytes wire_in wire_in_bytes <<E2
$($wire counters "$tap_dir/wire")
E2
	for pair in "packets out $out $wire_out" \
		"bytes out $out_bytes $wire_out_bytes" \
		"packets in $in $wire_in" "bytes in $in_bytes $wire_in_bytes"; do
		# shellcheck disable=SC2086 # four words
		set -- "$1" $pair
		check "$1: $2 $3: the ledger has $4, the wire $5" \
			is_near "$4" "$5"
	done
}

for class in refusing clients servers open gup; do
	{
		echo 'prefix 10.77.0.0/26'
		echo "$class 1/1"
	} >"$estate"
	ledger_tests "all $class" 10.77.0.0/26 63
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
		[ "$(link $peak)" -le $((budget + packet)) ]
done
check 'and it is used' [ "$(link peak-out-bps)" -ge $((budget / 2)) ]
tap_end
