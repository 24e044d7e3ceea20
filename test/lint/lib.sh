# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# What the lints share.  They look at $srcdir and $builddir, which the
# self-test points to bad samples.
. "${lint_home:-${srcdir:=.}}/test/tap.sh"
lint_home=${lint_home:-$srcdir}
lint_folders='base cache scanner importer output responder cli test'

# Of the files on standard input those that no build generates: such a file
# says so at its start.
lint_not_generated() {
	tr '\n' '\0' | xargs -0 grep -L '^/\* Generated from ' /dev/null |
		grep -v '^/dev/null$'
}

# The files of our own with these endings, without what the build generates.
lint_files() { # ENDING...
	for lint_folder in $lint_folders; do
		[ -d "$srcdir/$lint_folder" ] || continue
		for lint_ending; do
			find "$srcdir/$lint_folder" -name "*.$lint_ending"
		done
	done | LC_ALL=C sort | lint_not_generated
}

# A lint's table without comments and empty lines.
lint_table() { # NAME
	sed 's/#.*//; /^[[:space:]]*$/d' "${lint_tables:-$lint_home/test/lint}/$1"
}

# How make compiles a file, as one line of shell; run it in $builddir.
lint_compile() {
	MAKEFLAGS='' make -n -C "$builddir" lint-compile | sed -n 's/^: //p'
}
