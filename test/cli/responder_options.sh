#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# pds-responder's command line: what it refuses, and with which status.
. "${srcdir:=.}/test/tap.sh"
. "$srcdir/test/net/lib.sh"

estate=$tap_dir/estate
printf 'seed 7\nservers 1/4\nrefusing 1/4\nprefix 127.77.9.0/28\n' >"$estate"
printf 'bogus\n' >"$tap_dir/bogus"

"$responder" --help >"$tap_dir/help"
same 'there is a help' 0 $?
check 'it names the options' grep -q -- '--namespace' "$tap_dir/help"
check 'there is a version' "$responder" --version

refuses 2 "there is no option" "$responder" --bogus
refuses 2 "ID=HEX" "$responder" --app BDC=00
refuses 2 "registered twice" "$responder" --app BDCV=00 --app BDCV=01
refuses 2 "only BDCV" "$responder" --app ABCD=default
refuses 2 "--listen: not an address: 'here'" "$responder" --listen here
refuses 2 "host bits" "$responder" --listen 127.0.0.1/24
refuses 2 "must be from 1 to 65535" "$responder" --pds-port 0
refuses 2 "must be from 1 to 65535" "$responder" --rtvscan-port 65536
refuses 2 "a command is run with --namespace only" "$responder" -- true
refuses 2 "needs --estate" "$responder" --namespace -- true
refuses 2 "needs --estate" "$responder" --list
refuses 2 "needs a command" "$responder" --estate "$estate" --namespace
refuses 2 "exclude each other" "$responder" --estate "$estate" --namespace \
	--listen 127.0.0.1 -- true
refuses 2 "goes with --namespace" "$responder" --with-capabilities net_raw
refuses 2 "not 'sys_boot'" "$responder" --estate "$estate" --namespace \
	--with-capabilities sys_boot -- true
refuses 2 "descriptor 19 is not open" "$responder" --ready-fd 19
refuses 3 "cannot read '.*missing'" "$responder" --estate "$tap_dir/missing"
refuses 3 "bogus:1: 'bogus' is no statement" "$responder" \
	--estate "$tap_dir/bogus"
refuses 3 "127.77.9.0/28 is each namespace's own" "$responder" \
	--estate "$estate" --namespace -- true
refuses 3 "127.77.9.0/28 is not within --listen" "$responder" \
	--estate "$estate" --listen 127.77.8.0/24
refuses 3 "127.77.0.0/16 needs 131072 sockets.*limit of open files" \
	"$responder" --listen 127.77.0.0/16
refuses 3 "limit of open files \(ulimit -Hn: 160\)" \
	sh -c 'ulimit -n 160; exec "$0" --listen 127.77.9.0/28' "$responder"
refuses 4 "cannot listen on .* port" "$responder" --listen 192.0.2.1
echo 'prefix 10.77.0.0/24' >"$tap_dir/far"
refuses 2 "10.77.0.0/24 is no loopback network" "$responder" \
	--estate "$tap_dir/far"

"$responder" --estate "$estate" --list >"$tap_dir/list"
same 'the list names who exists' '127.77.9.1 refusing HOST-7F4D0901' \
	"$(head -n 1 "$tap_dir/list" | tr '\t' ' ')"
"$responder" --estate - --list-all <"$estate" >"$tap_dir/all"
same 'the long list has all' 16 "$(wc -l <"$tap_dir/all")"
grep -v silent "$tap_dir/all" >"$tap_dir/there"
check 'the short one all but the silent' cmp "$tap_dir/list" "$tap_dir/there"
if [ -w /dev/full ]; then
	refuses 4 'cannot write standard output' sh -c \
		'exec "$0" --estate "$1" --list >/dev/full' "$responder" "$estate"
fi

port=$($talk port)
"$responder" --for 1 --stats --pds-port "$port" --rtvscan-port "$port" \
	>"$tap_dir/out" 2>"$tap_dir/err"
same 'it ends after --for seconds' 0 $?
check 'and says what it did' grep -q '0 pings, 0 pongs, 0 connections' \
	"$tap_dir/err"
"$responder" --for 1 --ready-fd 7 --pds-port "$port" --rtvscan-port "$port" \
	7>"$tap_dir/ready" >"$tap_dir/out"
same 'it is ready where it was told to say so' ready "$(cat "$tap_dir/ready")"
check 'and only there' test ! -s "$tap_dir/out"
tap_end
