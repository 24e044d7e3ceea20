#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# rollcall cache delete, clear, check and protect.
. "${srcdir:=.}/test/cli/lib.sh"

for command in 'delete x' 'clear --yes' check protect; do
	# shellcheck disable=SC2086 # words are meant
	expect "no cache: $command" 5 '' 'cache\.db' cache $command
	check "which makes none: $command" test ! -e "$ROLLCALL_CACHE"
done
printf 'One,192.0.2.1\nTwo,192.0.2.2\nZwei,192.0.2.2\nSix,2001:db8::6\n' \
	>"$work/list.txt"
expect 'import' 0 '^added +4$' '' import list.txt

expect 'delete needs somebody' 2 - 'NAME' cache delete
expect 'delete somebody unknown' 3 - "'Nobody'" cache delete One Nobody
expect 'then nobody was deleted' 0 '^192\.0\.2\.1 ' - cache show One
expect 'delete by name, twice' 0 '^deleted 192\.0\.2\.2' - \
	cache delete zwei Two 192.0.2.2
check 'deleted once' test "$(wc -l <"$tap_dir/out")" -eq 1
expect 'it is gone' 3 - "'Zwei'" cache show Zwei
expect 'delete by address' 0 '^deleted 2001:db8::6  Six$' - \
	cache delete 2001:db8:0::6
expect 'delete, quietly' 0 - - cache delete -q One
expect 'import again' 0 '^added +4$' '' import list.txt

expect 'clear asks somebody' 2 - \
	'3 machines, 3 of them imported \(4 names\), and 0 sweeps.*--yes' \
	cache clear
expect 'and cleared nothing' 0 '^192\.0\.2\.1 ' - cache show One
expect 'clear' 0 \
	'^cleared: 3 machines, 3 of them imported \(4 names\), and 0 sweeps$' - \
	cache clear --yes
expect 'it is empty' 0 '^0 known' - cache list
expect 'clear an empty one' 0 '^cleared: 0 machines' - cache clear --yes
expect 'import after that' 0 '^added +4$' '' import list.txt
# On a terminal: only the word yes will do.
if command -v script >/dev/null; then
	for answer in no y YES yesterday ''; do
		printf '%s\n' "$answer" | script -qec \
			"'$rollcall' cache clear" /dev/null >"$tap_dir/out" 2>&1
		check "clear, asked, and '$answer' said" \
			grep -q 'nothing was cleared' "$tap_dir/out"
	done
	expect 'all is still there' 0 '^192\.0\.2\.1 ' - cache show One
	printf 'yes\n' | script -qec "'$rollcall' cache clear" /dev/null \
		>"$tap_dir/out" 2>&1
	check 'clear, asked, and yes said' \
		grep -q 'cleared: 3 machines' "$tap_dir/out"
	run import list.txt
else
	skip 'clear on a terminal' 'script is missing'
fi

expect 'check' 0 '^schema +right' - cache check
check 'check: nothing wrong' sh -c "! grep -q WRONG '$tap_dir/out'"
expect 'check, quietly' 0 - - cache check -q
expect 'protect: nothing to do' 0 'as before$' - cache protect
chmod 666 "$ROLLCALL_CACHE" "$ROLLCALL_CACHE-shm"
expect 'check finds modes' 5 '^file +WRONG .*0666' 'cache protect' cache check
check 'check: both of them' grep -Eq '^shm +WRONG .*0666' "$tap_dir/out"
expect 'list refuses' 5 - 'cache protect' cache list
expect 'protect mends' 0 '0666 and is now 0640$' - cache protect
expect 'list is fine again' 0 '^192\.0\.2\.1 ' - cache list
expect 'check is fine again' 0 - - cache check -q
mkdir -m 777 "$tap_dir/open"
chmod 777 "$tap_dir/open"
cp "$ROLLCALL_CACHE" "$tap_dir/open/c.db"
expect 'check finds the folder' 5 '^folder +WRONG .*0777' '' \
	cache check --cache "$tap_dir/open/c.db"
expect 'protect mends it' 0 '0777 and is now 0775$' - \
	cache protect --cache "$tap_dir/open/c.db"
expect 'check after that' 0 - - cache check -q --cache "$tap_dir/open/c.db"

# Damaged, foreign, newer: said so, and not touched.
cp "$ROLLCALL_CACHE" "$tap_dir/bad.db"
printf 'XXXXXXXXXXXXXXXX' |
	dd of="$tap_dir/bad.db" bs=1 seek=4096 conv=notrunc 2>/dev/null
cp "$tap_dir/bad.db" "$tap_dir/bad.was"
expect 'check finds damage' 5 '^integrity +WRONG' 'wrong' \
	cache check --cache "$tap_dir/bad.db"
printf '\003\347' |
	dd of="$tap_dir/bad.db" bs=1 seek=62 conv=notrunc 2>/dev/null
expect 'a newer one is refused by number' 5 '^schema +WRONG .*999' '' \
	cache check --cache "$tap_dir/bad.db"
expect 'clear refuses it' 5 - '999' \
	cache clear --yes --cache "$tap_dir/bad.db"
printf 'not SQLite' | dd of="$tap_dir/bad.db" bs=1 conv=notrunc 2>/dev/null
cp "$tap_dir/bad.db" "$tap_dir/bad.was"
expect 'a foreign one' 5 '^schema +WRONG' '' \
	cache check --cache "$tap_dir/bad.db"
expect 'clear refuses it, too' 5 - 'bad\.db' \
	cache clear --yes --cache "$tap_dir/bad.db"
check 'and it is as it was' cmp "$tap_dir/bad.db" "$tap_dir/bad.was"
tap_end
