/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What --mode local asks: the questions that can be put to many at once, on
 * the subnets where they may be.
 */
#include "cli/sweep_local.h"

#include <stdlib.h>

#include "base/mem.h"

static void
sweep_local_add(struct sweep_local *local, const struct sweep_shout *shout)
{
	size_t cap = local->n_shouts;

	local->shout = mem_grow(local->shout, &cap, local->n_shouts + 1,
	    sizeof(*local->shout));
	local->shout[local->n_shouts++] = *shout;
}

static void
sweep_local_add_broadcasts(struct sweep_local *local, size_t ask)
{
	for (size_t i = 0; i < local->plan.n; i++) {
		const struct attached_net *net = &local->plan.net[i];
		struct addr_range range = prefix_range(&net->prefix);

		sweep_local_add(local,
		    &(struct sweep_shout){ .addr = range.last,
			.near = addr_add(&range.first, 1),
			.ifindex = net->ifindex,
			.ask = ask });
	}
}

static void
sweep_local_add_groups(struct sweep_local *local, const struct addr *group,
    size_t ask)
{
	for (size_t i = 0; i < local->plan.n_groups; i++) {
		const struct attached_net *net = &local->plan.group_net[i];

		if (net->own.family == group->family)
			sweep_local_add(local,
			    &(struct sweep_shout){ .addr = *group,
				.near = net->own,
				.ifindex = net->ifindex,
				.ask = ask });
	}
}

int
sweep_local_make(struct sweep_local *local, const struct sweep_config *sweep,
    const struct attached_net *net, size_t n, const struct rangeset *targets,
    const struct rangeset *excluded, struct err *err)
{
	bool is_any = false;

	local_plan_make(&local->plan, net, n, targets, excluded);
	for (size_t i = 0; i < sweep->n_asks; i++) {
		const struct probe *probe = sweep->ask[i].probe;

		if (probe->is_broadcast)
			sweep_local_add_broadcasts(local, i);
		if (probe->group.family != 0)
			sweep_local_add_groups(local, &probe->group, i);
		is_any |= probe->is_broadcast || probe->group.family != 0;
	}
	if (!is_any)
		return err_set(err, ERR_USAGE,
		    "none of the probes can ask a whole subnet at once; "
		    "--mode local needs one that can, such as pds");
	return 0;
}

void
sweep_local_fini(struct sweep_local *local)
{
	local_plan_fini(&local->plan);
	free(local->shout);
	*local = (struct sweep_local){ .n_shouts = 0 };
}
