#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# --mode local: subnets asked by broadcast and by group, who answers that,
# and who is left alone.
. "${srcdir:=.}/test/net/sweep.sh"

estate_need
cat >"$tap_dir/hosts" <<'E2'
net 10.50.0.1/24
net 10.51.0.1/24
scanner ip route add 10.99.0.1 dev lan0
server 10.50.0.10/24 ONE
server 10.50.0.20/24 TWO
server 10.51.0.10/24 THREE
shy 10.50.0.30/24 SHY
client 10.50.0.40/24
stranger 10.99.0.1/32 10.50.0.10
E2
cp "$tap_dir/hosts" "$estate"
wire() { # LINE...: with these besides
	cp "$tap_dir/hosts" "$estate"
	printf '%s\n' "$@" >>"$estate"
}
in_local() { # ARGUMENT...
	lan "$rollcall" sweep -n -m local -o csv "$@"
}
# Addresses and roles of those who were found.
found() {
	sed -n 's/^\(10[^,]*\),\([^,]*\),\([^,]*\),.*/\1 \3/p' "$tap_dir/out" |
		grep -v ' none$\| alive$' | sort | tr '\n' ' '
}

in_local --dry-run
judge 'a plan' 0 '^at once +pds 10\.50\.0\.255, pds 10\.51\.0\.255' -
check_says 'a plan sends nothing' 0 on_wire '.*'

in_local
judge 'both subnets' 0 '' 'asked 508 addresses'
check_says 'who heard it, and a stranger on the wire' \
	'10.50.0.10 server 10.50.0.20 server 10.51.0.10 server 10.99.0.1 server ' \
	found
check_says 'three times each' 6 on_wire 'udp 10\.5[01]\.0\.255 38293'
check_says 'and no other ping' 6 on_wire 'udp .*'
check_says 'everybody was asked for Rtvscan, once' 4 on_wire 'tcp .* 2967'
check_says 'and nobody else for anything' 0 \
	on_wire 'arp 10\.5[01]\.0\.(11|30|40|77)'
judge 'they said hello' 0 '^10\.99\.0\.1,ONE,server,.*rtvscan tcp/2967 reply' ''

# Now they are known: the cached ones are asked one by one, but for what the
# broadcast has answered already.
in_local
judge 'the cached ones' 0 '' 'asked 509 addresses.*; 4 of 4 expected answered'
check_says 'who answered the broadcast is not pinged again' 6 on_wire 'udp .*'
check_says 'but asked for Rtvscan' 4 on_wire 'tcp .* 2967'
printf 'SHY,10.50.0.30\nGONE,10.50.0.99\nFAR,10.77.0.1\n' >"$work/list"
run import list
in_local --retries 0 --timeout 300
judge 'a shy one is found by its own address' 0 '^10\.50\.0\.30,SHY,server' \
	'; 5 of 7 expected answered'
check_says 'after one broadcast each' 2 on_wire 'udp 10\.5[01]\.0\.255 38293'
check_says 'the broadcasts come first' 'udp 10.50.0.255 38293' \
	sed -n '/^udp/{p;q}' "$tap_dir/wire"
judge 'one that is gone is missing' 0 '^10\.50\.0\.99,GONE,none,.*,silent,' ''

rm -f "$ROLLCALL_CACHE"*
in_local -x 10.50.0.20 --retries 0 --timeout 300 -r 2000
check_says 'an exclude: its subnet goes one by one' \
	'10.50.0.10 server 10.50.0.30 server 10.50.0.40 client 10.51.0.10 server 10.99.0.1 server ' \
	found
check_says 'no broadcast reaches it' 0 on_wire 'udp 10\.50\.0\.255 .*'
check_says 'nor anything else' 0 on_wire '[a-z]* 10\.50\.0\.20( .*)?'
check_says 'the other subnet is asked at once' 1 \
	on_wire 'udp 10\.51\.0\.255 38293'
rm -f "$ROLLCALL_CACHE"*
in_local -x 10.99.0.1
check_says 'an excluded stranger is no host' \
	'10.50.0.10 server 10.50.0.20 server 10.51.0.10 server ' found
