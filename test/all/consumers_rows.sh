#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# The formats of one row a machine before independent readers: csv by Python's
# csv and by SQLite, jsonl and grep line by line.  What each gives back must be
# what the document in JSON says.
: "${srcdir:=.}"
. "$srcdir/test/tap.sh"

data=$srcdir/test/data
for name in empty office hostile; do
	check "$name: Python's csv" python3 "$srcdir/test/all/rows.py" csv \
		"$data/inventory/$name.json" "$data/inventory/$name.csv"
	check "$name: jsonl" python3 "$srcdir/test/all/rows.py" jsonl \
		"$data/inventory/$name.json" "$data/inventory/$name.jsonl"
	check "$name: grep" python3 "$srcdir/test/all/rows.py" grep \
		"$data/inventory/$name.json" "$data/consoles/$name.gnmap"
	if command -v sqlite3 >/dev/null; then
		# SQLite's reader, and its rows as JSON.
		sqlite3 -cmd '.mode csv' -cmd \
			".import '$data/inventory/$name.csv' hosts" \
			-cmd '.mode json' :memory: 'SELECT * FROM hosts;' \
			>"$tap_dir/rows" 2>"$tap_dir/said"
		check "$name: SQLite has no complaint" test ! -s "$tap_dir/said"
		check "$name: SQLite's csv" python3 \
			"$srcdir/test/all/rows.py" sqlite \
			"$data/inventory/$name.json" "$tap_dir/rows"
	else
		skip_or_fail "$name: SQLite's csv" \
			'on Debian: apt install sqlite3'
	fi
done

# The comparison sees a difference.
sed 's/SRV-OLD/SRV-0LD/' "$data/inventory/office.csv" >"$tap_dir/other.csv"
if python3 "$srcdir/test/all/rows.py" csv "$data/inventory/office.json" \
	"$tap_dir/other.csv" >/dev/null 2>&1; then
	fail 'another name is found out'
else
	pass 'another name is found out'
fi
tap_end
