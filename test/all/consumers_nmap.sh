#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# The format nmap and those that read it: nmap's DTD, ndiff, python3-libnmap
# and nmap.xsl; and ndiff's opinion on two sweeps.
. "${srcdir:=.}/test/cli/lib.sh"

share=/usr/share/nmap
for file in "$srcdir"/test/data/consoles/*-nmap.xml; do
	check "${file##*/}: nmap's DTD" xmllint --noout --nonet \
		--dtdvalid "$share/nmap.dtd" "$file"
	check "${file##*/}: python3-libnmap" /usr/bin/python3 - "$file" <<-'E2'
	import sys
	import xml.etree.ElementTree as ET
	from libnmap.parser import NmapParser
	report = NmapParser.parse_fromfile(sys.argv[1])
	root = ET.parse(sys.argv[1]).getroot()
	up = root.findall("host/status[@state='up']")
	assert len(report.hosts) == len(root.findall('host'))
	assert report.hosts_up == len(up)
	for host in report.hosts:
	    for port, protocol in host.get_open_ports():
	        assert host.get_service(port, protocol).state == 'open'
	    role = host.scripts_results[0]
	    assert role['id'] == 'rollcall-role'
	    assert role['elements']['role'] in ('server', 'client',
	        'unidentified', 'alive', 'none')
	E2
	check "${file##*/}: nmap.xsl" xsltproc --nonet --novalid \
		-o "$tap_dir/page.html" "$share/nmap.xsl" "$file"
	check "${file##*/}: ndiff, with itself" ndiff "$file" "$file"
done
check 'nmap.xsl shows the role' sh -c "xsltproc --nonet --novalid \
	'$share/nmap.xsl' '$srcdir/test/data/consoles/office-nmap.xml' |
	grep -q rollcall-role"

cat >"$work/estate" <<E2
prefix $net.0/28
server $net.2 PARENT-1
client $net.3 FRONTDESK
refusing $net.4
E2
responder_start --estate "$work/estate" --pds-port 48296 \
	--rtvscan-port 42970 || {
	fail 'pds-responder starts'
	tap_end
}
ports='--port pds=48296 --port rtvscan=42970'
# shellcheck disable=SC2086 # options are words
expect 'a sweep' 0 - '' sweep "$net.2-$net.5" $ports -o nmap:one.xml
responder_stop
expect 'export says the same' 0 - - export -o nmap:same.xml
check 'ndiff: no difference' ndiff "$work/one.xml" "$work/same.xml"
sed -i '/FRONTDESK/d' "$work/estate"
responder_start --estate "$work/estate" --pds-port 48296 --rtvscan-port 42970
# shellcheck disable=SC2086
expect 'a later sweep' 0 - '' sweep "$net.2-$net.5" $ports -o nmap:two.xml
responder_stop
for file in one two; do
	check "$file: nmap's DTD" xmllint --noout --nonet \
		--dtdvalid "$share/nmap.dtd" "$work/$file.xml"
done
ndiff "$work/one.xml" "$work/two.xml" >"$tap_dir/diff"
check 'ndiff: a difference' test $? -eq 1
check 'ndiff: which port went' grep -Eq '^-42970/tcp +open' "$tap_dir/diff"
check 'ndiff: nothing of those that stayed' sh -c \
	"! grep -q PARENT-1 '$tap_dir/diff'"
tap_end
