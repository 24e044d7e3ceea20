/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Any bytes as a probe file, and a reply to what it defines.
 */
#include <string.h>

#include "base/utf8.h"
#include "scanner/probe_load.h"
#include "test/fuzz/fuzz.h"

static const uint8_t fuzz_reply[] = "\x02\x0a\x56\x00"
				    "BDCVPING aaaaaaaaaaaaaaaaaaaa\n\x00\xff";

/* What the loader promises of a probe that it took. */
static void
fuzz_check(const struct probe_set *set, const struct probe *probe)
{
	struct probe_match match;

	FUZZ_ASSERT(probe_find(set, probe->name) == probe);
	FUZZ_ASSERT(probe->summary != NULL);
	FUZZ_ASSERT(probe->n_default > 0);
	FUZZ_ASSERT(probe->n_default <= probe->n_ports);
	FUZZ_ASSERT(probe->request_len <= PROBE_REQUEST_MAX);
	FUZZ_ASSERT(probe->request_len > 0 || probe->protocol == NET_TCP);
	for (size_t i = 0; i < probe->n_ports; i++)
		FUZZ_ASSERT(probe_check_port(probe, probe->port[i], NULL) == 0);
	(void)probe_match(probe, fuzz_reply, sizeof(fuzz_reply), &match);
	probe_match_fini(&match);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct probe_set set = PROBE_SET_INIT;
	struct err err = ERR_INIT;

	if (probe_load_xml(&set, (const char *)data, size, "fuzz", &err) == 0) {
		FUZZ_ASSERT(set.n > 0);
		for (size_t i = 0; i < set.n; i++)
			fuzz_check(&set, set.probe[i]);
		if (probe_set_check(&set, &err) == -1)
			FUZZ_ASSERT(err.text[0] != '\0');
	} else {
		FUZZ_ASSERT(err.code != ERR_NONE && err.code != ERR_USAGE);
		FUZZ_ASSERT(strncmp(err.text, "fuzz:", 5) == 0);
		FUZZ_ASSERT(strchr(err.text, '\n') == NULL);
		FUZZ_ASSERT(utf8_is_valid(err.text, strlen(err.text)));
	}
	probe_set_fini(&set);
	return 0;
}
