#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# Started as root, a sweep gives up what it does not need as soon as its
# sockets are open: as /proc says of each of its threads.
. "${srcdir:=.}/test/cli/lib.sh"

if ! why=$(unshare -Urn true 2>&1); then
	skip_or_fail 'root in a namespace' \
		"the kernel forbids user namespaces: $why"
	tap_end
fi

# Start a sweep as root in a namespace, note what /proc says of its threads a
# second later, and end it.  $status is its exit status.
cat >"$work/watch" <<'E2'
ip link set lo up || exit 99
"$@" >"$tap_dir/out" 2>"$tap_dir/err" </dev/null &
pid=$!
tries=0
until [ "$(ls /proc/$pid/task 2>/dev/null | wc -l)" -gt 1 ] ||
	[ $tries -eq 50 ]; do
	tries=$((tries + 1))
	sleep 0.1
done
cat /proc/$pid/task/*/status
kill -INT $pid
wait $pid
E2
watch() { # COMMAND...
	status=0
	(cd "$work" && tap_dir=$tap_dir exec unshare -Urn sh ./watch "$@") \
		>"$tap_dir/proc" || status=$?
}
# Every thread says this.
threads_say() { # NAME FIELD VALUE
	says=$(awk -v field="$2:" '$1 == field { print $2 }' "$tap_dir/proc" |
		sort -u)
	if [ "$says" = "$3" ]; then
		pass "$1: $2 $3"
	else
		echo "# $says"
		show
		fail "$1: $2 $3"
	fi
}
none=0000000000000000

# Slowly, so that it still runs when it is looked at.
sweep="sweep $net.0/24 -r 2 -p pds --port pds=48297"
# shellcheck disable=SC2086 # options
watch "$rollcall" $sweep -v
judge 'root, files of its own' 4 '' 'capabilities given up$'
check 'there is a thread that writes' sh -c \
	"[ \$(grep -c ^Pid: '$tap_dir/proc') -gt 1 ]"
for field in CapInh CapPrm CapEff CapBnd CapAmb; do
	threads_say 'root' $field $none
done
threads_say 'root' NoNewPrivs 1
threads_say 'the user stays' Uid 0

# Where the namespace's root is not the owner of /dev/null, that is somebody
# else's file: CAP_CHOWN, CAP_DAC_OVERRIDE and CAP_FOWNER.
kept=$none
[ "$(unshare -Ur stat -c %u /dev/null)" = 0 ] || kept=000000000000000b
# shellcheck disable=SC2086
watch "$rollcall" $sweep -o csv:/dev/null -o xml:own.xml
judge 'other files' 4 '' ''
threads_say 'other files' CapEff $kept
threads_say 'other files' CapPrm $kept
threads_say 'other files' CapInh $none
threads_say 'other files' NoNewPrivs 1

# Who has none keeps what a program may get: hooks send mail by setgid.
# shellcheck disable=SC2086
watch setpriv --bounding-set=-all "$rollcall" $sweep
judge 'nobody with rights' 4 '' ''
threads_say 'nobody with rights' CapEff $none
threads_say 'nobody with rights' NoNewPrivs 0

# What is left suffices for all that follows: cache, lock, documents.
cat >"$work/all" <<'E2'
ip link set lo up && exec "$@"
E2
(cd "$work" && unshare -Urn sh ./all "$rollcall" sweep "$net.0/29" -p pds \
	--port pds=48297 --source-port 700 -o xml:all.xml -o csv:all.csv) \
	>"$tap_dir/out" 2>"$tap_dir/err" </dev/null
status=$?
judge 'a whole sweep from a low port' 0 - 'asked 8 addresses'
check 'its document' xmllint --noout "$work/all.xml"
check 'and its table' grep -q '^address,' "$work/all.csv"
tap_end
