#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# Sweeps from the command line to the documents, of 127.0.0.0/8.
. "${srcdir:=.}/test/cli/lib.sh"

cat >"$work/estate" <<E2
prefix $net.0/24
servers 1/8
clients 1/4
refusing 1/4
server $net.2 PARENT-1
client $net.3
gup $net.4
open $net.5
E2
printf 'prefix 10.77.5.0/24\nserver 10.77.5.2\n' >"$work/estate10"
"$responder" --estate "$work/estate" --list >"$tap_dir/list"
of_class() { # CLASS
	awk -v c="$1" '$2 == c { print $1 }' "$tap_dir/list" | sort
}
of_role() { # ROLE FILE
	awk -v r="$1" '{ for (i = 2; i <= NF; i++) if ($i == r) print $1 }' \
		"$2" | sort
}
responder_start --estate "$work/estate" --pds-port 48295 \
	--rtvscan-port 42969 || {
	fail 'pds-responder starts'
	tap_end
}
ports='--port pds=48295 --port rtvscan=42969'
# shellcheck disable=SC2086 # two options are meant
sweep() { # ARGUMENT...
	run sweep $ports -r 0 "$@"
}

sweep $net.0/24
judge 'a /24' 0 'PARENT-1' '^rollcall: asked 256 addresses in '
cp "$tap_dir/out" "$tap_dir/table"
of_class server >"$tap_dir/want"
of_role server "$tap_dir/table" >"$tap_dir/got"
check 'every server and nobody else' cmp "$tap_dir/want" "$tap_dir/got"
of_class client >"$tap_dir/want"
of_role client "$tap_dir/table" >"$tap_dir/got"
check 'every client and nobody else' cmp "$tap_dir/want" "$tap_dir/got"
check 'no progress where there is no terminal' sh -c \
	"[ \$(wc -l <'$tap_dir/err') -eq 1 ]"

sweep $net.0/24 -q
judge 'quiet' 0 'PARENT-1' -
sweep $net.0/24 -v
judge 'verbose: the seed' 0 'PARENT-1' 'seed [0-9]+'
sweep $net.0/24 -v --seed 7
judge 'verbose: a chosen seed' 0 '' 'seed 7'
sweep $net.0/24 -o xml:all.xml
judge 'a file: counts are said' 0 - 'servers, .* clients'
check 'the XML is well-formed' xmllint --noout "$work/all.xml"
check 'it validates' xmllint --noout --relaxng \
	"$srcdir/output/inventory.rng" "$work/all.xml"
check 'it is complete' grep -q 'complete="true"' "$work/all.xml"
sweep $net.2 -o xml -o table:t.txt
judge 'XML on standard output, the table in a file' 0 '<inventory' ''
check 'the table is there' grep -q PARENT-1 "$work/t.txt"
sweep $net.2 -o xml --color always
check 'colours do not reach XML' xmllint --noout "$tap_dir/out"
sweep $net.2 -o table --color always
judge 'colours on request' 0 "$(printf '\033')" ''

sweep -m cache
judge 'mode cache' 0 'PARENT-1' 'expected answered'
sweep PARENT-1
judge 'a name as a target' 0 "$net_re\.2 " 'asked 1 address in '
sweep $net.2/31 -x $net.2
judge 'an excluded machine is not asked' 0 "$net_re\.3 " \
	'asked 1 address'
rm -f "$ROLLCALL_CACHE" "$ROLLCALL_CACHE"-*
sweep $net.2 --no-cache
judge 'without the cache' 0 'PARENT-1' ''
check 'there is none then' test ! -e "$ROLLCALL_CACHE"

status=0
# shellcheck disable=SC2086
"$rollcall" sweep $ports $net.2 >/dev/full 2>"$tap_dir/err" || status=$?
judge 'full disk' 4 '' 'No space left'
status=0
# shellcheck disable=SC2086
"$rollcall" sweep $ports $net.2 >&- 2>"$tap_dir/err" || status=$?
judge 'closed standard output' 4 '' '^rollcall: '
expect 'the cache took no harm' 0 'PARENT-1' - cache list
: >"$tap_dir/out"
(
	status=0
	# shellcheck disable=SC2086
	"$rollcall" sweep $ports $net.0/24 -r 0 2>"$tap_dir/err" ||
		status=$?
	echo "$status" >"$tap_dir/status"
) | head -n 1 >"$tap_dir/out"
check 'a reader that leaves early does not kill the sweep' \
	grep -qx '[04]' "$tap_dir/status"

# A port that somebody has: refused before there is a sweep.
run sweep -p pds --port pds=48295 $net.2 --source-port 48295
judge 'busy source port' 4 - '48295'

