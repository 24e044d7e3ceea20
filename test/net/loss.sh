#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# A fifth of all packets is lost each way, by chance.  What a machine said when
# nothing was lost is the truth; a machine is missed when it is not seen or
# lacks one of those words.  Of whom may be missed there are so few that chance
# does not break this test in a lifetime.
. "${srcdir:=.}/test/net/sweep.sh"

estate_need
cat >"$estate" <<'E2'
seed 20
servers 1/8
clients 1/4
refusing 1/8
delay 5ms..60ms
prefix 10.77.4.0/24
E2
inside "$rollcall" sweep -n 10.77.4.0/24 --no-cache -o csv:truth.csv
judge 'nothing is lost' 0 - ''

lossy() { # ARGUMENT...
	lined 10.77.4.0/24 "$rollcall" sweep 10.77.4.0/24 -n -o xml:all.xml \
		-o csv:all.csv "$@" <<'E2'
line_loss 20
E2
}
# How many machines there are, how many of them were missed, how many of those
# are shown as something else than they are, and how many stand in the table
# twice or are not there at all.
wrong() {
	python3 - "$work/truth.csv" "$work/all.csv" <<'E2'
import csv, sys

def words(path):
    with open(path, encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["role"] != "missing"]
    said = {}
    for row in rows:
        said[row["address"]] = row["role"], set(row["services"].split("; "))
    return len(rows), said

n_true, true = words(sys.argv[1])
n_got, got = words(sys.argv[2])
nothing = "none", set()
missed = [a for a in true if true[a][1] - got.get(a, nothing)[1]]
others = [a for a in missed if true[a][0] != got.get(a, nothing)[0]]
print(n_true, len(missed), len(others), n_got - len(got) + len(set(got) - set(true)))
E2
}

lossy --retries 0
judge 'one try' 0 - ''
read -r n missed others strange <<E2
$(wrong)
E2
check "one try: $missed of $n are missed: packets are lost" [ "$missed" -gt 9 ]

lossy --no-cache
judge 'as it comes' 0 - ''
read -r n missed others strange <<E2
$(wrong)
E2
# Some 0.13 are to be expected, so seven would be a wonder.
check "as it comes: $missed of $n are missed, $others look like others" \
	[ "$missed" -le 6 ]
check "as it comes: $strange stand there twice or do not exist" \
	[ "$strange" -eq 0 ]
check_valid 'as it comes' "$work/all.xml"
read -r exchanges expected <<E2
$($inventory get "$work/all.xml" loss exchanges missed)
E2
# 36% of some 230 answers' exchanges, give and take five times its spread.
check "as it comes: $exchanges of all exchanges are lost, which is right" \
	awk "BEGIN { exit !($exchanges > 0.16 && $exchanges < 0.56) }"
# Three tries, as told, would leave some ten.
check "as it comes: $expected are said to be missed, hardly any" \
	awk "BEGIN { exit !($expected <= 0.2) }"

# Whoever may be missed, nothing more is asked, and the estimate says how many.
cat >"$tap_dir/conf" <<'E2'
[link default]
max-missed = 100%
E2
lossy --no-cache --retries 1 --config "$tap_dir/conf"
judge 'two tries' 0 - "may be unseen, or lack an answer"
read -r n missed others strange <<E2
$(wrong)
E2
read -r tries low high <<E2
$($inventory get "$work/all.xml" loss tries missed-low missed-high)
E2
check 'two tries: so many were made' [ "$tries" -eq 2 ]
# From low to high are four times the spread; three of them are allowed.
check "two tries: $missed of $n are missed, $low to $high are said to be" \
	sh -c "[ $missed -ge $((low - (high - low))) ] &&
		[ $missed -le $((high + (high - low))) ]"
tap_end
