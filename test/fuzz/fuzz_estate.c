/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Any text as an estate file; what is taken must keep its promises.
 */
#include <string.h>

#include "base/text.h"
#include "responder/estate_file.h"
#include "responder/netns_script.h"
#include "test/fuzz/fuzz.h"

#define FUZZ_WALK_MAX 2000

/* Ascending, within the estate, and of one mind about each address. */
static void
fuzz_walk(const struct estate *estate)
{
	struct estate_walk walk;
	struct estate_host host;
	struct addr addr, before = { 0, 0, 0 };
	enum estate_class class;

	estate_walk_init(&walk, estate, true);
	for (int i = 0;
	     i < FUZZ_WALK_MAX && estate_walk_next(&walk, &addr, &class); i++) {
		FUZZ_ASSERT(addr_cmp(&before, &addr) < 0);
		FUZZ_ASSERT(estate_look_up(estate, &addr, &host));
		FUZZ_ASSERT(host.class == class);
		FUZZ_ASSERT(class == estate_class_of(estate, &addr));
		FUZZ_ASSERT(memchr(host.pds.name, '\0', ESTATE_NAME_CAP));
		FUZZ_ASSERT(host.delay_us <= ESTATE_DELAY_MAX_MS * 1000);
		before = addr;
	}
}

static void
fuzz_script(const struct estate *estate)
{
	struct netns_script script;
	struct text out = TEXT_INIT;

	if (netns_script_init(&script, estate, 1, 2, NULL) == 0) {
		netns_script_scanner_ip(&script, "/n", &out);
		netns_script_estate_ip(&script, &out);
	}
	text_fini(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct estate estate;
	struct err err = ERR_INIT;

	if (estate_file_parse(&estate, (const char *)data, size, "fuzz",
		&err) == -1) {
		FUZZ_ASSERT(err.code == ERR_INPUT || err.code == ERR_LIMIT);
		FUZZ_ASSERT(strncmp(err.text, "fuzz:", 5) == 0);
		return 0;
	}
	FUZZ_ASSERT(err.code == ERR_NONE);
	fuzz_walk(&estate);
	fuzz_script(&estate);
	estate_fini(&estate);
	return 0;
}