# On a terminal: one line that is written over, and erased at the end.
if command -v script >/dev/null; then
	TERM=xterm COLUMNS=70 script -qec \
		"'$rollcall' sweep $ports -r 20 $net.0/28" /dev/null \
		>"$tap_dir/out" 2>"$tap_dir/err" </dev/null
	tr '\r' '\n' <"$tap_dir/out" >"$tap_dir/lines"
	esc=$(printf '\033')
	check 'terminal: progress' grep -Eq "^ +[0-9]+%.*$esc\[K" \
		"$tap_dir/lines"
	# What became of the known ones may stand between.
	check 'terminal: it is erased before what follows' sh -c \
		"grep -Eq '^($esc\[K)?ADDRESS' '$tap_dir/lines' &&
		grep -Eq '^$esc\[K(ADDRESS|rollcall: known)' '$tap_dir/lines'"
	check 'terminal: the table has colours' grep -Eq \
		"$esc\[[0-9;]+mserver" "$tap_dir/lines"
	sed "s/$esc\[[0-9;]*[mK]//g" "$tap_dir/lines" |
		grep -Ev '^rollcall: | asked: ' | awk 'length > 70' >"$tap_dir/findings"
	check_none 'terminal: nothing is wider' "$tap_dir/findings"
else
	skip 'terminal' 'script(1) is missing'
fi

# A sweep that is interrupted: valid, marked, and said.
slow() { # ARGUMENT...: in the background; $slow is its process
	: >"$tap_dir/err" # before anybody looks into it
	# shellcheck disable=SC2086
	"$rollcall" sweep $ports -r 20 $net.0/24 "$@" \
		>"$tap_dir/out" 2>"$tap_dir/err" </dev/null &
	slow=$!
}
await() { # ERE FILE: for at most ten seconds
	tries=0
	until grep -Eq "$1" "$2" || [ "$tries" -ge 100 ]; do
		tries=$((tries + 1))
		sleep 0.1
	done
}
cp "$work/all.xml" "$tap_dir/before.xml"
slow --progress-every 1 -o "xml:$work/all.xml"
await 'sent [0-9]' "$tap_dir/err"
check 'progress in plain lines' grep -Eq \
	'^rollcall: +[0-9]+%  sent [0-9]+  found ' "$tap_dir/err"
check 'the old file is there until the end' cmp "$tap_dir/before.xml" \
	"$work/all.xml"
kill -TERM "$slow"
status=0
wait "$slow" || status=$?
judge 'SIGTERM' 4 - 'stopping; '
check 'it is said at the end' grep -q 'the sweep is incomplete' "$tap_dir/err"
check 'the inventory is valid' xmllint --noout --relaxng \
	"$srcdir/output/inventory.rng" "$work/all.xml"
check 'and marked' grep -q 'complete="false"' "$work/all.xml"

cp "$work/all.xml" "$tap_dir/before.xml"
slow --progress-every 1 -o "xml:$work/all.xml"
await 'sent [0-9]' "$tap_dir/err"
kill -KILL "$slow"
wait "$slow" 2>/dev/null
check 'kill -9 leaves the old file' cmp "$tap_dir/before.xml" "$work/all.xml"
expect 'and a cache that opens' 0 '' - cache list
expect 'and can be written' 0 'PARENT-1' '' sweep --port pds=48295 -p pds \
	$net.2
check 'no temporary file of a document stays' sh -c \
	"! ls '$work'/all.xml.* 2>/dev/null"
responder_stop

# Silence is awaited long enough for a second signal: it ends that at once.
if "$responder" --namespace --estate "$work/estate10" -- true \
	>"$tap_dir/why" 2>&1; then
	: >"$tap_dir/err"
	# shellcheck disable=SC2016 # for the shell inside
	"$responder" --namespace --estate "$work/estate10" -- \
		sh -c 'echo $$ >"$1"; shift; exec "$@"' sh "$tap_dir/pid" \
		"$rollcall" sweep 10.77.5.0/24 --timeout 30000 -r 0 \
		--progress-every 1 -o "xml:$work/all.xml" \
		>"$tap_dir/out" 2>"$tap_dir/err" </dev/null &
	slow=$!
	await 'sent [0-9]' "$tap_dir/err"
	kill -INT "$(cat "$tap_dir/pid")"
	await 'stopping; ' "$tap_dir/err"
	kill -INT "$(cat "$tap_dir/pid")"
	status=0
	wait "$slow" || status=$?
	judge 'second SIGINT' 4 - 'stopped at once'
	check 'it leaves the old file' cmp "$tap_dir/before.xml" \
		"$work/all.xml"
else
	comment <"$tap_dir/why"
	skip_or_fail 'second SIGINT' 'this system lets nobody make namespaces'
fi
tap_end
