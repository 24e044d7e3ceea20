#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# Frames of our own: they find what sockets find, believe no stranger, follow
# the routes, and leave to sockets what is not theirs.
. "${srcdir:=.}/test/net/sweep.sh"

estate_need
wire="python3 $srcdir/test/net/wire.py"
forge="python3 $srcdir/test/net/forge.py"
cat >"$estate" <<'E2'
seed 7
prefix 10.77.0.0/22
servers 1/8
clients 1/4
open 2%
gup 1%
refusing 1/8
E2
"$responder" --estate "$estate" --list >"$tap_dir/list"
columns() { # FILE
	cut -d , -f 1-4 "$work/$1.csv"
}

# The same estate by both transports, behind a router that has to be found.
routed_caps=net_raw
for transport in socket packet; do
	router_watch >"$tap_dir/rules"
	routed_sweep 10.77.0.0/22 10.77.0.0/22 --no-cache \
		--transport $transport -o csv:$transport.csv \
		-o xml:$transport.xml <"$tap_dir/rules"
	judge "$transport" 0 - '^rollcall: asked 1,02[0-4] addresses in '
	check "$transport: everybody is found and nobody else" \
		$inventory exact "$work/$transport.xml" "$tap_dir/list"
done
check_says 'both say the same' "$(columns socket)" columns packet

# That was the last run's line: what left and came is what was written down,
# but for what a peer sends after the end of a connection.
read -r out out_bytes in in_bytes <<E2
$($inventory get "$work/packet.xml" link out-packets out-bytes in-packets \
	in-bytes)
E2
read -r wire_out wire_out_bytes wire_in wire_in_bytes <<E2
$($wire counters "$tap_dir/wire")
E2
is_near() { # A B
	[ $(($1 * 100)) -le $(($2 * 104)) ] && [ $(($2 * 100)) -le $(($1 * 104)) ]
}
for pair in "packets out $out $wire_out" \
	"bytes out $out_bytes $wire_out_bytes" \
	"packets in $in $wire_in" "bytes in $in_bytes $wire_in_bytes"; do
	# shellcheck disable=SC2086 # four words
	set -- $pair
	check "the ledger: $1 $2: $3, on the wire $4" is_near "$3" "$4"
done

# Which one is taken, and why.
: >"$tap_dir/nothing"
sweep 10.77.0.0/28 --no-cache -v
judge 'auto: a small sweep' 0 '' 'transport socket: for 32 questions'
sed 's|/22|/20|' "$estate" >"$tap_dir/large"
estate_small=$estate
estate=$tap_dir/large
sweep 10.77.0.0/20 --no-cache -v -r 0 --retries 0 --timeout 500
judge 'auto: without the right to it' 0 '' \
	'transport socket: the packet transport needs .*CAP_NET_RAW'
estate_caps=net_raw
sweep 10.77.0.0/20 --no-cache -v -r 0 --retries 0 --timeout 500 \
	-o xml:large.xml
judge 'auto: a large sweep' 0 '' 'transport packet: 8192 questions'
"$responder" --estate "$estate" --list >"$tap_dir/list_large"
check 'auto: everybody is found' \
	$inventory exact "$work/large.xml" "$tap_dir/list_large"
estate_caps=
estate=$estate_small
sweep 10.77.0.0/28 --no-cache --transport packet
judge 'wanted without the right to it' 2 - \
	'CAP_NET_RAW\): run it as root, .*--transport socket'

# What is not for frames goes by sockets, with a sentence.
estate_caps=net_raw
sweep 127.0.0.0/29 --no-cache --transport packet --retries 0 -p rtvscan
judge 'lo' 0 '' 'lo is no Ethernet link: .* go by the socket transport'
sweep 10.77.0.0/26 --no-cache --transport packet --source-port 4321 \
	-o xml:port.xml
judge 'a source port' 0 - 'UDP from port 4321 goes by the socket transport'
head -n 1 "$tap_dir/list" >"$tap_dir/first"
check 'a source port: who answers is found' \
	grep -q "address=\"$(cut -f 1 "$tap_dir/first")\"" "$work/port.xml"
