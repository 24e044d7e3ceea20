#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# How fast, how lean and how considerate rollcall is, measured beside zmap,
# masscan and nmap where they are installed:
#
#	test/bench/run.sh [-n N] [-m FILE] [-v] [ROW...]
#
# N runs of each (default 5; the long ones have fewer), all rows or those that
# are named.  FILE gets the table as Markdown.  builddir names the build folder
# (default: the current one), where "make bench" makes what is needed.  Nothing
# leaves the machine: all of it runs in network namespaces, which vanish.  The
# exit status is 1 when something was not reached.
set -u
: "${srcdir:=$(dirname "$0")/../..}" "${builddir:=.}"
srcdir=$(cd "$srcdir" && pwd) bin=$(cd "$builddir" && pwd)
bench=$srcdir/test/bench
rollcall=$bin/cli/rollcall
responder=$bin/responder/pds-responder
result="python3 $bench/result.py"
raw=net_raw,net_admin
n=5 markdown='' verbose=no
all_rows='udp16 both16 both16raw sustained start24 slow24 slow22 yield loss24
links150 memory'
more_rows='fifty fiftyraw'

usage() {
	echo "usage: $0 [-n N] [-m FILE] [-v] [ROW...]
rows: $all_rows
rows that are run only when named: $more_rows" >&2
	exit 2
}
while getopts n:m:v option; do
	case $option in
	n) n=$OPTARG ;;
	m) markdown=$OPTARG ;;
	v) verbose=yes ;;
	*) usage ;;
	esac
done
shift $((OPTIND - 1))
case $n in
'' | *[!0-9]* | 0) usage ;;
esac
few=$(((n + 1) / 2)) # of what takes long

. "$bench/lib.sh"
. "$bench/rows_fast.sh"
. "$bench/rows_slow.sh"

for row in "$@"; do
	case " $(echo $all_rows $more_rows) " in
	*" $row "*) ;;
	*) usage ;;
	esac
done
for program in "$rollcall" "$responder" "$bin/test/bench/measure"; do
	[ -x "$program" ] || {
		echo "$0: $program is missing: make bench makes it" >&2
		exit 2
	}
done
why=$(unshare -Urn true 2>&1) || {
	echo "$0: the kernel forbids user namespaces: $why" >&2
	exit 2
}
bench_init
for peer in zmap masscan nmap; do
	has $peer || echo "$peer is not installed; on Debian: apt install $peer"
done
echo "$(nproc) processors, Linux $(uname -r), load $(cut -d' ' -f1 /proc/loadavg)"
[ $# -gt 0 ] || eval "set -- $all_rows"
for row in "$@"; do
	row_began=$(date +%s)
	"row_$row"
	echo "$row: $(($(date +%s) - row_began)) s" >&2
done
[ -z "$markdown" ] || $result table --markdown "$dir/rows" >"$markdown"
$result table "$dir/rows"