check_says 'and is not asked' 0 on_wire '[a-z]* 10\.99\.0\.1( .*)?'
rm -f "$ROLLCALL_CACHE"*
in_local -x 10.51.0.255 -x 10.50.0.0 --retries 0 --timeout 200 -r 2000
check_says 'an excluded broadcast address is not used' 0 \
	on_wire 'udp 10\.5[01]\.0\.255 .*'

rm -f "$ROLLCALL_CACHE"*
in_local 10.51.0.0/24
check_says 'a target: this subnet only' '10.51.0.10 server 10.99.0.1 server ' \
	found
check_says 'and no other broadcast' 3 on_wire 'udp .*\.255 38293'
rm -f "$ROLLCALL_CACHE"*
in_local 10.50.0.0/27 --retries 0 --timeout 300
check_says 'a part of a subnet goes one by one' \
	'10.50.0.10 server 10.50.0.20 server 10.50.0.30 server ' found
check_says 'without a broadcast' 0 on_wire 'udp .*\.255 .*'
in_local 10.60.0.0/24
judge 'a target that is neither attached nor cached' 3 - \
	'the targets are in neither'
in_local -p rtvscan
judge 'a probe that cannot be broadcast' 2 - 'needs one that can, such as pds'

# By group: a probe of one's own.
cat >"$work/group.xml" <<'E2'
<probes xmlns="urn:rollcall:probes:1">
  <probe name="grouped" protocol="udp" multicast="239.77.1.2">
    <summary>PDS by group</summary>
    <port>38293</port>
    <request>020a1000 50494e47 42444356 00000000</request>
    <pattern name="pong" role="server">
      <meaning>it answers</meaning>
      <regex>.{4}BDCVPING</regex>
    </pattern>
  </probe>
</probes>
E2
sed -i 's/020a1000 50494e47 42444356 00000000/02 0a 10 00 50 49 4e 47 42 44 43 56 00 00 00 00/' \
	"$work/group.xml"
wire 'join 10.50.0.30 239.77.1.2' 'join 10.51.0.10 239.77.1.2' \
	'scanner ip route add 239.77.1.2 dev lan0'
rm -f "$ROLLCALL_CACHE"*
sed -i '/^stranger/d' "$estate"
in_local --probe-file group.xml -p grouped
check_says 'a group: those who listen to it' \
	'10.50.0.30 server 10.51.0.10 server ' found
check_says 'by one datagram a try for both subnets' 3 \
	on_wire 'udp 239\.77\.1\.2 38293'
rm -f "$ROLLCALL_CACHE"*
in_local --probe-file group.xml -p grouped -x 10.51.0.20
check_says 'no group where somebody is excluded' 0 on_wire 'udp 239\..*'

# What nobody understands is an answer on the subnet, but not from elsewhere.
wire 'app BDCV 00112233445566778899aabb'
rm -f "$ROLLCALL_CACHE"*
in_local -p pds
check_says 'an unmatched answer' \
	'10.50.0.10 unidentified 10.50.0.20 unidentified 10.51.0.10 unidentified ' \
	found

# Each answer that came is in the ledger: three of each server and six of the
# stranger, who hears both subnets; none of them was asked
# by an address.
wire
rm -f "$ROLLCALL_CACHE"*
in_local -p pds -o json:all.json
check_says 'the ledger: six pings and fifteen pongs' '6 348 15 1572' \
	python3 -c 'import json, sys
link = json.load(open(sys.argv[1]))["links"][0]
print(*(link[side + what] for side in ("out_", "in_")
	for what in ("packets", "bytes")))' "$work/all.json"

# On loopback only who asks for it.
lan sh -c '"$1" --listen 0.0.0.0 --for 60 >ready & pid=$!
	while ! grep -q ready ready; do sleep 0.05; done
	"$2" sweep -n -m local 127.0.0.0/8 --retries 0 --no-cache -o csv
	status=$?
	kill "$pid"
	exit "$status"' - "$responder" "$rollcall"
judge 'loopback, where it is a target' 0 '^127\.0\.0\.1,.*,server,' ''
tap_end
