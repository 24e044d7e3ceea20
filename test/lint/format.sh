#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# Layout: clang-format 14 (versions disagree, so it is pinned) changes
# nothing, and what it leaves alone (comments) keeps to 80 columns, too.
. "${lint_home:-${srcdir:=.}}/test/lint/lib.sh"

# The name of a clang-format of version 14, or nothing.
pinned() {
	for tool in clang-format-14 clang-format; do
		if "$tool" --version 2>/dev/null | grep -q 'version 14\.'; then
			echo "$tool"
			return
		fi
	done
}

lint_files c h >"$tap_dir/files"
check 'there are files to look at' test -s "$tap_dir/files"

tool=$(pinned)
if [ -n "$tool" ]; then
	# shellcheck disable=SC2046 # file names have no blanks here
	"$tool" --style=file --dry-run --Werror $(cat "$tap_dir/files") \
		>"$tap_dir/findings" 2>&1 || echo "mend it: $tool -i FILE" \
		>>"$tap_dir/findings"
	check_none 'clang-format 14 changes nothing' "$tap_dir/findings"
else
	skip_or_fail 'clang-format 14 changes nothing' \
		'clang-format 14 is missing; on Debian 12: apt install clang-format-14'
fi

# shellcheck disable=SC2046
awk '
{
	width = 0
	line = $0
	gsub(/[\200-\277]/, "", line) # count characters, not bytes
	for (i = 1; i <= length(line); i++)
		width += substr(line, i, 1) == "\t" ? 8 - width % 8 : 1
	# a string or an address on the web cannot be broken
	if (width > 80 && line !~ /"/ && line !~ /https?:/)
		print FILENAME ":" FNR ": " width " columns"
}
/[ \t]$/ { print FILENAME ":" FNR ": a blank at the end" }
' $(cat "$tap_dir/files") >"$tap_dir/findings"
check_none 'no line has more than 80 columns' "$tap_dir/findings"
tap_end
