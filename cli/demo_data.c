/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The estate that "rollcall demo" simulates.  One table makes the estate
 * file and the list, so that they agree where they are meant to.
 */
#include "cli/demo_data.h"

#include <stdbool.h>
#include <stddef.h>

static const struct {
	const char *name;
	unsigned octet;
	const char *what; /* a statement of pds-responder's estate file */
	bool is_listed;   /* the administrator expects it */
} demo_data_hosts[] = {
	{ "PARENT-1", 2, "server", true },
	{ "PARENT-2", 3, "server", true },
	{ "BRANCH-AV", 130, "server", false }, /* a server nobody knew of */
	{ "FRONTDESK-1", 21, "client", true },
	{ "FRONTDESK-2", 22, "client", true },
	{ "ACCOUNTS-1", 31, "client", true },
	{ "ACCOUNTS-2", 32, "client", true },
	{ "WORKSHOP-1", 41, "client", true },
	{ "WORKSHOP-2", 42, "client", true },
	{ "WORKSHOP-3", 43, "client", true },
	{ "OLD-LAPTOP", 90, "silent", true },  /* switched off, or gone */
	{ "PRINTSERVER", 91, "silent", true }, /* the same */
	{ "KIOSK", 92, "refusing", true },     /* there, without its agent */
	{ "PHONE-GATE", 150, "refusing", false },
	{ "CAMERA-NVR", 151, "refusing", false },
	{ "UPDATE-CACHE", 160, "gup", false }, /* speaks HTTP on 2967 */
	{ "TEST-BENCH", 161, "open", false },
};

#define DEMO_DATA_N (sizeof(demo_data_hosts) / sizeof(demo_data_hosts[0]))

void
demo_data_estate(struct text *out, const char *network)
{
	text_addf(out,
	    "seed 7\n"
	    "prefix %s.0/24\n"
	    "clients 1/16\n"
	    "refusing 1/64\n"
	    "delay 1ms..9ms\n"
	    "names PC-{hex}\n",
	    network);
	for (size_t i = 0; i < DEMO_DATA_N; i++)
		text_addf(out, "%s %s.%u %s\n", demo_data_hosts[i].what,
		    network, demo_data_hosts[i].octet, demo_data_hosts[i].name);
}

void
demo_data_list(struct text *out, const char *network)
{
	for (size_t i = 0; i < DEMO_DATA_N; i++)
		if (demo_data_hosts[i].is_listed)
			text_addf(out, "%s,%s.%u\n", demo_data_hosts[i].name,
			    network, demo_data_hosts[i].octet);
}
