# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# For the rows of benchmarks, which run.sh reads.  Everything happens within
# namespaces that pds-responder makes, and under $dir, which is removed.

estate=   # the file that describes the estate of the row
estate_list= # who is there
behind=   # what stands between pds-responder and the command: a line, or nothing
device=scanner0
gateway=10.255.255.2
gateway_mac=02:72:63:00:00:02
source=10.255.255.1
child=
ping_hex=020a100050494e474244435600000000

bench_init() {
	dir=$(mktemp -d "${TMPDIR:-/tmp}/rollcall-bench.XXXXXX") || exit 1
	chmod 755 "$dir"
	trap 'rm -rf "$dir"' EXIT
	trap 'bench_stop' HUP INT TERM
	mkdir "$dir/home"
	: >"$dir/empty"
	: >"$dir/rows"
	# shellcheck disable=SC2059 # masscan's form of a payload
	printf 'udp 38293 "%s"\n' \
		'\x02\x0a\x10\x00PINGBDCV\x00\x00\x00\x00' >"$dir/payloads"
	HOME=$dir/home LC_ALL=C.UTF-8 BENCH_MEASURE=$bin/test/bench/measure
	export HOME LC_ALL BENCH_MEASURE
	unset XDG_CONFIG_HOME XDG_STATE_HOME STATE_DIRECTORY ROLLCALL_CACHE
}

bench_stop() {
	trap '' HUP INT TERM
	# shellcheck disable=SC2086 # several numbers
	[ -z "$child$side_by_side" ] || kill $child $side_by_side 2>/dev/null
	wait
	exit 1
}

has() { # PROGRAM: it is installed
	command -v "$1" >/dev/null
}

# A simulated estate for this row; its description is standard input.
estate() { # NAME
	estate=$dir/$1.estate
	estate_list=$dir/$1.list
	behind=
	device=scanner0 gateway=10.255.255.2 gateway_mac=02:72:63:00:00:02
	cat >"$estate"
	"$responder" --estate "$estate" --list >"$estate_list"
}

# From here on a line (test/net/line.sh) is between; its setup is standard
# input.
line() { # NAME PREFIX,..
	cat >"$dir/$1.setup"
	behind="$srcdir/test/net/line.sh $dir/$1.setup $2"
	device=scanner1 gateway=10.254.0.1 gateway_mac=02:72:63:00:00:03
}

# A command within, for so many seconds at most.
within() { # SECONDS CAPABILITIES|"" COMMAND [ARGUMENT...]
	within_for=$1
	within_caps=$2
	shift 2
	[ -z "$behind" ] ||
		within_caps=net_admin,sys_admin${within_caps:+,$within_caps}
	# shellcheck disable=SC2086 # $behind is several words
	timeout -k 10 $((within_for + 20)) "$responder" --estate "$estate" \
		--namespace --for "$within_for" \
		${within_caps:+--with-capabilities "$within_caps"} -- \
		$behind "$@" </dev/null &
	child=$!
	wait "$child" || echo "bench: status $? of: $*" >&2
	child=
}

# So many runs of a command (tries.sh), each bounded in time; what it found is
# compared.  The runs are $dir/NAME.
tries() { # NAME N SECONDS CAPABILITIES|"" TOOL udp|tcp|udp,tcp COMMAND
	mkdir -p "$dir/$1.d"
	within $(($2 * ($3 + 1) + 10)) "$4" "$bench/tries.sh" "$2" "$3" \
		"$device" "$dir/$1.d" "$7"
	tries_collect "$1" "$2" "$5" "$6"
}
tries_collect() { # NAME N TOOL PROTOCOLS
	: >"$dir/$1"
	collect_i=0
	while [ "$collect_i" -lt "$2" ]; do
		collect_i=$((collect_i + 1))
		tries_words "$dir/$1.d/$collect_i" "$3" "$4" >>"$dir/$1"
	done
	[ "$verbose" = no ] || {
		echo "$1:"
		cat "$dir/$1"
		tr '\r' '\n' <"$dir/$1.d/1.says" | tail -n 3
	} >&2
}
tries_words() { # RUN TOOL PROTOCOLS: all words of one run
	[ -s "$1.run" ] || return
	# With the chatter nobody knows when masscan sent.
	[ "$2" != masscan ] ||
		sed -i 's/first=[^ ]* last=[^ ]* //' "$1.run"
	# shellcheck disable=SC2046 # words
	echo $(cat "$1.run") $($result found "$2" "$1.out" "$estate_list" \
		"$3")
}

# The commands of the peers, for tries.
zmap_udp() { # RANGE ARGUMENT...
	echo "zmap -M udp -p 38293 --probe-args=hex:$ping_hex -i $device \
-G $gateway_mac -S $source -b $dir/empty -q -o \$out $*"
}
zmap_tcp() { # RANGE ARGUMENT...
	echo "zmap -M tcp_synscan -p 2967 -i $device -G $gateway_mac \
-S $source -b $dir/empty -q -o \$out $*"
}
masscan() { # PORTS RANGE ARGUMENT...
	masscan_ports=$1
	shift
	echo "sh -c 'python3 $bench/chatter.py $gateway 60 & chatter=\$!
masscan -p$masscan_ports --adapter $device --adapter-ip $source \
--router-mac $(echo "$gateway_mac" | tr : -) --nmap-payloads $dir/payloads \
-oL '\$out' $*
kill \$chatter'"
}
nmap_command() { # ARGUMENT...
	echo "nmap -n -Pn --open --data $ping_hex -oG \$out $*"
}
nmap_fast='-T5 --min-rate 10000 --max-retries 0 --min-hostgroup 4096
--max-hostgroup 65536'

# Ours, for tries: the whole run with its cache and a document.
ours() { # ARGUMENT...
	ours_with "$dir/empty" "$@"
}
ours_with() { # CONFIGURATION ARGUMENT...
	echo "$rollcall --config $1 --cache \$cache sweep -n -o csv:\$out" \
		"$(shift && echo "$@")"
}
fast='-r 0 --retries 0 --timeout 200'

# A row of the table; peers whose runs are not there are left out.
row() { # TITLE OURS [NAME=RUNS...] [must CONDITION...] [note TEXT]
	$result row "$@" >>"$dir/rows"
}
