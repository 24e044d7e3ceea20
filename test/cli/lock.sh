#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# One sweep per link at a time: two real processes.
. "${srcdir:=.}/test/cli/lib.sh"

cat >"$work/rollcall.conf" <<E2
[link Rue de Rivoli/1]
prefixes = $net.0/25
capacity = 1000
share = 100%

[link lyon]
prefixes = $net.128/25
capacity = 2M

[link free]
prefixes = 127.63.0.0/16

[sweep slowly]
targets = $net.0/26
probe = pds
E2
lock=$tap_dir/cache.db.link-Rue%20de%20Rivoli%2F1.lock

# A sweep that takes half a minute, in the background.
start() { # ARGUMENT...
	(cd "$work" && exec "$rollcall" sweep --config rollcall.conf \
		--port pds=48299 "$@") >"$tap_dir/first" 2>&1 </dev/null &
	first=$!
	tries=0
	until grep -q "process $first " "$lock" 2>/dev/null; do
		tries=$((tries + 1))
		[ $tries -lt 100 ] || return 1
		sleep 0.1
	done
}
sweep() { # ARGUMENT...
	run sweep --config rollcall.conf -p pds --port pds=48299 "$@"
}

start --name slowly || {
	comment <"$tap_dir/first"
	fail 'the first sweep begins'
	tap_end
}
sweep $net.7
judge 'a second sweep of the link' 4 - \
	"^rollcall: link 'Rue de Rivoli/1' is being swept already, by process $first of $(id -un) since 20.*Z, sweep 'slowly'; "
check 'it says so in one line' sh -c "[ \$(wc -l <'$tap_dir/err') -eq 1 ]"
sweep --no-cache $net.200 $net.8
judge 'nor is one without a cache let in' 4 - 'being swept already'
sweep $net.200
judge 'another link' 0 '' 'asked 1 address'
sweep 127.63.0.1
judge 'a link without a capacity' 0 '' 'asked 1 address'
check 'has no lock' sh -c "! ls '$tap_dir' | grep -q free"
expect 'plan needs none' 0 '' - plan --config rollcall.conf --name slowly
expect 'nor a dry run' 0 '' - sweep --dry-run --config rollcall.conf \
	--name slowly
kill -KILL "$first"
wait "$first" 2>/dev/null
sweep $net.7
judge 'after kill -9 the link is free' 0 '' 'asked 1 address'
check 'the lock says who had it' grep -q "^process [0-9]* of $(id -un) " "$lock"
check 'and nothing of a name' sh -c "! grep -q slowly '$lock'"
check 'others may not write it' sh -c "[ \$(stat -c %a '$lock') = 640 ]"

# What is no lock of ours is not followed or believed.
ln -sf "$tap_dir/elsewhere" "$tap_dir/cache.db.link-lyon.lock"
sweep $net.200
judge 'a symbolic link' 5 - "cannot open '.*link-lyon.lock', the lock of link"
check 'is not followed' test ! -e "$tap_dir/elsewhere"
tap_end
