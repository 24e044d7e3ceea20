#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# A simulated /120 of IPv6: everybody who is there and nobody else.
. "${srcdir:=.}/test/net/sweep.sh"

estate_need
if [ ! -e /proc/sys/net/ipv6 ]; then
	skip_or_fail 'IPv6' 'the kernel has none'
	tap_end
fi
cat >"$estate" <<'E2'
seed 6
servers 1/8
clients 1/4
open 1/16
gup 1/16
refusing 1/8
delay 5ms..60ms
prefix fd77::1:ab00/120 10.77.3.0/28
server fd77::1:ab00 FIRST
client fd77::1:abff
E2
"$responder" --estate "$estate" --list >"$tap_dir/list"
grep '^fd77' "$tap_dir/list" >"$tap_dir/list6"

found_all() { # NAME FILE LIST ADDRESSES
	judge "$1" 0 '' "^rollcall: asked $4 addresses in "
	check_valid "$1" "$work/$2.xml"
	check "$1: each machine stands where it belongs, nobody else" \
		$inventory exact "$work/$2.xml" "$tap_dir/$3"
	check_says "$1: nobody is missing" 0 $inventory missing "$work/$2.xml"
	check "$1: the table has the same machines" \
		$inventory same "$work/$2.xml" "$tap_dir/out"
}
sweep fd77::1:ab00/120 -o xml:first.xml -o table
found_all 'IPv6' first list6 256
check 'as RFC 5952 writes it' grep -q \
	'<server address="fd77::1:ab00" name="FIRST"' "$work/first.xml"
sweep FD77:0::1:AB00-fd77::1:abff 10.77.3.0/28 -r 1000 -o xml:both.xml -o table
found_all 'both families' both list 272
n=$(grep -vc '	refusing	' "$tap_dir/list6")
check_says 'both families: who was found was expected, and answered' \
	"$n $n" $inventory get "$work/both.xml" counts expected answered
sweep fd77::1:ab00/124 -x fd77::1:ab00 -x fd77::1:ab04-fd77::1:ab0f \
	-o xml:few.xml -o table
judge 'excludes' 0 'excluded: excluded from this sweep' \
	'^rollcall: asked 3 addresses in '
check_says 'excludes: an excluded server' 'excluded: excluded from this sweep' \
	$inventory verdict "$work/few.xml" fd77::1:ab00
tap_end
