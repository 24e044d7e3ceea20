#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# The format zabbix before Zabbix 6.0's own import: its reader and validators,
# of Debian's zabbix-frontend-php, in strict mode.
: "${srcdir:=.}"
. "$srcdir/test/tap.sh"

include=/usr/share/zabbix/include
if ! command -v php >/dev/null || [ ! -e "$include/defines.inc.php" ]; then
	skip_or_fail "Zabbix' validators" \
		'on Debian: apt install zabbix-frontend-php php-cli'
	tap_end
fi

judge() { # FILE
	php "$srcdir/test/all/zabbix.php" "$include" "$1"
}
for file in "$srcdir"/test/data/consoles/*-zabbix.xml; do
	check "${file##*/}: Zabbix takes it" judge "$file"
done

# What is wrong is refused, and for the right reason.
refused() { # NAME SED-SCRIPT WHY
	sed "$2" "$srcdir/test/data/consoles/office-zabbix.xml" \
		>"$tap_dir/bad.xml"
	if judge "$tap_dir/bad.xml" >"$tap_dir/said"; then
		fail "$1 is refused"
	else
		check "$1 is refused" grep -q "$3" "$tap_dir/said"
	fi
}
refused 'a later version' 's|<version>6.0|<version>7.0|' 'unsupported version'
refused 'an unknown element' 's|<tags>|<odd/><tags>|' 'unexpected tag "odd"'
refused 'an interface without its reference' '/interface_ref/d' \
	'interface_ref'
refused 'a name with a slash' 's|<host>SRV-OLD</host>|<host>SRV/OLD</host>|' \
	'not a host name'
refused 'a name twice' \
	's|<host>SRV-OLD</host>|<host>SRV-BERLIN-01</host>|' 'host twice'
tap_end
