#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# What is known from one sweep to the next: machines that move, swap, are
# cloned, installed again or named alike, and what diff, why, history,
# --check, the change hook and the system's log say of it.
. "${srcdir:=.}/test/net/sweep.sh"

estate_need
net=10.77.0
pong() { # NAME MAC GUID: each letter or digit stands for six or sixteen
	pong_mac=$(printf "%012d" 0 | tr 0 "$2")
	pong_guid=$(printf "%032d" 0 | tr 0 "$3")
	python3 "$srcdir/test/net/pong.py" "$1" "$pong_mac" "$pong_guid"
}
machine() { # LAST-OCTET NAME MAC GUID
	echo "server $net.$1 $2"
	echo "pong $(pong "$2" "$3" "$4")"
}
same_config() { # stands in both sweeps
	echo "prefix $net.0/26"
	machine 2 STAYS 2 2
	machine 41 TWIN d e
}
{
	same_config
	machine 10 MOVES 1 1
	machine 20 SWAP-A a a
	machine 21 SWAP-B b b
	machine 30 CLONE c c
	machine 40 AGAIN 4 4
	machine 42 TWIN f f
	machine 43 ALIAS 6 6
	echo "client $net.50"
	echo "server $net.51 OFF"
	echo "server $net.52 STOPPED"
} >"$estate"
cat >"$work/conf" <<'E2'
[rollcall]
keep-sweeps = 3
on-change = cat >>changes.json; echo "$ROLLCALL_OLD $ROLLCALL_NEW" >>calls
E2

sweep $net.0/26 --config conf --check -o xml:1.xml
judge 'the first sweep: nobody is expected' 0 \
	'^ROLLCALL OK - none of 0 expected missing \| expected=0;;;0 ' -
run diff
judge 'nothing to compare it with yet' 3 - \
	'holds no sweep before sweep 1 to compare it with'

sweep $net.0/26 --config conf --check -o xml:2.xml
judge 'again: all of them are there' 0 \
	'^ROLLCALL OK - none of 12 expected missing \| expected=12;;;0 answered=12' -
run diff
judge 'diff: nothing has changed' 0 '^0 new, 0 gone, 0 moved, 0 changed, 0 back of 12 ' -
check 'nothing changed: the hook was not called' test ! -e "$work/calls"

{
	same_config
	machine 11 MOVES 1 1
	machine 20 SWAP-B b b
	machine 21 SWAP-A a a
	machine 30 CLONE c c
	machine 31 CLONE-2 c 7
	machine 40 AGAIN 4 8
	machine 44 TWIN 9 9
	machine 45 ALIAS 6 5
	echo "server $net.50"
	echo "refusing $net.52"
} >"$estate"
sweep $net.0/26 --config conf --check -o xml:3.xml
judge 'changes: what is missing, moved and in how many words' 1 \
	"^ROLLCALL WARNING - 3 of 12 expected missing: $net\.42 \(TWIN\) silent, \
$net\.51 \(OFF\) silent, $net\.52 \(STOPPED\) alive-no-agent \| \
expected=12;;;0 answered=7;;;0 missing=3;0;;0 moved=2;;;0" -

expect_line() { # NAME ERE
	if grep -Eqx -e "$2" "$tap_dir/out"; then
		pass "$1"
	else
		show
		fail "$1" "$2"
	fi
}
run diff
judge 'diff: as many as there are' 1 \
	'^2 new, 3 gone, 4 moved, 2 changed, 0 back of 14 compared$' -
when='20[0-9T:.-]+Z'
line() { # NAME CHANGE LAST-OCTET MACHINE REST
	expect_line "$1" "$2 +$net\.$3 +$4  $5"
}
line 'moved: both addresses, both times' moved 11 MOVES \
	"from $net\.10, there last at $when, here at $when, known by its device-id"
line 'swapped: one way' moved 20 SWAP-B "from $net\.21, .*device-id"
line 'swapped: the other' moved 21 SWAP-A "from $net\.20, .*device-id"
line 'installed again and moved' moved 45 ALIAS \
	"from $net\.43, .*, known by its MAC address; pds device-id: 66666666-.* -> 55555555-.*"
line 'installed again: the same machine' changed 40 AGAIN \
	'pds device-id: 44444444-.* -> 88888888-.*'
line 'another role' changed 50 'HOST-[0-9A-F]+' \
	'role: client -> server; pds udp/38293: nothing -> bdcv-pong'
