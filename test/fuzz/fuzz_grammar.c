/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Lists of names and addresses through encoding and grammar.  The first byte
 * chooses rules and encoding, the second how the rest is cut into chunks:
 * the records must not depend on that, and must be fit to be kept.
 */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "importer/encoding.h"
#include "importer/grammar.h"
#include "test/fuzz/fuzz.h"

static const struct fuzz_rules {
	const char *first, *second, *order, *encoding;
} fuzz_rules[] = {
	{ NULL, NULL, NULL, NULL },
	{ "/", "LF", "2", NULL },
	{ "SP", "LF", "1", NULL },
	{ "SP", "LF", "2", NULL },
	{ ",", "SP", "1", NULL },
	{ "LF", ";", "1", NULL },
	{ ",", ":", "1", NULL },
	{ ",", ":", "2", NULL },
	{ ":", "LF", "1", NULL },
	{ ":", "LF", "2", NULL },
	{ "->", ",", "2", NULL },
	{ "\xc2\xa7", "\xe2\x82\xac", "1", NULL },
	{ NULL, "\xf0\x9f\x98\x80", NULL, NULL },
	{ ";", "LF", "2", NULL },
	{ NULL, NULL, NULL, "UTF-8" },
	{ NULL, NULL, NULL, "UTF-16" },
};

struct fuzz_run {
	struct text got;
	struct grammar *grammar;
	struct encoding *encoding;
};

/* What everybody behind the grammar relies on. */
static void
fuzz_check(const char *text)
{
	struct text clean = TEXT_INIT;

	utf8_clean(&clean, text, strlen(text));
	FUZZ_ASSERT(strcmp(text_str(&clean), text) == 0);
	text_fini(&clean);
}

static int
fuzz_on_record(const struct record *record, void *arg, struct err *err)
{
	struct fuzz_run *run = arg;
	char buf[ADDR_TEXT_LEN];

	(void)err;
	FUZZ_ASSERT(record->line > 0);
	text_addf(&run->got, "%d %llu %d", (int)record->kind,
	    (unsigned long long)record->line, record->was_cp1252);
	if (record->kind == RECORD_PAIR) {
		FUZZ_ASSERT(record->name[0] != '\0');
		FUZZ_ASSERT(strlen(record->name) <= 3 * RECORD_LEN_MAX);
		FUZZ_ASSERT(record->addr.family != 0);
		fuzz_check(record->name);
		text_addf(&run->got, "%s %s", record->name,
		    addr_format(&record->addr, buf));
	} else if (record->kind == RECORD_BAD) {
		FUZZ_ASSERT(record->why[0] != '\0');
		fuzz_check(record->why);
		text_add(&run->got, record->why);
	}
	text_add_char(&run->got, '\n');
	return 0;
}

static int
fuzz_on_bytes(const void *bytes, size_t len, void *arg, struct err *err)
{
	struct fuzz_run *run = arg;

	grammar_set_utf8(run->grammar, encoding_is_utf8(run->encoding));
	return grammar_feed(run->grammar, bytes, len, fuzz_on_record, run, err);
}

/* Feed data in chunks of the given size, each in memory of its own. */
static struct text
fuzz_feed(const struct fuzz_rules *row, const uint8_t *data, size_t size,
    size_t chunk)
{
	struct fuzz_run run = { TEXT_INIT, NULL, NULL };
	struct pair_rules rules;

	FUZZ_ASSERT(pair_rules_init(&rules, row->first, row->second, row->order,
			NULL) == 0);
	run.grammar = grammar_new(&rules, false);
	run.encoding = encoding_new(row->encoding, NULL);
	FUZZ_ASSERT(run.encoding != NULL);
	for (size_t at = 0; at < size; at += chunk) {
		size_t n = size - at < chunk ? size - at : chunk;
		uint8_t *copy = malloc(n);

		FUZZ_ASSERT(copy != NULL);
		memcpy(copy, data + at, n);
		FUZZ_ASSERT(encoding_feed(run.encoding, copy, n, fuzz_on_bytes,
				&run, NULL) == 0);
		free(copy);
	}
	FUZZ_ASSERT(
	    encoding_finish(run.encoding, fuzz_on_bytes, &run, NULL) == 0);
	FUZZ_ASSERT(
	    grammar_finish(run.grammar, fuzz_on_record, &run, NULL) == 0);
	grammar_free(run.grammar);
	encoding_free(run.encoding);
	return run.got;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct fuzz_rules *row;
	struct text whole, cut;

	if (size < 2)
		return 0;
	row = &fuzz_rules[data[0] % (sizeof(fuzz_rules) / sizeof(*row))];
	whole = fuzz_feed(row, data + 2, size - 2, SIZE_MAX);
	cut = fuzz_feed(row, data + 2, size - 2, (size_t)data[1] + 1);
	FUZZ_ASSERT(strcmp(text_str(&whole), text_str(&cut)) == 0);
	text_fini(&whole);
	text_fini(&cut);
	return 0;
}
