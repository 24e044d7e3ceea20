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
grep -E '\.(c|h|sh|mk|ac|am)$' "$tap_dir/all" >"$tap_dir/code"

has_licence() { # FILE
	head -n 3 "$1" | grep -q 'SPDX-License-Identifier: BSD-2-Clause'
}

: >"$tap_dir/licence"
: >"$tap_dir/owner"
while IFS= read -r file; do
	case $file in
	*.mk) continue ;; # a few lines each, included by Makefile.am
	esac
	! lint_is_generated "$srcdir/$file" || continue
	has_licence "$srcdir/$file" || echo "$file" >>"$tap_dir/licence"
	case $file in
	*.c | *.h)
		head -n 2 "$srcdir/$file" | grep -q \
			'^ \* Copyright (c) [0-9]*, the rollcall authors$' ||
			echo "$file" >>"$tap_dir/owner"
		;;
	esac
done <"$tap_dir/code"
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
