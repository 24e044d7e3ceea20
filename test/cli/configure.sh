#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# configure names the Debian package of each library that is missing, all at
# once, and packages.debian holds each of them.
. "${srcdir:=.}/test/tap.sh"

[ ! -e "$srcdir/config.status" ] ||
	skip_all 'built in the source folder: configure cannot run elsewhere'
top=$(cd "$srcdir" && pwd)
mkdir "$tap_dir/none" "$tap_dir/build"
(
	cd "$tap_dir/build" && PKG_CONFIG_LIBDIR=$tap_dir/none \
		PKG_CONFIG_PATH='' "$top/configure"
) >"$tap_dir/out" 2>&1
check 'without libraries configure fails' test $? -ne 0
for package in libevent-dev libxml2-dev libpcre2-dev libsqlite3-dev \
	libsmartcols-dev libinih-dev libcap-ng-dev libcunit1-dev; do
	check "it says: apt install $package" \
		grep -q "is missing.*on Debian: apt install $package\$" \
		"$tap_dir/out"
	check "packages.debian holds $package" \
		grep -qx "$package" "$srcdir/packages.debian"
done
check 'its last words name all that is needed at once' \
	grep -q '^configure: error: .*apt install libevent-dev libxml2-dev libpcre2-dev libsqlite3-dev libsmartcols-dev libinih-dev libcap-ng-dev$' \
	"$tap_dir/out"
tap_end
