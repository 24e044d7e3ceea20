#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# Libxml2 is loaded to read XML and for nothing else; where it is not there
# that is said, and all the rest works.
. "${srcdir:=.}/test/cli/lib.sh"

soname=$(sed -n 's/^#define LIBXML2_SONAME "\(.*\)"$/\1/p' \
	"$builddir/config.h")
check 'configure found its name' test -n "$soname"

check 'the program is not linked with it' \
	sh -c "! readelf -d '$rollcall' | grep -q 'NEEDED.*libxml2'"
cat >"$work/note.py" <<'E2'
import json, struct, sys
path, soname = sys.argv[1:]
note = open(path, 'rb').read()
owner_len, content_len, kind = struct.unpack_from('=III', note)
assert note[12:12 + owner_len] == b'FDO\0', note
assert kind == 0x407c0c0a, hex(kind)
content = note[16:16 + content_len]
assert len(content) == content_len and content.endswith(b'\0'), content
listed = json.loads(content[:-1])
assert [entry['soname'] for entry in listed] == [[soname]], listed
assert listed[0]['priority'] == 'recommended', listed
E2
objcopy --dump-section ".note.dlopen=$work/note" "$rollcall" "$work/copy"
check 'a note names it for packagers' \
	python3 "$work/note.py" "$work/note" "$soname"

# A folder that is searched before all others, with something else in it.
mkdir "$work/none" "$work/other"
echo 'no library' >"$work/none/$soname"
echo 'int xmllib_other; int xmllib_other = 1;' >"$work/other.c"
# shellcheck disable=SC2086 # CC may be several words
${CC:-cc} -shared -fPIC -o "$work/other/$soname" "$work/other.c" || {
	fail 'a library is made'
	tap_end
}
with() { # FOLDER ARGUMENT...
	LD_LIBRARY_PATH=$work/$1
	export LD_LIBRARY_PATH
	shift
	run "$@"
	unset LD_LIBRARY_PATH
}
cp "$srcdir/scanner/probes.xml" "$srcdir/output/inventory-example.xml" "$work"

expect 'it is there: probes are read' 0 '' '' \
	sweep 127.0.0.1 --dry-run --probe-file probes.xml
expect 'and inventories' 0 '' '' \
	diff inventory-example.xml inventory-example.xml
with none sweep 127.0.0.1 --dry-run --probe-file probes.xml
judge 'not there: no probe file' 4 - \
	"^rollcall: .*libxml2, which reads XML, cannot be loaded: .*$soname"
with none diff inventory-example.xml inventory-example.xml
judge 'no inventory' 4 - 'libxml2, which reads XML, cannot be loaded'
with other diff inventory-example.xml inventory-example.xml
judge 'another library' 4 - \
	"$soname, which reads XML, is not the right one: it has no "
with none version
judge 'version says so' 0 'libxml2, which reads XML, cannot be loaded' -
with none probes
judge 'the shipped probes need none' 0 '^pds ' -
with none sweep 127.0.0.1 --dry-run
judge 'nor does a sweep' 0 '' ''
with none sweep 127.0.0.1 -p ams -r 0 --retries 0 --timeout 200 -n \
	--no-cache -o xml:got.xml
judge 'that writes XML' 0 '' ''
check 'which parses' xmllint --noout "$work/got.xml"
tap_end
