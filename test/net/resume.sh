#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# Sweeps that go on: after kill -9, after SIGINT, after both.  A router counts
# what each address was asked, so that it shows who was asked too often, and
# who never.
. "${srcdir:=.}/test/net/sweep.sh"

estate_need
wire="python3 $srcdir/test/net/wire.py"
cat >"$estate" <<'E2'
servers 1/8
clients 1/4
refusing 1/8
prefix 10.77.0.0/22
E2

# Each question by its address; the set is full from the start, since on a busy
# machine the kernel may refuse to grow one.  Late answers draw a RST, which is
# no question.
{
	echo "nft -f - <<'E3'"
	echo 'table netdev watch {'
	echo 'set asked { type ipv4_addr . inet_proto; counter; elements = {'
	for protocol in udp tcp; do
		for third in 0 1 2 3; do
			seq 0 255 |
				sed "s/.*/10.77.$third.& . $protocol,/"
		done
	done
	echo '} }'
	cat <<'E2'
	chain from_scanner {
		type filter hook ingress device router1 priority 0
		meta l4proto udp ip daddr . meta l4proto @asked
		tcp flags & (syn | ack) == syn ip daddr . meta l4proto @asked
	}
}
E3
E2
} >"$tap_dir/rules"
echo "router_end() {
	nft -j list table netdev watch >'$tap_dir/wire'
}" >>"$tap_dir/rules"

# Run sweeps one after the other in one namespace: steps are lines of
# "SIGNAL SECONDS ARGUMENT...", SIGNAL - being none.
cat >"$tap_dir/steps.sh" <<'E2'
n=0
while read -r signal seconds arguments; do
	n=$((n + 1))
	# shellcheck disable=SC2086 # words
	"$ROLLCALL" sweep $arguments >"$OUT/out.$n" 2>"$OUT/err.$n" \
		</dev/null &
	pid=$!
	if [ "$signal" != - ]; then
		sleep "$seconds"
		kill -"$signal" $pid
	fi
	wait $pid
	echo $? >"$OUT/status.$n"
done <"$1"
E2
steps() { # from standard input
	rm -f "$tap_dir"/out.* "$tap_dir"/err.* "$tap_dir"/status.* \
		"$ROLLCALL_CACHE"*
	cat >"$tap_dir/steps"
	ROLLCALL=$rollcall OUT=$tap_dir
	export ROLLCALL OUT
	routed 10.77.0.0/22 sh "$tap_dir/steps.sh" "$tap_dir/steps" \
		<"$tap_dir/rules"
	show
}
ended() { # NAME STEP STATUS [ERE in its messages]
	ended_got=$(cat "$tap_dir/status.$2" 2>/dev/null)
	if [ "$ended_got" = "$3" ] &&
		grep -Eq -e "${4:-}" "$tap_dir/err.$2"; then
		pass "$1"
	else
		echo "# exit status $ended_got, not $3; it says:"
		sed 's/^/# /' "$tap_dir/err.$2"
		fail "$1"
	fi
}

# Nobody more than once beyond his tries but those of one window, nobody
# who answered at all again, nobody left out.
judge_wire() { # NAME PREFIX WINDOW: of how many questions
	judge_name=$1 judge_prefix=$2 judge_window=$3
	$wire counts "$tap_dir/wire" >"$tap_dir/counts"
	python3 - "$tap_dir/counts" "$tap_dir/all.csv" "$judge_prefix" \
		"$judge_window" <<'E2' >"$tap_dir/findings"
import csv
import ipaddress
import sys

counts_path, csv_path, prefix, window = sys.argv[1:]
TRIES = 3
asked = {}
for line in open(counts_path, encoding="utf-8"):
    address, protocol, n = line.split()
    asked[address, protocol] = int(n)
with open(csv_path, encoding="utf-8", newline="") as file:
    alive = {row["address"] for row in csv.DictReader(file)}
again = 0
for address in map(str, ipaddress.ip_network(prefix)):
    for protocol in "udp", "tcp":
        n = asked.get((address, protocol), 0)
        least = 1 if address in alive else TRIES
        if n < least:
            print(address, protocol, "was asked", n, "times")
        if n > TRIES:
            again += n - TRIES
        if address in alive and protocol == "tcp" and n > 1:
            again += n - 1
if again > int(window):
    print(again, "questions were put again, more than", window)
E2
	check_none "$judge_name: nobody is left out or asked too often" \
		"$tap_dir/findings"
}

