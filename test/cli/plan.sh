#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# plan: what a sweep would put on each link, and sweeps by name.
. "${srcdir:=.}/test/cli/lib.sh"

cat >"$work/rollcall.conf" <<'E2'
[rollcall]
retries = 1

[link paris]
prefixes = 127.9.0.0/16
capacity = 56k

[link lyon]
prefixes = 127.9.1.0/24
capacity = 2M
share = 25%
timeout = 500
window = 00:00-12:00, 12:00-24:00

[link night]
prefixes = 127.10.0.0/16
capacity = 9600
window = 22:00-22:01 Europe/Berlin

[sweep daily]
targets = 127.9.0.0/30 127.9.1.0/30
  127.11.0.1
exclude = 127.9.0.1
probe = pds
retries = 0
output = csv:of the day.csv

[sweep file]
input = some hosts.txt
exclude = 127.9.0.2
exclude = 127.9.0.3 127.9.0.4
allow-public = no
E2
printf '127.9.0.1\n127.9.0.2\n' >"$work/some hosts.txt"

plan() { # NAME STATUS OUT ERR ARGUMENT...
	plan_name=$1 plan_status=$2 plan_out=$3 plan_err=$4
	shift 4
	run plan --config rollcall.conf "$@"
	judge "$plan_name" "$plan_status" "$plan_out" "$plan_err"
}
# The numbers of one line of the last plan, without commas.
row() { # NAME TRIES "PACKETS-OUT BYTES-OUT PACKETS-IN BYTES-IN TIME"
	check_says "$1" "$3" sh -c "tr -d , <'$tap_dir/out' |
		awk -v tries=$2 '\$1 == tries && NF == 6 {
			print \$2, \$3, \$4, \$5, \$6; exit }'"
}
check_says() { # NAME WANTED COMMAND...
	says_name=$1 says_wanted=$2
	shift 2
	says_got=$("$@")
	if [ "$says_got" = "$says_wanted" ]; then
		pass "$says_name"
	else
		echo "# wanted '$says_wanted', got '$says_got'"
		show
		fail "$says_name"
	fi
}

plan 'no target' 2 - 'no target'
plan 'none of its own: --resume' 2 - 'no target' --resume
plan 'a part' 0 '^paris: (85|84) addresses; ' - 127.9.0.0/24 -p pds \
	--shard 2/3
plan 'attached subnets' 0 'nobody knows how many' - -m local -p pds
plan 'one link' 0 '^paris: 255 addresses; 5,600 of 56,000 bit/s' - \
	127.9.0.0/24 -p pds
plan 'a prefix: network and broadcast left out' 0 \
	'^paris: 65,278 addresses' - 127.9.0.0/16 -p pds
plan 'the longest prefix wins' 0 \
	"^overlap   127\.9\.1\.0/24 of link 'lyon' lies in 127\.9\.0\.0/16 of" \
	- 127.9.0.0/16 -p pds
plan 'an overlap without targets' 0 '^paris' - 127.9.0.0/24
check 'is not spoken of' sh -c "! grep -q ^overlap '$tap_dir/out'"
# 42 bytes around each payload of 16, and of 86 in the pong; 5,600 bit/s.
plan 'one address' 0 '^paris: 1 address; ' - 127.9.0.7 -p pds
row 'one try' 1 '1 58 1 128 1.1s'
row 'two tries' 2 '2 116 1 128 3.1s'
plan 'typed retries win over the link' 0 '' - 127.9.0.7 -p pds --retries 2
row 'three tries' 3 '3 174 1 128 7.2s'
plan 'time-out of the link' 0 '' - 127.9.1.7 -p pds
row 'half a second' 1 '1 58 1 128 502ms'
plan 'typed time-out wins' 0 '' - 127.9.1.7 -p pds --timeout 100
row 'a tenth' 1 '1 58 1 128 102ms'
plan 'excludes' 0 '^paris: 3 addresses, 1 more excluded' - \
	127.9.0.4/30 -x 127.9.0.5
plan 'everybody excluded' 3 - 'every target is excluded' \
	127.9.0.5 -x 127.9.0.0/16
