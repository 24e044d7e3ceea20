#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# How long an import of a million records takes and what memory it needs: a
# file in order and one in random order, into an empty cache and once more.
#
#	test/bench/import.sh [RECORDS]
#
# builddir names the build folder (default: the current one).  Each line has
# seconds, processor seconds and the peak of memory.  The limits are those of
# the design, for a million: 3 s and 32 MiB; the exit status is 1 when a run
# is beyond them.
: "${builddir:=.}"
n=${1:-1000000}
program=$builddir/importer/importer
dir=$(mktemp -d "${TMPDIR:-/tmp}/rollcall-bench.XXXXXX") || exit 1
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM
bad=0

awk -v n="$n" 'BEGIN {
	for (i = 0; i < n; i++)
		printf "Computer %d, 10.%d.%d.%d\n", i, int(i / 65536),
			int(i / 256) % 256, i % 256
}' >"$dir/ordered"
shuf --random-source="$dir/ordered" "$dir/ordered" >"$dir/shuffled"

# One import; its answer must be that so many were added and kept.
measure() { # NAME FILE ADDED KEPT
	/usr/bin/time -o "$dir/time" -f '%e %U %S %M' "$program" \
		--cache "$dir/cache.db" "$2" >"$dir/out" 2>"$dir/err" || {
		cat "$dir/err" >&2
		exit 1
	}
	grep -Eq "^added +$3\$" "$dir/out" &&
		grep -Eq "^kept +$4 " "$dir/out" || {
		cat "$dir/out" >&2
		exit 1
	}
	awk -v name="$1" '{
		beyond = ($1 >= 3 || $4 >= 32768)
		printf("%-28s %6.2f s %6.2f s of processor %6.1f MiB%s\n",
			name, $1, $2 + $3, $4 / 1024,
			beyond ? "  beyond the limit" : "")
		exit beyond
	}' "$dir/time" || bad=1
}

for order in ordered shuffled; do
	rm -f "$dir"/cache.db*
	measure "$order, into an empty cache" "$dir/$order" "$n" 0
	measure "$order, once more" "$dir/$order" 0 "$n"
done
measure "in order, cache is shuffled" "$dir/ordered" 0 "$n"
exit $bad
