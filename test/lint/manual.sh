#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# Each program that is installed has a man page that names the same commands
# and options as its --help (which is made from the option rows), and
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

# The options in a help text on standard input, as "COMMAND: --long" and
# "COMMAND: -l"; without a command: what the program itself takes.
options_of() { # [COMMAND]
	sed -nE "s/^  (-.), (--[a-z0-9-]+).*/$1: \1\n$1: \2/p
		s/^      (--[a-z0-9-]+).*/$1: \1/p"
}

# All that a program's help shows, commands' commands included: the options to
# standard output, the commands to $tap_dir/commands.
ask_help() { # PROGRAM
	"$1" --help | options_of ''
	for command in $("$1" --help | commands_of); do
		echo "$command" >>"$tap_dir/commands"
		"$1" "$command" --help | options_of "$command"
		for sub in $("$1" "$command" --help | commands_of); do
			echo "$sub" >>"$tap_dir/commands"
			"$1" "$command" "$sub" --help | options_of "$command"
		done
	done
}

# What a page names, in the same form, a command's options in its .Ss: after
# "any" or, in a list of options, "item".  A comment in a command's section,
# "options as COMMAND", stands for those of a command before it.
ask_page() { # PAGE
	sed 's/\\-/-/g' "$1" | awk -v commands="$tap_dir/commands" '
	BEGIN {
		while ((getline name < commands) > 0)
			is_command[name] = 1
	}
	/^\.S[hs] / { command = ($2 in is_command) ? $2 : "" }
	/^\.."  *options as / {
		for (i = 1; i <= n; i++)
			if (who[i] == $4)
				print "any " command ": -" what[i]
	}
	/^\.(It )?Fl / {
		for (i = 2; i <= NF; i++)
			if ($(i - 1) == "Fl" || $(i - 1) == ".Fl") {
				print "any " command ": -" $i
				who[++n] = command
				what[n] = $i
				if ($1 == ".It")
					print "item " command ": -" $i
			}
	}'
}

compare() { # PROGRAM PAGE
	program=$builddir/$1
	page=$srcdir/$2
	: >"$tap_dir/commands"
	: >"$tap_dir/findings"
	"$program" --help >/dev/null 2>&1 ||
		echo "$1 --help fails" >>"$tap_dir/findings"
	ask_help "$program" 2>>"$tap_dir/findings" | LC_ALL=C sort -u \
		>"$tap_dir/in_help"
	ask_page "$page" >"$tap_dir/page"
	for kind in any item; do
		sed -n "s/^$kind //p" "$tap_dir/page" | LC_ALL=C sort -u \
			>"$tap_dir/$kind"
	done
	[ -s "$tap_dir/in_help" ] || echo "$1 --help shows no option" \
		>>"$tap_dir/findings"
	{
		LC_ALL=C comm -23 "$tap_dir/in_help" "$tap_dir/any" |
			sed 's/^: //; s/$/ is missing in the page/'
		LC_ALL=C comm -13 "$tap_dir/in_help" "$tap_dir/item" |
			sed 's/^: //; s/$/ is in the page only/'
		sort -u "$tap_dir/commands" | while IFS= read -r command; do
			grep -Eq "^\.(Ss|It|Ic|Cm)( .*)? $command( |\$)" \
				"$page" ||
				echo "the command $command is missing in the page"
		done
	} >>"$tap_dir/findings"
	check_none "$2 names the commands and options of $1" \
		"$tap_dir/findings"
}

pages=$(from_make lint-pages)
programs=$(from_make lint-programs)
check 'there are programs to look at' test -n "$programs"
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

# The configuration: its keys are rows of cli/config*.c.
sed -nE 's/^	\{ "([a-z-]+)", (true|false), config_.*/\1/p' \
	"$srcdir"/cli/config*.c | LC_ALL=C sort -u >"$tap_dir/in_source"
sed -n 's/^\.It Ic //p' "$srcdir/cli/rollcall.conf.5" |
	sed 's/ No .*//' | tr -s ' ,' '\n' | LC_ALL=C sort -u >"$tap_dir/in_page"
check 'the configuration has keys' grep -qx prefixes "$tap_dir/in_source"
LC_ALL=C comm -23 "$tap_dir/in_source" "$tap_dir/in_page" >"$tap_dir/findings"
check_none 'rollcall.conf.5 names every key' "$tap_dir/findings"

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
