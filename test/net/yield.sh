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
check_used() { # NAME WHAT-TEST-SAYS FILE MARK SECONDS MARK
	used_part=$(used "$3" "$4" "$5" "$6")
	check "$1: $used_part% of the line" \
		awk "BEGIN { exit !($used_part $2) }"
}

# The first sweep learns how long round trips are without anybody.
play_of() { # before|after
	play=$tap_dir/$1
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

play_of after
check_used 'alone: the line is used' '>= 60' line sweep 3 download
check_used 'a download came: 2 s later the sweep has stepped aside' \
	'< 20' line download 2 end
check_used 'a download came: it has the line' '>= 60' download download 2 end
check_used 'the download has ended: the line is used' '>= 50' line end 8 stop
play_of before
check_used 'a download was there: the sweep keeps aside' '< 20' \
	line sweep 2 end
check_used 'the download has ended: the line is used' '>= 50' line end 8 stop
tap_end
