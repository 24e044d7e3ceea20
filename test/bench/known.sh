#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# How long why and diff take on a cache of 37,500 machines that two sweeps
# asked, of which 2% changed in between.
#
#	test/bench/known.sh
#
# builddir names the build folder (default: the current one), where
# "make test/unit/big_office" has been run.  Each line has seconds, processor
# seconds and the peak of memory, the best of three.  The limits are those of
# the design: 0.1 s for why, 1 s for diff; the exit status is 1 beyond them.
: "${builddir:=.}"
rollcall=$builddir/cli/rollcall
dir=$(mktemp -d "${TMPDIR:-/tmp}/rollcall-bench.XXXXXX") || exit 1
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM
bad=0
"$builddir/test/unit/big_office" "$dir/cache.db" || exit 1

measure() { # NAME LIMIT STATUS ARGUMENT...
	measure_name=$1 measure_limit=$2 measure_status=$3
	shift 3
	for i in 1 2 3; do
		status=0
		/usr/bin/time -q -o "$dir/time.$i" -f '%e %U %S %M' \
			"$rollcall" --cache "$dir/cache.db" "$@" \
			>"$dir/out" 2>"$dir/err" || status=$?
		if [ "$status" -ne "$measure_status" ]; then
			echo "$measure_name: status $status" >&2
			cat "$dir/err" >&2
			exit 1
		fi
	done
	sort -n "$dir"/time.[123] | awk -v name="$measure_name" \
		-v limit="$measure_limit" 'NR == 1 {
		printf "%-34s %6.2f s %6.2f s CPU %6.1f MiB  limit %s s\n",
			name, $1, $2 + $3, $4 / 1024, limit
		exit $1 > limit
	}' || bad=1
}

measure 'why, an address' 0.1 1 why 10.20.100.20
measure 'why, a name at two addresses' 0.1 0 why PC-149-010
measure 'why, who answered' 0.1 0 why 10.20.75.75
measure 'diff of two sweeps' 1 1 diff 1 2
measure 'diff of two sweeps, as JSON' 1 1 diff 1 2 -o json
measure 'diff of a sweep with itself' 1 0 diff 2 2
"$rollcall" --cache "$dir/cache.db" export --sweep 1 -o "xml:$dir/1.xml" &&
	"$rollcall" --cache "$dir/cache.db" export -o "xml:$dir/2.xml" || exit 1
measure 'diff of two inventories in files' 3 1 diff "$dir/1.xml" "$dir/2.xml"
measure 'history with its warnings' 1 0 history
exit "$bad"
