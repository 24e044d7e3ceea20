# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# For tests that sweep an estate in namespaces.  Source it instead of tap.sh:
#	. "${srcdir:=.}/test/net/sweep.sh"
. "${srcdir:=.}/test/cli/lib.sh"

inventory="python3 $srcdir/test/net/inventory.py"
estate=$tap_dir/estate # the file that describes it
estate_caps=           # what commands may do within the namespace
estate_for=120         # seconds after which a hung one is ended

# End the test where nobody may make namespaces.
estate_need() {
	estate_why=$(unshare -Urn true 2>&1) && return
	skip_or_fail 'an estate in namespaces' \
		"the kernel forbids user namespaces: $estate_why"
	tap_end
}

# A command in $work at the scanner's end; judge and show serve as after run.
inside() { # COMMAND [ARGUMENT...]
	status=0
	(cd "$work" && exec "$responder" --estate "$estate" --namespace \
		--for "$estate_for" \
		${estate_caps:+--with-capabilities "$estate_caps"} -- "$@") \
		>"$tap_dir/out" 2>"$tap_dir/err" </dev/null || status=$?
}

# rollcall there.
sweep() { # ARGUMENT...
	inside "$rollcall" sweep "$@"
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
		fail "$says_name" "says '$says_got', not '$says_wanted'"
	fi
}

# rollcall behind a router (router.sh) whose rules are standard input.
routed_sweep() { # PREFIX,.. ARGUMENT...
	routed_prefixes=$1
	shift
	cat >"$tap_dir/setup"
	estate_caps=net_admin,sys_admin
	inside "$(cd "$srcdir" && pwd)/test/net/router.sh" "$tap_dir/setup" \
		"$routed_prefixes" "$rollcall" sweep "$@"
	estate_caps=
}
