# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# Benchmarks over slow lines, and of memory.  The line is shaped to 56 kbit/s
# both ways with a queue of 6,000 bytes (0.86 s), and somebody else asks
# something over it five times a second, which is 3% of it; so the sweep's
# share is 90%.

slow_conf() { # SHARE [CAPACITY]
	printf '[link slow]\nprefixes = 10.77.0.0/22\ncapacity = %s\n' \
		"${2:-56k}"
	printf 'share = %s%%\n' "$1"
}
slow_line() { # NAME
	line "$1" 10.77.0.0/22 <<E2
line_shape 56kbit 6000
line_count
line_neighbour
line_end() {
	line_wire >"\$LINE_KEEP/wire"
}
E2
}

# Several things side by side, each over a line of its own; what they print
# is their words.
aside() { # FILE FUNCTION [ARGUMENT...]
	(
		trap '[ -z "$child" ] || kill $child; wait; exit 1' HUP INT TERM
		aside_file=$1
		shift
		"$@" >"$aside_file"
	) &
	side_by_side="$side_by_side $!"
}
aside_wait() {
	child=$side_by_side
	# shellcheck disable=SC2086 # several numbers
	wait $side_by_side
	child='' side_by_side=''
}
side_by_side=''

# A run on the line while others use it.
slow_run() { # NAME I SECONDS CAPABILITIES|"" TOOL PROTOCOLS COMMAND
	LINE_KEEP=$dir/$1.d/$2
	export LINE_KEEP
	mkdir -p "$LINE_KEEP"
	within $(($3 + 15)) "$4" "$bench/beside.sh" "$3" "$LINE_KEEP" "$7"
	tries_words "$LINE_KEEP/1" "$5" "$6" >"$LINE_KEEP/words"
	# shellcheck disable=SC2046 # words
	echo $(cat "$LINE_KEEP/words") \
		$($result slow "$LINE_KEEP" 50400 "$LINE_KEEP/words")
}
slow_collect() { # NAME...: the words of all runs of it
	for slow_name; do
		cat "$dir/$slow_name".[0-9]* >"$dir/$slow_name" 2>/dev/null
		[ "$verbose" = no ] || cat "$dir/$slow_name" >&2
	done
}

slow_row() { # NAME LENGTH N SECONDS
	slow_net=10.77.0.0/$2
	estate "$1" <<E2
seed 56
servers 1/8
clients 1/8
refusing 1/4
prefix $slow_net
E2
	slow_line "$1"
	slow_conf 90 >"$dir/$1.conf"
	slow_i=0
	while [ "$slow_i" -lt "$3" ]; do
		slow_i=$((slow_i + 1))
		aside "$dir/$1.$slow_i" slow_run "$1" "$slow_i" "$4" '' \
			rollcall udp,tcp \
			"$(ours_with "$dir/$1.conf" "$slow_net")"
	done
	! has nmap || aside "$dir/$1.nmap.1" slow_run "$1.nmap" 1 "$4" "$raw" \
		nmap udp,tcp "$(nmap_command -sSU -p T:2967,U:38293 -T4 "$slow_net")"
	! has zmap || aside "$dir/$1.zmap.1" slow_run "$1.zmap" 1 "$4" "$raw" \
		zmap-udp udp "$(zmap_udp "$slow_net")"
	aside_wait
	slow_collect "$1" "$1.nmap" "$1.zmap"
	# One ping and its answer on the line, the slack of a clock tick, or a
	# SYN and its answer.
	row "/$2 behind 56 kbit/s, both, share 90%" "$dir/$1" \
		"nmap -T4=$dir/$1.nmap" "zmap, UDP alone=$dir/$1.zmap" \
		must 'min found>=100' 'max rise_p95_ms<20' \
		'max rise_max_ms<=27' 'max over_budget_time<=1.15'
}
row_slow24() {
	slow_row slow24 24 "$few" 90
}
row_slow22() {
	slow_row slow22 22 1 150
}

# An idle line is used, a busy one is not.
yield_play() { # NAME SECONDS before|after
	LINE_KEEP=$dir/$1.d
	export LINE_KEEP
	mkdir "$LINE_KEEP"
	within $(($2 + 60)) '' "$bench/yield.sh" "$LINE_KEEP" "$2" "$3" \
		"$rollcall" --config "$dir/yield.conf" \
		--cache "$LINE_KEEP/cache.db" sweep -q -o csv:/dev/null \
		>"$LINE_KEEP/says" 2>&1
	$result yield "$LINE_KEEP" 56000
}
row_yield() {
	estate yield <<'E2'
seed 57
servers 1/1
prefix 10.77.0.0/22
E2
	slow_line yield
	slow_conf 100 >"$dir/yield.conf"
	aside "$dir/yield.before" yield_play yield.before 25 before
	aside "$dir/yield.after" yield_play yield.after 25 after
	aside_wait
	row 'idle 56-kbit line, yield; a download comes' "$dir/yield.after" \
		must 'idle_percent>=85' 'busy_percent<10' 'again_percent>=85' \
		'download_percent>=70'
	row 'the same, the download came first' "$dir/yield.before" \
		must 'busy_percent<10' 'again_percent>=85' \
		'download_percent>=70'
}

