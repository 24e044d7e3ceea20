#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# rollcall find: known or not, there or not.
. "${srcdir:=.}/test/cli/lib.sh"

cat >"$work/estate" <<E2
prefix $net.0/29
server $net.2 PARENT-1
client $net.3 PC-1
refusing $net.4 PC-2
E2
responder_start --estate "$work/estate" --pds-port 48296 \
	--rtvscan-port 42970 || {
	fail 'pds-responder starts'
	tap_end
}
find() { # ARGUMENT...
	run find -n --port pds=48296 --port rtvscan=42970 --retries 0 "$@"
}

find $net.2
judge 'a server that nobody knew' 0 '^known: nothing$' ''
judge 'what it answers now' 0 "^now:   $net_re\\.2  PARENT-1\$" ''
judge 'its verdict' 0 '^  verdict +answered: reply to pds' ''
check 'no cache was made' test ! -e "$ROLLCALL_CACHE"
find PARENT-1
judge 'a name that nobody knows' 1 - "nobody knows a machine called 'PARENT-1'"

run sweep -n --port pds=48296 --port rtvscan=42970 --retries 0 $net.2 $net.3 -q
printf 'PC-9,%s.4\nSHARED,%s.2\nSHARED-TOO,%s.5\n' $net $net $net >"$work/list"
run import list
cp "$ROLLCALL_CACHE" "$tap_dir/before.db"
find parent-1
judge 'by its name, in any case' 0 "^known: $net_re\\.2  PARENT-1\$" -
judge 'known and now' 0 "^now:   $net_re\\.2  PARENT-1\$" -
find PC-9
judge 'no agent there' 1 '^  verdict +alive-no-agent: ' -
judge 'what is known of it' 1 "^known: $net_re\\.4  PC-9\$" -
find $net.77 --timeout 200
judge 'an address without anything' 1 '^known: nothing$' -
find $net.2 -o csv
judge 'in a format' 0 "^$net_re\\.2,PARENT-1,server," -
find $net.4 -o csv
judge 'in a format: the exit status is the same' 1 "^$net_re\\.4," -
check 'the cache was not changed' cmp "$ROLLCALL_CACHE" "$tap_dir/before.db"
run history
judge 'nor has a sweep been added' 0 '' ''
check 'one sweep' sh -c '! grep -q "^ *2 " "$1"' - "$tap_dir/out"

responder_stop
find parent-1
judge 'it has gone' 1 '^  verdict +alive-no-agent: ' -
judge 'and is still known' 1 '^  state +confirmed$' -
find 8.8.8.8
judge 'public space' 2 - '8\.8\.8\.8 is in public address space'
find
judge 'nobody named' 2 - 'find'
find a b
judge 'two named' 2 - 'find'
printf '[rollcall]\nexclude = %s.2\n' $net >"$work/conf"
run --config conf find $net.2
judge 'an excluded one is not asked' 3 - 'every target is excluded'
tap_end
