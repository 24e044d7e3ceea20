#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# output/inventory.xsd is what output/inventory.rng makes, and a second
# validator judges the documents of test/data as the unit tests' one does.
# Needs programs in Java, which nothing else does: skipped without them.
. "${srcdir:=.}/test/tap.sh"

# has PROGRAM...: all of them are there.
has() {
	for tap_program; do
		command -v "$tap_program" >/dev/null || return 1
	done
}

if has trang xsltproc; then
	check 'trang reads inventory.rng' trang -I rng -O xsd \
		"$srcdir/output/inventory.rng" "$tap_dir/trang.xsd"
	xsltproc -o "$tap_dir/inventory.xsd" \
		"$srcdir/output/inventory-xsd.xsl" "$tap_dir/trang.xsd"
	check 'inventory.xsd is up to date (make update-xsd)' \
		diff -u "$srcdir/output/inventory.xsd" "$tap_dir/inventory.xsd"
else
	skip_or_fail 'inventory.xsd is up to date' \
		'trang or xsltproc is missing'
fi

# lets_pass SCHEMA: says on standard output which bad documents it lets pass.
lets_pass() {
	jing "$1" "$srcdir"/test/data/schema/bad/*.xml >"$tap_dir/said"
	for file in "$srcdir"/test/data/schema/bad/*.xml; do
		grep -q "/${file##*/}:" "$tap_dir/said" || echo "$file"
	done
}

if has jing; then
	for schema in inventory.rng inventory.xsd; do
		check "jing accepts all good documents by $schema" \
			jing "$srcdir/output/$schema" \
			"$srcdir"/test/data/schema/good/*.xml \
			"$srcdir"/test/data/inventory/*.xml
		lets_pass "$srcdir/output/$schema" >"$tap_dir/passed"
		check_none "jing refuses all bad documents by $schema" \
			"$tap_dir/passed"
	done
else
	skip_or_fail 'jing agrees' 'jing is missing'
fi
tap_end
