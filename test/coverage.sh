#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# Line coverage of all tests, per folder and, with --files, per file: builds
# with gcc and gcov in build/coverage.
set -u
top=$(cd "$(dirname "$0")/.." && pwd) || exit 1
dir=$top/build/coverage

die() {
	echo "coverage.sh: $*" >&2
	exit 1
}

case $# in
0) files= ;;
*)
	if [ $# -ne 1 ] || [ "$1" != --files ]; then
		echo "usage: $0 [--files]" >&2
		exit 2
	fi
	files=1
	;;
esac
# shellcheck source=../debian.sh
. "$top/debian.sh" || exit 1
tree_prepare
packages_install "$top/packages.debian" "$top/test/packages.debian"
tree_autogen
mkdir -p "$dir" && cd "$dir" || die "cannot make the folder $dir"
log=$dir/build.log
export HOME=$top/build/home
mkdir -p "$HOME"
{
	[ -e config.status ] ||
		"$top/configure" CFLAGS='-O0 -g' --enable-coverage
} >"$log" 2>&1 </dev/null || die "configure failed: see $log"
make -j"$(nproc)" all >>"$log" 2>&1 </dev/null ||
	die "the build failed: see $log"
find . -name '*.gcda' -delete
make -k -j"$(nproc)" check >>"$log" 2>&1 </dev/null ||
	echo "Some tests failed, so that less is covered than could be: see $log"

# gcov prints two lines per source file of an object.  A header that several
# objects hold counts as it is covered best.
find . -name '*.gcno' ! -path './test/*' -exec gcov -n {} + 2>/dev/null |
	awk -v top="$top/" -v files="$files" '
	/^File / {
		file = substr($2, 2, length($2) - 2)
		is_ours = index(file, top) == 1
		file = substr(file, length(top) + 1)
		next
	}
	/^Lines executed:/ && is_ours && file !~ /^build\// {
		split($2, part, /[:%]/)
		total[file] = $NF
		covered = part[2] / 100 * $NF
		if (covered > best[file])
			best[file] = covered
		is_ours = 0
	}
	END {
		for (file in total) {
			folder = file
			sub(/\/.*/, "", folder)
			row[folder] += best[file]
			rows[folder] += total[file]
			all += best[file]
			alls += total[file]
			if (files)
				printf "%5.1f%% %6d  %s\n", \
				    100 * best[file] / total[file], \
				    total[file], file | "LC_ALL=C sort -k3"
		}
		close("LC_ALL=C sort -k3")
		if (alls == 0) {
			print "gcov found nothing" > "/dev/stderr"
			exit 1
		}
		for (folder in rows)
			printf "%5.1f%% %6d  %s/\n", \
			    100 * row[folder] / rows[folder], rows[folder], \
			    folder | "LC_ALL=C sort -k3"
		close("LC_ALL=C sort -k3")
		printf "%5.1f%% %6d  all lines\n", 100 * all / alls, alls
	}'
