#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# An import that is killed, or that is not alone: the cache holds all of a file
# or nothing of it.
. "${srcdir:=.}/test/cli/lib.sh"
program=$bin/importer/importer

list() { # NUMBER PREFIX SECOND-OCTET
	awk -v n="$1" -v prefix="$2" -v octet="$3" 'BEGIN {
		for (i = 0; i < n; i++)
			printf "%s %d,10.%d.%d.%d\n", prefix, i * 7919 % n, octet,
				int(i / 256), i % 256
	}'
}

# How many names with this prefix rollcall lists.
count() { # PREFIX
	"$rollcall" cache list -o csv >"$tap_dir/listed" 2>&1 || return 1
	kept=$(grep -c "^[0-9.]*,$1 [0-9]*," "$tap_dir/listed") || :
}

n=40000
list $n killed 1 >"$work/list"
list 100 before 2 >"$work/before"
"$program" "$work/before" >/dev/null

# Killed 20 times, at moments spread over what an import takes.
before=$(date +%s%N)
"$program" --cache "$tap_dir/timed.db" "$work/list" >/dev/null
took_us=$((($(date +%s%N) - before) / 1000))
: >"$tap_dir/findings"
whole=0
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	cp "$ROLLCALL_CACHE" "$tap_dir/c.db"
	"$program" --cache "$tap_dir/c.db" "$work/list" >/dev/null 2>&1 &
	pid=$!
	sleep "$(echo "$i $took_us $$" |
		awk '{ srand($1 + $3); print rand() * $2 * 1.1 / 1e6 }')"
	kill -KILL $pid 2>/dev/null
	wait $pid 2>/dev/null
	ROLLCALL_CACHE=$tap_dir/c.db
	count killed || {
		echo "run $i: the cache cannot be read" >>"$tap_dir/findings"
		comment <"$tap_dir/listed" >>"$tap_dir/findings"
	}
	[ "$kept" -eq $n ] && whole=$((whole + 1))
	[ "$kept" -eq $n ] || [ "$kept" -eq 0 ] ||
		echo "run $i: $kept of $n are there" >>"$tap_dir/findings"
	count before
	[ "$kept" -eq 100 ] || echo "run $i: older ones are lost" \
		>>"$tap_dir/findings"
	ROLLCALL_CACHE=$tap_dir/cache.db
	rm -f "$tap_dir"/c.db*
done
echo "# $whole of 20 were through before they were killed"
check_none 'kill -9 leaves all or nothing' "$tap_dir/findings"

# Two at once, with common names and names of their own.
{
	cat "$work/list"
	list 5000 second 3
} >"$work/more"
"$program" "$work/list" >"$tap_dir/out.1" 2>&1 &
first=$!
"$program" "$work/more" >"$tap_dir/out.2" 2>&1
status=$?
wait $first
check 'two at once: both end well' test "$status $?" = '0 0'
sum=$(cat "$tap_dir/out.1" "$tap_dir/out.2" |
	awk '/^added/ { n += $2 } END { print n }')
check 'each name is added once' test "$sum" -eq $((n + 5000))
count killed
check 'all are there' test "$kept" -eq $n
count second
check 'those of the second file, too' test "$kept" -eq 5000
# A cache that neither of the two finds made.
for i in 1 2; do
	"$program" --cache "$tap_dir/new.db" "$work/before" \
		>"$tap_dir/out.$i" 2>&1 &
	eval "pid_$i=\$!"
done
# shellcheck disable=SC2154 # set by eval
wait "$pid_1"
status=$?
# shellcheck disable=SC2154
wait "$pid_2"
check 'two at once into a new cache' test "$status $?" = '0 0'

# Readers meanwhile see the last commit.
"$program" --replace "$work/more" >/dev/null 2>&1 &
pid=$!
"$rollcall" cache show 10.2.0.1 >"$tap_dir/out" 2>&1
check 'a reader does not wait' test $? -eq 0
wait $pid
tap_end
