# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# For tests that sweep an estate in namespaces.  Source it instead of tap.sh:
#	. "${srcdir:=.}/test/net/sweep.sh"
. "${srcdir:=.}/test/cli/lib.sh"

inventory="python3 $srcdir/test/net/inventory.py"
estate=$tap_dir/estate # the file that describes it
estate_caps=           # what commands may do within the namespace
routed_caps=           # what they may do besides behind a router or a line
estate_for=120         # seconds after which a hung one is ended

# End the test where nobody may make namespaces.
estate_need() {
	estate_why=$(unshare -Urn true 2>&1) && return
	skip_or_fail 'an estate in namespaces' \
		"the kernel forbids user namespaces: $estate_why"
	tap_end
}

# A command in $work at the scanner's end; judge and show serve as after run.
# $responder may hold words before the program's name.
inside() { # COMMAND [ARGUMENT...]
	status=0
	(cd "$work" && exec $responder --estate "$estate" --namespace \
		--for "$estate_for" \
		${estate_caps:+--with-capabilities "$estate_caps"} -- "$@") \
		>"$tap_dir/out" 2>"$tap_dir/err" </dev/null || status=$?
}

# rollcall there; no name server is, unless a test brings one.
sweep() { # ARGUMENT...
	inside "$rollcall" sweep -n "$@"
}

# A slow sweep in the background; $slow is pds-responder around it and $pid
# itself, for as long as it runs.
slow_start() { # ARGUMENT...
	rm -f "$tap_dir/err"
	mkfifo "$tap_dir/pid"
	(cd "$work" && exec "$responder" --estate "$estate" --namespace \
		--for "$estate_for" -- sh -c 'echo $$ >"$0" && exec "$@"' \
		"$tap_dir/pid" "$rollcall" sweep -n "$@") \
		>"$tap_dir/out" 2>"$tap_dir/err" </dev/null &
	slow=$!
	read -r pid <"$tap_dir/pid"
	rm "$tap_dir/pid"
}
slow_end() { # of slow_start; leaves $status
	status=0
	wait "$slow" || status=$?
}

# Wait until a command succeeds, for twenty seconds at most, while the slow
# sweep runs.
await() { # COMMAND [ARGUMENT...]
	await_n=0
	until "$@"; do
		await_n=$((await_n + 1))
		[ "$await_n" -lt 1000 ] && kill -0 "$pid" 2>/dev/null ||
			return 1
		sleep 0.02
	done
}
says() { # ERE: standard error, until now
	grep -Eq "$1" "$tap_dir/err"
}

# A command on the wire that $estate describes (lan.py); what was asked there
# is left in $tap_dir/wire.
lan() { # COMMAND [ARGUMENT...]
	status=0
	(cd "$work" && exec timeout "$estate_for" unshare -Urn \
		"$srcdir/test/net/lan.sh" "$estate" "$tap_dir/wire" "$@") \
		>"$tap_dir/out" 2>"$tap_dir/err" </dev/null || status=$?
}
on_wire() { # ERE: how many questions there were like this
	grep -Ec "^($1)\$" "$tap_dir/wire"
}

# Both schemas take the document.
check_valid() { # NAME FILE
	check "$1: valid by inventory.rng" xmllint --noout --nonet --relaxng \
		"$srcdir/output/inventory.rng" "$2"
	check "$1: valid by inventory.xsd" xmllint --noout --nonet --schema \
		"$srcdir/output/inventory.xsd" "$2"
}

# Pass when a command prints this.
check_says() { # NAME WANTED COMMAND [ARGUMENT...]
	says_name=$1 says_wanted=$2
	shift 2
	says_got=$("$@" 2>&1)
	if [ "$says_got" = "$says_wanted" ]; then
		pass "$says_name"
	else
		echo "# wanted: $says_wanted"
		echo "$says_got" | sed 's/^/# got:    /'
		fail "$says_name"
	fi
}

# A command behind a router (router.sh) whose rules are standard input.
routed() { # PREFIX,.. COMMAND [ARGUMENT...]
	routed_prefixes=$1
	shift
	cat >"$tap_dir/setup"
	estate_caps=net_admin,sys_admin${routed_caps:+,$routed_caps}
	inside "$srcdir/test/net/router.sh" "$tap_dir/setup" \
		"$routed_prefixes" "$@"
	estate_caps=
}

# rollcall there.
routed_sweep() { # PREFIX,.. ARGUMENT...
	routed_sweep_prefixes=$1
	shift
	routed "$routed_sweep_prefixes" "$rollcall" sweep -n "$@"
}

# A command behind a slow line (line.sh) whose setup is standard input.
lined() { # PREFIX,.. COMMAND [ARGUMENT...]
	lined_prefixes=$1
	shift
	cat >"$tap_dir/setup"
	estate_caps=net_admin,sys_admin${routed_caps:+,$routed_caps}
	inside "$srcdir/test/net/line.sh" "$tap_dir/setup" "$lined_prefixes" \
		"$@"
	estate_caps=
}

# Rules for such a router, by which it counts what is on the scanner's line,
# ARP aside, and notes who was asked on which ports.  All of it is left in
# $tap_dir/wire as JSON.
router_watch() {
	cat <<'E2'
nft -f - <<'E3'
table netdev watch {
	set asked { type ipv4_addr; size 65536; flags dynamic; }
	set ports {
		type inet_proto . inet_service; size 1024; flags dynamic;
	}
	counter out { }
	counter in { }
	chain from_scanner {
		type filter hook ingress device router1 priority 0
		meta protocol ip counter name out \
			add @asked { ip daddr }
		add @ports { meta l4proto . th dport }
	}
	chain to_scanner {
		type filter hook egress device router1 priority 0
		meta protocol ip counter name in
	}
}
E3
E2
	echo "router_end() {
	nft -j list table netdev watch >'$tap_dir/wire'
}"
}
