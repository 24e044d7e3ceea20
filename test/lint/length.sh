#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# No function has more than 60 lines and no file more than 500, but for the
# rows of length.tab, each with its reason.
. "${lint_home:-${srcdir:=.}}/test/lint/lib.sh"

lint_table length.tab >"$tap_dir/table"
lint_files c h >"$tap_dir/files"
# A function starts with its name at the start of a line and its body is
# between braces that stand there alone.
# shellcheck disable=SC2046 # file names have no blanks here
awk -v top="$srcdir/" '
function close_file() {
	if (file != "" && lines > 500 && !use("file", file, ""))
		print "file|" file ": " lines " lines"
}
function use(kind, path, name) {
	if (!((kind, path, name) in allowed))
		return 0
	used[kind, path, name] = 1
	return 1
}
FILENAME == ARGV[1] {
	allowed[$1, $2, $1 == "file" ? "" : $3] = 1
	next
}
FNR == 1 {
	close_file()
	file = substr(FILENAME, length(top) + 1)
	name = ""
	start = 0
}
{ lines = FNR }
/^[A-Za-z_][A-Za-z0-9_]*\(/ {
	name = $0
	sub(/\(.*/, "", name)
}
/^\{/ { start = FNR }
/^\}/ {
	if (start > 0 && name != "" && FNR - start - 1 > 60 &&
	    !use("function", file, name))
		print "function|" file ": " name "() has " FNR - start - 1 \
		    " lines"
	start = 0
	name = ""
}
END {
	close_file()
	for (key in allowed)
		if (!(key in used)) {
			split(key, part, SUBSEP)
			print "row|" part[1] " " part[2] " " part[3]
		}
}
' "$tap_dir/table" $(cat "$tap_dir/files") >"$tap_dir/findings"

of_rule() { # RULE NAME
	sed -n "s/^$1|//p" "$tap_dir/findings" >"$tap_dir/of_rule"
	check_none "$2" "$tap_dir/of_rule"
}
check 'there are files to look at' test -s "$tap_dir/files"
of_rule function 'no function has more than 60 lines'
of_rule file 'no file has more than 500 lines'
of_rule row 'each exception in length.tab is still needed'
tap_end
