#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# Servers that answered once and do not any more, each for a reason that the
# kernel's routes and packet filters make real, and the verdict on each.
. "${srcdir:=.}/test/net/sweep.sh"

estate_need
transport=${transport:-socket} # verdicts_packet.sh sets another
[ "$transport" = socket ] || routed_caps=net_raw
net=10.77.0
far=10.77.0.0/24,10.78.0.0/28,10.80.0.0/28
prefixes='10.77.0.0/24 10.78.0.0/28 10.79.0.0/28 10.80.0.0/28'
mover=$(python3 "$srcdir/test/net/pong.py" MOVER 020000000060 \
	60606060606060606060606060606060)
hosts=
for i in 10 11 12 20 21 22 23 30 31 32 33 34 35 40 41 42 43 50; do
	hosts="$hosts $net.$i"
done
estate_of() { # CLASS ADDRESS...
	estate_class=$1
	shift
	printf "$estate_class %s\n" "$@"
}
{
	echo "prefix $prefixes"
	# shellcheck disable=SC2086 # one word each
	estate_of server $hosts 10.78.0.2 10.79.0.2 10.80.0.2 10.80.0.3 \
		10.80.0.4
	echo "server $net.60 MOVER"
	echo "pong $mover"
} >"$estate"
"$responder" --estate "$estate" --list >"$tap_dir/list"
: >"$tap_dir/nothing"
# shellcheck disable=SC2086 # one word each
routed_sweep "$far,10.79.0.0/28" $prefixes --transport $transport \
	-o xml:before.xml <"$tap_dir/nothing"
judge 'a router that lets all pass' 0 '' ' 24 servers, '
check 'everybody is found behind it' \
	$inventory exact "$work/before.xml" "$tap_dir/list"

# Some refuse or say nothing now, the rest is the router's doing.  To the
# third network the scanner itself knows no way any more.
{
	echo "prefix $prefixes"
	estate_of server $net.10 $net.20 $net.21 $net.22 $net.23 $net.30 \
		$net.31 $net.32 $net.33 $net.34 $net.35 $net.42 $net.43 \
		$net.50 10.78.0.2 10.79.0.2 10.80.0.2 10.80.0.3 10.80.0.4
	echo "server $net.61 MOVER"
	echo "pong $mover"
	estate_of refusing $net.40 $net.41
	estate_of open $net.12
} >"$estate"
# shellcheck disable=SC2086 # one word each
routed_sweep "$far" $prefixes \
	--transport $transport -x $net.50 -o xml:after.xml -o table <<E2
nft -f - <<'E3'
table ip router {
	chain forward {
		type filter hook forward priority 0
		ip daddr { $net.20, $net.40 } drop
		ip daddr $net.21 udp dport 38293 drop
		ip daddr $net.30 reject with icmp type admin-prohibited
		ip daddr $net.31 reject with icmp type host-prohibited
		ip daddr $net.32 reject
		ip daddr $net.35 tcp dport 2967 reject with icmp type net-prohibited
		ip daddr $net.35 drop
		ip daddr $net.42 reject with icmp type host-unreachable
	}
	chain input {
		type filter hook input priority 0
		ip daddr $net.34 reject with icmp type host-prohibited
	}
}
E3
ip route add unreachable $net.22/32
ip route add blackhole $net.23/32
ip route add prohibit $net.33/32
ip route add local $net.34/32 dev lo
ip route del 10.78.0.0/28
# A segment of the router's own on which nobody answers.
ip link add segment0 type veth peer name segment1
ip link set segment0 addrgenmode none up
ip link set segment1 addrgenmode none up
echo 50 >/proc/sys/net/ipv4/neigh/segment0/retrans_time_ms
echo 1 >/proc/sys/net/ipv4/neigh/segment0/ucast_solicit
echo 1 >/proc/sys/net/ipv4/neigh/segment0/mcast_solicit
ip route add $net.43/32 dev segment0
# A line whose far end is down: what is sent there is lost without a word.
ip link add line0 type veth peer name line1
ip link set line0 addrgenmode none up
ip neighbour replace 10.254.80.2 lladdr 02:72:63:00:80:02 nud permanent \
	dev line0
