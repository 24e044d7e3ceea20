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

# The report compares with the sweep before: the second asked one more.
expect 'the report of the first sweep' 0 - - export -o html:first.html --sweep 1
check 'has nothing to compare with' sh -c \
	"! grep -q 'id=\"changes\"' '$work/first.html'"
expect 'the report of the second' 0 - - export -o html:second.html
check 'says what changed' grep -q '<h2 id="changes">Changes: 1</h2>' \
	"$work/second.html"
check 'since when' grep -q '<p>Since sweep 1 of 20.* UTC: 1 new, 0 gone' \
	"$work/second.html"

# What a program reads, and what is written for it.
is_valid() { # NAME SCHEMA FILE
	check "$1" xmllint --noout --nonet --relaxng \
		"$srcdir/test/data/consoles/$2.rng" "$work/$3"
}

expect 'glpi needs a folder' 2 - "write 'glpi:FOLDER'" export -o glpi
expect 'glpi' 0 - - export -o glpi:glpi -o glpi-json:deep/folder
is_valid 'glpi: the server' glpi "glpi/$net.2.xml"
is_valid 'glpi: the client' glpi "glpi/$net.3.xml"
expect 'glpi: an older sweep' 0 - - export -o glpi:glpi --sweep 1
check 'glpi: a machine that it did not find is gone' \
	test ! -e "$work/glpi/$net.3.xml"
check 'glpi-json: the device' python3 - "$work/deep/folder/$net.2.json" <<'E2'
import json, sys
top = json.load(open(sys.argv[1]))
assert set(top) == {'action', 'deviceid', 'itemtype', 'jobid', 'content'}
assert top['itemtype'] == 'Computer'
assert isinstance(top['jobid'], int)
assert top['content']['versionclient']
assert top['content']['network_device']['type'] == 'Computer'
assert top['content']['network_device']['name'] == 'PARENT-1'
E2
touch "$work/file"
expect 'a file is no folder' 3 - "'file'" export -o glpi:file

expect 'opennms: one link' 0 - - export -o opennms:one.xml
is_valid 'opennms: the file' opennms one.xml
printf '[link a]\nprefixes = %s.2/32\n' "$net" >"$work/links.conf"
expect 'opennms: the link is another now' 3 - "link 'a'.*--force" \
	export --config links.conf -o opennms:req/
check 'opennms: nothing was written' test ! -e "$work/req/a.xml"
expect 'opennms: forced' 0 - - \
	export --config links.conf -o opennms:req/ --force
is_valid 'opennms: link a' opennms req/a.xml
is_valid 'opennms: all others' opennms req/default.xml
sed "s/^server.*/&\nclient $net.4 X/" "$work/estate" >"$work/estate2"
responder_start --estate "$work/estate2" --pds-port 48295 --rtvscan-port 42969
# shellcheck disable=SC2086
expect 'opennms: several links and a file, before anything is sent' 2 - \
	"2 links.*'opennms:many.xml/'" sweep --config links.conf \
	"$net.2-$net.4" $ports -o opennms:many.xml
expect 'opennms: no sweep was made of it' 3 - 'no sweep 3' export --sweep 3
# shellcheck disable=SC2086
expect 'opennms: several links and a folder' 0 - '' \
	sweep --config links.conf "$net.2-$net.4" $ports -o opennms:many/
responder_stop
is_valid 'opennms: its link a' opennms many/a.xml
is_valid 'opennms: its others' opennms many/default.xml
check 'opennms: each in its own' sh -c \
	"! grep -q '\"$net_re\\.4\"' '$work/many/a.xml' &&
	grep -q '\"$net_re\\.4\"' '$work/many/default.xml'"
expect 'opennms: several links and a file, later' 2 - '2 links' \
	export --config links.conf -o opennms:many.xml
expect 'nmap' 0 '<nmaprun scanner="nmap"' - export -o nmap
expect 'grep' 0 "^Host: $net_re\\.2 \\(PARENT-1\\)" - export -o grep
expect 'zabbix' 0 '<host>PARENT-1</host>' - export -o zabbix
expect 'prometheus' 0 '^rollcall_hosts.link="a",role="server"' - \
	export --config links.conf -o prometheus

# A cache of imported names has no sweep.
echo 'PC-1,192.0.2.1' >"$work/list.txt"
ROLLCALL_CACHE=$tap_dir/imported.db
if (cd "$work" && "$bin/importer/importer" list.txt) >/dev/null 2>&1; then
	expect 'a cache without a sweep' 3 - 'holds no sweep yet' export
else
	fail 'a cache without a sweep'
fi
tap_end
