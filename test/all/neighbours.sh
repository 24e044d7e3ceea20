#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# A directly attached network with more machines than the kernel keeps link
# addresses of (gc_thresh3): it has to be asked slowly, and loses nobody.
# The table and its size are the whole machine's and cannot be set in a
# namespace, so the network is larger than the usual size, and no other test
# can run meanwhile.
. "${srcdir:=.}/test/net/sweep.sh"

estate_need
size=$(cat /proc/sys/net/ipv4/neigh/default/gc_thresh3 2>/dev/null || echo 1024)
if [ "$size" -gt 1024 ]; then
	skip 'a full neighbour table' "this kernel keeps $size link addresses"
	tap_end
fi
cat >"$estate" <<'E2'
seed 7
prefix 10.77.0.0/22 10.77.4.0/24
servers 1/4
clients 1/4
refusing 1/4
E2
estate_for=240
"$responder" --estate "$estate" --list >"$tap_dir/list"
estate_caps=net_admin
inside sh -c 'ip route replace 10.77.0.0/22 dev scanner0 &&
	ip route replace 10.77.4.0/24 dev scanner0 && exec "$@"' sh \
	"$rollcall" sweep 10.77.0.0/22 10.77.4.0/24 --no-cache -vv -r 0 \
	--retries 0 --timeout 1500 -o xml:full.xml
judge 'more machines than places' 0 - '^rollcall: asked 1,280 addresses in '
check 'the table was full' grep -q 'a queue overflowed' "$tap_dir/err"
check 'everybody is found and nobody else' \
	$inventory exact "$work/full.xml" "$tap_dir/list"
tap_end
