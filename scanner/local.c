/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * How the subnets of this machine are asked.
 */
#include "scanner/local.h"

#include <stdlib.h>

#include "base/mem.h"

enum local_way {
	LOCAL_NOT,
	LOCAL_SINGLE,
	LOCAL_AT_ONCE,
};

/* The addresses of the subnet that machines can have, sealed. */
static void
local_hosts(struct rangeset *hosts, const struct attached_net *net)
{
	struct addr_range range = prefix_range(&net->prefix);

	if (net->prefix.addr.family == 4 && net->prefix.len <= 30) {
		range.first = addr_add(&range.first, 1);
		range.last.lo--;
	}
	rangeset_add(hosts, &range);
	rangeset_seal(hosts);
}

static uint64_t
local_n_common(const struct rangeset *a, const struct rangeset *b)
{
	struct rangeset both = RANGESET_INIT;
	uint64_t n;

	rangeset_intersect(&both, a, b);
	n = both.count;
	rangeset_fini(&both);
	return n;
}

/* Whether excludes, or what is no target, forbid to ask all at once. */
static bool
local_is_whole(const struct attached_net *net, const struct rangeset *hosts,
    const struct rangeset *targets, const struct rangeset *excluded)
{
	struct addr_range range = prefix_range(&net->prefix);
	struct rangeset all = RANGESET_INIT;
	bool is_clean;

	/* An exclude of the broadcast address itself counts, too. */
	rangeset_add(&all, &range);
	rangeset_seal(&all);
	is_clean = local_n_common(&all, excluded) == 0;
	rangeset_fini(&all);
	return is_clean && (targets == NULL ||
			       local_n_common(hosts, targets) == hosts->count);
}

static bool
local_is_meant(const struct attached_net *net, const struct rangeset *hosts,
    const struct rangeset *targets)
{
	if (net->prefix.len > addr_bits(&net->prefix.addr) - 2)
		return false;
	if (targets != NULL)
		return local_n_common(hosts, targets) > 0;
	return !net->is_loopback && !net->is_point_to_point;
}

static enum local_way
local_way_of(const struct attached_net *net, const struct rangeset *hosts,
    const struct rangeset *targets, const struct rangeset *excluded)
{
	if (net->prefix.addr.family != 4 ||
	    !local_is_meant(net, hosts, targets))
		return LOCAL_NOT;
	/* The loopback interface carries broadcasts without saying so. */
	if ((net->has_broadcast || net->is_loopback) &&
	    local_is_whole(net, hosts, targets, excluded))
		return LOCAL_AT_ONCE;
	return LOCAL_SINGLE;
}

static bool
local_is_new(const struct attached_net *net, const struct attached_net *known,
    size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (known[i].ifindex == net->ifindex &&
		    known[i].prefix.len == net->prefix.len &&
		    addr_eq(&known[i].prefix.addr, &net->prefix.addr))
			return false;
	return true;
}

/* A group is heard by all on the interface: each subnet must allow it. */
static bool
local_may_group(const struct attached_net *net, const struct attached_net *all,
    size_t n, const struct rangeset *targets, const struct rangeset *excluded)
{
	bool may = net->has_multicast;

	for (size_t i = 0; may && i < n; i++) {
		struct rangeset hosts = RANGESET_INIT;

		if (all[i].ifindex != net->ifindex)
			continue;
		local_hosts(&hosts, &all[i]);
		may = local_is_whole(&all[i], &hosts, targets, excluded);
		rangeset_fini(&hosts);
	}
	return may;
}

static void
local_add_group(struct local_plan *plan, const struct attached_net *net,
    const struct attached_net *all, size_t n, const struct rangeset *targets,
    const struct rangeset *excluded)
{
	struct rangeset hosts = RANGESET_INIT;
	bool is_meant;

	local_hosts(&hosts, net);
	is_meant = local_is_meant(net, &hosts, targets);
	rangeset_fini(&hosts);
	for (size_t i = 0; i < plan->n_groups; i++)
		if (plan->group_net[i].ifindex == net->ifindex &&
		    plan->group_net[i].own.family == net->own.family)
			return;
	if (!is_meant || !local_may_group(net, all, n, targets, excluded))
		return;
	plan->group_net = mem_grow(plan->group_net, &plan->groups_cap,
	    plan->n_groups + 1, sizeof(*plan->group_net));
	plan->group_net[plan->n_groups++] = *net;
}

static void
local_add_single(struct local_plan *plan, const struct rangeset *hosts,
    const struct rangeset *targets)
{
	struct rangeset meant = RANGESET_INIT;

	rangeset_intersect(&meant, hosts, targets == NULL ? hosts : targets);
	for (size_t i = 0; i < meant.n; i++)
		rangeset_add(&plan->single, &meant.range[i]);
	rangeset_fini(&meant);
}

void
local_plan_make(struct local_plan *plan, const struct attached_net *net,
    size_t n, const struct rangeset *targets, const struct rangeset *excluded)
{
	for (size_t i = 0; i < n; i++) {
		struct rangeset hosts = RANGESET_INIT;

		local_hosts(&hosts, &net[i]);
		switch (local_way_of(&net[i], &hosts, targets, excluded)) {
		case LOCAL_AT_ONCE:
			if (!local_is_new(&net[i], plan->net, plan->n))
				break;
			plan->net = mem_grow(plan->net, &plan->cap, plan->n + 1,
			    sizeof(*plan->net));
			plan->net[plan->n++] = net[i];
			rangeset_add(&plan->at_once, &hosts.range[0]);
			break;
		case LOCAL_SINGLE:
			local_add_single(plan, &hosts, targets);
			break;
		case LOCAL_NOT:
			break;
		}
		rangeset_fini(&hosts);
		local_add_group(plan, &net[i], net, n, targets, excluded);
	}
	rangeset_seal(&plan->at_once);
	rangeset_seal(&plan->single);
}

void
local_plan_fini(struct local_plan *plan)
{
	free(plan->net);
	free(plan->group_net);
	rangeset_fini(&plan->at_once);
	rangeset_fini(&plan->single);
	*plan = (struct local_plan){ .n = 0 };
}
