# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# For tests that play yield_play.sh and judge what was used of the line.
# Source it after sweep.sh; whoever does defines play_of, which plays with the
# sweep of its argument into the folder $play.
neighbour="python3 $srcdir/test/net/neighbour.py"

at() { # MARK: when
	awk -v mark="$1" '$1 == mark { print $2 }' "$play/marks"
}
# What part of the line was used, in percent, from some seconds after one mark
# to another.
used() { # FILE MARK SECONDS MARK
	$neighbour share "$play/$1" \
		"$(awk "BEGIN { printf(\"%.3f\", $(at "$2") + $3) }")" \
		"$(at "$4")" 56000
}
# What must hold of a play: lines of FILE|MARK|SECONDS|MARK|WHAT-TEST-SAYS|NAME.
says_used() { # FILE MARK SECONDS MARK WHAT-TEST-SAYS
	used_part=$(used "$@") && awk "BEGIN { exit !($used_part $5) }"
}
holds() { # ROWS
	while IFS='|' read -r file from after to test_says _; do
		says_used "$file" "$from" "$after" "$to" "$test_says" ||
			return 1
	done <"$1"
}

# A busy machine may hold up the sweep, the line or the download: a play may
# fail twice, what the sweep does by itself fails each time.
plays() { # before|after, the rows being on standard input
	cat >"$tap_dir/rows"
	play=$tap_dir/$1
	for _ in 1 2 3; do
		rm -rf "$play"
		mkdir "$play"
		rm -f "$ROLLCALL_CACHE"*
		play_of "$1"
		! holds "$tap_dir/rows" || break
	done
	while IFS='|' read -r file from after to test_says name; do
		check "$name: $(used "$file" "$from" "$after" "$to")% of the \
line" says_used "$file" "$from" "$after" "$to" "$test_says"
	done <"$tap_dir/rows"
}
