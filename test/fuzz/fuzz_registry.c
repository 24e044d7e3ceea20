/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Registry files through encoding and reader.  The first byte says how the
 * rest is cut into chunks: the records must not depend on that, and must be
 * fit to be kept.
 */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "importer/encoding.h"
#include "importer/registry.h"
#include "test/fuzz/fuzz.h"

struct fuzz_run {
	struct text got;
	struct registry *registry;
	struct encoding *encoding;
};

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
	FUZZ_ASSERT(record->line > 0 && record->kind != RECORD_COMMENT);
	text_addf(&run->got, "%d %llu %d", (int)record->kind,
	    (unsigned long long)record->line, record->was_cp1252);
	if (record->kind == RECORD_PAIR) {
		FUZZ_ASSERT(record->name[0] != '\0');
		FUZZ_ASSERT(record->addr.family != 0);
		fuzz_check(record->name);
		text_addf(&run->got, "%s %s", record->name,
		    addr_format(&record->addr, buf));
	} else {
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

	registry_set_utf8(run->registry, encoding_is_utf8(run->encoding));
	return registry_feed(run->registry, bytes, len, fuzz_on_record, run,
	    err);
}

static struct text
fuzz_feed(const uint8_t *data, size_t size, size_t chunk)
{
	struct fuzz_run run = { TEXT_INIT, registry_new(false),
		encoding_new(NULL, NULL) };
	const char *learned;

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
	    registry_finish(run.registry, fuzz_on_record, &run, NULL) == 0);
	learned = registry_protocol(run.registry);
	if (learned != NULL) {
		FUZZ_ASSERT(learned[0] != '\0');
		fuzz_check(learned);
		text_add(&run.got, learned);
	}
	registry_free(run.registry);
	encoding_free(run.encoding);
	return run.got;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text whole, cut;

	if (size < 1)
		return 0;
	whole = fuzz_feed(data + 1, size - 1, SIZE_MAX);
	cut = fuzz_feed(data + 1, size - 1, (size_t)data[0] + 1);
	FUZZ_ASSERT(strcmp(text_str(&whole), text_str(&cut)) == 0);
	text_fini(&whole);
	text_fini(&cut);
	return 0;
}
