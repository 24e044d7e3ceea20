/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Any bytes as a reply to every shipped probe.
 */
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "scanner/probe.h"
#include "test/fuzz/fuzz.h"

/* Loaded once, and reachable to the end. */
static struct probe_set fuzz_set = PROBE_SET_INIT;

static void
fuzz_check_value(const char *value)
{
	struct text clean = TEXT_INIT;

	FUZZ_ASSERT(value[0] != '\0');
	utf8_clean(&clean, value, strlen(value));
	FUZZ_ASSERT(strcmp(text_str(&clean), value) == 0);
	text_fini(&clean);
}

static void
fuzz_match(const struct probe *probe, const uint8_t *data, size_t size)
{
	struct probe_match match;
	bool is_match = probe_match(probe, data, size, &match);

	FUZZ_ASSERT(is_match == (match.pattern != NULL));
	FUZZ_ASSERT(!is_match || probe_meaning(probe, match.pattern) != NULL);
	FUZZ_ASSERT(is_match || match.role == OBSERVATION_ROLE_UNIDENTIFIED);
	FUZZ_ASSERT(match.n_fields <= OBSERVATION_FIELDS_MAX);
	for (size_t i = 0; i < match.n_fields; i++)
		fuzz_check_value(match.field[i].value);
	probe_match_fini(&match);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (fuzz_set.n == 0)
		probe_set_add_shipped(&fuzz_set);
	for (size_t i = 0; i < fuzz_set.n; i++)
		fuzz_match(fuzz_set.probe[i], data, size);
	return 0;
}
