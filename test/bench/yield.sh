#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# A sweep of a few that learns what round trips are when nobody else is there,
# and then yield_play.sh with a sweep of all; run by line.sh as
#	yield.sh FOLDER SECONDS before|after SWEEP [ARGUMENT...]
# where the targets are still to be added to SWEEP.
folder=$1 seconds=$2 order=$3
shift 3
"$@" 10.77.3.0/27
exec "$(dirname "$0")/../net/yield_play.sh" "$folder" "$seconds" "$order" \
	"$@" 10.77.0.0/22
