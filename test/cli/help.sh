#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# Help for every command at any width, and what happens when nobody reads it.
. "${srcdir:=.}/test/cli/lib.sh"

commands='sweep cache cache_list cache_show cache_path probes formats demo
help version'

# The lines that are too wide, but for one word alone: a file's long name.
wide() { # WIDTH
	awk -v w="$1" 'length > w && /[^ ] [^ ]/' "$tap_dir/out"
}

for command in '' $commands; do
	words=$(echo "$command" | tr _ ' ')
	for width in 50 60 80 100; do
		COLUMNS=$width
		export COLUMNS
		# shellcheck disable=SC2086 # several words are meant
		run help $words
		if [ "$status" -eq 0 ] && [ -s "$tap_dir/out" ] &&
			[ ! -s "$tap_dir/err" ] &&
			[ "$(wide "$width" | grep -vc '^  rollcall ')" \
				-eq 0 ]; then
			pass "help $words, $width columns"
		else
			wide "$width" | comment
			fail "help $words, $width columns"
		fi
	done
	unset COLUMNS
	cp "$tap_dir/out" "$tap_dir/help.out"
	[ -n "$words" ] || continue
	COLUMNS=100
	export COLUMNS
	# shellcheck disable=SC2086
	run $words --help
	check "$words --help is the same" \
		cmp "$tap_dir/help.out" "$tap_dir/out"
	unset COLUMNS
done
expect '--help' 0 '^commands:' - --help
expect '-h' 0 '^commands:' - -h
expect '--help COMMAND' 0 '^usage: rollcall sweep ' - --help sweep
expect '--version' 0 '^rollcall [0-9]' - --version
expect 'version names what it uses' 0 '^SQLite 3' - version
for library in libevent libxml2 PCRE2 libsmartcols; do
	check "version names $library" grep -q "^$library [0-9]" \
		"$tap_dir/out"
done
run help
check 'words for the build alone are not shown' \
	sh -c "! grep -Eq 'completion|inside' '$tap_dir/out'"

# Nobody reads, or nobody can: no hang, no crash, and it is said.
for command in help version formats probes 'cache path' 'sweep ::1 --dry-run'
do
	status=0
	# shellcheck disable=SC2086
	"$rollcall" $command >&- 2>"$tap_dir/err" || status=$?
	: >"$tap_dir/out"
	judge "$command: closed standard output" 4 '' \
		'^rollcall: cannot write standard output'
	status=0
	# shellcheck disable=SC2086
	"$rollcall" $command >/dev/full 2>"$tap_dir/err" || status=$?
	judge "$command: full disk" 4 '' '^rollcall: .*No space left'
done
status=0
"$rollcall" help 2>&- >"$tap_dir/out" </dev/null || status=$?
: >"$tap_dir/err"
judge 'closed standard error' 0 '^commands:' ''
status=0
"$rollcall" nope 2>&- >"$tap_dir/out" </dev/null || status=$?
judge 'closed standard error, and a mistake' 2 - ''
"$rollcall" help 2>"$tap_dir/err" | head -n 1 >"$tap_dir/out"
status=0
judge 'a reader that leaves early' 0 '^usage:' -
tap_end
