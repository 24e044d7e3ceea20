# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# For tests that hold the ledger of a sweep's only link, in the inventory
# $ledger, against what a line counted in $tap_dir/wire (line_count in line.sh).
# Source it after sweep.sh.
link() { # ATTRIBUTE...
	$inventory get "$ledger" link "$@"
}
# The line has what the ledger has, and at most what the ledger says that no
# socket sees.
is_right() { # LEDGER UNSEEN WIRE
	[ "$1" -le "$3" ] && [ "$3" -le $(($1 + $2)) ]
}
ledger_holds() { # NAME
	# shellcheck disable=SC2046 # four numbers each
	set -- "$1" $(python3 "$srcdir/test/net/wire.py" counters \
		"$tap_dir/wire")
	for what in "out-packets $2" "out-bytes $3" "in-packets $4" \
		"in-bytes $5"; do
		on_wire=${what#* } what=${what% *}
		has=$(link "$what") unseen=$(link "unseen-$what")
		[ "$unseen" != - ] || unseen=0
		check "$1: $what: the ledger has $has + $unseen, \
the line $on_wire" is_right "$has" "$unseen" "$on_wire"
	done
}
