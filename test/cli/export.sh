#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# rollcall export: sweeps that are kept, in any format.
. "${srcdir:=.}/test/cli/lib.sh"

expect 'no cache' 5 - 'cache\.db.*first sweep' export
printf 'prefix %s.0/28\nserver %s.2 PARENT-1\nclient %s.3 FRONTDESK\n' \
	"$net" "$net" "$net" >"$work/estate"
responder_start --estate "$work/estate" --pds-port 48295 \
	--rtvscan-port 42969 || {
	fail 'pds-responder starts'
	tap_end
}
ports='--port pds=48295 --port rtvscan=42969'
# shellcheck disable=SC2086 # options are words
expect 'a first sweep' 0 - '' sweep "$net.2" $ports -o xml:first.xml
# shellcheck disable=SC2086
expect 'a second one' 0 - '' sweep "$net.2-$net.3" $ports -o xml:second.xml
responder_stop

# Two documents are the same but for the time when they were written.
same() { # NAME ONE OTHER
	sed 's/ written="[^"]*"//' "$work/$2" >"$tap_dir/one"
	sed 's/ written="[^"]*"//' "$work/$3" >"$tap_dir/other"
	check "$1" cmp "$tap_dir/one" "$tap_dir/other"
}

expect 'the newest sweep, as a table' 0 "^$net_re\\.2 +PARENT-1 +server" - \
	export
expect 'as XML into a file' 0 - - export -o xml:again.xml
same 'is what the sweep wrote' second.xml again.xml
expect 'two formats at once' 0 "^address,.*" - export -o csv -o xml:b.xml
same 'the file is the same' second.xml b.xml
expect 'an older sweep' 0 '<sweep id="1"' - export --sweep 1 -o xml
check 'holds its own machines only' sh -c \
	"! grep -q '\"$net_re\\.3\"' '$tap_dir/out'"
expect 'a sweep by its number' 0 '<sweep id="2"' - export --sweep 2 -o xml
expect 'an unknown sweep' 3 - "cache\\.db' holds no sweep 3\$" export --sweep 3
expect 'no number' 2 - "sweep" export --sweep newest
expect 'sweep 0' 2 - "'0'" export --sweep 0
expect 'an unknown format' 2 - "no output format 'yaml'" export -o yaml
expect 'no operands' 2 - 'extra' export extra
expect 'a folder that is not there' 3 - 'nowhere' export -o xml:nowhere/a.xml

# A cache of imported names has no sweep.
echo 'PC-1,192.0.2.1' >"$work/list.txt"
ROLLCALL_CACHE=$tap_dir/imported.db
if (cd "$work" && "$bin/importer/importer" list.txt) >/dev/null 2>&1; then
	expect 'a cache without a sweep' 3 - 'holds no sweep yet' export
else
	fail 'a cache without a sweep'
fi
tap_end
