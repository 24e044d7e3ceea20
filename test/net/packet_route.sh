#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# Frames of our own go to the gateway that the kernel would take, and to the
# link address that it has now.
. "${srcdir:=.}/test/net/sweep.sh"

estate_need
cat >"$estate" <<'E2'
seed 7
prefix 10.77.0.0/22
servers 1/8
refusing 1/8
E2
"$responder" --estate "$estate" --list >"$tap_dir/list"
routed_caps=net_raw

# Two gateways on two links: each has its half.
cat >"$tap_dir/rules" <<E2
ip link add router2 type veth peer name scanner2 netns "\$pid"
ip link set router2 addrgenmode none up
ip address add 10.254.1.1/32 dev router2
nft -f - <<'E3'
table ip watch {
	counter router1 { }
	counter router2 { }
	chain before {
		type filter hook prerouting priority 0
		iifname { router1, router2 } counter name iifname map {
			router1 : "router1", router2 : "router2"
		}
	}
}
E3
router_end() {
	nft list table ip watch >'$tap_dir/watch'
}
E2
routed 10.77.0.0/22 sh -c '
	ip link set scanner2 addrgenmode none up &&
	ip route add 10.254.1.1 dev scanner2 src 10.255.255.1 &&
	ip route add 10.77.2.0/23 via 10.254.1.1 src 10.255.255.1 &&
	exec "$@"' sh "$rollcall" sweep -n 10.77.0.0/22 --no-cache \
	--transport packet -p pds -o xml:two.xml <"$tap_dir/rules"
judge 'two gateways' 0 - '^rollcall: asked 1,02[0-4] addresses'
check 'two gateways: everybody is found' \
	$inventory exact "$work/two.xml" "$tap_dir/list"
for device in router1 router2; do
	n=$(awk -v name="$device" '$1 == "counter" { is_it = $2 == name }
		is_it && $1 == "packets" { print $2 }' "$tap_dir/watch")
	check "two gateways: $device had its half: $n frames" [ "$n" -ge 512 ]
done

# A gateway that is replaced by another machine, which announces itself.
cat >"$tap_dir/rules" <<'E2'
echo 1 >/proc/sys/net/ipv4/conf/router1/arp_notify
(
	sleep 1
	ip link set dev router1 address 02:72:63:00:00:77
) &
E2
routed_sweep 10.77.0.0/22 10.77.0.0/22 --no-cache --transport packet -r 500 \
	-o xml:other.xml <"$tap_dir/rules"
judge 'another gateway takes over' 0 - '^rollcall: asked 1,02[0-4] addresses'
check 'another gateway takes over: everybody is found' \
	$inventory exact "$work/other.xml" "$tap_dir/list"
tap_end