estate_caps=net_raw,net_admin
inside sh -c '
	ip link add link scanner0 name tagged0 type vlan id 7 2>/dev/null ||
		exit 77
	ip link set tagged0 up &&
	ip address add 10.88.0.1/30 dev tagged0 &&
	ip route add 10.89.0.0/28 via 10.88.0.2 &&
	exec "$@"' sh "$rollcall" sweep 10.89.0.0/28 --no-cache \
	--transport packet --retries 0 --timeout 100
if [ "$status" -eq 77 ]; then
	skip 'a VLAN' 'this kernel has none'
else
	judge 'a VLAN' 0 '' 'tagged0 is a VLAN: .* go by the socket transport'
fi
inside sh -c 'ip route replace 10.77.0.0/26 dev scanner0 && exec "$@"' sh \
	"$rollcall" sweep 10.77.0.0/26 --no-cache --transport packet \
	-o xml:attached.xml
judge 'an attached subnet' 0 - '^rollcall: asked 64 addresses'
check 'an attached subnet: who answers is found' \
	grep -q "address=\"$(cut -f 1 "$tap_dir/first")\"" "$work/attached.xml"
estate_caps=

# Strangers: nobody lives in 10.78.0.0/28, but somebody answers.
strangers() { # right|wrong
	{
		echo 'ip route add blackhole 10.78.0.0/28'
		echo "$forge router1 $1 & forger=\$!"
		echo 'router_end() { kill $forger; }'
		echo 'sleep 1' # until it listens
	} >"$tap_dir/rules"
	routed_sweep 10.78.0.0/28 10.78.0.0/28 --no-cache --transport packet \
		-p pds,ams --retries 0 --timeout 500 -r 100 -o csv:$1.csv \
		-o xml:$1.xml <"$tap_dir/rules"
	judge "answers with $1 numbers" 0 - '^rollcall: asked 1[46] addresses'
	columns "$1" >"$tap_dir/$1"
}
strangers right
for line in 10.78.0.1,,unidentified 10.78.0.2,,alive 10.78.0.5,A,server; do
	check "right: $line" grep -q "^$line," "$tap_dir/right"
done
check_says 'right: five of six that answer are believed' 5 \
	$inventory get "$work/right.xml" link in-packets
check 'right: not where the checksum is wrong' \
	[ "$(grep -c '^10\.78\.0\.6' "$tap_dir/right")" -eq 0 ]
strangers wrong
check_says 'wrong: nobody is found' address,name,role,state \
	cat "$tap_dir/wrong"
check_says 'wrong: nor is any word about them believed' 0 \
	$inventory get "$work/wrong.xml" link in-packets

# A route that goes away on the way is not used any more.
router_watch >"$tap_dir/rules"
routed 10.77.0.0/22 sh -c '
	"$@" &
	sleep 1.5
	ip route del 10.77.0.0/22
	wait $!' sh "$rollcall" sweep 10.77.0.0/22 --no-cache \
	--transport packet --retries 0 -r 500 -p pds -o xml:gone.xml \
	<"$tap_dir/rules"
judge 'a route that goes away' 0 - '^rollcall: asked '
n_asked=$($wire asked "$tap_dir/wire" | wc -l)
check "a route that goes away: of 1024 only $n_asked were asked by frames" \
	[ "$n_asked" -gt 100 -a "$n_asked" -lt 1000 ]

# A gateway that is not there: the kernel says so, and no one waits for it.
routed 10.77.0.0/26 sh -c '
	ip route replace 10.77.0.0/28 via 10.254.0.9 dev scanner1 onlink &&
	exec "$@"' sh "$rollcall" sweep 10.77.0.0/26 --no-cache -v \
	--transport packet --retries 0 --timeout 4000 -o xml:dead.xml \
	<"$tap_dir/nothing"
judge 'a dead gateway' 0 - 'gateway 10\.254\.0\.9 does not answer'
check 'a dead gateway: the others are found' \
	grep -q 'address="10\.77\.0\.[2-6]' "$work/dead.xml"
tap_end
