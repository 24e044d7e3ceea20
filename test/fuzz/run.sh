#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# Run the fuzz targets for so many seconds each: builds them with clang in
# build/fuzz.  Inputs that reach new code stay in build/fuzz/found/TARGET and
# are read again the next time; what makes a target fail is printed.
set -u
top=$(cd "$(dirname "$0")/../.." && pwd) || exit 1
dir=$top/build/fuzz

die() {
	echo "fuzz/run.sh: $*" >&2
	exit 1
}

case ${1:-} in
'' | *[!0-9]*)
	echo "usage: $0 SECONDS [TARGET...]" >&2
	exit 2
	;;
esac
seconds=$1
shift
# shellcheck source=../../debian.sh
. "$top/debian.sh" || exit 1
tree_prepare
packages_install "$top/packages.debian" "$top/test/packages.debian"
tree_autogen
mkdir -p "$dir" && cd "$dir" || die "cannot make the folder $dir"
log=$dir/build.log
{
	[ -e config.status ] || "$top/configure" CC=clang --enable-werror \
		--enable-fuzzers --enable-sanitizers
} >"$log" 2>&1 </dev/null || die "configure failed: see $log"
make -j"$(nproc)" all >>"$log" 2>&1 </dev/null &&
	make -j"$(nproc)" check TESTS= >>"$log" 2>&1 </dev/null ||
	die "the build failed: see $log"

if [ $# -eq 0 ]; then
	for program in test/fuzz/fuzz_*; do
		[ ! -x "$program" ] || [[ $program == *.* ]] ||
			set -- "$@" "${program##*/fuzz_}"
	done
fi
n_bad=0
for target; do
	program=test/fuzz/fuzz_$target
	[ -x "$program" ] || die "there is no target $target in test/fuzz"
	found=found/$target
	mkdir -p "$found"
	n_before=$(find "$found" -type f | wc -l)
	rm -f "$found-"*
	"$program" -max_total_time="$seconds" -timeout=10 -print_final_stats=1 \
		-artifact_prefix="$found-" "$found" \
		"$top/test/fuzz/corpus/$target" >"$found.log" 2>&1 </dev/null
	status=$?
	n_runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$found.log")
	n_new=$(($(find "$found" -type f | wc -l) - n_before))
	if [ "$status" -eq 0 ]; then
		echo "$target: ${n_runs:-?} runs in $seconds s, $n_new new inputs"
		continue
	fi
	n_bad=$((n_bad + 1))
	echo "$target: failed with status $status: $dir/$found.log"
	grep -E 'ERROR|SUMMARY|runtime error|Assertion' "$found.log" |
		sed 's/^/  /'
	for file in "$found-"*; do
		[ ! -e "$file" ] || echo "  input: $dir/$file"
	done
done
[ "$n_bad" -eq 0 ]
