#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# A fifth of all packets is lost each way, by chance.  Who was missed in the
# end is so few that chance does not break this test in a lifetime.
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
"$responder" --estate "$estate" --list | grep -v '	refusing	' >"$tap_dir/list"
n=$(wc -l <"$tap_dir/list")

lossy() { # ARGUMENT...
	lined 10.77.4.0/24 "$rollcall" sweep 10.77.4.0/24 -o xml:all.xml \
		-o csv:all.csv "$@" <<'E2'
line_loss 20
E2
}
# How many machines of the list are missing, and how many stand in the table
# twice or are not there at all.
wrong() {
	awk -F '[,	]' 'FNR == NR { is_there[$1] = 1; next }
	FNR == 1 || $3 == "missing" || $3 == "alive" { next }
	{ n[$1]++ }
	END {
		for (address in is_there)
			if (!(address in n))
				missing++
		for (address in n)
			if (n[address] > 1 || !(address in is_there))
				strange++
		print missing + 0, strange + 0
	}' "$tap_dir/list" "$work/all.csv"
}

lossy --retries 0
judge 'one try' 0 - ''
read -r missing strange <<E2
$(wrong)
E2
check "one try: $missing of $n are missed: packets are lost" [ "$missing" -gt 3 ]

lossy --retries 5 --no-cache
judge 'six tries' 0 - ''
read -r missing strange <<E2
$(wrong)
E2
check "six tries: $missing of $n are missed, at most 3" [ "$missing" -le 3 ]
check "six tries: $strange stand there twice or do not exist" \
	[ "$strange" -eq 0 ]
check_valid 'six tries' "$work/all.xml"
read -r exchanges low high <<E2
$($inventory get "$work/all.xml" loss exchanges missed-low missed-high)
E2
# 36% of some 140 answers' exchanges, give and take five times its spread.
check "six tries: $exchanges of all exchanges are lost, which is right" \
	awk "BEGIN { exit !($exchanges > 0.16 && $exchanges < 0.56) }"
check "six tries: $missing are missed, from $low to $high were expected" \
	sh -c "[ $low -le $missing ] && [ $missing -le $((high + 1)) ]"
tap_end
