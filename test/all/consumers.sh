#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# The documents of test/data/consoles before those who read them: promtool,
# and the vendors' schemas of GLPI (ajv, from npm) and OpenNMS (xmllint)
# where ROLLCALL_SCHEMAS names their folder.
. "${srcdir:=.}/test/cli/lib.sh"

data=$srcdir/test/data/consoles
for file in "$data"/*.prom; do
	check "${file##*/}: promtool" sh -c "promtool check metrics <'$file'"
done
schemas=${ROLLCALL_SCHEMAS:-}
if [ -z "$schemas" ]; then
	skip 'the schemas of OpenNMS and GLPI' 'they are not there'
	tap_end
fi
for file in "$data"/*-opennms*.xml; do
	check "${file##*/}: OpenNMS' schema" xmllint --noout --nonet \
		--schema "$schemas/opennms-model-import.xsd" "$file"
done

# A folder's golden file is one text: "== NAME" and the content of each.
mkdir "$tap_dir/json"
for file in "$data"/*-glpi_json.txt; do
	awk -v to="$tap_dir/json/$(basename "$file" .txt)-" \
		'/^== / { out = to substr($0, 4); next } { print >out }' "$file"
done
. "$srcdir/test/all/npm.sh"
if (cd "$tap_dir" && npm install --silent --no-audit --no-fund \
	ajv@8 ajv-formats@3) >"$tap_dir/npm.out" 2>&1; then
	cat >"$tap_dir/judge.js" <<-'E2'
	const fs = require('fs');
	const Ajv = require('ajv').default;
	const ajv = new Ajv({strict: false, allErrors: true});
	require('ajv-formats').default(ajv);
	const judge = ajv.compile(JSON.parse(fs.readFileSync(process.argv[2])));
	let bad = 0;
	for (const file of process.argv.slice(3))
	    if (!judge(JSON.parse(fs.readFileSync(file)))) {
	        console.log(file, JSON.stringify(judge.errors[0]));
	        bad++;
	    }
	process.exit(bad === 0 ? 0 : 1);
	E2
	check "glpi-json: GLPI's schema" node "$tap_dir/judge.js" \
		"$schemas/glpi-inventory.schema.json" "$tap_dir"/json/*.json
	sed 's/versionclient/client/' "$tap_dir"/json/office*-192.0.2.1.json \
		>"$tap_dir/bad.json"
	if node "$tap_dir/judge.js" "$schemas/glpi-inventory.schema.json" \
		"$tap_dir/bad.json" >/dev/null 2>&1; then
		fail "GLPI's schema refuses what is wrong"
	else
		pass "GLPI's schema refuses what is wrong"
	fi
else
	comment <"$tap_dir/npm.out"
	fail "glpi-json: GLPI's schema" 'ajv cannot be installed'
fi
tap_end
