#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# An estate of hostile machines: names and bytes that shall do harm to the
# documents, the terminal or whoever reads them.
. "${srcdir:=.}/test/net/sweep.sh"

estate_need
# Octet, name: each is said in a pong that is otherwise right.
python3 - >"$estate" <<'E2'
import random

NAMES = [
    "a]]>b", '<x a="1">&amp;<!--', "\x1b[2J\x07\x01\x9b31m", "\u202eevil\u2066",
    "\ud800x\udfff", "\ufffe\uffff", "tab\tnl\ncr\r", "x" * 600, "blanks  ",
    "'\"`$(id)", "", "\u00e9\u65e5\U0001f600", "\u2028\u0085\u00ad",
]
random.seed(1)
JUNK = [
    b"\0" * 1400, b"\xff" * 1400, random.randbytes(1400), b"<", b"]]>",
    bytes.fromhex("020a100050494e474244435600000000"),
    bytes.fromhex("020affff4244435650494e4700000000000000ff"),
]


def pong(name):
    out = bytearray(32) + name.encode("utf-16le", "surrogatepass") + b"\0\0"
    out += b"\1\0" + bytes(20)
    out[0:3] = bytes([2, 10, len(out) & 255])
    out[4:12] = b"BDCVPING"
    out[18:20] = (len(out) - 4).to_bytes(2, "little")
    return out.hex()


print("prefix 10.77.0.0/26")
for i, name in enumerate(NAMES):
    print("server 10.77.0.%d\n pong %s" % (i + 1, pong(name)))
for i, junk in enumerate(JUNK):
    print("client 10.77.0.%d\n answer %s" % (i + 31, junk.hex()))
    print("server 10.77.0.%d\n pong %s" % (i + 41, junk.hex()))
    print(" answer %s" % junk.hex())
E2
cat >"$tap_dir/plain.py" <<'E2'
import sys
import unicodedata

with open(sys.argv[1], encoding="utf-8") as file:
    bad = [
        c
        for c in file.read()
        if (unicodedata.category(c) in ("Cc", "Cs") and c != "\n")
        or c in "\u061c\u200e\u200f\ufffe\uffff"
        or "\u202a" <= c <= "\u202e"
        or "\u2066" <= c <= "\u2069"
    ]
print(ascii(bad))
sys.exit(len(bad) > 0)
E2
check_printable() { # NAME FILE: no control but the line feed
	check "$1: nothing that a terminal obeys" \
		python3 "$tap_dir/plain.py" "$2"
}
for again in 'first' 'again'; do
	sweep 10.77.0.0/26 -r 2000 -vv -o xml:all.xml -o table
	judge "$again" 0 '10\.77\.0\.1 +a]]>b +server' \
		'asked 64 addresses in'
	check_valid "$again" "$work/all.xml"
	check_printable "$again: the table" "$tap_dir/out"
	check_printable "$again: what -vv says" "$tap_dir/err"
	check_printable "$again: the inventory" "$work/all.xml"
done
check 'a name with marks stays as sent' grep -qF \
	'name="&lt;x a=&quot;1&quot;&gt;&amp;amp;&lt;!--"' "$work/all.xml"
check 'bytes that are no answer are kept as hex' grep -q \
	'<reply encoding="hex">5d5d3e</reply>' "$work/all.xml"
check 'what is not understood proves no server' sh -c \
	"! grep -Eq '10\\.77\\.0\\.4[1-7] .*server' '$tap_dir/out'"
run cache list
judge 'the cache lists them' 0 '10\.77\.0\.1 +a]]>b' ''
check_printable 'the list' "$tap_dir/out"
for octet in 3 4 5 7 43; do
	run cache show 10.77.0.$octet
	judge "the cache shows 10.77.0.$octet" 0 '' ''
	check_printable "10.77.0.$octet" "$tap_dir/out"
done
tap_end
