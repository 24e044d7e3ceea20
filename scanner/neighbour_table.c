/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The kernel's tables of link addresses.
 */
#include "scanner/neighbour_table.h"

#include <linux/neighbour.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "scanner/rtnl.h"

struct neighbour_table {
	int fd; /* -1: it cannot be asked */
};

struct neighbour_table *
neighbour_table_new(void)
{
	struct neighbour_table *table = mem_new(sizeof(*table));

	table->fd = rtnl_open(0, NULL);
	return table;
}

void
neighbour_table_free(struct neighbour_table *table)
{
	if (table == NULL)
		return;
	if (table->fd != -1)
		(void)close(table->fd);
	free(table);
}

/* One table; the messages about single interfaces have no such part. */
static void
neighbour_table_on_table(const struct nlmsghdr *message, void *arg)
{
	uint64_t *n_full = arg;
	struct ndt_stats stats;
	const void *found;

	if (message->nlmsg_type != RTM_NEWNEIGHTBL)
		return;
	found = rtnl_attribute(message, sizeof(struct ndtmsg), NDTA_STATS,
	    sizeof(stats));
	if (found == NULL)
		return;
	memcpy(&stats, found, sizeof(stats));
	*n_full += stats.ndts_table_fulls;
}

uint64_t
neighbour_table_n_full(struct neighbour_table *table)
{
	struct {
		struct nlmsghdr head;
		struct ndtmsg body;
	} request = {
		.head = { .nlmsg_type = RTM_GETNEIGHTBL,
		    .nlmsg_len = NLMSG_LENGTH(sizeof(struct ndtmsg)) },
	};
	uint64_t n_full = 0;

	if (table->fd == -1)
		return 0;
	(void)rtnl_ask(table->fd, &request.head, true, neighbour_table_on_table,
	    &n_full);
	return n_full;
}
