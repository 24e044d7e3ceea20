#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# A cache as importer text or as a registry file, imported into an empty
# cache, gives the same text and the same file, byte for byte.
. "${srcdir:=.}/test/cli/lib.sh"

cat >"$work/estate" <<E2
prefix $net.0/28
server $net.2 PARENT-1
client $net.3 FRONTDESK
E2
responder_start --estate "$work/estate" --pds-port 48294 \
	--rtvscan-port 42968 || {
	fail 'pds-responder starts'
	tap_end
}
cat >"$work/list.txt" <<L
Reception,$net.3
parent-1,$net.2
Main server,$net.2
Zebra,192.0.2.10
Aardvark,192.0.2.9
a, b,192.0.2.11
x,192.0.2.77,192.0.2.12
"quoted",192.0.2.13
it's;here:there,192.0.2.14
192.0.2.99,192.0.2.15
Büro Nr. 7 – Süd,192.0.2.16
東京 💻,192.0.2.17
%s%n,192.0.2.18
=1+1,192.0.2.19
back\\slash,192.0.2.20
#hash,192.0.2.21
One of two,192.0.2.22
Two of two,192.0.2.22
IPv6,2001:db8::1
::1,2001:db8::2
end]here,192.0.2.23
L
awk 'BEGIN { for (i = 0; i < 2000; i++)
	printf "PC %04d-%s,10.%d.%d.%d\n", (i * 7919) % 2000,
	    substr("abcdefghijklmnop", i % 16 + 1), i % 3, i / 256, i % 256 }' \
	>>"$work/list.txt"
expect 'import' 0 '^bad +0' '' import list.txt
expect 'a sweep' 0 'PARENT-1' '' sweep $net.2-$net.3 \
	--port pds=48294 --port rtvscan=42968
responder_stop

expect 'the list' 0 '^PARENT-1,' - cache list -o importer
mv "$tap_dir/out" "$work/first.txt"
check 'in the order of the addresses' grep -q '^PC 0000' "$work/first.txt"
check 'the name that is shown and the imported one' test \
	"$(grep -c ",$net_re\\.2$" "$work/first.txt")" -eq 2
check 'a name in two spellings once' test \
	"$(grep -ic '^parent-1,' "$work/first.txt")" -eq 1
second=$tap_dir/second.db
expect 'it is imported whole' 0 \
	"^added +$(wc -l <"$work/first.txt" | tr -d ' ')\$" '' \
	import --cache "$second" first.txt
check 'without a bad record' grep -Eq '^bad +0$' "$tap_dir/out"
check 'without a conflict' grep -Eq '^conflicting +0$' "$tap_dir/out"
expect 'the second list' 0 '' - \
	cache list --cache "$second" -o importer:second.txt
check 'is the first, byte for byte' cmp "$work/first.txt" "$work/second.txt"
expect 'a sweep writes the list, too' 0 - '' sweep -q -m cache \
	--no-names -x 0.0.0.0-126.255.255.255 -x 128.0.0.0-255.255.255.255 \
	-x 2001:db8::/112 --retries 0 --timeout 50 \
	--port pds=48294 --port rtvscan=42968 -o importer:swept.txt

# Registry files: IPv6 and a backslash cannot be carried.
expect 'the registry file' 0 '' 'reg: 3 left out in all' \
	cache list -o reg:first.reg
for line in 'IPv6' '::1' 'back.slash'; do
	check "left out: $line" grep -Eq "left out: .*'$line'" "$tap_dir/err"
done
third=$tap_dir/third.db
run import --cache "$third" --format reg first.reg
judge 'it is imported whole' 0 \
	"^added +$(($(wc -l <"$work/first.txt") - 3))\$" ''
expect 'the second registry file' 0 - - \
	cache list --cache "$third" -o reg:second.reg
check 'was assumed first' sh -c \
	"tr -d '\\0' <'$work/first.reg' | grep -q '^; .*ASSUMED'"
check 'and learned then' sh -c \
	"! tr -d '\\0' <'$work/second.reg' | grep -q ASSUMED"
check 'the rest is the same' sh -c "
	tr -d '\\0' <'$work/first.reg' | grep -v '^;' >'$tap_dir/1'
	tr -d '\\0' <'$work/second.reg' | grep -v '^;' >'$tap_dir/2'
	cmp '$tap_dir/1' '$tap_dir/2'"
expect 'what the list cannot carry is not in it' 0 '' '' \
	cache list --cache "$third" -o importer:third.txt
check 'the same names from both' sh -c "
	grep -vE '^(IPv6|::1|back.slash),' '$work/first.txt' |
		cmp - '$work/third.txt'"

# A type that was learned is written.
printf '%s\r\n' 'Windows Registry Editor Version 5.00' '' \
	'[HKEY_LOCAL_MACHINE\SOFTWARE\INTEL\LANDesk\VirusProtect6\CurrentVersion\AddressCache\A]' \
	'"Address_0"=hex:c0,00,02,01' '"Protocol"="IP"' >"$work/a.reg"
expect 'other types' 0 '^added +1$' - \
	import --cache "$tap_dir/4.db" --format reg a.reg
run cache list --cache "$tap_dir/4.db" -o reg:b.reg
check 'are written back' sh -c "tr -d '\\0\\r' <'$work/b.reg' |
	grep -Fx -A 1 '\"Address_0\"=hex:c0,00,02,01' |
	grep -Fxq '\"Protocol\"=\"IP\"'"

# Names that the list cannot carry: taken from a registry file, which can.
printf '%s\r\n' 'Windows Registry Editor Version 5.00' '' \
	'[HKEY_LOCAL_MACHINE\X\AddressCache\;marked]' \
	'"Address_0"="192.0.2.1"' \
	'[HKEY_LOCAL_MACHINE\X\AddressCache\plain]' \
	'"Address_0"="192.0.2.2"' >"$work/marked.reg"
run import --cache "$tap_dir/5.db" --format reg marked.reg
expect 'left out, listed and counted' 0 '^plain,192\.0\.2\.2$' \
	"left out: 192\\.0\\.2\\.1 ';marked'" \
	cache list --cache "$tap_dir/5.db" -o importer
check 'the number' grep -q '1 left out in all, 1 listed' "$tap_dir/err"
check 'nothing else is listed' test "$(wc -l <"$tap_dir/out")" -eq 1
# Hostile names, as the unit tests write them: all come back that a list can
# hold (not 10 kB, no U+FEFF in front), and of them all that a registry file
# can hold (no backslash).
hostile=$work/hostile.txt
awk 'length($0) < 4000' "$srcdir/test/data/inventory/hostile-list.txt" |
	grep -v mark >"$hostile"
check 'there are hostile names' test "$(wc -l <"$hostile")" -ge 12
expect 'hostile names' 0 "^added +$(wc -l <"$hostile" | tr -d ' ')\$" '' \
	import --cache "$tap_dir/6.db" hostile.txt
run cache list --cache "$tap_dir/6.db" -o importer:again.txt
check 'come back as a list' cmp "$hostile" "$work/again.txt"
run cache list --cache "$tap_dir/6.db" -o reg:hostile.reg
expect 'and as a registry file' 0 '^added' '' \
	import --cache "$tap_dir/7.db" --format reg hostile.reg
run cache list --cache "$tap_dir/7.db" -o importer:again.txt
check 'with the same names' sh -c \
	"grep -vF '\\' '$hostile' | cmp - '$work/again.txt'"
tap_end
