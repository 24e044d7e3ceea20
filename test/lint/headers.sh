#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# Each header compiles alone, twice in one file, and after any other: with the
# build's own compiler and flags.  A *_list.h is no header but a list of rows.
. "${lint_home:-${srcdir:=.}}/test/lint/lib.sh"

compile=$(lint_compile) && [ -n "$compile" ] || {
	fail 'the build says how it compiles'
	tap_end
}
cd "$builddir" || exit 99

compiles() { # FILE
	eval "$compile -fsyntax-only -x c \"\$1\""
}

n=0
: >"$tap_dir/forward.c"
: >"$tap_dir/findings"
for header in $(lint_files h); do
	case $header in
	*_list.h) continue ;; # lists that are read several times on purpose
	esac
	name=${header#"$srcdir"/}
	printf '#include "%s"\n#include "%s"\n' "$name" "$name" \
		>"$tap_dir/alone.c"
	echo "#include \"$name\"" >>"$tap_dir/forward.c"
	compiles "$tap_dir/alone.c" >>"$tap_dir/findings" 2>&1 ||
		echo "$name does not compile alone" >>"$tap_dir/findings"
	n=$((n + 1))
done
check 'there are headers to look at' test "$n" -gt 0
check_none 'each header compiles alone and twice' "$tap_dir/findings"
check 'all headers compile together' compiles "$tap_dir/forward.c"
sed '1!G;h;$!d' "$tap_dir/forward.c" >"$tap_dir/backward.c"
check 'and in the reverse order' compiles "$tap_dir/backward.c"
tap_end