ip route replace 10.80.0.0/28 via 10.254.80.2 dev line0 onlink
E2
judge 'each for its reason' 0 '' ' of 24 expected answered'
check_valid 'each for its reason' "$work/after.xml"

check_says 'each for its reason: the counts' '303 1 24 3' \
	$inventory get "$work/after.xml" counts \
	targets excluded expected answered
check_says 'each for its reason: who is missing' 21 \
	$inventory missing "$work/after.xml"
for host in "10 server" "12 unidentified" "21 client"; do
	check "$net.${host% *} answers, as a ${host#* } or what it was" \
		grep -Eq "^$net.${host% *} .*(server|${host#* })" "$tap_dir/out"
done

verdict() { # ADDRESS WANTED WHY: an extended regular expression
	verdict_said=$($inventory verdict "$work/after.xml" "$1")
	if echo "$verdict_said" | grep -Eqx -e "$2"; then
		pass "$1: ${2%%:*}: $3"
	else
		fail "$1: ${2%%:*}: $3" "$verdict_said"
	fi
}
# A busy machine may need a second try.
tries='(, [23] tries)?'
both="pds \(UDP 38293$tries\) and rtvscan \(TCP 2967$tries\)"
# The kernel sends few errors of routes, whatever icmp_ratelimit says.
some='(pds|rtvscan) .*'
quiet='pds \(UDP 38293, 3 tries\) and rtvscan \(TCP 2967, 3 tries\)'
router='said 10\.254\.0\.1'
when='20[0-9T:.-]+Z'
near="; last heard at $when; 5 in $net\.0/24 answer"
dropped="silent: no answer to $quiet$near, and a router reports who is off \
there: it is rather filtered than off"
verdict $net.11 "$dropped" 'it is not there any more'
verdict $net.20 "$dropped" 'the router drops all'
verdict $net.23 "$dropped" 'a blackhole route'
verdict $net.40 "$dropped" 'would refuse, but is cut off'
verdict $net.41 "alive-no-agent: .*RST from TCP 2967 .*no agent" \
	'it refuses now'
verdict $net.30 "prohibited: communication administratively prohibited, \
$router \(ICMP 3/13\), when asked for $both" 'nftables: admin-prohibited'
verdict $net.31 "prohibited: host administratively prohibited, \
$router \(ICMP 3/10\), when asked for $both" 'nftables: host-prohibited'
verdict $net.32 "prohibited: port unreachable, $router \(ICMP 3/3\), \
when asked for $both" 'nftables: a bare reject by a router is no machine'
verdict $net.33 "prohibited: communication administratively prohibited, \
$router \(ICMP 3/13\), when asked for $some" 'a prohibit route'
verdict $net.34 "prohibited: host administratively prohibited \
\(ICMP 3/10\), when asked for $both" 'the machine itself prohibits'
verdict $net.35 "prohibited: network administratively prohibited, \
$router \(ICMP 3/9\), when asked for rtvscan \(TCP 2967$tries\); no answer to \
pds \(UDP 38293, 3 tries\)" 'one prohibited, the other dropped'
verdict $net.22 "unreachable: host unreachable, $router \(ICMP 3/1\), \
when asked for $some" 'an unreachable route'
verdict $net.42 "unreachable: host unreachable, $router \(ICMP 3/1\), \
when asked for pds \(.*\) and rtvscan \(.*\)" 'nftables: host-unreachable'
verdict $net.43 "unreachable: host unreachable, $router \(ICMP 3/1\), \
when asked for $some" "nobody answers on the router's own segment"
verdict 10.78.0.2 "unreachable: network unreachable, $router \
\(ICMP 3/0\), when asked for $some" \
	'the router knows no way'
verdict 10.79.0.2 "unreachable: this machine knows no route to it \
\(errno 101\), when asked for $quiet" \
	'the scanner knows no way'
for host in 2 3 4; do
	verdict 10.80.0.$host "link-down: no answer to $quiet; nobody in \
10\.80\.0\.0/24 answers, and 3 who did before are lost" \
		'the line to all of them is down'
done
verdict $net.60 "moved: moved to $net\.61: the device-id \
60606060-6060-6060-6060-606060606060 answered there at $when, and here last \
at $when; no answer to $quiet" 'it answers at another address'
verdict $net.50 'excluded: excluded from this sweep' '-x'
tap_end