plan 'a window of all day' 0 \
	'^lyon: .*; window open now$' - 127.9.1.7 -p pds
plan 'short windows suffice for little' 0 \
	'^night: 1 address; 960 of 9,600 bit/s' - 127.10.0.7 -p pds
check 'and it is said' grep -q 'long enough' "$tap_dir/out"
plan 'a window that is too short' 4 'too short' \
	"the window of link 'night' is too short: .* 1m00s long" \
	127.10.0.0/24 -p pds
plan 'what is written: a file' 0 - - 127.9.0.7 -o json:plan.json -p pds
check 'it is JSON' python3 -c "
import json
plan = json.load(open('$work/plan.json'))
link, = plan['links']
assert link['name'] == 'paris' and link['targets'] == 1, link
assert link['first']['out_bytes'] == 58 and link['most']['in_bytes'] == 128
assert plan['all']['tries'] == 2 and plan['overlaps'] == []"
plan 'other formats' 2 - "as table or json, not 'xml'" 127.9.0.7 -o xml

plan 'by name' 0 '^writes    csv:of the day.csv$' - --name daily
check 'its targets' grep -q '^paris: 2 addresses, 1 more excluded;' \
	"$tap_dir/out"
check 'no retries: the link does not say either' grep -Eq \
	'^probes    pds$' "$tap_dir/out"
check 'nothing was written' test ! -e "$work/of the day.csv"
plan 'typed targets win' 0 '^lyon: 1 address;' - --name daily 127.9.1.9
check 'all of them' sh -c "! grep -Eq '^(paris|default)' '$tap_dir/out'"
plan 'typed input wins' 0 '^paris: 1 address, 1 more excluded;' - \
	--name daily -i 'some hosts.txt'
plan 'typed probes win' 0 '^probes    rtvscan$' - --name daily -p rtvscan
plan 'excludes add up' 0 '^paris: 1 address, 2 more excluded;' - \
	--name daily -x 127.9.0.2
plan 'file names with blanks' 0 '^paris: 1 address, 1 more excluded' - \
	--name file
plan 'unknown name' 2 - "no sweep 'nightly' in .*, but daily, file$" \
	--name nightly
expect 'no sweeps at all' 2 - 'has no section \[sweep NAME\]' \
	plan --config /dev/null --name daily
run sweep --config rollcall.conf --dry-run --name daily -o xml
judge 'sweep by name' 0 '^to ask +6 addresses' -
run sweep --config rollcall.conf 127.10.0.1
case $status in
4) judge 'a sweep outside all windows' 4 - \
	"link 'night' is 22:00-22:01 Europe/Berlin, opens 20.* 22:00 CES?T" ;;
*) skip 'a sweep outside all windows' 'it is 22:00 in Berlin' ;;
esac

conf() { # NAME ERR LINE...
	conf_name=$1 conf_err=$2
	shift 2
	printf '%s\n' '[sweep a]' "$@" >"$work/bad.conf"
	expect "$conf_name" 3 - "^rollcall: bad.conf:2: \[sweep a\] $conf_err" \
		plan --config bad.conf --name a
}
conf 'unknown key' "raet: there is no key 'raet' \(given as '5'\) but targets, " \
	'raet = 5'
conf 'no key for a file' 'dry-run: there is no key' 'dry-run = yes'
conf 'value out of range' "rate: -r/--rate must be .*'-1'" 'rate = -1'
conf 'flag' "no-names: --no-names must be yes or no, not 'maybe'" \
	'no-names = maybe'
conf 'mode' "mode: .* must be one of intense, .*'loud'" 'mode = loud'
conf 'no value' 'targets: it has no value' 'targets ='
printf '[sweep a]\nrate = 5\nrate = 6\n' >"$work/bad.conf"
expect 'twice' 3 - "bad.conf:3: \[sweep a\] rate: .*'6' is one too many" \
	plan --config bad.conf 127.9.0.1
printf '[sweep a]\ntargets = 127.0.0.1 nowhere-at-all\n' >"$work/bad.conf"
expect 'a bad target of a name' 2 - \
	'\[sweep a\] targets: .*nowhere-at-all' plan --config bad.conf --name a
tap_end
