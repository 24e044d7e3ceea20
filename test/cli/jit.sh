#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# Where no memory may be both written and executed, as under systemd's
# MemoryDenyWriteExecute, patterns are interpreted: the same answers.
. "${srcdir:=.}/test/cli/lib.sh"

# PR_SET_MDWE is 65, PR_MDWE_REFUSE_EXEC_GAIN 1; what it starts inherits it.
cat >"$work/mdwe.py" <<'E2'
import ctypes, mmap, os, sys
libc = ctypes.CDLL(None, use_errno=True)
if libc.prctl(65, 1, 0, 0, 0) != 0:
    sys.exit('prctl: ' + os.strerror(ctypes.get_errno()))
try:
    mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    sys.exit('memory may be written and executed all the same')
except PermissionError:
    os.execv(sys.argv[1], sys.argv[1:])
E2
if ! why=$(python3 "$work/mdwe.py" /bin/true 2>&1); then
	skip 'memory that may not be executed' "the kernel has no MDWE: $why"
	tap_end
fi
# So many that a pattern is compiled for the last of them (PATTERN_JIT_AFTER).
{
	echo "prefix $net.0/25"
	echo "server $net.2 PARENT-1"
	echo "gup $net.4"
	for i in $(seq 10 90); do
		echo "server $net.$i"
	done
} >"$work/estate"
responder_start --estate "$work/estate" --pds-port 48296 \
	--rtvscan-port 42968 || {
	fail 'pds-responder starts'
	tap_end
}
sweep="sweep $net.0/25 -r 0 --port pds=48296 --port rtvscan=42968 --no-cache"
fields() { # Machines and what they said, without times.
	python3 -c "
import json, sys
for line in open(sys.argv[1]):
    host = json.loads(line)
    print(host['address'], host['role'], host['name'], sorted(
        (s['probe'], str(s['match']),
            str([(f['name'], f['value']) for f in s['fields']]))
        for s in host['services']))" "$1"
}
# shellcheck disable=SC2086 # options
run $sweep -o jsonl:usual.jsonl
judge 'as usual' 0 '' ''
# shellcheck disable=SC2086
(cd "$work" && python3 mdwe.py "$rollcall" $sweep -o jsonl:mdwe.jsonl) \
	>"$tap_dir/out" 2>"$tap_dir/err" </dev/null
status=$?
judge 'without executable memory' 0 '' ''
fields "$work/usual.jsonl" >"$tap_dir/usual"
fields "$work/mdwe.jsonl" >"$tap_dir/mdwe"
check 'somebody was found' grep -q PARENT-1 "$tap_dir/usual"
check 'the same machines with the same words' \
	cmp "$tap_dir/usual" "$tap_dir/mdwe"
tap_end
