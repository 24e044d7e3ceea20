#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# The units for systemd and the line for cron: systemd finds no fault with
# them, and what they start is there.
. "${srcdir:=.}/test/cli/lib.sh"

service=$bin/cli/units/rollcall-sweep@.service
timer=$srcdir/cli/units/rollcall-sweep@.timer
cron=$srcdir/cli/units/rollcall.cron
if [ ! -e "$service" ]; then
	skip 'units for systemd' 'configured without them'
	tap_end
fi
started=$(sed -n 's/^ExecStart=//p' "$service")
check 'the unit starts a program by its path' \
	expr "$started" : '/.*/rollcall sweep --name %I --resume$'
check 'nothing is left to be filled in' sh -c \
	"! grep -E '@[a-z]+@' '$service' '$timer'"

# What it starts exists here and takes these options.
cat >"$work/rollcall.conf" <<E2
[sweep of the night]
targets = $net.0/30
E2
(
	set -- "$rollcall" --config "$work/rollcall.conf" sweep --name \
		'of the night' --dry-run
	exec "$@"
) >"$tap_dir/out" 2>"$tap_dir/err"
status=$?
judge 'a name with blanks, as systemd gives it' 0 '^to ask' -
command_line=$(sed -n 's/^[0-9*/ -]* rollcall \(rollcall .*\)/\1/p' "$cron")
check 'the line for cron' expr "$command_line" : 'rollcall --config .* NAME --resume -q$'
# shellcheck disable=SC2086 # its words
set -- $(echo "$command_line" | sed "s|/etc/rollcall/rollcall.conf|rollcall.conf|
	s/^rollcall //; s/NAME/none/")
run "$@"
judge 'is understood' 2 - "no sweep 'none' in rollcall.conf, but of the night"

if ! command -v systemd-analyze >/dev/null; then
	skip_or_fail 'systemd-analyze verify' \
		'systemd-analyze is missing; on Debian: apt install systemd'
	tap_end
fi
unit=$tap_dir/rollcall-sweep@nightly
sed "s|^ExecStart=[^ ]*|ExecStart=$rollcall|" "$service" >"$unit.service"
cp "$timer" "$unit.timer"
analyze() { # NAME ARGUMENT...
	analyze_name=$1
	shift
	status=0
	systemd-analyze "$@" >"$tap_dir/out" 2>"$tap_dir/err" </dev/null ||
		status=$?
	judge "$analyze_name" 0 '' -
}
analyze 'systemd-analyze verify: service and timer' verify --man=no \
	"$unit.service" "$unit.timer"
check 'it has nothing to say' test ! -s "$tap_dir/out"
# 2.0 is the lower end of "OK"; what is above needs the network or packets.
analyze 'systemd-analyze security: 2.0 at most' security --offline=true \
	--threshold=20 "$unit.service"
for line in DynamicUser=yes NoNewPrivileges=yes MemoryDenyWriteExecute=yes \
	StateDirectory=rollcall; do
	check "$line" grep -qx "$line" "$service"
done
# The check can fail.
echo 'Restart=perhaps' >>"$unit.service"
sed -i 's/^DynamicUser=.*//' "$unit.service"
check 'a mistake is found' sh -c "systemd-analyze verify --man=no \
	'$unit.service' 2>&1 | grep -q perhaps"
check 'and a lack of care' sh -c "! systemd-analyze security --offline=true \
	--threshold=20 '$unit.service' >'$tap_dir/out' 2>&1"
tap_end
