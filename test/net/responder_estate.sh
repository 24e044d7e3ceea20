#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# A simulated estate on loopback: each host does what the list says.
. "${srcdir:=.}/test/tap.sh"
. "$srcdir/test/net/lib.sh"

pds=$($talk port)
rtvscan=$($talk port)
cat >"$tap_dir/estate" <<'END'
seed 3
servers 1/8
clients 1/8
open 1/16
gup 1/16
refusing 1/8
delay 1ms..30ms
names {class}-{index}
prefix 127.77.2.0/24
server 127.77.2.10 Büro
server 127.77.2.11
 pong ff00
 answer 4142
END
"$responder" --estate "$tap_dir/estate" --list-all >"$tap_dir/list"
for class in server client open gup refusing silent; do
	check "the estate has a $class" grep -q "	$class	" "$tap_dir/list"
done
responder_start --estate "$tap_dir/estate" --listen 127.77.2.0/24 \
	--pds-port "$pds" --rtvscan-port "$rtvscan"
check 'it says that absent hosts refuse here' \
	grep -q 'absent hosts refuse' "$tap_dir/responder.err"
grep -v '^127.77.2.11	' "$tap_dir/list" >"$tap_dir/ordinary"
check 'each host does what its class says' \
	$talk check "$pds" "$rtvscan" refused <"$tap_dir/ordinary"
same 'a host with a pong of its own' "127.77.2.11 $pds ff00" \
	"$($talk ping 127.77.2.11 "$pds")"
same 'and an answer of its own' 4142 \
	"$($talk hello 127.77.2.11 "$rtvscan")"
responder_stop
same 'SIGTERM ends it with status 0' 0 $?
tap_end
