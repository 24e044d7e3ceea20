#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# Several links at the same time: each keeps its own budget and ends by itself,
# so that all of them take no longer than the one that takes longest.
. "${srcdir:=.}/test/net/sweep.sh"

estate_need
cat >"$estate" <<'E2'
prefix 10.77.0.0/27 10.77.1.0/27 10.77.2.0/27 10.77.3.0/28
servers 1/4
clients 1/2
E2
for i in 0 1 2; do
	printf '[link branch-%d]\nprefixes = 10.77.%d.0/27\ncapacity = 56k\n' \
		$i $i
	echo 'share = 50%'
done >"$work/rollcall.conf"
cat >>"$work/rollcall.conf" <<'E2'
[link small]
prefixes = 10.77.3.0/28
capacity = 1M
E2
"$responder" --estate "$estate" --list >"$tap_dir/list"

links() { # PREFIX...: how long it took, in ms, is $took
	began=$(date +%s%N)
	inside "$rollcall" sweep --config rollcall.conf --no-cache \
		-o xml:all.xml "$@"
	took=$((($(date +%s%N) - began) / 1000000))
}
links 10.77.0.0/27
judge 'one link' 0 - ''
one=$took
links 10.77.0.0/27 10.77.1.0/27 10.77.2.0/27 10.77.3.0/28
judge 'all links' 0 - ''
check 'all links: everybody and nobody else' \
	$inventory exact "$work/all.xml" "$tap_dir/list"
# One after the other they would take three times as long.
check "all links: $took ms, where one took $one ms" \
	[ "$took" -lt $((2 * one)) ]
for i in 0 1 2; do
	check_says "branch-$i: its budget" 28000 \
		$inventory link "$work/all.xml" branch-$i budget-bps
	for peak in peak-out-bps peak-in-bps; do
		peak_bps=$($inventory link "$work/all.xml" branch-$i $peak)
		# A packet may begin in the second before, another be late.
		check "branch-$i: $peak is $peak_bps" \
			[ "$peak_bps" -le $((28000 + 2048)) ]
	done
done
tap_end
