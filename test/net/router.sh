#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# A router between a scanner and an estate:
#	pds-responder --estate FILE --namespace --with-capabilities \
#		net_admin,sys_admin -- router.sh SETUP PREFIX,.. COMMAND [ARGUMENT...]
# This namespace becomes the router, which speaks to the scanner as 10.254.0.1;
# one more namespace is made in which COMMAND runs.  PREFIXES are behind the
# router as the scanner believes, whether the router knows a way or not.
# SETUP, a file, is sourced here: routes and rules of the router, and perhaps
# a function router_end that is called when COMMAND has ended.
set -eu
setup=$1 prefixes=$2
shift 2
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
mkfifo "$dir/up" "$dir/go"

unshare -n sh -euc '
	dir=$1 prefixes=$2
	shift 2
	echo $$ >"$dir/up"
	read -r go <"$dir/go"
	ip link set lo up
	ip link set scanner1 addrgenmode none up
	ip address add 10.255.255.1/32 dev scanner1
	ip route add 10.254.0.1 dev scanner1
	IFS=,
	for prefix in $prefixes; do
		ip route add "$prefix" via 10.254.0.1
	done
	exec "$@"' scanner "$dir" "$prefixes" "$@" &
scanner=$!
read -r pid <"$dir/up"

# The scanner takes its address along; the estate notices no difference.
ip route show dev scanner0 | grep ' via ' >"$dir/routes"
ip address del 10.255.255.1/30 dev scanner0
ip link add router1 type veth peer name scanner1 netns "$pid"
ip link set router1 addrgenmode none up
ip address add 10.254.0.1/32 dev router1
ip route add 10.255.255.1 dev router1
ip route add 10.255.255.2 dev scanner0
ip neighbour replace 10.255.255.2 lladdr 02:72:63:00:00:02 nud permanent \
	dev scanner0
while read -r prefix _; do
	ip route add "$prefix" via 10.255.255.2 dev scanner0
done <"$dir/routes"
cd /proc/sys/net/ipv4
echo 0 >icmp_ratelimit
echo 0 >icmp_ratemask
echo 1 >ip_forward
cd "$OLDPWD"
router_end() {
	:
}
. "$setup"
echo go >"$dir/go"
status=0
wait "$scanner" || status=$?
router_end
exit "$status"
