#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# What the objects of the build show: a file exports only symbols with its
# stem (or with the stem of the header that it implements a part of), and
# nobody keeps mutable globals.  Exceptions are rows in symbols.tab.
. "${lint_home:-${srcdir:=.}}/test/lint/lib.sh"

command -v objdump >/dev/null || skip_all 'objdump is missing (binutils)'
lint_table symbols.tab >"$tap_dir/table"
for folder in $lint_folders; do
	[ "$folder" = test ] || [ ! -d "$builddir/$folder" ] ||
		find "$builddir/$folder" -name '*.o'
done | LC_ALL=C sort >"$tap_dir/objects"

# One line per symbol: file, stem, scope (g or l), section, name.  An object
# is called STEM.o or, with flags of its own, TARGET-STEM.o; those whose
# source has gone are left over from an earlier build.
while IFS= read -r object; do
	folder=${object#"$builddir"/}
	folder=${folder%/*}
	stem=${object##*/}
	stem=${stem%.o}
	stem=${stem##*-}
	[ -f "$srcdir/$folder/$stem.c" ] || [ -f "$builddir/$folder/$stem.c" ] ||
		continue
	objdump -t "$object" | awk -v file="$folder/$stem" -v stem="$stem" '
		NF >= 5 && $1 ~ /^[0-9a-f]+$/ {
			scope = substr($0, length($1) + 2, 1)
			for (i = 2; i < NF - 1; i++)
				if ($i ~ /^[.*]/)
					print file, stem, scope, $i, $NF
		}'
done <"$tap_dir/objects" >"$tap_dir/symbols"

# Names that the compiler, a sanitizer or gcov makes start with two underlines
# or hold a dot in front.
awk -v top="$srcdir/" '
function declares(header, name,    line, got, path) {
	path = top header
	if (!(path in text)) {
		text[path] = " "
		while ((getline line < path) > 0)
			text[path] = text[path] line "\n"
		close(path)
	}
	return text[path] ~ ("[^a-z0-9_]" name "[^a-z0-9_]")
}
# Is name the stem, or does it start with the stem and an underline?
function has_prefix(name, stem) {
	return name == stem || index(name, stem "_") == 1
}
# probe_load.c may implement a part of probe.h, or of probe_private.h.
function is_part(file, stem, name,    header) {
	while (sub(/_[^_]*$/, "", stem)) {
		header = file
		sub(/[^\/]*$/, stem ".h", header)
		if (has_prefix(name, stem) && declares(header, name))
			return 1
		sub(/\.h$/, "_private.h", header)
		if (has_prefix(name, stem) && declares(header, name))
			return 1
	}
	return 0
}
FILENAME == ARGV[1] {
	allowed[$1, $2, $3] = 1
	next
}
$5 ~ /^(__|\.|_GLOBAL|asan\.|DW\.)/ || $4 ~ /^\*/ { next }
$3 == "g" && $5 != "main" && !has_prefix($5, $2) {
	if (!is_part($1, $2, $5) && !(("prefix", $1, $5) in allowed))
		print "prefix|" $1 ".c exports " $5
}
$4 ~ /^\.(data|bss|tdata|tbss)/ && $4 !~ /^\.data\.rel\.ro/ && $5 !~ /^\./ {
	name = $5
	sub(/\.[0-9]+$/, "", name)
	sub(/^.*\./, "", name)
	if (!(("mutable", $1, name) in allowed))
		print "mutable|" $1 ".c keeps " $5 " in " $4
}
' "$tap_dir/table" "$tap_dir/symbols" | sort -u >"$tap_dir/findings"

of_rule() { # RULE NAME
	sed -n "s/^$1|//p" "$tap_dir/findings" >"$tap_dir/of_rule"
	check_none "$2" "$tap_dir/of_rule"
}
check 'there are symbols to look at' test -s "$tap_dir/symbols"
of_rule prefix "a file's stem is the prefix of what it exports"
of_rule mutable 'there are no mutable globals'
tap_end
