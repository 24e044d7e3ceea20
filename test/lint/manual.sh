#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# Each program that is installed has a man page that names the same commands
# and long options as its --help (which is made from the option rows), and
# mandoc finds no fault with it.
. "${lint_home:-${srcdir:=.}}/test/lint/lib.sh"

# What make knows under this name.
from_make() { # TARGET
	MAKEFLAGS='' make -n -C "$builddir" "$1" | sed -n 's/^: *//p'
}

# The names under "commands:" in a help text on standard input.
commands_of() {
	awk '
	/^commands:/ { inside = 1; next }
	/^[^ ]/ || /^$/ { inside = 0 }
	inside && /^  [a-z]/ { print $1 }'
}

# The long options in a help text on standard input.
options_of() {
	sed -nE 's/^  (-.,|   ) --([a-z0-9-]+).*/\2/p'
}

# All help that a program can give, commands and their commands included; the
# commands go to the file $tap_dir/commands.
all_help() { # PROGRAM
	"$1" --help
	for command in $("$1" --help | commands_of); do
		echo "$command" >>"$tap_dir/commands"
		"$1" "$command" --help
		for sub in $("$1" "$command" --help | commands_of); do
			echo "$sub" >>"$tap_dir/commands"
			"$1" "$command" "$sub" --help
		done
	done
}

compare() { # PROGRAM PAGE
	: >"$tap_dir/commands"
	all_help "$builddir/$1" >"$tap_dir/help" 2>"$tap_dir/findings" ||
		echo "$1 --help fails" >>"$tap_dir/findings"
	options_of <"$tap_dir/help" | LC_ALL=C sort -u >"$tap_dir/in_help"
	# mdoc writes --rate as "Fl -rate", \- standing for a dash, too
	sed 's/\\-/-/g' "$srcdir/$2" | grep -Eo '(^|[ .(])Fl -[a-z0-9-]+' |
		sed 's/.*Fl -//' | LC_ALL=C sort -u >"$tap_dir/in_page"
	[ -s "$tap_dir/in_help" ] || echo "$1 --help shows no option" \
		>>"$tap_dir/findings"
	LC_ALL=C comm -23 "$tap_dir/in_help" "$tap_dir/in_page" |
		sed 's/.*/--& is missing in the page/' >>"$tap_dir/findings"
	LC_ALL=C comm -13 "$tap_dir/in_help" "$tap_dir/in_page" |
		sed 's/.*/--& is in the page only/' >>"$tap_dir/findings"
	sort -u "$tap_dir/commands" | while IFS= read -r command; do
		grep -Eq "^\.(Ss|It|Nm|Ic|Cm)( .*)? $command( |\$)" \
			"$srcdir/$2" ||
			echo "the command $command is missing in the page"
	done >>"$tap_dir/findings"
	check_none "$2 names the commands and options of $1" \
		"$tap_dir/findings"
}

pages=$(from_make lint-pages)
programs=$(from_make lint-programs)
[ -n "$programs" ] || skip_all 'the build installs no program'
for program in $programs; do
	page=
	for candidate in $pages; do
		case ${candidate##*/} in
		"${program##*/}".[1-8]) page=${candidate#"$srcdir"/} ;;
		esac
	done
	if [ -z "$page" ]; then
		fail "$program has a man page" \
			"no ${program##*/}.1 or .8 in dist_man_MANS"
	else
		pass "$program has a man page"
		compare "$program" "$page"
	fi
done

for page in $pages; do
	page=${page#"$srcdir"/}
	if command -v mandoc >/dev/null; then
		check "mandoc finds no fault with $page" \
			mandoc -T lint -W warning "$srcdir/$page"
	else
		skip_or_fail "mandoc finds no fault with $page" \
			'mandoc is missing; on Debian: apt install mandoc'
	fi
done
tap_end