# 20% lost each way; twenty runs, four at a time.
row_loss24() {
	estate loss24 <<'E2'
seed 20
servers 1/8
clients 1/4
refusing 1/8
delay 5ms..60ms
prefix 10.77.4.0/24
E2
	line loss24 10.77.4.0/24 <<'E2'
line_loss 20
E2
	loss_i=0
	while [ "$loss_i" -lt 20 ]; do
		loss_i=$((loss_i + 1))
		aside "$dir/loss24.$loss_i" loss_run "$loss_i"
		[ $((loss_i % 4)) -ne 0 ] || aside_wait
	done
	slow_collect loss24
	! has nmap || tries loss24.nmap "$few" 30 "$raw" nmap udp \
		"$(nmap_command -sU -p38293 -T4 10.77.4.0/24)"
	! has masscan || tries loss24.masscan 1 60 "$raw" masscan udp \
		"$(masscan U:38293 10.77.4.0/24 --rate 100 --retries 2)"
	row '/24, 20% lost each way' "$dir/loss24" \
		"nmap -T4, UDP alone=$dir/loss24.nmap" \
		"masscan, two retries, UDP alone=$dir/loss24.masscan" \
		must 'mean hosts>=99.5' 'mean whole>=99.5' 'max twice<=0' \
		'max false<=0' \
		'mean missed_in_bounds>=0.95'
}
loss_run() { # I
	LINE_KEEP=$dir/loss24.d/$1
	export LINE_KEEP
	mkdir -p "$LINE_KEEP"
	within 100 '' "$bench/tries.sh" 1 90 "$device" "$LINE_KEEP" \
		"$(ours -o "xml:$LINE_KEEP/xml" 10.77.4.0/24)"
	# shellcheck disable=SC2046 # words
	echo $(tries_words "$LINE_KEEP/1" rollcall udp,tcp) \
		$($result missed "$LINE_KEEP/xml" "$LINE_KEEP/1.out" \
			"$estate_list")
}

# 150 links, ten times the capacity of 56 kbit/s so that it ends in time, a
# tenth of it the sweep's; a shaper would never act.
row_links150() {
	{
		echo 'servers 1/4'
		echo 'clients 3/4'
		seq 0 149 | sed 's,.*,prefix 10.80.&.0/24,'
	} >"$dir/links150.is"
	estate links150 <"$dir/links150.is"
	seq 0 149 | sed 's,.*,[link branch-&]\
prefixes = 10.80.&.0/24\
capacity = 560k,' >"$dir/links150.conf"
	grep -v '^10\.80\.[0-9]*\.25[1-4]' "$estate_list" \
		>"$dir/links150.listed"
	estate_list=$dir/links150.listed
	tries links150.all 1 120 '' rollcall udp,tcp \
		"$(ours_with "$dir/links150.conf" 10.80.0-149.1-250)"
	grep '^10\.80\.0\.' "$estate_list" >"$dir/links150.first"
	estate_list=$dir/links150.first
	tries links150.one 1 120 '' rollcall udp,tcp \
		"$(ours_with "$dir/links150.conf" 10.80.0.1-10.80.0.250)"
	$result against "$dir/links150.all" "$dir/links150.one" \
		>"$dir/links150"
	row '150 links of 560 kbit/s, 37,500 hosts, share 10%' \
		"$dir/links150" "one link alone=$dir/links150.one" \
		must 'times_one<=1.1' 'mib<32' 'min found>=100'
}

# Few answer, so that what is found takes nothing; the /8 in virtual time.
row_memory() {
	estate memory <<'E2'
seed 16
servers 1/256
prefix 10.77.0.0/16
E2
	tries memory16 1 60 '' rollcall udp,tcp "$(ours $fast 10.77.0.0/16)"
	"$BENCH_MEASURE" lo 120 "$dir/memory8" -- \
		"$bin/test/bench/memory" 8 >"$dir/memory8.says" &
	child=$!
	wait $child
	child=
	row 'memory, /16, UDP and TCP' "$dir/memory16" \
		must 'mib<16' 'min found>=100'
	row 'memory, /8, UDP and TCP, in virtual time' "$dir/memory8" \
		must 'mib<64' 'max status<=0'
}
