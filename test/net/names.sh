#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# Names from name servers: good, silent, lying and hostile ones; how many
# questions that takes, and how long.
. "${srcdir:=.}/test/net/sweep.sh"

estate_need
cat >"$tap_dir/hosts" <<'E2'
net 10.50.0.1/24
server 10.50.0.10/24 AGENT
client 10.50.0.11/24
client 10.50.0.12/24
client 10.50.0.13/24
client 10.50.0.14/24
name 10.50.0.10 ten.example
name 10.50.0.11 eleven.example
name 10.50.0.12 a\x1b]0;\x00\xe2\x80\xae.example
name 10.50.0.13 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy.zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz.wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww
E2
wire() { # LINE...: the hosts with these name servers and the like
	cp "$tap_dir/hosts" "$estate"
	printf '%s\n' "$@" >>"$estate"
}
names() { # ARGUMENT...: a sweep of the hosts that asks them
	rm -f "$ROLLCALL_CACHE"*
	lan "$rollcall" sweep 10.50.0.10-10.50.0.14 --timeout 300 --retries 0 \
		-o csv "$@"
}
dns=10.50.0.53

wire "dns $dns/24 good"
names --dns $dns
judge 'a name from the server' 0 '^10\.50\.0\.11,eleven\.example,client,' ''
judge 'the machine itself is believed before' 0 \
	'^10\.50\.0\.10,AGENT,server,' ''
judge 'a hostile name is cleaned' 0 '^10\.50\.0\.12,a�]0;��\.example,' ''
judge 'a name of 255 bytes' 0 '^10\.50\.0\.13,x{63}\.y{63}\.z{63}\.w{61},' ''
judge 'no name' 0 '^10\.50\.0\.14,,client,' ''
check_says 'each one is asked once' 5 on_wire "dns $dns 10\.50\.0\..*"
run cache show 10.50.0.10
judge 'both names are kept' 0 'name +ten\.example  \(dns ptr, ' ''
judge 'what showed life is the pong' 0 'service     pds udp/38293 reply' ''
check 'and not the name' sh -c '! grep -q "service *ptr" "$1"' - "$tap_dir/out"
run cache show eleven.example
judge 'it can be found by that name' 0 '^10\.50\.0\.11' ''
lan "$rollcall" sweep 10.50.0.11 --dns $dns -p pds --timeout 200 --retries 0
judge 'a silent machine stays missing, name or not' 0 'missing +confirmed' ''
check_says 'and is not looked up' 0 on_wire 'dns .*'

names -n --dns $dns
judge 'none with -n' 0 '^10\.50\.0\.11,,client,' ''
check_says 'not a question with -n' 0 on_wire "dns .*|udp .* 53"
lan "$rollcall" sweep 127.0.0.1 169.254.1.1 --dns $dns --retries 0
check_says 'nor for loopback and link-local addresses' 0 on_wire 'dns .*'
names --dns $dns -x 10.50.0.11
check_says 'nor for the excluded' 0 on_wire 'dns .* 10\.50\.0\.11'

echo "nameserver $dns" >"$work/resolv.conf"
rm -f "$ROLLCALL_CACHE"*
lan unshare -m sh -c 'mount --bind resolv.conf /etc/resolv.conf && exec "$@"' \
	- "$rollcall" sweep 10.50.0.11 --retries 0
if [ "$status" -eq 0 ]; then
	judge 'the server of resolv.conf' 0 'eleven\.example' ''
else
	skip_or_fail 'the server of resolv.conf' \
		'the kernel forbids to mount over it'
fi

given_up="the name server $dns left 3 look-ups in a row without an answer"
wire "dns $dns/24 silent"
names --dns $dns
judge 'a silent server' 0 '^10\.50\.0\.11,,client,' "$given_up"
check_says 'said once' 1 grep -c 'the name server' "$tap_dir/err"
check_says 'after three questions' 3 on_wire "dns $dns .*"
wire "dns $dns/24 silent" "dns 10.50.0.54/24 good"
names --dns $dns --dns 10.50.0.54
judge 'the next one is asked' 0 'eleven\.example' "$given_up"
check_says 'for everybody' 5 on_wire 'dns 10\.50\.0\.54 .*'
wire "dns $dns/24 refusing" "dns 10.50.0.54/24 good"
names --dns $dns --dns 10.50.0.54
judge 'one that refuses is as bad' 0 'eleven\.example' "$given_up"
wire "dns 10.50.0.54/24 good"
names --dns $dns --dns 10.50.0.54
judge 'one that is not there' 0 'eleven\.example' "$given_up"
names --dns 192.0.2.1 --dns 10.50.0.54
judge 'one without a route' 0 'eleven\.example' \
	'the name server 192\.0\.2\.1 left 3'

wire "dns $dns/24 lying"
names --dns $dns
judge 'lies are not taken' 0 '^10\.50\.0\.11,eleven\.example,client,' ''
check 'not one' sh -c '! grep -q "lie\.\|xxx,\|name server" "$1" "$2"' - \
	"$tap_dir/out" "$tap_dir/err"
wire "dns $dns/24 looping"
names --dns $dns
judge 'nor a name without end' 0 '^10\.50\.0\.11,,client,' ''

# The ledger has them, to the byte: UDP only, so that both are the same else.
ledger() { # FILE: packets and bytes out, and in
	python3 -c 'import json, sys
link = json.load(open(sys.argv[1]))["links"][0]
print(*(link[side + what] for side in ("out_", "in_")
	for what in ("packets", "bytes")))' "$1"
}
wire "dns $dns/24 good"
names -p pds -n -o json:without.json
names -p pds --dns $dns -o json:with.json
check_says 'the ledger: one look-up' '1 83 1 108' sh -c '
	set -- $1 $2
	echo $(($5 - $1)) $(($6 - $2)) $(($7 - $3)) $(($8 - $4))' - \
	"$(ledger "$work/without.json")" "$(ledger "$work/with.json")"

# Hosts enough that a bad server would hold the sweep up for long.
for i in $(seq 60 120); do
	echo "client 10.50.0.$i/24"
	echo "name 10.50.0.$i host-$i.example"
done >>"$tap_dir/hosts"
wire "dns $dns/24 stuttering 3"
took() { # ARGUMENT...: milliseconds that the sweep took by its own word
	rm -f "$ROLLCALL_CACHE"*
	lan "$rollcall" sweep 10.50.0.60-10.50.0.120 --timeout 300 \
		--retries 0 -o json:all.json "$@"
	python3 -c 'import datetime, json, sys
sweep = json.load(open(sys.argv[1]))["sweep"]
start, end = (datetime.datetime.fromisoformat(sweep[k].replace("Z", "+00:00"))
	for k in ("started", "ended"))
print(int((end - start).total_seconds() * 1000))' "$work/all.json"
}
without=$(took -n)
with=$(took --dns $dns)
echo "# $without ms without names, $with ms with a stuttering server"
check 'names are awaited for two seconds at most' \
	test "$with" -lt $((without + 3500))
check 'some came' grep -q ',"source":"dns"\|"source": *"dns"' "$work/all.json"
tap_end