# The first in one piece: what the others have to find.
all="10.77.0.0/22 -r 1000 --seed 7 --timeout 300"
steps <<E2
- 0 $all -o csv:$tap_dir/whole.csv
E2
ended 'in one piece' 1 0
cut -d , -f 1-4 "$tap_dir/whole.csv" >"$tap_dir/whole"

# A window is what a time-out of 0.3 s, a journal each second, and 1,000
# questions a second come to.
while read -r name; do
	case $name in
	'kill -9 early') set -- 'KILL 0.8' ;;
	'kill -9') set -- 'KILL 2.7' ;;
	'kill -9 late') set -- 'KILL 3.6' ;;
	'kill -9 twice') set -- 'KILL 2.2' 'KILL 2.2' ;;
	'SIGINT') set -- 'INT 2.5' ;;
	'SIGINT, then kill -9') set -- 'INT 1.5' 'KILL 2.5' ;;
	esac
	{
		echo "$1 $all"
		[ $# -lt 2 ] || echo "$2 --resume"
		echo "- 0 --resume -o csv:$tap_dir/all.csv"
	} | steps
	last=$(($# + 1))
	ended "$name: resumed to its end" $last 0
	cut -d , -f 1-4 "$tap_dir/all.csv" >"$tap_dir/got"
	check "$name: everybody is found" cmp "$tap_dir/whole" "$tap_dir/got"
	judge_wire "$name" 10.77.0.0/22 $((1600 * $#))
	ended_sweeps=$(python3 -c 'import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
print(*db.execute("SELECT id, state, n_targets FROM sweep"),
    *db.execute("SELECT count(*) FROM journal"),
    *db.execute("SELECT count(*) FROM setup"))' "$ROLLCALL_CACHE")
	check "$name: one complete sweep, and no journal is left" \
		test "$ended_sweeps" = '(1, 1, 1024) (0,) (0,)'
done <<'E2'
kill -9 early
kill -9
kill -9 late
kill -9 twice
SIGINT
SIGINT, then kill -9
E2

# What is not the same sweep is refused by name.
steps <<E2
KILL 1.5 $all -x 10.77.0.9 -p pds
- 0 --resume -r 500
- 0 --resume 10.77.0.0/23
- 0 --resume -x 10.77.0.8
- 0 --resume -p rtvscan
- 0 --resume --seed 8
- 0 --resume --config $tap_dir/other.conf
- 0 --resume --no-cache
- 0 --resume 10.77.0.0/23 10.77.2.0/23 -x 10.77.0.9 -p pds -r 1000
- 0 --resume
E2
ended 'another rate' 2 2 "--rate was '1000' and is '500'"
ended 'other targets' 3 2 '10.77.2.0 was among the targets and is not any more'
ended 'other excludes' 4 2 '10.77.0.8 is among the excluded now and was not'
ended 'other probes' 5 2 "--probe was 'pds' and is 'rtvscan'"
ended 'another seed' 6 2 "--seed was '7' and is '8'"
ended 'no such configuration' 7 3
ended 'without a cache' 8 2
ended 'the same in other words' 9 0
ended 'nothing is left' 10 2 'no sweep that was interrupted'
$wire counts "$tap_dir/wire" >"$tap_dir/counts"
check 'the exclude holds in all parts' \
	sh -c "! grep '^10\\.77\\.0\\.9 .* [1-9]' '$tap_dir/counts'"

# Three parts are the whole, and no two have anybody in common.
steps <<E2
- 0 $all --retries 0 --no-cache --shard 1/3 -o csv:$tap_dir/1.csv
- 0 $all --retries 0 --no-cache --shard 2/3 -o csv:$tap_dir/2.csv --seed 99
INT 0.4 $all --retries 0 --shard 3/3 -r 500
- 0 --resume -o csv:$tap_dir/3.csv
E2
for i in 1 2 3 4; do
	case $i in 3) want=4 ;; *) want=0 ;; esac
	ended "part $i" $i $want
done
for i in 1 2 3; do
	tail -n +2 "$tap_dir/$i.csv"
done | cut -d , -f 1 | sort >"$tap_dir/got"
tail -n +2 "$tap_dir/whole" | cut -d , -f 1 | sort >"$tap_dir/want"
check 'shards: everybody is found once' cmp "$tap_dir/want" "$tap_dir/got"
tap_end
