#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# rollcall import: what is taken, what is kept, what is said.
. "${srcdir:=.}/test/cli/lib.sh"

cat >"$work/list.txt" <<'L'
Server 1,192.0.2.1
Server 2, 192.0.2.2

;Server 3,192.0.2.3
Server 4,:192.0.2.4
nothing here
Server 5,192.0.2.256
Six,2001:db8::6
Alias,192.0.2.1
L
expect 'without a file' 2 - 'FILE' import
expect 'a file that is not there' 3 - "'no\\.txt'" import no.txt
check 'which makes no cache' test ! -e "$ROLLCALL_CACHE"
expect 'one of two is not there' 3 - "'no\\.txt'" import list.txt no.txt
check 'which makes no cache either' test ! -e "$ROLLCALL_CACHE"
expect 'a folder' 3 - 'is a folder' import .
expect 'a dry run' 3 '^Dry run' "^list\\.txt:6: .*'nothing here'$" \
	import --dry-run list.txt
check 'which makes no cache' test ! -e "$ROLLCALL_CACHE"

run import list.txt
judge 'bad records are exit 3' 3 '^added +4$' '^list\.txt:6: '
for line in 'kept +0 ' 'conflicting +0$' 'duplicate addresses +1 ' \
	'commented out +2$' 'bad +2 ' \
	'^Next: rollcall sweep --mode cache$'; do
	check "said: $line" grep -Eq "$line" "$tap_dir/out"
done
check 'a bad address with its line' grep -Eq \
	"^list\\.txt:7: .*192\\.0\\.2\\.256" "$tap_dir/err"
check 'a duplicate with its line and the other one' grep -Eq \
	"^list\\.txt:9: .*'Alias' .*'Server 1'.*list\\.txt:1" "$tap_dir/err"
expect 'the rest is cached' 0 '^192\.0\.2\.2 +Server 2 +.*imported' - \
	cache list
expect 'file and line are kept' 0 'name +Six  \(import list\.txt:8, ' - \
	cache show six
expect 'a second time nothing is added' 3 '^kept +4 ' '' import list.txt
check 'nothing at all' grep -Eq '^added +0$' "$tap_dir/out"

echo 'server 2,192.0.2.22' >"$work/moved.txt"
expect 'what is cached stays' 0 '^conflicting +1 ' \
	"^moved\\.txt:1: .*192\\.0\\.2\\.2 .*192\\.0\\.2\\.22" \
	import moved.txt
expect 'it stays' 0 '^192\.0\.2\.2 ' - cache show 'Server 2'
expect 'a replacement that is only tried' 0 '^replaced +1$' '' \
	import --replace --dry-run moved.txt
expect 'it stays then, too' 0 '^192\.0\.2\.2 ' - cache show 'Server 2'
expect 'a replacement' 0 '^replaced +1$' '^moved\.txt:1: ' \
	import --replace moved.txt
expect 'has moved' 0 '^192\.0\.2\.22 ' - cache show 'Server 2'

# The guide's own example with slashes, addresses first.
printf '192.168.3.121/Server A\n192.168.3.122/Server B\n' >"$work/slash.txt"
expect 'slashes, addresses first' 0 '^added +2$' - \
	import --delimiter / --separator LF --order address-name slash.txt
expect 'the same by number' 0 '^kept +2 ' - \
	import --delimiter=/ --order 2 slash.txt
expect 'names are names' 0 '^192\.168\.3\.122 ' - cache show 'Server B'
printf 'a 10.0.0.1;b 10.0.0.2' >"$work/other.txt"
expect 'words and one character' 0 '^added +2$' - \
	import --delimiter SP --separator ';' other.txt
expect 'a separator of two' 2 - "';;'" import --separator ';;' other.txt
expect 'both the same' 2 - 'import' \
	import --delimiter ';' --separator ';' other.txt
expect 'an order there is not' 2 - "'3'" import --order 3 other.txt

printf 'one,10.1.0.1\n' >"$work/one.txt"
printf 'two,10.1.0.2\n' >"$work/two.txt"
expect 'several files' 0 '^added +2$' - import one.txt two.txt
status=0
printf 'three,10.1.0.3\nbad\n' | (cd "$work" && "$rollcall" import -) \
	>"$tap_dir/out" 2>"$tap_dir/err" || status=$?
judge 'standard input' 3 '^added +1$' '^stdin:2: '
printf 'M\374ller,10.1.0.4\n' >"$work/ansi.txt"
expect 'Windows-1252 is read and counted' 0 '^not UTF-8 +1 ' - import ansi.txt
expect 'and stored as UTF-8' 0 '^10\.1\.0\.4  Müller$' - cache show 'MÜLLER'
printf 'R\201d,10.1.0.5\n' >"$work/dos.txt"
expect 'another encoding' 0 '^added +1$' - import --encoding CP850 dos.txt
expect 'is read as that' 0 '^10\.1\.0\.5  Rüd$' - cache show Rüd
expect 'an encoding there is not' 2 - "'EBCDIC-XYZ'" \
	import --encoding EBCDIC-XYZ dos.txt

printf '%s\r\n' 'Windows Registry Editor Version 5.00' '' \
	'[HKEY_LOCAL_MACHINE\SOFTWARE\INTEL\LANDesk\VirusProtect6\CurrentVersion\AddressCache\OLD 1]' \
	'"Address_0"=dword:0900000a' '"Protocol"=dword:00000007' >"$work/a.reg"
expect 'a registry file' 0 '^added +1$' - import --format reg a.reg
expect 'its address' 0 '^10\.0\.0\.9  OLD 1$' - cache show 10.0.0.9
expect 'its name, and its line' 0 'name +OLD 1  \(import a\.reg:3, ' - \
	cache show 'old 1'
expect 'a registry file has no delimiter' 2 - '--delimiter' \
	import --format reg --delimiter , a.reg
expect 'a list is no registry file' 3 '^added +0$' 'one\.txt:1: ' \
	import --format reg one.txt

expect 'quiet' 3 - '^list\.txt:6: ' import -q list.txt
printf '\033[2J,x\n' >"$work/hostile.txt"
run import hostile.txt
judge 'a hostile record' 3 '' '^hostile\.txt:1: '
check 'no escape sequence is shown' sh -c \
	"! LC_ALL=C grep -q '$(printf '\033')' '$tap_dir/err'"
: >"$work/empty.txt"
expect 'an empty file' 0 '^added +0$' - import empty.txt
chmod o+w "$ROLLCALL_CACHE"
expect 'a cache that others can write' 5 - 'cache protect' import one.txt
chmod o-w "$ROLLCALL_CACHE"
echo 'This is no cache, and longer than a header of SQLite would be at all, so that it is looked at: 100 bytes' \
	>"$tap_dir/foreign"
cp "$tap_dir/foreign" "$tap_dir/foreign.was"
chmod 640 "$tap_dir/foreign"
expect 'a foreign file' 5 - 'foreign' import --cache "$tap_dir/foreign" one.txt
check 'is not touched' cmp "$tap_dir/foreign" "$tap_dir/foreign.was"
tap_end
