#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# A sweep on a slow line gives way to somebody's download, whoever came
# first, and takes the line again afterwards.  How well is what make bench
# measures; here the limits are wide, as the machine may be busy.
. "${srcdir:=.}/test/net/sweep.sh"
. "$srcdir/test/net/yield_rows.sh"

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
# The first sweep learns how long round trips are without anybody.
play_of() { # before|after
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
