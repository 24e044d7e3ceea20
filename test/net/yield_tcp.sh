#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# A sweep that asks TCP alone gives way, too, where next to nobody answers: by
# connections to a host that refused or accepted one.  They are in the ledger.
. "${srcdir:=.}/test/net/sweep.sh"
. "$srcdir/test/net/ledger.sh"
. "$srcdir/test/net/yield_rows.sh"

estate_need
ledger=$work/tcp.xml
cat >"$work/rollcall.conf" <<'E2'
[link slow]
prefixes = 10.77.0.0/23
capacity = 56k
share = 100%
E2
rtvscan="-n -p rtvscan --config rollcall.conf --no-cache"

counted() { # COMMAND [ARGUMENT...]: on a line that counts
	lined 10.77.0.0/23 "$@" <<E2
line_shape 56kbit 6000
line_neighbour
line_count
line_end() {
	line_wire >'$tap_dir/wire'
}
E2
}

# Whoever answers has done so after six seconds, before the download comes; from
# then on the silent are asked again and again.
cat >"$estate" <<'E2'
prefix 10.77.0.0/23
refusing 1/32
E2
play_of() { # after
	# shellcheck disable=SC2086 # several words
	counted "$srcdir/test/net/yield_play.sh" "$play" 12 "$1" \
		"$rollcall" sweep $rtvscan 10.77.0.0/23 --retries 10 -q \
		-o xml:tcp.xml
}
plays after <<'E2'
line|sweep|3|download|>= 60|alone: the line is used
line|download|2|end|< 20|a download came: 2 s later the sweep steps aside
download|download|2|end|>= 60|a download came: it has the line
line|end|8|stop|>= 50|the download has ended: the line is used
E2
ledger_holds 'a download came'

# Nobody else is there: one who refuses, or accepts, and 125 who are silent.
one_tests() { # NAME CLASS OPTION...
	one_name=$1
	cat >"$estate" <<E2
prefix 10.77.0.0/25
$2 10.77.0.5
E2
	shift 2
	# shellcheck disable=SC2086 # several words
	counted "$rollcall" sweep $rtvscan 10.77.0.0/25 --retries 2 "$@" -q \
		-o xml:tcp.xml
	judge "$one_name" 0 - -
	ledger_holds "$one_name"
	check "$one_name: it is asked again: $(link out-packets) packets out" \
		[ "$(link out-packets)" -gt $((126 * 3 + 5)) ]
}
one_tests 'one accepts' open --transport socket
routed_caps=net_raw
one_tests 'one refuses' refusing --transport packet
tap_end
