/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The kernel's counters of what it threw away.
 */
#include "scanner/kernel_drops.h"

#include <linux/neighbour.h>
#include <linux/pkt_sched.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "scanner/rtnl.h"

struct kernel_drops {
	int fd; /* -1: it cannot be asked */
};

struct kernel_drops *
kernel_drops_new(void)
{
	struct kernel_drops *drops = mem_new(sizeof(*drops));

	drops->fd = rtnl_open(0, NULL);
	return drops;
}

void
kernel_drops_free(struct kernel_drops *drops)
{
	if (drops == NULL)
		return;
	if (drops->fd != -1)
		(void)close(drops->fd);
	free(drops);
}

/* One table; the messages about single interfaces have no such part. */
static void
kernel_drops_on_table(const struct nlmsghdr *message, void *arg)
{
	struct kernel_drops_counts *counts = arg;
	struct ndt_stats stats;
	const void *found;

	if (message->nlmsg_type != RTM_NEWNEIGHTBL)
		return;
	found = rtnl_attribute(message, sizeof(struct ndtmsg), NDTA_STATS,
	    sizeof(stats));
	if (found == NULL)
		return;
	memcpy(&stats, found, sizeof(stats));
	counts->n_table_full += stats.ndts_table_fulls;
}

/* One queueing discipline; an interface's first one counts for those in it. */
static void
kernel_drops_on_queue(const struct nlmsghdr *message, void *arg)
{
	struct kernel_drops_counts *counts = arg;
	struct tcmsg queue;
	struct tc_stats stats;
	const void *found;

	if (message->nlmsg_type != RTM_NEWQDISC)
		return;
	found =
	    rtnl_attribute(message, sizeof(queue), TCA_STATS, sizeof(stats));
	if (found == NULL)
		return;
	memcpy(&queue, rtnl_body(message), sizeof(queue));
	memcpy(&stats, found, sizeof(stats));
	if (queue.tcm_parent == TC_H_ROOT)
		counts->n_queue_full += stats.drops;
}

/* All that the kernel has of one type; body_len is that of its message. */
static void
kernel_drops_ask(const struct kernel_drops *drops, uint16_t type,
    size_t body_len, rtnl_fn fn, struct kernel_drops_counts *counts)
{
	struct {
		struct nlmsghdr head;
		union {
			struct ndtmsg table;
			struct tcmsg queue;
		} body;
	} request;

	memset(&request, 0, sizeof(request));
	request.head.nlmsg_type = type;
	request.head.nlmsg_len = (uint32_t)NLMSG_LENGTH(body_len);
	(void)rtnl_ask(drops->fd, &request.head, true, fn, counts);
}

/* An interface that is gone takes its counter with it. */
static uint64_t
kernel_drops_rise(uint64_t before, uint64_t now)
{
	return now > before ? now - before : 0;
}

void
kernel_drops_look(const struct kernel_drops *drops,
    struct kernel_drops_counts *counts, struct kernel_drops_counts *news)
{
	struct kernel_drops_counts before = *counts;

	*counts = (struct kernel_drops_counts){ 0, 0 };
	if (drops->fd != -1) {
		kernel_drops_ask(drops, RTM_GETNEIGHTBL, sizeof(struct ndtmsg),
		    kernel_drops_on_table, counts);
		kernel_drops_ask(drops, RTM_GETQDISC, sizeof(struct tcmsg),
		    kernel_drops_on_queue, counts);
	}
	if (news == NULL)
		return;
	news->n_table_full =
	    kernel_drops_rise(before.n_table_full, counts->n_table_full);
	news->n_queue_full =
	    kernel_drops_rise(before.n_queue_full, counts->n_queue_full);
}