line 'a clone is new, and whose marks it has' new 31 CLONE-2 \
	"server, with the marks of $net\.30 \(CLONE\)"
line 'a name used twice: the second is new' new 44 TWIN 'server'
line 'and the one that left is gone' gone 42 TWIN 'silent: .*'
line 'switched off: gone' gone 51 OFF 'silent: .*'
line 'its agent stopped: gone' gone 52 STOPPED 'alive-no-agent: .*no agent'
cp "$tap_dir/out" "$tap_dir/by-sweep"
run diff 2.xml 3.xml
sed '1,2d' "$tap_dir/by-sweep" >"$tap_dir/wanted"
sed '1,2d' "$tap_dir/out" >"$tap_dir/got"
check 'diff of the inventories says the same' \
	cmp "$tap_dir/wanted" "$tap_dir/got"
run diff 3.xml 3.xml
judge 'an inventory and itself' 0 ' of 16 compared$' -
run diff 1 2 -o text -o xml:12.xml -o json:12.json
judge 'diff in three formats at once' 0 '^0 new, ' -
run diff 2 3 -o xml:23.xml -o json:23.json
judge 'diff into files only' 1 - -
for pair in 12 23; do
	check "diff $pair is valid by diff.rng" xmllint --noout --nonet \
		--relaxng "$srcdir/output/diff.rng" "$work/$pair.xml"
done
check 'the hook was called once, with these sweeps' \
	test "$(cat "$work/calls")" = '2 3'
check 'the hook read what diff writes' cmp "$work/changes.json" "$work/23.json"

run why MOVES
judge 'why: moved there, and answers there' 0 \
	"moved to $net\.11" -
run why $net.10
judge 'why: the old address alone is missing' 1 'verdict +moved$' -
run why OFF
judge 'why: silent, and what to open' 1 \
	'firewall on it: UDP 38293 and 2967 and TCP 2967' -
judge 'why: the UDP form was not asked' 1 '-p pds,rtvscan,rtvscan-udp' -
run why $net.60
judge 'why: nobody was ever there' 1 'not expected to answer' -
run why 192.0.2.1
judge 'why: never asked' 1 'verdict +not-asked$' -
run why NOBODY
judge 'why: a name that is not known' 3 - "knows no 'NOBODY'"
run diff 99 2
judge 'diff: a sweep that is not there' 3 - 'holds no sweep 99'
run diff nofile.xml 2
judge 'diff: a file that is not there' 3 - 'nofile\.xml'
run diff -o yaml
judge 'diff: a format that is not there' 2 - 'text, json and xml'

# The examples in contrib/, with programs that write down what they are given.
mkdir "$tap_dir/bin"
for program in mail logger snmptrap; do
	printf '#!/bin/sh\n{ echo "%s $*"; %s; } >>"%s/given"\n' $program \
		"$([ $program = snmptrap ] || echo 'cat')" "$tap_dir" |
		sed 's/; ; }/; }/' >"$tap_dir/bin/$program"
	chmod +x "$tap_dir/bin/$program"
done
ln -s "$rollcall" "$tap_dir/bin/rollcall"
example() { # NAME ERE ARGUMENT...
	example_name=$1 example_wanted=$2
	shift 2
	: >"$tap_dir/given"
	PATH=$tap_dir/bin:$PATH ROLLCALL_OLD=2 ROLLCALL_NEW=3 \
		"$srcdir/contrib/$example_name" "$@" <"$work/23.json" \
		>"$tap_dir/out" 2>"$tap_dir/err"
	status=$?
	if [ "$status" -eq 0 ] && matches "$tap_dir/given" "$example_wanted"; then
		pass "contrib/$example_name: $example_wanted"
	else
		comment <"$tap_dir/given"
		show
		fail "contrib/$example_name: $example_wanted"
	fi
}
example on-change-mail '^mail -s rollcall: changes found by sweep 3 me@example.org$' \
	me@example.org
example on-change-mail "^moved +$net\.11 +MOVES " me@example.org
example on-change-syslog \
	"^change=moved address=$net\.11 from=$net\.10 name=\"MOVES\"$"
example on-change-snmptrap "\.0\.3 .*\.1 s $net\.11 .*\.3 s from $net\.10$" \
	192.0.2.99

