/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Limits that are worth a warning.
 */
#include "cli/limits.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "cache/cache_history.h"
#include "cli/say.h"

#define LIMITS_DAY_S UINT64_C(86400)

struct limits {
	const struct config *config;
	int64_t now_us;
	uint64_t *n_clients; /* of each link, and at the end of none */
	uint64_t n_stale;    /* that showed an agent once */
};

static size_t
limits_link(const struct link_table *links, const struct addr *addr)
{
	const char *name = link_of(links, addr);
	size_t i = 0;

	while (i < links->n && strcmp(links->link[i].name, name) != 0)
		i++;
	return i;
}

static void
limits_on_host(const struct addr *addr, enum observation_role role,
    enum observation_role best_role, int64_t last_us, void *arg)
{
	struct limits *limits = arg;
	uint64_t stale_after_s = limits->config->stale_after_s;

	if (role == OBSERVATION_ROLE_CLIENT)
		limits->n_clients[limits_link(&limits->config->links, addr)]++;
	if (best_role >= OBSERVATION_ROLE_UNIDENTIFIED && stale_after_s != 0 &&
	    limits->now_us > last_us &&
	    ((uint64_t)limits->now_us - (uint64_t)last_us) / CLOCK_US_PER_S >=
		stale_after_s)
		limits->n_stale++;
}

static void
limits_say_link(const char *name, uint64_t n_clients, unsigned max_clients)
{
	if (n_clients > max_clients)
		say("warning: link %s has %" PRIu64
		    " clients, more than max-clients = %u",
		    name, n_clients, max_clients);
}

int
limits_say(struct cache *cache, const struct config *config, int64_t now_us,
    struct err *err)
{
	const struct link_table *links = &config->links;
	struct limits limits = { config, now_us,
		mem_array(links->n + 1, sizeof(uint64_t)), 0 };
	int ret = cache_history_hosts(cache, limits_on_host, &limits, err);

	for (size_t i = 0; ret == 0 && i < links->n; i++)
		limits_say_link(links->link[i].name, limits.n_clients[i],
		    links->link[i].max_clients);
	if (ret == 0)
		limits_say_link(LINK_DEFAULT_NAME, limits.n_clients[links->n],
		    config->common.max_clients);
	if (ret == 0 && limits.n_stale > 0)
		say("warning: %" PRIu64 " %s not answered for %" PRIu64
		    " days (stale-after); 'rollcall cache list --state stale' "
		    "names them",
		    limits.n_stale,
		    limits.n_stale == 1 ? "machine has" : "machines have",
		    config->stale_after_s / LIMITS_DAY_S);
	free(limits.n_clients);
	return ret;
}
