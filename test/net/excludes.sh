#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# Who must not be asked is not: a router between the scanner and everybody
# notes to whom anything was sent, by whatever probe.
. "${srcdir:=.}/test/net/sweep.sh"

estate_need
wire="python3 $srcdir/test/net/wire.py"
cat >"$estate" <<'E2'
prefix 10.77.0.0/26 10.78.0.0/29 10.80.0.0/28
servers 1/2
clients 1/4
E2
cat >"$work/rollcall.conf" <<'E2'
[rollcall]
exclude = 10.77.0.40 10.77.0.44-10.77.0.46

[link branch]
prefixes = 10.77.0.0/26
E2
printf '10.77.0.20 # one\n10.77.0.24/30\n' >"$work/never.txt"
excludes='-x 10.77.0.10 -x 10.77.0.12-10.77.0.14 -x 10.77.0.5,7
	--exclude-from never.txt'
probes=pds,pds2,rtvscan,rtvscan-udp,cba,nbstat,ams,quarantine
targets='10.77.0.0/26 10.78.0.0/29 10.80.0.0/28'
far=10.77.0.0/26,10.78.0.0/29

# 10.80.0.0/28 is attached: the router answers ARP for all who are behind it.
scanner='ip address add 10.80.0.1/28 dev scanner1 && exec "$@"'
router_rules() {
	router_watch
	cat <<'E2'
echo 1 >/proc/sys/net/ipv4/conf/router1/proxy_arp
echo 0 >/proc/sys/net/ipv4/neigh/router1/proxy_delay
E2
}
command=sweep
watched() { # ARGUMENT...
	router_rules >"$tap_dir/rules"
	# shellcheck disable=SC2086 # several targets
	routed "$far" sh -c "$scanner" sh "$rollcall" "$command" $targets \
		--config rollcall.conf "$@" <"$tap_dir/rules"
	$wire asked "$tap_dir/wire" >"$tap_dir/asked"
}
check_ports() { # NAME "PROTOCOL PORT"...
	ports_name=$1
	shift
	$wire ports "$tap_dir/wire" >"$tap_dir/ports"
	for port; do
		check "$ports_name: $port was asked" \
			grep -qx "$port" "$tap_dir/ports"
	done
}

# With what is left out: the scanner itself, which asks itself elsewhere.
want() { # OCTET-OF-10.77.0...
	{
		seq 1 62 | sed 's/^/10.77.0./'
		seq 0 7 | sed 's/^/10.78.0./'
		seq 2 14 | sed 's/^/10.80.0./'
	} >"$tap_dir/all"
	: >"$tap_dir/left_out"
	[ $# -eq 0 ] || printf '10.77.0.%s\n' "$@" >"$tap_dir/left_out"
	grep -vxF -f "$tap_dir/left_out" "$tap_dir/all" >"$tap_dir/want"
}

watched --dry-run
judge '--dry-run' 0 'nothing was sent' ''
check_says '--dry-run: not one packet' '0 0 0 0' $wire counters "$tap_dir/wire"

command=plan
watched
judge 'plan' 0 '^branch: 58 addresses, 4 more excluded' ''
check_says 'plan: not one packet' '0 0 0 0' $wire counters "$tap_dir/wire"

command=sweep
watched -r 2000
judge 'excludes of the configuration' 0 '' '^rollcall: asked 80 addresses in '
want 40 44 45 46
check 'who is on the wire: all but these, the network and the broadcast' \
	diff "$tap_dir/want" "$tap_dir/asked"

# They are expected now, by far the most are servers and clients; and a UDP
# probe follows where TCP 2967 is silent.
watched -r 2000 -p "$probes" $excludes -o xml:after.xml
judge 'all excludes, all probes' 0 - 'expected answered'
want 5 7 10 12 13 14 20 24 25 26 27 40 44 45 46
check 'who is on the wire: nobody who is excluded' \
	diff "$tap_dir/want" "$tap_dir/asked"
check_ports 'all probes' 'udp 38293' 'udp 9595' 'tcp 2967' 'udp 2967' \
	'tcp 9595' 'udp 137' 'tcp 38292' 'tcp 2847'
check_says 'they count as excluded' '69 15' \
	$inventory get "$work/after.xml" counts targets excluded
for address in 10.77.0.5 10.77.0.7 10.77.0.10 10.77.0.14 10.77.0.20; do
	"$responder" --estate "$estate" --list |
		grep -q "^$address	" || continue
	check_says "$address: the verdict" 'excluded: excluded from this sweep' \
		$inventory verdict "$work/after.xml" "$address"
done

# Follow-ups: a server whose 2967 is silent is asked by UDP, too.
{
	router_rules
	echo 'nft add table ip router
nft add chain ip router forward "{ type filter hook forward priority 0; }"
nft add rule ip router forward tcp dport 2967 drop'
} >"$tap_dir/rules"
# shellcheck disable=SC2086
routed "$far" sh -c "$scanner" sh "$rollcall" sweep $targets --no-cache \
	--config rollcall.conf -r 2000 -v $excludes <"$tap_dir/rules"
$wire asked "$tap_dir/wire" >"$tap_dir/asked"
judge 'follow-ups' 0 '' ''
check_ports 'follow-ups' 'udp 2967'
check 'who is on the wire: nobody who is excluded, by follow-ups either' \
	diff "$tap_dir/want" "$tap_dir/asked"
tap_end
