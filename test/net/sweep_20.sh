#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# A simulated /20 from the command line to the documents: everybody who is
# there and nobody else.
. "${srcdir:=.}/test/net/sweep.sh"

estate_need
cat >"$estate" <<'E2'
seed 20
servers 1/8
clients 1/4
open 2%
gup 1%
refusing 1/8
delay 5ms..60ms
prefix 10.77.16.0/20
E2
"$responder" --estate "$estate" --list >"$tap_dir/list"
n_expected=$(grep -vc '	refusing	' "$tap_dir/list")

found_all() { # NAME FILE
	check_valid "$1" "$work/$2.xml"
	check_says "$1: it is complete" true \
		$inventory get "$work/$2.xml" inventory complete
	check "$1: each machine stands where it belongs, nobody else" \
		$inventory exact "$work/$2.xml" "$tap_dir/list"
	check_says "$1: nobody is missing" 0 $inventory missing "$work/$2.xml"
	check "$1: the table has the same machines" \
		$inventory same "$work/$2.xml" "$tap_dir/out"
}

sweep 10.77.16.0/20 -o xml:first.xml -o table
judge 'default settings' 0 '' '^rollcall: asked 4,096 addresses in '
found_all 'default settings' first
check_says 'default settings: nobody was expected' '4096 0 0 0' \
	$inventory get "$work/first.xml" counts \
	targets excluded expected answered

sweep 10.77.16.0/20 -r 5000 -o xml:second.xml -o table
judge 'again' 0 '' ' expected answered$'
found_all 'again' second
check_says 'again: who was found was expected, and answered' \
	"4096 0 $n_expected $n_expected" \
	$inventory get "$work/second.xml" counts \
	targets excluded expected answered
tap_end
