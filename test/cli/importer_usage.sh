#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# importer's command line: help, refusals and their exit status.
. "${srcdir:=.}/test/cli/lib.sh"
program=$bin/importer/importer

import() { # ARGUMENT...
	status=0
	(cd "$work" && exec "$program" "$@") \
		>"$tap_dir/out" 2>"$tap_dir/err" </dev/null || status=$?
}

try() { # NAME STATUS OUT ERR ARGUMENT...
	try_name=$1 try_status=$2 try_out=$3 try_err=$4
	shift 4
	import "$@"
	judge "$try_name" "$try_status" "$try_out" "$try_err"
}

printf 'Server 1,192.168.3.121\n' >"$work/list"
mkdir "$work/folder"

try 'no argument, no terminal: the short help' 0 '^Usage: importer FILE$' -
check 'and the advanced one' grep -q 'DELIMITER2' "$tap_dir/out"
check 'with the order' grep -q '2: address, then name' "$tap_dir/out"
try '--help' 0 '^Usage: importer FILE$' - --help
check '--help names the options' grep -q -- '--dry-run' "$tap_dir/out"
try '--version' 0 '^importer \(rollcall\) [0-9.]+$' - --version

# On a terminal: one key, "a" or any other.
on_terminal() { # KEY
	printf '%s' "$1" | TERM=dumb script -qec "$program" /dev/null \
		>"$tap_dir/out" 2>&1
}
if command -v script >/dev/null 2>&1; then
	on_terminal q
	check 'on a terminal: a question' grep -q 'Press a' "$tap_dir/out"
	check 'another key ends' sh -c "! grep -q DELIMITER2 '$tap_dir/out'"
	on_terminal a
	check 'the key a shows the rest' grep -q DELIMITER2 "$tap_dir/out"
else
	skip 'on a terminal: a question' 'no script(1)'
fi

try 'no file' 2 - 'no file was named' --replace
try 'an unknown option' 2 - "there is no option '--order=1'" --order=1 list
try 'too many operands' 2 - "'five' is one operand too many" \
	list , LF 1 five
try 'the order' 2 - "order must be 1 .*, not '3'" list , LF 3
try 'equal delimiters' 2 - "must differ; both are ','" list , ,
try 'LF as the first alone' 2 - "must differ; both are 'LF'" list LF
try 'a second delimiter too long' 2 - "one character.* not 'ab'" list , ab
try 'an encoding' 2 - "no encoding 'klingon'" --encoding klingon list
try 'a missing file' 3 - "cannot read 'nowhere'.*No such file" nowhere
try 'a folder' 3 - "cannot read 'folder'.*folder" folder
check 'nothing of this made a cache' test ! -e "$ROLLCALL_CACHE"
try 'a dry run' 0 'Dry run: nothing was stored' - --dry-run list
check 'it makes no cache either' test ! -e "$ROLLCALL_CACHE"

try 'after the file nothing is an option' 3 '^bad +1' \
	"no '--replace' between name and address" list --replace
printf 'a->10.0.0.1\n' >"$work/arrow"
try '-> is a delimiter' 0 '^added +1$' - --dry-run arrow '->'
printf -- 'a,10.0.0.1\n' >"$work/--dry-run"
try '-- ends the options' 0 '^added +1$' - -- --dry-run
try 'a cache of another name' 0 '^added +1$' - --cache other.db list
check 'it is there' test -s "$work/other.db"

printf 'no database\n' >"$work/text.db"
cp "$work/text.db" "$work/text.was"
try 'a foreign cache' 5 - "'text.db' is not an address cache" \
	--cache text.db list
check 'it stays as it is' cmp "$work/text.db" "$work/text.was"
try 'a cache that cannot be made' 5 - 'list/cache.db' \
	--cache list/cache.db list

printf 'a,10.0.0.1\nb\n' >"$work/bad"
try 'a bad record' 3 '^added +1$' \
	"^bad:2: no ',' between name and address: 'b'$" --cache bad.db bad
if [ -w /dev/full ]; then
	(cd "$work" && "$program" --cache full.db list) \
		>/dev/full 2>"$tap_dir/err"
	status=$?
	: >"$tap_dir/out"
	judge 'standard output is full' 4 - 'cannot write standard output'
fi
tap_end
