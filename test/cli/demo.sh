#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# rollcall demo: in a namespace, and where the kernel forbids that.
. "${srcdir:=.}/test/cli/lib.sh"

# What every demo must have done, whose servers are at NETWORK.
check_demo() { # NAME NETWORK
	judge "$1: the servers" 0 "^$2\\.2 +PARENT-1 +server" ''
	check "$1: both more" sh -c \
		"[ \$(grep -Ec '^$2\\.(3|130) .* server' '$tap_dir/out') -eq 2 ]"
	check "$1: the list is imported: a client's name" grep -Eq \
		"^$2\\.21 +FRONTDESK-1 +client" "$tap_dir/out"
	for missing in OLD-LAPTOP PRINTSERVER KIOSK; do
		check "$1: $missing is missing" grep -Eq \
			" $missing +missing " "$tap_dir/out"
	done
	check "$1: nobody else is" grep -q '9 of 12 expected answered' \
		"$tap_dir/err"
	check "$1: three commands to type next" sh -c \
		"[ \$(tail -n 3 '$tap_dir/out' | grep -c '^  rollcall ') -eq 3 ]"
	check "$1: the inventory validates" xmllint --noout --relaxng \
		"$srcdir/output/inventory.rng" "$work/inventory.xml"
	check "$1: and is complete" grep -q 'complete="true"' \
		"$work/inventory.xml"
	check "$1: nothing else stays" sh -c \
		"[ \"\$(ls '$work')\" = inventory.xml ] &&
		! ls -d '$tap_dir'/rollcall-demo* 2>/dev/null"
	check "$1: the own cache is not touched" test ! -e "$ROLLCALL_CACHE"
	rm -f "$work/inventory.xml"
}

# The demo is the same for everybody, whatever their configuration.
mkdir -p "$HOME/.config/rollcall"
echo broken >"$HOME/.config/rollcall/rollcall.conf"
TMPDIR=$tap_dir
export TMPDIR
echo 'prefix 10.77.0.0/24' >"$tap_dir/estate"
if "$responder" --namespace --estate "$tap_dir/estate" -- true \
	>"$tap_dir/why" 2>&1; then
	run demo
	check_demo 'namespace' '10\.77\.0'
	check 'namespace: no word of another way' sh -c \
		"! grep -q namespaces '$tap_dir/err'"
else
	comment <"$tap_dir/why"
	skip_or_fail 'namespace' 'this system lets nobody make one'
fi

# Beside this copy stands a pds-responder that is forbidden namespaces.
mkdir "$tap_dir/bin"
cp "$rollcall" "$tap_dir/bin/rollcall"
ln -s "$bin/importer/importer" "$tap_dir/bin/importer"
cat >"$tap_dir/bin/pds-responder" <<E2
#!/bin/sh
case " \$* " in
*" --namespace "*) exit 4 ;;
esac
exec "$responder" "\$@"
E2
chmod +x "$tap_dir/bin/pds-responder"
rollcall=$tap_dir/bin/rollcall
run demo
check_demo 'loopback' '127\.77\.[0-9]+'
check 'loopback: it is said' grep -q 'lets nobody make network namespaces' \
	"$tap_dir/err"
# The letter in brackets keeps the pattern from finding itself.
check 'loopback: nobody is left running' sh -c \
	"! grep -Eqs '$tap_dir/rollcall-[d]emo' /proc/[0-9]*/cmdline"

rm "$tap_dir/bin/pds-responder"
status=0
(cd "$work" && PATH=/nonexistent exec "$rollcall" demo) >"$tap_dir/out" \
	2>"$tap_dir/err" </dev/null || status=$?
judge 'without pds-responder' 4 '' "pds-responder"
tap_end
