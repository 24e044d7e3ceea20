#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# importer and its files: the reference guide's examples, what is stored and
# what is said.  "rollcall cache show" looks at the result.
. "${srcdir:=.}/test/cli/lib.sh"
program=$bin/importer/importer

import() { # ARGUMENT...; standard input is $work/in
	status=0
	: >>"$work/in"
	(cd "$work" && exec "$program" "$@") \
		>"$tap_dir/out" 2>"$tap_dir/err" <"$work/in" || status=$?
}

try() { # NAME STATUS OUT ERR ARGUMENT...
	try_name=$1 try_status=$2 try_out=$3 try_err=$4
	shift 4
	import "$@"
	judge "$try_name" "$try_status" "$try_out" "$try_err"
}

# The cache has this name at this address, and says where from.
has() { # NAME ADDRESS [FROM]
	run cache show "$2"
	if [ "$status" -eq 0 ] && grep -Fq -e "$1" "$tap_dir/out" &&
		grep -Fq -e "${3:-}" "$tap_dir/out"; then
		pass "$1 is at $2 ${3:-}"
	else
		show
		fail "$1 is at $2 ${3:-}"
	fi
}

forget() {
	rm -f "$ROLLCALL_CACHE" "$ROLLCALL_CACHE-wal" "$ROLLCALL_CACHE-shm"
}

# The guide's examples, as Windows wrote them.
for i in 1 2 3 4 5 6; do
	printf 'Computer %s, 192.168.3.12%s\r\n' $i $i
done >"$work/Computers.txt"
for i in 1 2 3; do
	printf '192.168.3.12%s/Server %s\r\n' $i $i
done >"$work/Machines.txt"
try 'the data file' 0 '^added +6$' - Computers.txt
check 'the next step is named' grep -qx \
	'Next: rollcall sweep --mode cache' "$tap_dir/out"
has 'Computer 1' 192.168.3.121 Computers.txt:1
has 'Computer 6' 192.168.3.126 Computers.txt:6
has imported 192.168.3.126
try 'the same again' 0 '^added +0$' - Computers.txt
check 'all are kept' grep -Eq '^kept +6 ' "$tap_dir/out"
try 'the other order, with a slash' 0 '^added +3$' \
	"^Machines.txt:1: duplicate address: 192.168.3.121 of 'Server 1' is that of 'Computer 1' as well \(Computers.txt:1\)$" \
	Machines.txt / LF 2
has 'Server 3' 192.168.3.123 Machines.txt:3

# What is stored stays, unless.
printf 'COMPUTER 1,10.0.0.1\nServer 2,192.168.3.122\n' >"$work/changed"
try 'a contradiction' 0 '^conflicting +1 ' \
	"^changed:1: conflict: 'COMPUTER 1' is cached at 192.168.3.121 and stays there; the file says 10.0.0.1$" \
	changed
has 'Computer 1' 192.168.3.121
try 'a dry run of --replace' 0 '^replaced +1$' 'is now at 10.0.0.1$' \
	--dry-run --replace changed
has 'Computer 1' 192.168.3.121
try '--replace' 0 '^replaced +1$' 'is now at 10.0.0.1$' --replace changed
has 'COMPUTER 1' 10.0.0.1 changed:1
run cache show 192.168.3.121
check 'the other name of the address stays' grep -q 'Server 1' "$tap_dir/out"
check 'the replaced one is gone' sh -c \
	"! grep -q 'Computer 1' '$tap_dir/out'"

# Marks, bad records, and what becomes of the rest.
forget
printf '; note\na,10.0.0.1\nb,;10.0.0.2\nc\nd,010.0.0.4\n,10.0.0.5\ne,\n%s' \
	'f,10.0.0.6' >"$work/mixed"
try 'bad records are named, the rest is stored' 3 '^added +2$' \
	"^mixed:5: an octet with a leading zero is ambiguous: '010.0.0.4'; write 10.0.0.4$" \
	mixed
for line in "^mixed:4: no ',' between name and address: 'c'$" \
	"^mixed:6: no name: ',10.0.0.5'$" "^mixed:7: no address: 'e,'$"; do
	check "said: $line" grep -Eq "$line" "$tap_dir/err"
done
check 'counted: bad' grep -Eq '^bad +4 ' "$tap_dir/out"
check 'counted: commented out' grep -Eq '^commented out +2$' "$tap_dir/out"
has f 10.0.0.6 mixed:8

# Bytes of all kinds.
forget
printf '\377\376S\000\374\000,\0001\0000\000.\0000\000.\0000\000.\0001\000' \
	>"$work/utf16"
try 'UTF-16 as Notepad writes it' 0 '^added +1$' - utf16
has 'Sü' 10.0.0.1
printf 'M\374ller,10.0.0.2\n' >"$work/cp1252"
try 'Windows-1252' 0 '^not UTF-8 +1  read as Windows-1252$' - cp1252
has 'Müller' 10.0.0.2
printf 'B\204r,10.0.0.3\n' >"$work/cp850"
try '--encoding' 0 '^added +1$' - --encoding CP850 cp850
has 'Bär' 10.0.0.3
{
	head -c 65536 /dev/zero | tr '\000' x
	printf '\nlast,10.0.0.4\r\n\032'
	head -c 70000 /dev/zero
} >"$work/long"
try 'a line of 64 KiB, and NULs at the end' 3 '^added +1$' \
	"^long:1: longer than 4096 bytes: 'xxx" long
has last 10.0.0.4 long:2
printf 'esc\033[2J,10.0.0.5\n' >"$work/esc"
try 'escape sequences are not obeyed' 3 '' "'esc.\[2J,10.0.0.5'" esc
check 'nor written' sh -c "! LC_ALL=C grep -q '$(printf '\033')' \
	'$tap_dir/err'"
: >"$work/empty"
try 'an empty file' 0 '^added +0$' - empty
check 'no next step without a machine' sh -c \
	"! grep -q Next '$tap_dir/out'"

# Standard input, from a file and from a pipe.
forget
printf 'in,10.0.0.1\n' >"$work/in"
try 'standard input' 0 '^added +1$' - -
has in 10.0.0.1 stdin:1
# shellcheck disable=SC2016 # for the inner shell
check 'a pipe' sh -c 'printf "p,10.0.0.2\nbad" | "$0" - ; [ $? -eq 3 ]' \
	"$program"
has p 10.0.0.2 stdin:1
mkfifo "$work/fifo"
printf 'q,10.0.0.3\n' >"$work/fifo" &
try 'a named pipe' 0 '^added +1$' - fifo
wait
has q 10.0.0.3 fifo:1

# Who may read and write the cache.
check 'the cache is for the owner and the group' test \
	"$(stat -c %a "$ROLLCALL_CACHE")" = 640
tap_end
