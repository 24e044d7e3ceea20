/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Inventories read back.  What is taken is written, and what is written is
 * taken and written as the same bytes.
 */
#include <string.h>

#include "output/format_list.h"
#include "output/inventory_read.h"
#include "test/fuzz/fuzz.h"

static int
fuzz_on_host(enum cache_section section, const struct host *host, void *arg,
    struct err *err)
{
	return format_xml.host(arg, section, host, err);
}

/* The document of what was read, or NULL. */
static char *
fuzz_again(const void *document, size_t len, size_t *again_len)
{
	struct inventory_read *read;
	struct inventory_view view = { 0, false };
	const struct inventory *head;
	struct err err = ERR_INIT;
	char *again = NULL;
	void *state = NULL;
	FILE *out;
	int ret;

	read = inventory_read_memory(document, len, "fuzz", &err);
	FUZZ_ASSERT((read == NULL) == (err.code != ERR_NONE));
	if (read == NULL)
		return NULL;
	head = inventory_read_head(read);
	out = open_memstream(&again, again_len);
	FUZZ_ASSERT(out != NULL);
	FUZZ_ASSERT(format_xml.begin(&state, out, head, &view, NULL) == 0);
	ret = head->each(head->source, fuzz_on_host, state, &err);
	FUZZ_ASSERT((ret == -1) == (err.code != ERR_NONE));
	FUZZ_ASSERT(format_xml.end(state, ret == 0, NULL) == 0);
	FUZZ_ASSERT(fclose(out) == 0);
	inventory_read_close(read);
	if (ret == 0)
		return again;
	free(again);
	return NULL;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t once_len = 0, twice_len = 0;
	char *once = fuzz_again(data, size, &once_len), *twice;

	if (once == NULL)
		return 0;
	twice = fuzz_again(once, once_len, &twice_len);
	FUZZ_ASSERT(twice != NULL);
	FUZZ_ASSERT(once_len == twice_len);
	FUZZ_ASSERT(memcmp(once, twice, once_len) == 0);
	free(once);
	free(twice);
	return 0;
}
