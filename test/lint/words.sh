#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# Texts: each file of ours says its licence and whose it is, nothing is left
# for later, and no path of the machine that it was written on is told.
. "${lint_home:-${srcdir:=.}}/test/lint/lib.sh"

# All that is text and ours, the build's products left out.
(
	cd "$srcdir" && find . -type d \( -name .git -o -name 'build*' \
		-o -name autom4te.cache -o -name corpus \
		-o -name _build -o -name _inst \) -prune \
		-o -type f -size -400k -print
) | sed 's,^\./,,' | grep -Ev \
	'(^|/)(configure~?|aclocal\.m4|Makefile(\.in)?|config\.(h|h\.in|log|status)~?|stamp-h1)$|\.(o|a|log|trs|xz|db)$' |
	LC_ALL=C sort >"$tap_dir/all"
# The .mk files are a few lines each, included by Makefile.am.
grep -E '\.(c|h|sh|ac|am)$' "$tap_dir/all" |
	(cd "$srcdir" && lint_not_generated) >"$tap_dir/code"

(
	cd "$srcdir" && awk '
	{
		licence = owner = 0
		for (n = 0; n < 3 && (getline line < $0) > 0; n++) {
			licence += line ~ /SPDX-License-Identifier: BSD-2-Clause/
			owner += line ~ /^ \* Copyright \(c\) [0-9]*, the rollcall authors$/
		}
		close($0)
		if (!licence)
			print "licence " $0
		if (!owner && /\.[ch]$/)
			print "owner " $0
	}' "$tap_dir/code"
) >"$tap_dir/heads"
sed -n 's/^licence //p' "$tap_dir/heads" >"$tap_dir/licence"
sed -n 's/^owner //p' "$tap_dir/heads" >"$tap_dir/owner"
check 'there are files to look at' test -s "$tap_dir/code"
check_none 'each file says its licence' "$tap_dir/licence"
check_none 'each file says whose it is' "$tap_dir/owner"

# The words are taken apart, so that this file does not hold them.
find_words() { # PATTERN OUTPUT
	(
		cd "$srcdir" &&
			tr '\n' '\0' <"$tap_dir/all" |
			xargs -0 grep -nIE -e "$1" /dev/null | cut -c 1-200
	) >"$2"
}
find_words '(^|[^A-Za-z])(TO''DO|FIX''ME|XX''X)([^A-Za-z]|$)' "$tap_dir/later"
check_none 'nothing is left for later' "$tap_dir/later"

# Too short or too common a name would be found everywhere.
machine_path() { # FOLDER
	case $1 in
	/ | /tmp | /var | /usr | /usr/* | /etc | /nonexistent | '') return ;;
	esac
	find_words "$(printf '%s/' "$1" | sed 's/[].[*^$(){}+?|]/\\&/g')" \
		"$tap_dir/one"
	cat "$tap_dir/one" >>"$tap_dir/paths"
}
: >"$tap_dir/paths"
machine_path "${lint_parent:-$(cd "$srcdir/.." && pwd)}"
machine_path "${HOME:-}"
check_none 'no path of this machine is told' "$tap_dir/paths"
tap_end
