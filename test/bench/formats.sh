#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# How long each format takes to write the inventory of an invented estate and
# what memory it needs; formats of many files first into a folder that is
# absent, then once more into the same one.
#
#	test/bench/formats.sh [MACHINES [SITES]]
#
# builddir names the build folder (default: the current one); it must have
# test/unit/big_report ("make check TESTS=" makes it).  The last column is the
# time in times of what a bare copy of the result takes ("cp -r" and "sync",
# at least 10 ms): for one document it says what thinking costs, for a folder
# what is the disk's.  The limits are those of the design, for 37,500
# machines: 2 s and 64 MiB; the exit status is 1 when a format is beyond them
# and, where it writes thousands of files, also beyond the bare copy.
: "${builddir:=.}"
machines=${1:-37500}
sites=${2:-150}
dir=$(mktemp -d "${TMPDIR:-/tmp}/rollcall-bench.XXXXXX") || exit 1
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM
bad=0

now() {
	date +%s.%N
}

# Seconds that a copy takes, as the program takes it: all of it on the disk.
copy() { # PATH
	sync
	start=$(now)
	cp -r "$1" "$1.copy" && sync -f "$1.copy"
	end=$(now)
	awk -v a="$start" -v b="$end" 'BEGIN { print b - a }'
}

measure() { # NAME REQUEST PATH IS-FOLDER
	sync
	"$builddir/test/unit/big_report" "$2" "$machines" "$sites" \
		>"$dir/took" || exit 1
	[ -e "$3.copy" ] || copied=$(copy "$3")
	awk -v name="$1" -v bare="$copied" -v folder="$4" \
		-v files="$(find "$3" -type f | wc -l)" '{
		if (bare < 0.01)
			bare = 0.01
		ratio = $1 / bare
		beyond = $2 >= 64 || ($1 >= 2 && !(folder && ratio < 1.5))
		printf("%-22s %6d %8.2f %8.1f %8.1f%s\n", name, files, $1, $2,
			ratio, beyond ? "  beyond the limit" : "")
		exit beyond
	}' "$dir/took" || bad=1
}

printf '%-22s %6s %8s %8s %8s\n' format files seconds MiB copies
for format in $("$builddir/cli/rollcall" formats | awk '/^[a-z]/ { print $1 }')
do
	case $format in
	glpi*)
		measure "$format, new" "$format:$dir/$format" "$dir/$format" 1
		measure "$format, unchanged" "$format:$dir/$format" \
			"$dir/$format" 1
		;;
	opennms)
		measure "$format, new" "$format:$dir/$format/" "$dir/$format" 1
		;;
	*)
		measure "$format" "$format:$dir/$format" "$dir/$format" 0
		;;
	esac
done
exit $bad
