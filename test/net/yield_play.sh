#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# Somebody downloads over the line that a sweep is on; run by line.sh as
#	yield_play.sh FOLDER SECONDS before|after SWEEP [ARGUMENT...]
# The download of SECONDS begins some seconds before or after the sweep that
# SWEEP is, which is interrupted some seconds after the download's end.  FOLDER
# gets marks (NAME SECONDS-SINCE-THE-EPOCH), pings, line (what was on the
# scanner's device) and download (on the user's).
folder=$1 seconds=$2 order=$3
shift 3
neighbour="python3 $(dirname "$0")/neighbour.py"

mark() {
	echo "$1 $(date +%s.%N)" >>"$folder/marks"
}
download() {
	mark download
	nsenter --net="$LINE_USER" timeout "$seconds" $neighbour \
		fetch 10.253.0.2
	mark end
}

: >"$folder/marks"
$neighbour watch scanner1 "$folder/line" &
watchers=$!
nsenter --net="$LINE_USER" $neighbour watch user1 "$folder/download" &
watchers="$watchers $!"
nsenter --net="$LINE_USER" $neighbour ping 10.253.0.2 "$folder/pings" &
watchers="$watchers $!"
mark idle
sleep 3
if [ "$order" = before ]; then
	download &
	fetcher=$!
	sleep 5
fi
mark sweep
"$@" &
sweep=$!
if [ "$order" = after ]; then
	sleep 10
	download &
	fetcher=$!
fi
wait $fetcher
sleep 12
mark stop
kill -INT $sweep 2>/dev/null
wait $sweep
# shellcheck disable=SC2086 # several numbers
kill $watchers
wait
