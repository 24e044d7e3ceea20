# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# Benchmarks over a line that is as fast as the machine.  One in eight
# addresses answers pings and hellos; where TCP is asked, half of all are
# silent there and the rest refuses.  All sides have one try.  zmap waits 1 s
# for late answers, masscan too, rollcall 200 ms.

# Words for a run of a bare loop, which says them itself.
bare_collect() { # NAME N
	bare_i=0
	: >"$dir/$1"
	while [ "$bare_i" -lt "$2" ]; do
		bare_i=$((bare_i + 1))
		# shellcheck disable=SC2046 # words
		echo $(cat "$dir/$1.d/$bare_i.run" "$dir/$1.d/$bare_i.says") \
			>>"$dir/$1"
	done
}
bare() { # NAME CAPABILITIES|"" COMMAND
	mkdir -p "$dir/$1.d"
	within $((n * 10 + 10)) "$2" "$bench/tries.sh" "$n" 10 "$device" \
		"$dir/$1.d" "$3"
	bare_collect "$1" "$n"
}

# Add our rate to each run, and what share of the bare loop's it is.
against_bare() { # OURS BARE PACKETS
	awk -v packets="$3" '
	function value(key, i) {
		for (i = 1; i <= NF; i++)
			if (index($i, key "=") == 1)
				return substr($i, length(key) + 2)
		return 0
	}
	FNR == NR { pps[++n] = value("pps"); next }
	FNR == 1 {
		for (i = 1; i < n; i++)
			for (j = i + 1; j <= n; j++)
				if (pps[j] < pps[i]) {
					t = pps[i]; pps[i] = pps[j]; pps[j] = t
				}
		middle = pps[int((n + 1) / 2)]
	}
	{
		seconds = value("last") - value("first")
		if (seconds <= 0)
			seconds = 0.001
		rate = packets / seconds
		printf("%s pps=%.0f of_bare=%.3f\n", $0, rate, rate / middle)
	}' "$dir/$2" "$dir/$1" >"$dir/$1.new" && mv "$dir/$1.new" "$dir/$1"
}

row_udp16() {
	estate udp16 <<'E2'
seed 16
servers 1/8
prefix 10.77.0.0/16
E2
	bare udp16.bare '' "$bin/test/bench/bare_sendto 10.77.0.0 16 65536"
	tries udp16 "$n" 20 '' rollcall udp "$(ours $fast -p pds 10.77.0.0/16)"
	against_bare udp16 udp16.bare 65536
	! has zmap || tries udp16.zmap "$n" 20 "$raw" zmap-udp udp \
		"$(zmap_udp -r 0 -c 1 10.77.0.0/16)"
	! has masscan || tries udp16.masscan "$few" 20 "$raw" masscan udp \
		"$(masscan U:38293 10.77.0.0/16 --rate 100000 --wait 1)"
	! has nmap || tries udp16.nmap 1 60 "$raw" nmap udp \
		"$(nmap_command -sU -p38293 $nmap_fast 10.77.0.0/16)"
	row '/16, UDP ping, no privilege' "$dir/udp16" \
		"zmap (root)=$dir/udp16.zmap" \
		"masscan (root)=$dir/udp16.masscan" \
		"nmap (root)=$dir/udp16.nmap" \
		"bare sendto=$dir/udp16.bare" \
		must 'min found>=100' 'wall<0.8' 'of_bare>=0.8'
}

both16_estate() { # NAME
	estate "$1" <<'E2'
seed 16
servers 1/8
refusing 3/8
prefix 10.77.0.0/16
E2
}

row_both16() {
	both16_estate both16
	tries both16 "$n" 30 '' rollcall udp,tcp "$(ours $fast 10.77.0.0/16)"
	! has nmap || tries both16.nmap 1 60 '' nmap tcp \
		"$(nmap_command -sT -p2967 $nmap_fast 10.77.0.0/16)"
	row '/16, UDP and TCP, no privilege' "$dir/both16" \
		"nmap -sT, TCP alone=$dir/both16.nmap" \
		must 'min found>=100' 'wall<4'
}

