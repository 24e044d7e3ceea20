#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# Windows of links: nobody is asked outside them, and it is said why.
. "${srcdir:=.}/test/cli/lib.sh"

# A window from two hours ago to one hour from now, and from two hours from
# now to three; whatever the time is, in Kathmandu (UTC+05:45).
clock() { # SECONDS
	TZ=Asia/Kathmandu date -d "@$(($(date +%s) + $1))" +%H:%M
}
open="$(clock -7200)-$(clock 3600) Asia/Kathmandu"
closed="$(clock 7200)-$(clock 10800) Asia/Kathmandu"
cat >"$work/rollcall.conf" <<E2
[link by-day]
prefixes = $net.0/28
window = $open

[link by-night]
prefixes = $net.16/28
window = $closed

[link short]
prefixes = $net.32/28
capacity = 9600
window = $closed
E2
printf '%s\n' "BERLIN,$net.1" "PARIS,$net.17" >"$work/list.txt"
sweep() { # ARGUMENT...
	run sweep --config rollcall.conf -p pds --port pds=48298 --retries 0 \
		--timeout 100 "$@"
}
# Nobody listens there: who is asked refuses, and is alive.
n_alive() {
	grep -c ' alive ' "$tap_dir/out"
}

sweep $net.1-$net.4
judge 'within its window' 0 'alive' 'asked 4 addresses'
sweep $net.17-$net.20
judge 'outside' 4 - \
	"nobody may be asked now: the window of link 'by-night' is .* Asia/Kathmandu, opens 20.*; --wait waits for it"
sweep $net.17-$net.20 $net.33
judge 'outside all windows' 4 - "window of link '(by-night|short)'"
check 'no sweep was begun' sh -c \
	"'$rollcall' export -o json | grep -q '\"id\": 1,'"

run import list.txt
judge 'two that are expected' 0 '' ''
sweep $net.1-$net.4 $net.17-$net.20 -o xml:part.xml -o table
judge 'one of two links' 4 'alive' \
	"incomplete: the window of link 'by-night' is closed \(.* opens 20"
check 'who may be asked was asked' test "$(n_alive)" -eq 4
verdict() { # ADDRESS
	python3 "$srcdir/test/net/inventory.py" verdict "$work/part.xml" "$1"
}
says() { # NAME WANTED GOT
	[ "$2" = "$3" ] || echo "# wanted '$2', got '$3'"
	check "$1" test "$2" = "$3"
}
says 'the verdict on who was not' \
	"not-asked: the link's window closed before the sweep asked for pds (UDP 48298)" \
	"$(verdict $net.17)"
check 'the document says that it is not complete' \
	grep -q 'complete="false"' "$work/part.xml"
check 'and is valid' xmllint --noout --relaxng \
	"$srcdir/output/inventory.rng" "$work/part.xml"

# Waiting: until it is told to stop.
(cd "$work" && exec "$rollcall" sweep --config rollcall.conf -p pds \
	--port pds=48298 --wait $net.17) >"$tap_dir/out" 2>"$tap_dir/err" &
pid=$!
tries=0
until grep -q 'waiting for it' "$tap_dir/err" || [ $tries -eq 50 ]; do
	tries=$((tries + 1))
	sleep 0.1
done
sleep 0.5 # its windows are looked at by then
check 'it waits' kill -INT $pid
status=0
wait $pid || status=$?
judge 'waiting ends when it is told to' 4 '' '; waiting for it$'
check 'nobody was asked' test "$(n_alive)" -eq 0
tap_end
