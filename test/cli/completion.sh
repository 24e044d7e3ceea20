#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# The completion script in a real bash, words divided as bash divides them.
. "${srcdir:=.}/test/cli/lib.sh"

command -v bash >/dev/null || skip_all 'bash is missing'
run completion
judge 'the script comes out' 0 '^complete -F _rollcall rollcall$' -
cp "$tap_dir/out" "$tap_dir/script"
check 'bash takes it' bash -n "$tap_dir/script"
check 'it is what the build made' cmp "$tap_dir/script" \
	"$bin/cli/bash-completion/rollcall"
touch "$work/notes.txt" "$work/two words"

# What bash offers after these words, the last one being typed.
offers() { # NAME WANTED WORD...
	name=$1 wanted=$2
	shift 2
	got=$(cd "$work" && order=${order:-cat} bash -c '
		. "$1"; shift
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
		_rollcall
		printf "%s\n" "${COMPREPLY[@]}" | $order | paste -s -d " "' bash "$tap_dir/script" "$@" 2>&1)
	if [ "$got" = "$wanted" ]; then
		pass "$name"
	else
		fail "$name" "offers '$got', not '$wanted'"
	fi
}

offers 'a command' sweep rollcall sw
offers 'a sub-command' list rollcall cache l
offers 'a sub-command behind a global option' 'list show delete clear check protect path' \
	rollcall --cache f cache ''
offers 'a value behind an equals sign' 'list show delete clear check protect path' \
	rollcall --cache = f cache ''
offers 'an option' --dry-run rollcall sweep 127.0.0.1 --dry
offers 'an option of a sub-command' --output rollcall cache list --o
offers 'a global option' --config rollcall --con
offers 'a choice' 'intense cache local' rollcall sweep -m ''
offers 'a choice behind an equals sign' cache rollcall sweep --mode = c
offers 'a choice right behind it' 'intense cache local' rollcall sweep --mode =
offers 'a global choice' always rollcall sweep --color al
offers 'a format' xml rollcall sweep -o x
offers 'a file behind a format' notes.txt rollcall sweep -o xml : no
order='sort'
offers 'any file behind a format' 'notes.txt two words' \
	rollcall sweep --output xml :
order='cat'
offers 'a file of targets' notes.txt rollcall sweep @ n
offers 'a file' notes.txt rollcall sweep -i n
offers 'a probe' pds2 rollcall sweep -p pds2
offers 'a further probe' pds,ams rollcall sweep -p pds,a
offers 'a probe for a port' nbstat rollcall sweep --port nb
offers 'nothing for a number' '' rollcall sweep --rate ''
offers 'nothing for a target' '' rollcall sweep ''
offers 'a command to help with' sweep rollcall help s
offers 'nothing hidden' '' rollcall compl
tap_end
