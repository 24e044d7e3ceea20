#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# Answers that come while nobody reads them, more than the kernel keeps: it is
# seen that some were lost, and who was silent is asked again, even with
# --retries 0.
. "${srcdir:=.}/test/net/sweep.sh"

estate_need
overrun() { # TRANSPORT PREFIX N
	cat >"$estate" <<E2
prefix $2
servers 1/1
delay 2000ms
E2
	"$responder" --estate "$estate" --list >"$tap_dir/list"
	# It stands still from the last question to the last answer.
	inside sh -c '
		"$@" &
		sleep 1.8
		kill -STOP $!
		sleep 2
		kill -CONT $!
		wait $!' sh "$rollcall" sweep "$2" --no-cache -v -p pds \
		--transport "$1" -r 80000 --retries 0 --timeout 5000 \
		-o xml:overrun.xml
	judge "$1: more answers than places" 0 - \
		'[0-9] answers found no place on this machine'
	check "$1: everybody is found all the same" \
		$inventory exact "$work/overrun.xml" "$tap_dir/list"
}
overrun socket 10.77.0.0/18
estate_caps=net_raw
overrun packet 10.77.0.0/17
tap_end
