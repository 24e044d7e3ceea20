#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# What a pong leads to: the port that it names, 2968 and the datagrams of old
# versions, each only where it should be asked.
. "${srcdir:=.}/test/net/sweep.sh"

estate_need
cat >"$work/wxyz.xml" <<'E2'
<probes xmlns="urn:rollcall:probes:1">
  <probe name="pds-wxyz" protocol="udp">
    <summary>PDS, APP ID WXYZ</summary>
    <port>38293</port>
    <request>02 0a 10 00 50 49 4e 47 57 58 59 5a 00 00 00 00</request>
    <pattern name="wxyz-pong" role="server">
      <meaning>PDS answered for the application WXYZ</meaning>
      <regex>.{4}WXYZPING(?&lt;port&gt;..)</regex>
      <field name="rtvscan-port" type="tcp-port" group="port"/>
    </pattern>
    <follow-up probe="rtvscan" port="2968" unless-answered="rtvscan"/>
    <follow-up probe="rtvscan-udp" port="2967" unless-answered="rtvscan"/>
    <follow-up probe="rtvscan-udp" port="2968" unless-answered="rtvscan"/>
  </probe>
</probes>
E2
# A pong for WXYZ that names this port, little endian.
pong() { # PORT
	printf '020a0e005758595a50494e47%02x%02x' $(($1 % 256)) $(($1 / 256))
}
host=10.50.0.10
wire() { # LINE...
	{
		echo 'net 10.50.0.1/24'
		printf '%s\n' "$@"
	} >"$estate"
}
follow() { # ARGUMENT...: a sweep of the host
	rm -f "$ROLLCALL_CACHE"*
	lan "$rollcall" sweep -n $host -o csv --retries 0 --timeout 400 "$@"
}
wxyz='--probe-file wxyz.xml -p pds-wxyz,rtvscan'
others() { # how often what is asked only where nothing answered was asked
	on_wire "tcp $host 2968|udp $host 296[78]"
}

# pds-responder with a registered APP ID: Rtvscan is at the port that the
# pong names, and nowhere else.
wire
lan sh -c '"$1" --listen 127.0.0.9 --app "WXYZ=$3" --rtvscan-port 40001 \
		--for 60 >ready & pid=$!
	while ! grep -q ready ready; do sleep 0.05; done
	"$2" sweep -n 127.0.0.9 --no-cache -o csv --retries 0 \
		--probe-file wxyz.xml -p pds-wxyz,rtvscan
	status=$?
	kill "$pid"
	exit "$status"' - "$responder" "$rollcall" "$(pong 40001)"
judge 'a registered APP ID: the port of its pong' 0 \
	'rtvscan tcp/2967 refused; rtvscan tcp/40001 reply hello' ''
judge 'what the pong said' 0 'pds-wxyz\.rtvscan-port=40001' ''

wire "pds $host/24 ONE" "rtvscan $host 40001" "app WXYZ $(pong 40001)"
# shellcheck disable=SC2086 # several options are meant
follow $wxyz
judge 'another port than the standard one is reported' 0 \
	'^10\.50\.0\.10,,server,.*rtvscan tcp/40001 reply hello' ''
check_says '2967 is asked at once, and the other in addition' 'tcp 2967 40001' \
	sh -c 'sed -n "s/^tcp $1 //p" "$2" | sort -n | tr "\n" " " |
		sed "s/^/tcp /; s/ \$//"' - "$host" "$tap_dir/wire"
check_says 'Rtvscan answered: nothing else is asked' 0 others
wire "server $host/24 ONE" "app WXYZ $(pong 2967)"
# shellcheck disable=SC2086
follow $wxyz
check_says 'a pong that names 2967: it is asked once' 1 on_wire "tcp $host .*"
wire "pds $host/24 ONE" "app WXYZ $(pong 40001)"
# shellcheck disable=SC2086
follow $wxyz
check_says 'neither port answers: 2968 and the datagrams' 3 others
judge 'a server nevertheless' 0 '^10\.50\.0\.10,,server,' ''
for port in 38292 12174 12175; do
	wire "pds $host/24 ONE" "rtvscan $host $port" "app WXYZ $(pong $port)"
	# shellcheck disable=SC2086
	follow $wxyz
	check_says "a pong that names $port: nothing is written there" 0 \
		on_wire "tcp $host $port"
done
wire "pds $host/24 ONE" "app WXYZ $(pong 0)"
# shellcheck disable=SC2086
follow $wxyz
check_says 'a pong that names no port' 1 on_wire "tcp $host (2967|0)"
wire "pds $host/24 ONE" "rtvscan $host 40001" "app WXYZ $(pong 40001)"
follow --probe-file wxyz.xml -p pds-wxyz
check_says 'who asks for pongs only gets no TCP' 0 on_wire "tcp $host .*"

# The shipped probes.
wire "server $host/24 ONE"
follow
judge 'a server' 0 '^10\.50\.0\.10,ONE,server,.*rtvscan tcp/2967 reply hello' ''
check_says 'a server: nothing beyond 2967' 0 others
wire "client $host/24"
follow
judge 'a client' 0 '^10\.50\.0\.10,,client,' ''
check_says 'a client: nothing beyond 2967' 0 others
wire "here $host/24"
follow
judge 'nobody' 0 '^10\.50\.0\.10,,alive,' ''
check_says 'no pong: nothing beyond 2967' 0 others
wire "pds $host/24 ONE"
follow
check_says 'a pong and no Rtvscan: 2968, and both datagrams' 3 others
wire "pds $host/24 ONE" "rtvscan $host 2968"
follow
judge 'NetWare: 2968' 0 'rtvscan tcp/2968 reply hello' ''
for port in 2967 2968; do
	wire "pds $host/24 ONE" "udp-agent $host $port"
	follow
	judge "an old version: datagrams to $port" 0 \
		"rtvscan-udp udp/$port reply udp-answer" ''
done
tap_end
