#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# A slow line that a scanner shares with a user:
#
#	scanner --+
#	          near == the line == far -- estate
#	user -----+
#
#	pds-responder --estate FILE --namespace --with-capabilities \
#		net_admin,sys_admin -- line.sh SETUP PREFIX,.. COMMAND [ARGUMENT...]
#
# This namespace becomes "far", and three more are made.  COMMAND runs in the
# scanner's, from which PREFIXES are reached.  SETUP, a file, is sourced here
# first; it may say at near|far|user|scanner COMMAND..., line_shape,
# line_loss, line_count and line_neighbour, and define line_end, which is called when COMMAND
# has ended.  The scanner's device is scanner1, its gateway 10.254.0.1 at
# 02:72:63:00:00:03.  COMMAND does something in another namespace by
# nsenter --net=$LINE_USER (or $LINE_NEAR, $LINE_FAR).  The far end of the
# line is 10.253.0.2; the user reaches nothing else.
set -eu
setup=$1 prefixes=$2
shift 2
dir=$(mktemp -d)
holders=
trap 'kill $holders 2>/dev/null || true; rm -rf "$dir"' EXIT

far=$$
LINE_FAR=/proc/$$/ns/net
for name in near scanner user; do
	mkfifo "$dir/$name"
	unshare -n sh -c 'echo $$ >"$1"; exec sleep 3600' sh "$dir/$name" \
		>/dev/null 2>&1 &
	read -r pid <"$dir/$name"
	holders="$holders $!"
	eval "$name=\$pid"
done
LINE_NEAR=/proc/$near/ns/net
LINE_USER=/proc/$user/ns/net
export LINE_FAR LINE_NEAR LINE_USER

at() { # near|far|scanner|user COMMAND [ARGUMENT...]
	eval "at_pid=\$$1"
	shift
	nsenter --net="/proc/$at_pid/ns/net" "$@"
}

# One cable, both ends with /32 addresses and a route to the other.
cable() { # NAMESPACE DEVICE ADDRESS NAMESPACE DEVICE ADDRESS
	eval "cable_a=\$$1 cable_b=\$$4"
	at "$1" ip link add "$2" netns "$cable_a" type veth \
		peer name "$5" netns "$cable_b"
	cable_end "$1" "$2" "$3" "$6"
	cable_end "$4" "$5" "$6" "$3"
}
cable_end() { # NAMESPACE DEVICE ADDRESS PEER
	at "$1" ip link set lo up
	at "$1" ip link set "$2" addrgenmode none up
	at "$1" ip address add "$3/32" dev "$2"
	at "$1" ip route add "$4/32" dev "$2"
}

# The scanner takes its address along; the estate notices no difference.
ip route show dev scanner0 | grep ' via ' >"$dir/routes"
ip address del 10.255.255.1/30 dev scanner0
cable scanner scanner1 10.255.255.1 near near_scanner 10.254.0.1
at near ip link set near_scanner address 02:72:63:00:00:03
cable user user1 10.252.0.1 near near_user 10.254.0.1
cable near near_line 10.253.0.1 far far_line 10.253.0.2
at far ip route add 10.255.255.2 dev scanner0
at far ip neighbour replace 10.255.255.2 lladdr 02:72:63:00:00:02 \
	nud permanent dev scanner0
while read -r prefix _; do
	at far ip route add "$prefix" via 10.255.255.2 dev scanner0
done <"$dir/routes"
at far ip route add 10.255.255.1 via 10.253.0.1
at far ip route add 10.252.0.1 via 10.253.0.1
at user ip route add 10.253.0.2 via 10.254.0.1
for prefix in $(echo "$prefixes" | tr , ' '); do
	at scanner ip route add "$prefix" via 10.254.0.1
	at near ip route add "$prefix" via 10.253.0.2
done
for name in near far; do
	at $name sh -c 'cd /proc/sys/net/ipv4 && echo 1 >ip_forward &&
		echo 0 >icmp_ratelimit && echo 0 >icmp_ratemask'
done

line_shape() { # RATE BYTES-OF-QUEUE: both ways
	at near tc qdisc add dev near_line root tbf rate "$1" burst 1600 \
		limit "$2"
	at far tc qdisc add dev far_line root tbf rate "$1" burst 1600 \
		limit "$2"
}

# What random drops, each way; whatever it is.
line_loss() { # PERCENT
	at near nft -f - <<E2
table ip loss {
	chain both {
		type filter hook forward priority 0
		numgen random mod 100 < $1 drop
	}
}
E2
}

# Count what is on the scanner's cable, ARP aside, until line_wire: all of it,
# questions, and what comes in on open connections.
line_count() {
	at near nft -f - <<'E2'
table netdev watch {
	counter out { }
	counter in { }
	counter udp_out { }
	counter syn_out { }
	counter open_in { }
	chain from_scanner {
		type filter hook ingress device near_scanner priority 0
		meta protocol ip counter name out
		meta l4proto udp counter name udp_out
		tcp flags & (syn | ack) == syn counter name syn_out
	}
	chain to_scanner {
		type filter hook egress device near_scanner priority 0
		meta protocol ip counter name in
		tcp flags & (syn | rst) == 0x0 counter name open_in
	}
}
E2
}
line_wire() { # what was counted since, as JSON for wire.py
	at near nft -j list table netdev watch
}

# Somebody at the far end for the user to speak to (neighbour.py).
line_neighbour() {
	mkfifo "$dir/neighbour"
	at far python3 "$(dirname "$0")/neighbour.py" serve 10.253.0.2 \
		>"$dir/neighbour" &
	holders="$holders $!"
	read -r _ <"$dir/neighbour"
	# A first burst of ten segments would be a queue of seconds.
	at far ip route change 10.252.0.1 via 10.253.0.1 initcwnd 2
}

line_end() {
	:
}
. "$setup"
status=0
nsenter --net="/proc/$scanner/ns/net" "$@" || status=$?
line_end
exit "$status"
