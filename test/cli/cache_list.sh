#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# rollcall cache list: what is listed, and how.
. "${srcdir:=.}/test/cli/lib.sh"

cat >"$work/list.txt" <<'L'
alpha,192.0.2.1
Alphabet,192.0.2.200
=HYPERLINK("x"),198.51.100.7
Büro 9,2001:db8::9
L
expect 'no cache yet' 5 - 'import' cache list
expect 'import' 0 '^added +4$' '' import list.txt

# A filter and the addresses that are left.
left() { # NAME ADDRESSES OPTION...
	left_name=$1 left_want=$2
	shift 2
	run cache list -o csv "$@"
	left_got=$(sed 1d "$tap_dir/out" | cut -d, -f1 | paste -sd ' ' -)
	if [ "$status" -eq 0 ] && [ "$left_got" = "$left_want" ]; then
		pass "$left_name"
	else
		echo "# wanted '$left_want', got '$left_got'"
		show
		fail "$left_name"
	fi
}
all='192.0.2.1 192.0.2.200 198.51.100.7 2001:db8::9'
left 'all' "$all"
left 'imported' "$all" --state imported
left 'any state' "$all" --state any
left 'confirmed' '' --state confirmed
left 'stale' '' --state stale
left 'source import' "$all" --source import
left 'source agent' '' --source agent
left 'a prefix' '192.0.2.1 192.0.2.200' --prefix 192.0.2.0/24
left 'a narrow prefix' '192.0.2.1' --prefix 192.0.2.0/25
left 'one address' '192.0.2.200' --prefix 192.0.2.200
left 'an IPv6 prefix' '2001:db8::9' --prefix 2001:db8::/32
left 'a name' '192.0.2.1 192.0.2.200' --name ALPHA
left 'a whole name' '192.0.2.1' --name '^alpha$'
left 'a name beyond ASCII' '2001:db8::9' --name 'BÜRO \d'
left 'all of these' '192.0.2.200' --name alpha --prefix 192.0.2.128/25
left 'none' '' --name nobody
expect 'a prefix that is none' 2 - '--prefix' cache list --prefix 192.0.2.0/33
expect 'host bits' 2 - '192\.0\.2\.0/24' cache list --prefix 192.0.2.1/24
expect 'a pattern that is none' 2 - "'\\('" cache list --name '('
expect 'a state that is none' 2 - "'new'" cache list --state new

# Steps are counted: a pattern that never ends is stopped.
printf 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab,203.0.113.1\n' \
	>"$work/long.txt"
expect 'import of a long name' 0 '^added +1$' - import long.txt
expect 'a pattern that takes for ever' 2 - 'too many steps' \
	cache list --name '^(a+)+$'
run cache delete 203.0.113.1

expect 'CSV begins with its header' 0 '^address,name,role,state,' - \
	cache list -o csv
check 'a formula is guarded' grep -Fq \
	"198.51.100.7,\"'=HYPERLINK(\"\"x\"\")\",none,imported," "$tap_dir/out"
if command -v python3 >/dev/null; then
	cp "$tap_dir/out" "$tap_dir/a.csv"
	check 'Python reads the CSV' python3 -c '
import csv, sys
rows = list(csv.reader(open(sys.argv[1], newline="", encoding="utf-8")))
assert len(rows) == 5 and {len(row) for row in rows} == {15}
assert rows[0][:4] == ["address", "name", "role", "state"]
assert [row[1] for row in rows[1:]] == [
    "alpha", "Alphabet", "\x27=HYPERLINK(\"x\")", "B\u00fcro 9"]
' "$tap_dir/a.csv"
	run cache list -o json:a.json -o jsonl:a.jsonl
	check 'Python reads the JSON' python3 -c '
import json, sys
whole = json.load(open(sys.argv[1], encoding="utf-8"))
assert whole["format"] == "rollcall-inventory-1" and whole["complete"]
assert whole["sweep"] is None and whole["links"] == []
hosts = whole["hosts"]
assert [h["name"] for h in hosts] == [
    "alpha", "Alphabet", "=HYPERLINK(\"x\")", "B\u00fcro 9"]
assert hosts[0]["names"][0]["detail"] == "list.txt:1"
assert {h["state"] for h in hosts} == {"imported"}
lines = [json.loads(line) for line in open(sys.argv[2], encoding="utf-8")]
assert lines == hosts
' "$work/a.json" "$work/a.jsonl"
	# The documents of the unit tests, hostile ones among them.
	for document in empty office cache hostile; do
		check "Python reads $document" python3 -c '
import csv, json, sys
base = sys.argv[1]
hosts = json.load(open(base + ".json", encoding="utf-8"))["hosts"]
lines = open(base + ".jsonl", encoding="utf-8", newline="\n")
assert [json.loads(line) for line in lines] == hosts
rows = list(csv.DictReader(open(base + ".csv", newline="", encoding="utf-8")))
assert [row["address"] for row in rows] == [h["address"] for h in hosts]
for row, host in zip(rows, hosts):
    assert None not in row and None not in row.values()
    assert row["name"].lstrip("\x27") == (host["name"] or "").lstrip("\x27")
    assert row["role"] == host["role"] and row["state"] == host["state"]
    for cell in row.values():
        assert not cell or cell[0] not in "=+-@\t\r", cell
' "$srcdir/test/data/inventory/$document"
	done

	# Long ago: what was confirmed is stale, as stale-after says.
	check 'a cache of long ago' python3 -c '
import os, sqlite3, sys
sql = open(sys.argv[1], encoding="utf-8").read()
db = sqlite3.connect(sys.argv[2])
db.executescript(sql)
db.execute("UPDATE service SET time_us = 1000000000")
db.commit()
db.close()
os.chmod(sys.argv[2], 0o640)
' "$srcdir/test/data/cache/schema-1.sql" "$tap_dir/old.db"
	run cache protect --cache "$tap_dir/old.db" # brings it to today's version
	left 'stale by default' '127.77.4.2 127.77.4.3 127.77.4.5 127.77.4.4' \
		--state stale --cache "$tap_dir/old.db"
	left 'nothing is confirmed' '' --state confirmed \
		--cache "$tap_dir/old.db"
	printf '[rollcall]\nstale-after = 0\n' >"$tap_dir/never.conf"
	left 'never stale' '127.77.4.2 127.77.4.3 127.77.4.5 127.77.4.4' \
		--state confirmed --cache "$tap_dir/old.db" \
		--config "$tap_dir/never.conf"
	left 'imported stays imported' \
		'192.0.2.1 192.0.2.7 192.0.2.8 2001:db8::1' \
		--state imported --cache "$tap_dir/old.db"
	left 'source agent, where there is one' '127.77.4.2' --source agent \
		--cache "$tap_dir/old.db"
	expect 'show says stale' 0 '^  state +stale$' - cache show \
		--cache "$tap_dir/old.db" PARENT-1
else
	skip 'Python reads CSV and JSON' 'python3 is missing'
fi
tap_end
