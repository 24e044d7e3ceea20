#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# The queue of this machine's own interface overflows: the kernel says so, the
# sweep slows down, and what was dropped is sent again, even with --retries 0.
# A TCP socket is told nothing: there the queue's own counter speaks.
. "${srcdir:=.}/test/net/sweep.sh"

estate_need
short() { # TRANSPORT PROBES servers|clients
	cat >"$estate" <<-E2
		seed 7
		prefix 10.77.0.0/22
		$3 1/2
		refusing 1/4
	E2
	"$responder" --estate "$estate" --list >"$tap_dir/list"
	inside sh -c 'tc qdisc add dev scanner0 root tbf rate 2mbit \
			burst 2000 limit 3000 &&
		exec "$@"' sh "$rollcall" sweep 10.77.0.0/22 --no-cache -vv \
		-n -p "$2" --transport "$1" -r 0 --retries 0 --timeout 1000 \
		-o "xml:$1.xml"
	judge "$1, $2: a short queue" 0 - \
		'^rollcall: asked 1,02[0-4] addresses'
	check "$1, $2: it overflowed" \
		grep -q 'a queue overflowed' "$tap_dir/err"
	check "$1, $2: everybody is found all the same" \
		$inventory exact "$work/$1.xml" "$tap_dir/list"
}
estate_caps=net_admin
short socket pds servers
short socket rtvscan clients
estate_caps=net_admin,net_raw
short packet pds,rtvscan servers
tap_end
