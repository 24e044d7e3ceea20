#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# A simulated /16 with default settings, as the caller and, when that is
# root, as an ordinary user: every server and client and nobody else.
. "${srcdir:=.}/test/net/sweep.sh"

estate_need
cat >"$estate" <<'E2'
seed 16
servers 1/8
clients 1/4
refusing 1/4
delay 5ms..60ms
prefix 10.77.0.0/16
E2
"$responder" --estate "$estate" --list >"$tap_dir/list"
estate_for=300

# An ordinary user may not be able to read the build folder.
chmod 755 "$tap_dir"
cp "$rollcall" "$responder" "$tap_dir"
rollcall=$tap_dir/rollcall
responder=$tap_dir/pds-responder

users=caller
[ "$(id -u)" -ne 0 ] || users='caller nobody'
for user in $users; do
	work=$tap_dir/$user
	mkdir "$work"
	ROLLCALL_CACHE=$work/cache.db
	[ "$user" = caller ] || {
		chown 65534:65534 "$work"
		responder="setpriv --reuid=65534 --regid=65534 \
--clear-groups $tap_dir/pds-responder"
	}
	sweep 10.77.0.0/16 -o "xml:all.xml" -o table
	judge "$user: a /16" 0 '' '^rollcall: asked 65,536 addresses in '
	grep '^rollcall: ' "$tap_dir/err" | comment
	check_valid "$user" "$work/all.xml"
	check_says "$user: it is complete" true \
		$inventory get "$work/all.xml" inventory complete
	check "$user: each machine stands where it belongs, nobody else" \
		$inventory exact "$work/all.xml" "$tap_dir/list"
	check "$user: the table has the same machines" \
		$inventory same "$work/all.xml" "$tap_dir/out"
done
tap_end
