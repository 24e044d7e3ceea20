#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# A sweep on a slow line gives way to somebody's download, whoever came
# first, and takes the line again afterwards.  How well is what make bench
# measures; here the limits are wide, as the machine may be busy.
. "${srcdir:=.}/test/net/sweep.sh"

estate_need
cat >"$estate" <<'E2'
prefix 10.77.0.0/22
servers 1/1
E2
cat >"$work/rollcall.conf" <<'E2'
[link slow]
prefixes = 10.77.0.0/22
capacity = 56k
share = 100%
E2
neighbour="python3 $srcdir/test/net/neighbour.py"

at() { # MARK: when
	awk -v mark="$1" '$1 == mark { print $2 }' "$play/marks"
}
# What part of the line was used, in percent, from some seconds after one mark
# to another.
used() { # FILE MARK SECONDS MARK
	$neighbour share "$play/$1" \
		"$(awk "BEGIN { printf(\"%.3f\", $(at "$2") + $3) }")" \
		"$(at "$4")" 56000
}
# What must hold of a play: lines of FILE|MARK|SECONDS|MARK|WHAT-TEST-SAYS|NAME.
says_used() { # FILE MARK SECONDS MARK WHAT-TEST-SAYS
	used_part=$(used "$@") && awk "BEGIN { exit !($used_part $5) }"
}
holds() { # ROWS
	while IFS='|' read -r file from after to test_says _; do
		says_used "$file" "$from" "$after" "$to" "$test_says" ||
			return 1
	done <"$1"
}
# The first sweep learns how long round trips are without anybody.
play_of() { # before|after
	play=$tap_dir/$1
	rm -rf "$play"
	mkdir "$play"
	rm -f "$ROLLCALL_CACHE"*
	lined 10.77.0.0/22 sh -c '
		rollcall=$1 play=$2 folder=$3 order=$4
		"$rollcall" sweep --config rollcall.conf 10.77.3.0/27 -q
		exec "$play" "$folder" 12 "$order" "$rollcall" sweep \
			--config rollcall.conf 10.77.0.0/22 -q' sh "$rollcall" \
		"$srcdir/test/net/yield_play.sh" "$play" "$1" <<'E2'
line_shape 56kbit 6000
line_neighbour
E2
}

# A busy machine may hold up the sweep, the line or the download: a play may
# fail twice, what the sweep does by itself fails each time.
plays() { # before|after, the rows being on standard input
	cat >"$tap_dir/rows"
	for _ in 1 2 3; do
		play_of "$1"
		! holds "$tap_dir/rows" || break
	done
	while IFS='|' read -r file from after to test_says name; do
		check "$name: $(used "$file" "$from" "$after" "$to")% of the \
line" says_used "$file" "$from" "$after" "$to" "$test_says"
	done <"$tap_dir/rows"
}

plays after <<'E2'
line|sweep|3|download|>= 60|alone: the line is used
line|download|2|end|< 20|a download came: 2 s later the sweep steps aside
download|download|2|end|>= 60|a download came: it has the line
line|end|8|stop|>= 50|the download has ended: the line is used
E2
plays before <<'E2'
line|sweep|2|end|< 20|a download was there: the sweep keeps aside
line|end|8|stop|>= 50|the download has ended: the line is used
E2
tap_end
