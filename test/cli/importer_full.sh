#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# An import that finds no room on the disk: a small tmpfs, mounted in a
# namespace of the test's own.
if [ "${ROLLCALL_MOUNTS:-}" != own ] && [ "$(id -u)" -eq 0 ] &&
	unshare -m true 2>/dev/null; then
	ROLLCALL_MOUNTS=own
	export ROLLCALL_MOUNTS
	exec unshare -m sh "$0"
fi
. "${srcdir:=.}/test/cli/lib.sh"
[ "${ROLLCALL_MOUNTS:-}" = own ] || skip_all 'needs root, to mount a tmpfs'
program=$bin/importer/importer
disk=$tap_dir/disk
mkdir "$disk"
mount -t tmpfs -o size=1m rollcall-test "$disk" ||
	skip_all 'no tmpfs can be mounted'
trap 'umount "$disk"; rm -rf "$tap_dir"' EXIT
ROLLCALL_CACHE=$disk/cache.db

awk 'BEGIN {
	for (i = 0; i < 40000; i++)
		printf "name %d,10.1.%d.%d\n", i, int(i / 256), i % 256
}' >"$work/list"
head -n 100 "$work/list" >"$work/few"

import() { # ARGUMENT...
	status=0
	(cd "$work" && exec "$program" "$@") \
		>"$tap_dir/out" 2>"$tap_dir/err" || status=$?
}

import few
judge 'a few fit' 0 '^added +100$' -
import list
judge 'many do not' 5 - \
	"^importer: no room left on the disk of address cache '$disk/cache.db'"
import --dry-run few
judge 'the few are still there' 0 '^kept +100 ' -
mount -o remount,size=32m "$disk"
import list
judge 'with more room, and nothing of the first attempt' 0 \
	'^added +39900$' -
run cache list -o csv
check 'rollcall lists them all' test \
	"$(grep -c '^10\.1\.' "$tap_dir/out")" -eq 40000
tap_end
