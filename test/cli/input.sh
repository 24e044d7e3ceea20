#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# Files that are wrong, missing or unreadable: one sentence that names file,
# line and value, exit status 3 or 5, and nothing half-written.
. "${srcdir:=.}/test/cli/lib.sh"

t=127.0.0.1
put() { # FILE LINE...
	file=$work/$1
	shift
	printf '%s\n' "$@" >"$file"
}

put bad.txt '# sites' 127.0.0.1 '127.0.0.2 127.0.0.300'
put nested.txt @bad.txt
put empty.txt '# nobody'
expect 'targets: line and value' 3 - "bad\\.txt:3: .*127\\.0\\.0\\.300" \
	sweep @bad.txt
expect 'targets: -i' 3 - "bad\\.txt:3:" sweep -i bad.txt
expect 'targets: missing file' 3 - "'missing\\.txt'" sweep @missing.txt
expect 'targets: a folder' 3 - "'\\.'" sweep -i .
expect 'targets: a file in a file' 3 - 'nested\.txt:1:' sweep @nested.txt
expect 'targets: nobody' 3 - '^rollcall: ' sweep @empty.txt
expect 'excludes: line and value' 3 - \
	'--exclude-from: bad\.txt:3: .*127\.0\.0\.300' \
	sweep $t --exclude-from bad.txt
expect 'excludes: missing file' 3 - "'missing\\.txt'" \
	sweep $t --exclude-from missing.txt
expect 'excludes: everybody' 3 - 'every target is excluded' \
	sweep $t -x 127.0.0.0/8

put probes.xml '<probes><probe/></probes>'
put broken.xml '<probes>' '<probe'
expect 'probes: refused by the schema' 3 - 'probes\.xml' \
	sweep $t --probe-file probes.xml
expect 'probes: no XML' 3 - 'broken\.xml:[0-9]' \
	probes --probe-file broken.xml
expect 'probes: missing file' 3 - 'missing\.xml' \
	probes --probe-file missing.xml

put bad.conf '[link paris]' 'prefixes = 192.0.2.0/24' 'capacity = much'
expect 'config: file, line, section, key and value' 3 - \
	"bad\\.conf:3: \\[link paris\\] capacity: .*'much'" \
	sweep $t --config bad.conf
expect 'config: before the command' 3 - 'bad\.conf:3:' \
	--config bad.conf sweep $t
expect 'config: missing file' 3 - "'missing\\.conf'" \
	sweep $t --config missing.conf
mkdir -p "$HOME/.config/rollcall"
cp "$work/bad.conf" "$HOME/.config/rollcall/rollcall.conf"
if [ "$(id -u)" -eq 0 ]; then
	expect "config: root does not read a user's" 0 '' '' \
		sweep $t --dry-run
else
	expect "config: a user's own" 3 - 'bad\.conf:3:|rollcall\.conf:3:' \
		sweep $t --dry-run
	chmod 0 "$HOME/.config"
	expect "config: somebody else's home" 0 '^to ask +1 ' - \
		sweep $t --dry-run
	chmod 700 "$HOME/.config"
fi
rm -r "$HOME/.config"
cp "$srcdir/cli/rollcall.conf.example" "$work/example.conf"
expect 'config: the example is right' 0 'link +paris: 1 address' '' \
	sweep 192.0.2.7 --config example.conf --dry-run

put xml.d nothing
expect 'output: missing folder' 3 - "'none/all\\.xml'" \
	sweep $t -o xml:none/all.xml
expect 'output: a folder' 3 - "'\\.'.*directory" sweep $t -o xml:.
expect 'output: a file for a folder' 3 - 'xml\.d/all\.xml' \
	sweep $t -o xml:xml.d/all.xml
check 'nothing was asked on the way' test ! -e "$ROLLCALL_CACHE"

put text.db 'this is no database, but it is long enough to look at'
expect 'cache: a foreign file' 5 - 'text\.db' --cache text.db cache list
expect 'cache: a foreign file, sweep' 5 - 'text\.db' \
	sweep $t --cache text.db
check 'cache: the foreign file stays as it was' \
	grep -q 'no database' "$work/text.db"
expect 'cache: a folder' 5 - "'?\\.'?" cache list --cache .
expect 'cache: absent' 5 - 'there is no address cache .*absent\.db' \
	cache list --cache absent.db
expect 'cache: absent, show' 5 - 'absent\.db' \
	cache show 192.0.2.1 --cache absent.db
check 'cache: looking makes none' test ! -e "$work/absent.db"
expect 'cache: absent, mode cache' 5 - 'no address cache' \
	sweep --mode cache --cache absent.db
expect 'cache: path of an absent one' 0 '^absent\.db$' - \
	cache path --cache absent.db
expect 'cache: path from the environment' 0 "^$ROLLCALL_CACHE\$" - \
	cache path
tap_end
