#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# Includes: each names its folder and exists, arrows point down, a file's own
# header comes first, third-party headers stay in few files, and a header's
# guard is its path.  The rules are rows in includes.tab.
. "${lint_home:-${srcdir:=.}}/test/lint/lib.sh"

lint_table includes.tab >"$tap_dir/table"
lint_files c h >"$tap_dir/files"
# shellcheck disable=SC2046 # file names have no blanks here
awk -v top="$srcdir/" -v build="$builddir/" '
function exists(path,    line, got) {
	if (!(path in seen)) {
		got = (getline line < path)
		close(path)
		seen[path] = got >= 0
	}
	return seen[path]
}
function finding(rule, text) {
	print rule "|" file ":" FNR ": " text
}
# Does the pattern of a table row (one * at its end at most) fit text?
function fits(pattern, text) {
	if (pattern ~ /\*$/)
		return index(text, substr(pattern, 1, length(pattern) - 1)) == 1
	return pattern == text
}
function check_ours(name,    to) {
	to = name
	if (!sub(/\/[^\/]*$/, "", to))
		return finding("folder", name " does not name its folder")
	sub(/\/.*/, "", to)
	if (!exists(top name) && !exists(build name))
		finding("folder", name " does not exist")
	if (to != folder && index(arrows[folder] " ", " " to " ") == 0)
		finding("arrow", folder " must not include " name)
}
function check_theirs(name,    i, is_known, is_allowed) {
	for (i = 1; i <= n_rows; i++)
		if (fits(row_header[i], name)) {
			is_known = 1
			if (fits(row_file[i], file))
				is_allowed = 1
		}
	if (is_known && !is_allowed)
		finding("third", name " does not belong here: includes.tab")
}
FILENAME == ARGV[1] {
	if ($1 == "arrows") {
		for (i = 3; i <= NF; i++)
			arrows[$2] = arrows[$2] " " $i
	} else {
		row_header[++n_rows] = $1
		row_file[n_rows] = $2
	}
	next
}
FNR == 1 {
	file = substr(FILENAME, length(top) + 1)
	folder = file
	sub(/\/.*/, "", folder)
	own = ""
	if (file ~ /\.c$/) {
		own = substr(file, 1, length(file) - 1) "h"
		if (!exists(top own))
			own = ""
	}
	guard = toupper(file)
	gsub(/[^A-Z0-9]/, "_", guard)
	has_guard = file !~ /\.h$/ || file ~ /_list\.h$/
}
!has_guard && $1 == "#ifndef" {
	has_guard = 1
	if ($2 != guard)
		finding("guard", "the guard must be " guard)
}
/^#[ \t]*include[ \t]*["<]/ {
	is_ours = $0 ~ /"/
	name = $0
	sub(/^[^"<]*["<]/, "", name)
	sub(/[">].*/, "", name)
	if (!has_guard) {
		has_guard = 1
		finding("guard", "an include before the guard " guard)
	}
	if (own != "" && name != own)
		finding("own", own " must be included first")
	own = ""
	if (is_ours)
		check_ours(name)
	else
		check_theirs(name)
}
' "$tap_dir/table" $(cat "$tap_dir/files") >"$tap_dir/findings" ||
	echo 'folder|awk failed' >>"$tap_dir/findings"

of_rule() { # RULE NAME
	sed -n "s/^$1|//p" "$tap_dir/findings" >"$tap_dir/of_rule"
	check_none "$2" "$tap_dir/of_rule"
}
check 'there are files to look at' test -s "$tap_dir/files"
of_rule folder 'an include names its folder and exists'
of_rule arrow 'arrows point down'
of_rule own "a file's own header comes first"
of_rule third 'third-party headers stay in few files'
of_rule guard "a header's guard is its path"
tap_end
