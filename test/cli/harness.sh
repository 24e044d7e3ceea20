#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# The tests' own test: a unit test that fails is seen, and so is one in shell.
. "${srcdir:=.}/test/tap.sh"

# says PATTERN: a line of what the last program printed.
says() {
	check "it prints: $1" grep -qE -- "$1" "$tap_dir/out"
}

failing=$builddir/test/unit/failing
if [ -x "$failing" ]; then
	"$failing" >"$tap_dir/out" 2>&1
	check 'a program with a failing assertion exits with 1' test $? -eq 1
	says '^1\.\.3$'
	says '^ok 1 - failing: good$'
	says '^not ok 2 - failing: bad$'
	says '^# .*failing\.c:[0-9]+: .*1 \+ 1'
	says '^not ok 3 - failing: rows$'
	says '^# failed in row: second$'
	check 'rows that hold are not named' \
		test "$(grep -c 'in row' "$tap_dir/out")" = 1
	"$failing" -k good >"$tap_dir/out" 2>&1
	check 'the good test alone exits with 0' test $? -eq 0
	says '^1\.\.1$'
	"$failing" -k row >"$tap_dir/out" 2>&1
	check 'a bad test alone exits with 1' test $? -eq 1
else
	skip_or_fail 'a failing assertion is seen' \
		'CUnit is missing; on Debian: apt install libcunit1-dev'
fi

# in_shell SCRIPT: run it as a test of its own.
in_shell() {
	printf '. "$srcdir/test/tap.sh"\n%s\ntap_end\n' "$1" >"$tap_dir/t.sh"
	CI='' ROLLCALL_ALL='' srcdir=$srcdir sh "$tap_dir/t.sh" \
		>"$tap_dir/out" 2>&1
}
in_shell 'check good true; skip later "no reason"'
check 'a shell test that holds exits with 0' test $? -eq 0
says '^ok 2 - later . SKIP no reason$'
says '^1\.\.2$'
in_shell 'check good true; check bad false; check good true'
check 'a shell test that fails exits with 1' test $? -eq 1
says '^not ok 2 - bad$'
in_shell 'fail bad "for a reason"'
check 'fail alone exits with 1' test $? -eq 1
says '^# for a reason$'
in_shell 'echo one >"$tap_dir/f"; check_none nothing "$tap_dir/f"'
check 'a finding exits with 1' test $? -eq 1
says '^# one$'
in_shell 'skip_or_fail wanted "it is missing"'
check 'what is missing is skipped' test $? -eq 0
in_shell 'CI=true; skip_or_fail wanted "it is missing"'
check 'but not where everything must run' test $? -eq 1
tap_end
