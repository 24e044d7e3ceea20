#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# A scanner on a wire with machines of their own addresses:
#	unshare -Urn lan.sh FILE LOG COMMAND [ARGUMENT...]
# FILE describes the wire (lan.py), LOG is what was seen on it.  COMMAND runs
# in this namespace, with the addresses of FILE's "net" lines on lan0 and what
# its "scanner" lines did.
set -eu
file=$1 log=$2
shift 2
dir=$(mktemp -d)
lan=
trap '[ -z "$lan" ] || kill "$lan" 2>/dev/null || :; rm -rf "$dir"' EXIT
mkfifo "$dir/up" "$dir/ready"
unshare -n python3 "$(dirname "$0")/lan.py" "$file" "$log" "$dir/up" \
	"$dir/ready" &
lan=$!
read -r pid <"$dir/up"
ip link set lo up
ip link add lan0 type veth peer name lan1 netns "$pid"
ip link set lan0 addrgenmode none up
sed -n 's/^net //p' "$file" | while read -r address; do
	ip address add "$address" brd + dev lan0
done
sed -n 's/^scanner //p' "$file" >"$dir/scanner"
. "$dir/scanner"
echo go >"$dir/up"
read -r word <"$dir/ready"
[ "$word" = ready ]
n=0
until ip -o link show lan0 | grep -q 'state UP' || [ "$n" -ge 500 ]; do
	n=$((n + 1))
	sleep 0.01
done
status=0
"$@" || status=$?
exit "$status"
