#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# One run of a command (tries.sh) while somebody else uses the line; run by
# line.sh as
#	beside.sh SECONDS FOLDER COMMAND
# FOLDER gets 1.run and 1.out, and pings, which begin 5 s earlier.
here=$(dirname "$0")
nsenter --net="$LINE_USER" python3 "$here/../net/neighbour.py" ping \
	10.253.0.2 "$2/pings" &
pinger=$!
sleep 5
"$here/tries.sh" 1 "$1" scanner1 "$2" "$3"
sleep 1
kill $pinger
wait
