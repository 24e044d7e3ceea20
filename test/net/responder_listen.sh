#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# pds-responder as a real host: pings and hellos with literal bytes.
. "${srcdir:=.}/test/tap.sh"
. "$srcdir/test/net/lib.sh"

pds=$($talk port)
rtvscan=$($talk port)
ping=020a100050494e474244435600000000
other=020a100050494e474142434400000000
hello=01100000140000000000000000000000
answer=01100000140101000000000000000000

responder_start --pds-port "$pds" --rtvscan-port "$rtvscan" --stats \
	--listen 127.77.1.0/30 --listen ::1 --app BDCV=020a04ff --app ABCD=00
for address in 127.77.1.1 127.77.1.3 ::1; do
	same "$address: the registered pong, from the address asked" \
		"$address $pds 020a04ff" "$($talk ping $address "$pds")"
	same "$address: the hello is answered" "$answer" \
		"$($talk hello $address "$rtvscan")"
done
same 'another application has its own pong' "127.77.1.1 $pds 00" \
	"$($talk ping 127.77.1.1 "$pds" $other)"
same 'an id that nobody registered is not answered' silent \
	"$($talk mute 127.77.1.1 "$pds" 020a100050494e475a5a5a5a00000000)"
same 'malformed pings are not answered' silent \
	"$($talk mute 127.77.1.1 "$pds" '' 00 ${ping%00} ${ping}00 \
		030a100050494e474244435600000000 \
		020a110050494e474244435600000000 \
		020a100042444356504900000000 \
		"$(printf '%08000d' 0)")"
same 'a hello in pieces is answered' $answer \
	"$($talk hello 127.77.1.1 "$rtvscan" 01 10000014 0000000000 000000000000)"
same 'half a hello is not' "closed" "$(
	$talk hello 127.77.1.1 "$rtvscan" 0110000014 ff)"
for bad in ${hello}00 0a${hello#01} 474554202f; do
	same "other bytes are not answered: $bad" closed \
		"$($talk hello 127.77.1.1 "$rtvscan" "$bad")"
done
responder_stop
same 'SIGTERM ends it with status 0' 0 $?
check 'the counters are right' grep -q \
	' 5 pings, 4 pongs, 8 connections, 4 hellos, 0 dropped' \
	"$tap_dir/responder.err"

# The any-address hears all of 127.0.0.0/8 and answers as whom it was asked.
responder_start --pds-port "$pds" --rtvscan-port "$rtvscan" --listen 0.0.0.0
case "$($talk ping 127.9.8.7 "$pds")" in
"127.9.8.7 $pds 020a"*) pass 'one socket answers as each address' ;;
*) fail 'one socket answers as each address' ;;
esac
same 'a second one cannot have the port' 4 "$(
	"$responder" --pds-port "$pds" --rtvscan-port "$($talk port)" \
		--listen 0.0.0.0 --for 5 >"$tap_dir/out" 2>&1
	echo $?
)"
responder_stop

# The default pong: this machine's name as UTF-16 at 0x20.
responder_start --pds-port "$pds" --rtvscan-port "$rtvscan"
name=$(uname -n | cut -c 1-63 | tr -d '\n' | iconv -t UTF-16LE |
	od -An -v -tx1 | tr -d ' \n')
case "$($talk ping 127.0.0.1 "$pds")" in
"127.0.0.1 $pds 020a"????"4244435650494e47"*"$name"0000*)
	pass 'without options it is this machine on loopback'
	;;
*) fail 'without options it is this machine on loopback' ;;
esac
responder_stop

# More connections than descriptors: the oldest gives way.
(
	ulimit -n 200
	responder_start --pds-port "$pds" --rtvscan-port "$rtvscan" --stats
	$talk hold 127.0.0.1 "$rtvscan" 150 >"$tap_dir/held"
	responder_stop
	cp "$tap_dir/responder.err" "$tap_dir/held.err"
)
same 'a flood of connections does not stop it' $answer "$(cat "$tap_dir/held")"
check 'the oldest gave way' grep -q ' 51 evicted' "$tap_dir/held.err"
tap_end
