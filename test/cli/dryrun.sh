#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# sweep --dry-run: says who would be asked, in every form of target, and sends
# nothing.
. "${srcdir:=.}/test/cli/lib.sh"

dry() { # NAME COUNT ERE ARGUMENT...
	name=$1 count=$2 ere=$3
	shift 3
	run sweep --dry-run "$@"
	if [ "$status" -eq 0 ] && [ ! -s "$tap_dir/err" ] &&
		grep -Eq "^to ask +$count address" "$tap_dir/out" &&
		matches "$tap_dir/out" "$ere" &&
		grep -qx 'nothing was sent' "$tap_dir/out"; then
		pass "$name"
	else
		echo "# wanted $count, '$ere'"
		show
		fail "$name"
	fi
}

printf '127.9.2.1 127.9.2.2 # both\n\n# none\n127.9.2.2\n' >"$work/sites.txt"
printf '[link paris]\nprefixes=127.9.2.0/24\ncapacity=56k\n' >"$work/l.conf"
dry 'one address' 1 '^addresses +127\.9\.2\.1$' 127.9.2.1
dry 'prefix' 256 '^addresses +127\.9\.2\.0 127\.9\.2\.1 ' 127.9.2.0/24
dry 'pair of addresses' 2 '' 127.9.2.0/31
dry 'range' 81 '' 127.9.2.10-127.9.2.90
dry 'octets' 6 '' 127.0.0-1.1-2,5
dry 'star' 256 '' '127.9.*.1'
dry 'IPv6' 65,536 '' 2001:db8::/112
dry 'file' 2 '' @sites.txt
dry 'input' 2 '' -i sites.txt
dry 'several, overlapping' 257 '' 127.9.2.0/24 127.9.2.7 127.9.3.1
dry 'as large as a /8' 16,777,216 '' 127.0.0.0/8
for i in 1 2 3; do
	dry "shard $i of 3" '8[56]' '' 127.9.2.0/24 --shard $i/3
done
dry 'one shard' 256 '' 127.9.2.0/24 --shard 1/1
dry 'excluded' 254 '^excluded +2 addresses' 127.9.2.0/24 -x 127.9.2.7 \
	--exclude 127.9.2.9
dry 'excluded by file' 254 '^excluded +2' 127.9.2.0/24 \
	--exclude-from sites.txt
dry 'excludes elsewhere do not count' 256 '' 127.9.2.0/24 -x 127.8.0.0/16
check 'they are not spoken of' sh -c "! grep -q excluded '$tap_dir/out'"
dry 'edges of a known prefix' 254 \
	'^left out +2 network and broadcast: 127\.9\.2\.0 127\.9\.2\.255' \
	127.9.2.0/24 --config l.conf
dry 'edges named singly' 2 '' 127.9.2.0 127.9.2.255 --config l.conf
dry 'links' 256 '^link +paris: 254 addresses, 5,600 of 56,000 bit/s' \
	127.9.2.0/24 127.9.3.0/31 --config l.conf
check 'the rest is one too' grep -Eq '^link +default: 2 addresses' \
	"$tap_dir/out"
dry 'default questions' 1 '2 questions: pds udp/38293, rtvscan tcp/2967' \
	127.9.2.1
dry 'chosen questions' 1 '3 questions: pds udp/38293, rtvscan tcp/1, ' \
	127.9.2.1 -p pds -p rtvscan --port rtvscan=1,2
dry 'the same question twice' 1 '1 question: pds' 127.9.2.1 -p pds,pds
dry 'rate' 1 'at most 7 packets/s' 127.9.2.1 -r 7
dry 'no rate' 1 'as fast as nothing is lost' 127.9.2.1 -r 0
dry 'bits' 1 'at most 56,000 bit/s' 127.9.2.1 -b 56k
dry 'public space on request' 1 '' --allow-public 9.9.9.9
dry 'public space that is excluded' 1 '' 9.9.9.8/31 127.0.0.1 -x 9.9.9.8/31
printf '127.9.2.5\n' >"$tap_dir/stdin"
status=0
"$rollcall" sweep --dry-run -i - <"$tap_dir/stdin" >"$tap_dir/out" \
	2>"$tap_dir/err" || status=$?
judge 'standard input' 0 '^to ask +1 address' -
COLUMNS=50
export COLUMNS
run sweep --dry-run 127.0.0.0/8 2001:db8:1111:2222:3333:4444:5555:0/112
judge 'narrow' 0 'nothing was sent' -
awk 'length > 50' "$tap_dir/out" >"$tap_dir/findings"
check_none 'narrow: no line is wider' "$tap_dir/findings"
unset COLUMNS

if responder_start --listen $net.1 --pds-port 48293 \
	--rtvscan-port 42967 --stats; then
	expect 'a machine that would answer' 0 '^to ask +1' - sweep --dry-run \
		$net.1 --port pds=48293 --port rtvscan=42967
	kill -INT "$responder_pid"
	wait "$responder_pid"
	responder_pid=
	comment <"$tap_dir/responder.err"
	check 'it was not asked' grep -Eq '\b0 .*(ping|packet|datagram)' \
		"$tap_dir/responder.err"
else
	fail 'pds-responder starts'
fi
check 'no cache was made' test ! -e "$ROLLCALL_CACHE"
tap_end
