#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# rollcall-inventory(5) names the elements, attributes and words of
# output/inventory.rng, and no others.
. "${lint_home:-${srcdir:=.}}/test/lint/lib.sh"

schema=$srcdir/output/inventory.rng
page=$srcdir/output/rollcall-inventory.5

# The names in a line of the page: ".Ss a, b" and ".It Va a , Va b".
named() { # MACRO
	sed -n "s/^\.$1 //p" "$page" | sed 's/ , Va / /g; s/,/ /g' |
		tr -s ' ' '\n' | LC_ALL=C sort -u
}
defined() { # KIND
	sed -n "s/.*<$1 name=\"\([^\"]*\)\">.*/\1/p" "$schema" |
		LC_ALL=C sort -u
}
compare() { # WHAT KIND MACRO
	defined "$2" >"$tap_dir/defined"
	named "$3" >"$tap_dir/named"
	{
		test -s "$tap_dir/defined" || echo "no $1 in the schema"
		LC_ALL=C comm -23 "$tap_dir/defined" "$tap_dir/named" |
			sed 's/$/ is missing in the page/'
		LC_ALL=C comm -13 "$tap_dir/defined" "$tap_dir/named" |
			sed 's/$/ is not in the schema/'
	} >"$tap_dir/findings"
	check_none "the page names the $1 of the schema" "$tap_dir/findings"
}
compare elements element Ss
compare attributes attribute 'It Va'

# A word is said alone in a line, or with others: ".Ql a , b".
sed -n 's/.*<value type="string">\([^<]*\)<.*/\1/p' "$schema" |
	LC_ALL=C sort -u | while IFS= read -r word; do
	sed -n 's/^\.Ql //p' "$page" | tr -s ' ,' '\n' | grep -qxF -e "$word" ||
		echo "the word $word is missing in the page"
done >"$tap_dir/findings"
check_none 'the page names the words of the schema' "$tap_dir/findings"
tap_end
