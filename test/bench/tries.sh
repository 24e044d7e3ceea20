#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# Several runs of a command, within the namespace where it shall run:
#	tries.sh N SECONDS INTERFACE FOLDER COMMAND
# COMMAND is evaluated with $out, a file of each run's own for what it finds,
# and $cache, a file that is not there yet.  FOLDER gets 1.run, 2.run...
n=$1 limit=$2 interface=$3 folder=$4 command=$5
i=0
while [ "$i" -lt "$n" ]; do
	i=$((i + 1))
	out=$folder/$i.out
	cache=$folder/$i.db
	# shellcheck disable=SC2034 # COMMAND uses them
	eval "\"$BENCH_MEASURE\" \"$interface\" $limit \"$folder/$i.run\" \
		-- $command" >"$folder/$i.says" 2>&1 </dev/null
	rm -f "$cache" "$cache"-*
done
