#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# Sweeps that end before their time: by kill -9 at several moments, by SIGINT
# once and twice, by SIGTERM.  The cache and the old inventory survive.
. "${srcdir:=.}/test/net/sweep.sh"

estate_need
cat >"$estate" <<'E2'
servers 1/8
clients 1/4
refusing 1/8
prefix 10.77.0.0/21
E2
before=$tap_dir/before.xml

slow() { # ARGUMENT...
	slow_start 10.77.0.0/21 -r 500 --progress-every 1 -o xml:all.xml "$@"
}
lines() { # N: so many of progress have been written
	[ "$(grep -Ec '^rollcall: +[0-9]+%' "$tap_dir/err")" -ge "$1" ]
}
log_of() { # BYTES: so long is the cache's log
	[ -e "$ROLLCALL_CACHE-wal" ] &&
		[ "$(wc -c <"$ROLLCALL_CACHE-wal")" -ge "$1" ]
}
# A copy is looked at, so that the next run of rollcall mends what is left.
integrity() {
	rm -rf "$tap_dir/copy"
	mkdir "$tap_dir/copy"
	cp "$ROLLCALL_CACHE" "$ROLLCALL_CACHE"-* "$tap_dir/copy" 2>/dev/null
	if command -v sqlite3 >/dev/null; then
		sqlite3 "$tap_dir/copy/cache.db" 'PRAGMA integrity_check'
	else
		python3 -c 'import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
print(db.execute("PRAGMA integrity_check").fetchone()[0])' \
			"$tap_dir/copy/cache.db"
	fi
}
has_sqlite=yes
command -v sqlite3 >/dev/null || python3 -c 'import sqlite3' 2>/dev/null ||
	has_sqlite=

sweep 10.77.0.0/28 -o xml:all.xml
judge 'a sweep before' 0 - ''
cp "$work/all.xml" "$before"

killed() { # WHEN COMMAND [ARGUMENT...]: kill -9 when the command succeeds
	killed_when=$1
	shift
	slow
	check "kill -9 $killed_when: it runs until then" await "$@"
	kill -KILL "$pid"
	slow_end
	check "kill -9 $killed_when: it was killed" [ "$status" -eq 137 ]
	if [ "$has_sqlite" ]; then
		check_says "kill -9 $killed_when: the cache is whole" ok \
			integrity
	else
		skip_or_fail "kill -9 $killed_when: the cache is whole" \
			'neither sqlite3 nor the module of python3 is there'
	fi
	check "kill -9 $killed_when: the old inventory is intact" \
		cmp "$before" "$work/all.xml"
	check_says "kill -9 $killed_when: no other file stays" all.xml \
		ls -A "$work"
	run cache list -q
	judge "kill -9 $killed_when: rollcall opens the cache" 0 \
		'HOST-0A4D00' -
}
killed 'at once' true
killed 'when the log is begun' log_of 1
killed 'after a second' lines 1
killed 'after two seconds' lines 2
killed 'when the log is long' log_of 300000
killed 'after four seconds' lines 4

# What was found before the kill is kept, and expected now.
sweep 10.77.0.0/21 -r 5000 -o xml:all.xml
judge 'the sweep after' 0 - 'expected answered'
read -r n_expected n_answered <<E2
$($inventory get "$work/all.xml" counts expected answered)
E2
check "the sweep after: $n_expected expected, killed sweeps found most" \
	[ "$n_expected" -gt 100 ]
check 'the sweep after: all of them answered' \
	[ "$n_expected" -eq "$n_answered" ]
"$responder" --estate "$estate" --list >"$tap_dir/list"
check 'the sweep after: everybody and nobody else' \
	$inventory exact "$work/all.xml" "$tap_dir/list"

for signal in INT TERM; do
	cp "$work/all.xml" "$before"
	slow
	await lines 1
	check "SIG$signal: the old inventory is there until the end" \
		cmp "$before" "$work/all.xml"
	kill -$signal "$pid"
	slow_end
	judge "SIG$signal" 4 - 'stopping; '
	check "SIG$signal: it says what it is" says 'the sweep is incomplete'
	check_valid "SIG$signal" "$work/all.xml"
	check_says "SIG$signal: marked" false \
		$inventory get "$work/all.xml" inventory complete
	check "SIG$signal: some were not asked" \
		grep -q '<verdict code="not-asked">' "$work/all.xml"
done

# With answers that are awaited for long, a second one ends it at once.
for signal in INT TERM; do
	cp "$work/all.xml" "$before"
	slow --timeout 60000
	await lines 1
	kill -$signal "$pid"
	check "SIG$signal twice: it waits for answers" await says 'stopping; '
	check "SIG$signal twice: still" kill -0 "$pid"
	kill -$signal "$pid"
	slow_end
	judge "SIG$signal twice" 4 - 'stopped at once'
	check "SIG$signal twice: the old inventory is intact" \
		cmp "$before" "$work/all.xml"
	[ -z "$has_sqlite" ] ||
		check_says "SIG$signal twice: the cache is whole" ok integrity
done
sweep 10.77.0.0/24 -r 5000 -o xml:all.xml
judge 'a sweep after all' 0 - ' of .* expected answered'
check_says 'a sweep after all: complete' true \
	$inventory get "$work/all.xml" inventory complete
tap_end
