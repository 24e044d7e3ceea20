#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# Where the instructions of a sweep go, by valgrind's callgrind:
#
#	test/bench/profile.sh [-k FOLDER] [-l LINES] [LENGTH [ARGUMENT...]]
#
# sweeps a simulated prefix of LENGTH (default 16) by the socket transport,
# without a cache and with one, and prints the functions that take most, by
# themselves and with all that they call.  FOLDER keeps what callgrind wrote.
# ARGUMENTs are further ones of "rollcall sweep", such as -p pds.  builddir
# names the build folder (default: the current one).
set -u
: "${srcdir:=$(dirname "$0")/../..}" "${builddir:=.}"
bin=$(cd "$builddir" && pwd)
keep='' lines=25
while getopts k:l: option; do
	case $option in
	k) keep=$OPTARG ;;
	l) lines=$OPTARG ;;
	*)
		sed -n '7s/^#	/usage: /p' "$0" >&2
		exit 2
		;;
	esac
done
shift $((OPTIND - 1))
length=${1:-16}
[ $# -eq 0 ] || shift
for program in valgrind callgrind_annotate; do
	command -v $program >/dev/null || {
		echo "$0: $program is missing; on Debian: apt install valgrind" >&2
		exit 2
	}
done
dir=$(mktemp -d "${TMPDIR:-/tmp}/rollcall-bench.XXXXXX") || exit 1
child=
trap 'rm -rf "$dir"' EXIT
trap '[ -z "$child" ] || kill $child; wait; exit 1' HUP INT TERM
[ -n "$keep" ] || keep=$dir
mkdir -p "$keep"
printf 'seed 16\nservers 1/8\nrefusing 3/8\nprefix 10.77.0.0/%s\n' "$length" \
	>"$dir/estate"
: >"$dir/empty"

# Answers have to wait for a program that is fifty times slower.
profile() { # NAME ARGUMENT...
	profile_out=$keep/$1.callgrind
	shift
	timeout -k 10 900 "$bin/responder/pds-responder" --estate \
		"$dir/estate" --namespace --for 880 -- \
		valgrind --tool=callgrind --fair-sched=yes -q \
		--callgrind-out-file="$profile_out" \
		"$bin/cli/rollcall" --config "$dir/empty" "$@" </dev/null &
	child=$!
	wait $child || echo "$0: status $? of: $*" >&2
	child=
}
top() { # FILE TITLE [ARGUMENT...]
	top_file=$1
	echo
	echo "$2"
	shift 2
	callgrind_annotate "$@" "$top_file" | awk -v lines="$lines" '
	/^ *[0-9,]+ \(.*%\)/ {
		if (n++ > lines)
			exit
		sub(/ \[[^]]*\]$/, "")
		sub(/[^ ]*\/\.\.\//, "")
		print
	}'
}

for which in no-cache cache; do
	cache="--cache $dir/cache.db"
	none=
	[ $which = cache ] || none=--no-cache
	# shellcheck disable=SC2086 # one word or none
	profile $which $cache sweep "10.77.0.0/$length" -r 0 --retries 0 \
		--timeout 5000 -n -o "csv:$dir/out" $none "$@"
	top "$keep/$which.callgrind" "$which: the functions themselves"
	top "$keep/$which.callgrind" "$which: with all that they call" \
		--inclusive=yes
done
