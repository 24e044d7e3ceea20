#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# What is typed wrongly gets one sentence that names it, a hint where to look
# it up, exit status 2, and nothing on standard output.
. "${srcdir:=.}/test/cli/lib.sh"

# usage NAME ERE HINT ARGUMENT...
usage() {
	name=$1 words=$2 hint=$3
	shift 3
	run "$@"
	if [ "$status" -eq 2 ] && [ ! -s "$tap_dir/out" ] &&
		grep -Eq -e "^rollcall: .*$words" "$tap_dir/err" &&
		grep -qx "rollcall: see '$hint'" "$tap_dir/err"; then
		pass "$name"
	else
		show
		fail "$name"
	fi
}

h='rollcall help'
usage 'nothing' 'no command' "$h"
usage 'unknown command' "'swep'" "$h" swep
usage 'hidden words are no options' "'--nope'" "$h" --nope
usage 'unknown letter' "'-Z'" "$h" -Z
usage 'global option without value' '--cache.*FILE' "$h" --cache
usage 'colour' "auto, always, never, not 'red'" "$h" --color red
usage 'colour behind the command' "'red'" "$h formats" formats --color red
usage 'help of nothing' "'nope'" "$h help" help nope
usage 'help of no sub-command' "'cache nope'" "$h help" help cache nope
usage 'help of too much' "'x'" "$h help" help cache list x
usage 'cache alone' "'rollcall cache' needs a command" "$h cache" cache
usage 'cache of nothing' "'nope'" "$h cache" cache nope
usage 'cache list of something' "'x'" "$h cache list" cache list x
usage 'cache show of nobody' 'NAME' "$h cache show" cache show
usage 'cache show of two' "'b'" "$h cache show" cache show a b
usage 'probes of something' "'x'" "$h probes" probes x
usage 'formats of something' "'x'" "$h formats" formats x
usage 'version of something' "'x'" "$h version" version x
usage 'demo of something' "'x'" "$h demo" demo x

s="$h sweep"
t=127.0.0.1
usage 'no target' '10\.17\.0\.0/22.*@FILE' "$s" sweep
usage 'unknown option' "'--nope'" "$s" sweep --nope $t
usage 'value missing' 'PPS' "$s" sweep $t --rate
usage 'mode' "intense, cache, local, not 'near'" "$s" sweep -m near $t
usage 'no target: the modes' 'mode local .* or --mode cache' "$s" sweep
usage 'mode cache without a cache' '--no-cache' "$s" \
	sweep -m cache --no-cache
usage 'rate is text' "'fast'" "$s" sweep -r fast $t
usage 'rate too high' "'10000001'" "$s" sweep -r 10000001 $t
usage 'rate negative' "'-1'" "$s" sweep -r -1 $t
usage 'bits' "'fast'" "$s" sweep -b fast $t
usage 'bits of nothing' "'0'" "$s" sweep -b 0 $t
usage 'retries' "'11'" "$s" sweep --retries 11 $t
usage 'timeout of nothing' "'0'" "$s" sweep --timeout 0 $t
usage 'timeout too long' "'60001'" "$s" sweep --timeout 60001 $t
usage 'source port of nothing' "'0'" "$s" sweep --source-port 0 $t
usage 'source port too high' "'65536'" "$s" sweep --source-port 65536 $t
usage 'seed' "'-1'" "$s" sweep --seed -1 $t
usage 'progress of nothing' "'0'" "$s" sweep --progress-every 0 $t
usage 'probe' "'nope'.*pds, " "$s" sweep -p nope $t
usage 'probe in a list' "'nope'" "$s" sweep -p pds,nope $t
usage 'empty probe' "''" "$s" sweep -p pds, $t
usage 'port without a probe' "'2967'" "$s" sweep --port 2967 $t
usage 'port of an unknown probe' "'nope'" "$s" sweep --port nope=1 $t
usage 'port of a probe not asked' 'cba=9595' "$s" sweep --port cba=9595 $t
usage 'port 0' "'0'" "$s" sweep --port pds=0 $t
usage 'port too high' "'65536'" "$s" sweep --port pds=1,65536 $t
usage 'port of nothing' "''" "$s" sweep --port pds= $t
usage 'port that nothing may be written to' 'rtvscan=38292' "$s" \
	sweep --port rtvscan=38292 $t
usage 'format' "'nope'" "$s" sweep -o nope $t
usage 'format without a file' "'xml:'" "$s" sweep -o xml: $t
usage 'two on standard output' 'standard output' "$s" \
	sweep -o xml -o table $t
usage 'two in one file' 'a\.xml' "$s" sweep -o xml:a.xml -o table:a.xml $t
usage 'list format' "'nope'" "$h cache list" cache list -o nope

# A typed target is a part of the command line.
usage 'target' "'192\.0\.2\.300'" "$s" sweep 192.0.2.300
usage 'prefix' '33' "$s" sweep 192.0.2.0/33
usage 'host bits' '192\.0\.2\.1/24' "$s" sweep 192.0.2.1/24
usage 'backward range' '192\.0\.2\.9' "$s" sweep 192.0.2.9-192.0.2.1
usage 'empty target' 'empty' "$s" sweep ''
usage 'unknown name' 'PARENT-9' "$s" sweep PARENT-9
usage 'exclude' "--exclude.*'x\.y'" "$s" sweep $t -x x.y
usage 'public space' '9\.9\.9\.9.*--allow-public' "$s" sweep 9.9.9.9

check 'nothing was made on the way' test ! -e "$ROLLCALL_CACHE" -a \
	! -e "$work/a.xml"
tap_end