row_both16raw() {
	both16_estate both16raw
	# As many frames and connections as the sweep has, one after the other:
	# one ping to each, another one for each SYN, hello to the servers.
	awk -F '\t' '$2 == "server" { print $1 }' "$estate_list" >"$dir/servers"
	bare_frames=$((2 * 65536 - $(wc -l <"$dir/servers")))
	bare both16raw.bare net_raw "sh -c '
\"$bin/test/bench/bare_packet\" scanner0 $gateway_mac $source 10.77.0.0 16 \
$bare_frames; \"$bin/test/bench/bare_connect\" 2967 <\"$dir/servers\"'"
	tries both16raw "$n" 30 net_raw rollcall udp,tcp \
		"$(ours $fast 10.77.0.0/16)"
	! has masscan || tries both16raw.masscan "$few" 30 "$raw" masscan \
		udp,tcp "$(masscan 2967,U:38293 10.77.0.0/16 --rate 100000 \
			--wait 1)"
	! has zmap || {
		tries both16raw.zmap-udp "$few" 30 "$raw" zmap-udp udp \
			"$(zmap_udp -r 0 -c 1 10.77.0.0/16)"
		tries both16raw.zmap-tcp "$few" 30 "$raw" zmap-tcp tcp \
			"$(zmap_tcp -r 0 -c 1 10.77.0.0/16)"
	}
	! has nmap || tries both16raw.nmap 1 60 "$raw" nmap udp,tcp \
		"$(nmap_command -sSU -p T:2967,U:38293 $nmap_fast \
			10.77.0.0/16)"
	row '/16, UDP and TCP, with CAP_NET_RAW' "$dir/both16raw" \
		"masscan=$dir/both16raw.masscan" \
		"zmap, UDP alone=$dir/both16raw.zmap-udp" \
		"zmap, TCP alone=$dir/both16raw.zmap-tcp" \
		"nmap=$dir/both16raw.nmap" \
		"bare AF_PACKET, then connect=$dir/both16raw.bare" \
		must 'min found>=100' 'wall<1.2'
}

row_sustained() {
	estate sustained <<'E2'
seed 16
servers 1/64
prefix 10.128.0.0/12
E2
	bare sustained.bare net_raw "$bin/test/bench/bare_packet scanner0 \
$gateway_mac $source 10.128.0.0 20 1048576"
	tries sustained "$n" 60 net_raw rollcall udp \
		"$(ours $fast -p pds 10.128.0.0/12)"
	against_bare sustained sustained.bare 1048576
	! has zmap || {
		tries sustained.zmap "$few" 60 "$raw" zmap-udp udp \
			"$(zmap_udp -r 0 -c 1 10.128.0.0/12)"
		against_bare sustained.zmap sustained.bare 1048576
	}
	row 'sustained sending, a /12, with CAP_NET_RAW' "$dir/sustained" \
		"zmap=$dir/sustained.zmap" \
		"bare AF_PACKET=$dir/sustained.bare" \
		must 'of_bare>=0.8' 'min found>=100'
}

row_start24() {
	estate start24 <<'E2'
seed 24
servers 1/8
refusing 3/8
prefix 10.77.4.0/24
E2
	tries start24 "$n" 10 '' rollcall udp,tcp "$(ours $fast 10.77.4.0/24)"
	! has nmap || tries start24.nmap "$n" 20 "$raw" nmap udp,tcp \
		"$(nmap_command -sSU -p T:2967,U:38293 -T4 10.77.4.0/24)"
	! has zmap || tries start24.zmap "$few" 20 "$raw" zmap-udp udp \
		"$(zmap_udp -r 10000 -c 1 10.77.4.0/24)"
	! has masscan || tries start24.masscan "$few" 20 "$raw" masscan \
		udp,tcp "$(masscan 2967,U:38293 10.77.4.0/24 --rate 10000 \
			--wait 1)"
	row '/24, both, cold start' "$dir/start24" \
		"nmap -T4=$dir/start24.nmap" \
		"zmap, UDP alone=$dir/start24.zmap" \
		"masscan=$dir/start24.masscan" \
		must 'min found>=100' 'wall<0.3' 'mib<8' 'cpu<0.03'
}

# Fifty sweeps of a /16 in a row lose nobody; not among the rows that are run
# when none is named.
fifty() { # NAME CAPABILITIES|"" WORDS
	both16_estate "$1"
	tries "$1" 50 30 "$2" rollcall udp,tcp "$(ours $fast 10.77.0.0/16)"
	row "50 sweeps of a /16 in a row, $3" "$dir/$1" must 'min found>=100' \
		'max false<=0' 'max twice<=0' 'max status<=0'
}
row_fifty() {
	fifty fifty '' 'no privilege'
}
row_fiftyraw() {
	fifty fiftyraw net_raw 'with CAP_NET_RAW'
}
