#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# What "rollcall cache" shows of what a sweep has found.
. "${srcdir:=.}/test/cli/lib.sh"

# A machine that says a hostile name: a terminal's clear-screen, an XML end.
cat >"$work/estate" <<E2
prefix $net.0/28
server $net.2 PARENT-1
client $net.3 FRONTDESK
refusing $net.4
gup $net.5
E2
responder_start --estate "$work/estate" --pds-port 48294 \
	--rtvscan-port 42968 || {
	fail 'pds-responder starts'
	tap_end
}
expect 'a sweep fills the cache' 0 'PARENT-1' '' sweep $net.2-$net.5 \
	--port pds=48294 --port rtvscan=42968
check 'the cache is there' test -s "$ROLLCALL_CACHE"
check 'others cannot write it' test \
	"$(find "$ROLLCALL_CACHE" -perm /022 | wc -l)" -eq 0
expect 'list' 0 "$net_re\.2 +PARENT-1 +server +confirmed" - cache list
check 'list: the client' grep -Eq "$net_re\.3 .*client" "$tap_dir/out"
expect 'list: wide in a pipe, no colours' 0 'rtvscan' - cache list
check 'list: no escape sequences' sh -c \
	"! LC_ALL=C grep -q '$(printf '\033')' '$tap_dir/out'"
expect 'list: colours on request' 0 "$(printf '\033')" - \
	cache list --color always
NO_COLOR=1
export NO_COLOR
expect 'list: NO_COLOR' 0 'PARENT-1' - cache list
unset NO_COLOR
expect 'list as XML' 0 'urn:rollcall:inventory:1' - cache list -o xml
expect 'list into a file' 0 - - cache list -o xml:all.xml
check 'the file is an inventory' grep -q 'urn:rollcall:inventory:1' \
	"$work/all.xml"
expect 'list of a cache given' 0 'PARENT-1' - \
	cache list --cache "$ROLLCALL_CACHE"
expect 'show an address' 0 "^$net_re\.2  PARENT-1$" - \
	cache show $net.2
for line in 'role +server' 'state +confirmed' 'first seen +2' 'last seen +2' \
	'name +PARENT-1  \(agent' 'service +pds udp/48294 reply' 'sweep 1\)'; do
	check "show: $line" grep -Eq "$line" "$tap_dir/out"
done
expect 'show a name, in any case' 0 "^$net_re\.2  PARENT-1$" - \
	cache show parent-1
expect 'show somebody unknown' 3 - "'192\\.0\\.2\\.1'" cache show 192.0.2.1
expect 'show an unknown name' 3 - "'PARENT-9'" cache show PARENT-9
expect 'a name is a target' 0 '^to ask +1 .*$' - sweep --dry-run PARENT-1
expect 'a name is an exclude' 0 '^excluded +1 ' - sweep --dry-run \
	$net.0/28 -x PARENT-1
expect 'what the cache expects is asked first' 0 '^asked first +3 ' - \
	sweep --dry-run $net.0/28
expect 'mode cache asks that alone' 0 '^to ask +3 ' - \
	sweep --dry-run -m cache
expect 'mode cache within targets' 0 '^to ask +1 ' - \
	sweep --dry-run -m cache $net.2/31 -x $net.3
expect 'mode cache, none of the targets' 3 - 'none of the targets' \
	sweep --dry-run -m cache 192.0.2.1
expect 'without the cache no name is known' 2 - PARENT-1 \
	sweep --dry-run --no-cache PARENT-1
if [ "$(id -u)" -ne 0 ]; then
	chmod 0 "$ROLLCALL_CACHE"
	expect 'a cache that cannot be read' 5 - 'cache\.db' cache list
	chmod 640 "$ROLLCALL_CACHE"
fi
chmod o+w "$ROLLCALL_CACHE"
expect 'a cache that others can write' 5 - 'cache\.db' cache list
responder_stop
tap_end
