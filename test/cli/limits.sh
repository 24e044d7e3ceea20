#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# rollcall history warns of too many clients on a link, and of machines that
# have not answered for long.
. "${srcdir:=.}/test/cli/lib.sh"

command -v python3 >/dev/null || skip_all 'python3 is missing'

# A cache of clients: lines of ADDRESS and the days since it answered.
cache_of() { # FILE
	python3 -c '
import os, socket, sqlite3, sys, time
sql = open(sys.argv[1], encoding="utf-8").read()
db = sqlite3.connect(sys.argv[2])
db.executescript(sql)
db.execute("DELETE FROM host")
db.execute("DELETE FROM service")
for line in sys.stdin:
    address, days = line.split()
    addr = socket.inet_aton(address)
    time_us = int((time.time() - float(days) * 86400) * 1e6)
    db.execute("INSERT INTO host VALUES (?, 3, 3, ?)", (addr, time_us))
    db.execute("INSERT INTO service (addr, protocol, port, probe, kind, role,"
               " time_us, sweep) VALUES (?, 1, 2967, ?, 0, 3, ?, 1)",
               (addr, "rtvscan", time_us))
db.commit()
db.close()
os.chmod(sys.argv[2], 0o640)
' "$srcdir/test/data/cache/schema-1.sql" "$1"
	run cache protect --cache "$1" # brings it to the newest version
}
cat >"$work/rollcall.conf" <<'E'
[rollcall]
stale-after = 30
max-clients = 1
[link few]
prefixes = 192.0.2.0/25
max-clients = 2
[link more]
prefixes = 192.0.2.128/25
max-clients = 3
E
history() { # CACHE
	run history --cache "$1" --config rollcall.conf
}

cache_of "$tap_dir/within" <<'E'
192.0.2.1 0
192.0.2.2 0
192.0.2.129 0
192.0.2.130 0
192.0.2.131 29.9
198.51.100.1 0
E
history "$tap_dir/within"
judge 'as many as may be' 0 '^SWEEP' -

cache_of "$tap_dir/beyond" <<'E'
192.0.2.1 0
192.0.2.2 0
192.0.2.3 0
192.0.2.129 0
192.0.2.130 30.1
198.51.100.1 0
198.51.100.2 0
E
history "$tap_dir/beyond"
judge 'one too many on a link' 0 '' \
	'warning: link few has 3 clients, more than max-clients = 2$'
judge 'one too many on no link' 0 '' \
	'warning: link default has 2 clients, more than max-clients = 1$'
judge 'one that is stale' 0 '' \
	'warning: 1 machine has not answered for 30 days'
check 'not where there are fewer' sh -c '! grep -q "link more" "$1"' - \
	"$tap_dir/err"

sed -i 's/30/0/' "$work/rollcall.conf"
history "$tap_dir/beyond"
judge 'never stale' 0 '' 'warning: link few'
check 'never stale: it is not said' sh -c '! grep -q "not answered" "$1"' - "$tap_dir/err"
tap_end