# Back, not asked, and not come to.
{
	same_config
	machine 11 MOVES 1 1
	echo "server $net.51 OFF"
} >"$estate"
sweep $net.51 $net.2 -x $net.2 --config conf -q
judge 'a small sweep' 0 'OFF' ''
run diff 3 4
judge 'back; and who was not asked is not gone' 1 \
	"^back +$net\.51 +OFF  server$" -
judge 'one is back and that is all' 1 \
	'^0 new, 0 gone, 0 moved, 0 changed, 1 back of 1 compared; 11 were not asked again$' -
run history
judge 'history: as many as keep-sweeps' 0 '^ +2 .* complete +64 +12 +12 ' -
check 'history: the first one is forgotten' \
	test "$(grep -c complete "$tap_dir/out")" = 3
run history prune --keep 1
judge 'history prune' 0 - '2 sweeps forgotten'
run history -o json
judge 'history as JSON' 0 '"id": 4,$' -
run cache show OFF
judge 'what is known of machines stays' 0 'last seen' -
run history forget
judge 'history takes nothing else' 2 - "not 'forget'"

# A firewall on a machine of an attached network: ARP shows that it is on.
cat >"$tap_dir/near.sh" <<'E2'
set -eu
unshare -n sleep 60 &
far=$!
trap 'kill $far' EXIT
while [ "$(readlink /proc/$far/ns/net)" = "$(readlink /proc/$$/ns/net)" ]; do
	sleep 0.02
done
ip link add near0 type veth peer name far0 netns $far
ip address add 10.66.0.1/29 dev near0
ip link set near0 up
nsenter -t $far -n sh -euc '
	ip address add 10.66.0.2/29 dev far0
	ip link set far0 up
	nft add table ip host
	nft add chain ip host input "{ type filter hook input priority 0; policy drop; }"'
"$@"
E2
printf 'FIREWALLED,10.66.0.2\nNOBODY,10.66.0.3\n' >"$work/list"
run import list
judge 'two are imported' 0 '' ''
estate_caps=net_admin,sys_admin
inside sh "$tap_dir/near.sh" "$rollcall" sweep 10.66.0.0/29 -q -o xml:near.xml
estate_caps=
judge 'their network is swept' 0 - ''
run why FIREWALLED
judge 'ARP shows it: it is on, and filtered' 1 'ARP was answered with ' -
judge 'and what to do' 1 'next +Let the scanner through the firewall on it' -
check_says 'the evidence has it too' 1 sh -c "$inventory verdict \
	'$work/near.xml' 10.66.0.2 | grep -c 'silent: ARP was answered with .*: it is on, and a firewall on it drops the questions'"
run why 10.66.0.3
judge 'nobody answers ARP' 1 \
	'(ARP was not answered|host unreachable)' -

# Events: the lines that reach the system's log.
cat >"$tap_dir/log.sh" <<'E2'
set -eu
dir=$1
shift
mkdir "$dir/dev"
for node in null zero urandom tty; do
	: >"$dir/dev/$node"
	mount --bind "/dev/$node" "$dir/dev/$node"
done
python3 -c 'import socket, sys
log = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
log.bind(sys.argv[1] + "/dev/log")
open(sys.argv[1] + "/log.up", "w").close()
while True:
    line = log.recv(4096).decode()
    print(line.rstrip("\0"), flush=True)
    if "hosts-missing" in line:
        break' "$dir" >"$dir/log" &
log=$!
trap 'kill $log 2>/dev/null || :' EXIT
while [ ! -e "$dir/log.up" ]; do
	sleep 0.02
done
mount --bind "$dir/dev" /dev
"$@"
E2
unshare -rm sh "$tap_dir/log.sh" "$tap_dir" env ROLLCALL_CACHE="$tap_dir/cache.db" \
	"$rollcall" sweep 127.0.0.77 --mode intense -q --retries 0 --timeout 50 \
	>"$tap_dir/out" 2>"$tap_dir/err" </dev/null
status=$?
judge 'a sweep with a log to write to' 0 '' ''
check 'sweep-started' grep -Eq \
	'rollcall.*: event=sweep-started sweep=6 mode=intense asked=1 expected=0 targets="127\.0\.0\.77"' "$tap_dir/log"
check 'sweep-ended' grep -Eq \
	'event=sweep-ended sweep=6 mode=intense asked=1 expected=0 answered=0 seconds=' "$tap_dir/log"
tap_end
