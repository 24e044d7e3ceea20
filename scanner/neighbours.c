/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The kernel's tables of link addresses.
 */
#include "scanner/neighbours.h"

#include <linux/neighbour.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "scanner/rtnl.h"

struct neighbours {
	int fd; /* -1: it cannot be asked */
};

struct neighbours *
neighbours_new(void)
{
	struct neighbours *neighbours = mem_new(sizeof(*neighbours));

	neighbours->fd = rtnl_open(0, NULL);
	return neighbours;
}

void
neighbours_free(struct neighbours *neighbours)
{
	if (neighbours == NULL)
		return;
	if (neighbours->fd != -1)
		(void)close(neighbours->fd);
	free(neighbours);
}

/* One table; the messages about single interfaces have no such part. */
static void
neighbours_on_table(const struct nlmsghdr *message, void *arg)
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
neighbours_n_full(struct neighbours *neighbours)
{
	struct {
		struct nlmsghdr head;
		struct ndtmsg body;
	} request = {
		.head = { .nlmsg_type = RTM_GETNEIGHTBL,
		    .nlmsg_len = NLMSG_LENGTH(sizeof(struct ndtmsg)) },
	};
	uint64_t n_full = 0;

	if (neighbours->fd == -1)
		return 0;
	(void)rtnl_ask(neighbours->fd, &request.head, true, neighbours_on_table,
	    &n_full);
	return n_full;
}
