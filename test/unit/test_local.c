/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Which subnets are asked at once, which address by address, which not.
 */
#include "scanner/local.h"

#include <stdio.h>
#include <string.h>

#include "scanner/target.h"
#include "test/harness.h"

#define NETS_MAX 3

/* Flags of an interface: Ethernet, loopback, point-to-point, no broadcast. */
enum net_kind {
	ETHER,
	LOOPBACK,
	TUNNEL,
	MUTE,
};

static const struct {
	const char *name;
	struct {
		const char *prefix;
		unsigned ifindex;
		enum net_kind kind;
	} net[NETS_MAX];                /* prefix NULL: no more */
	const char *targets, *excluded; /* NULL: all; none */
	const char *at_once, *single;   /* as text_of() writes them */
	size_t n_broadcasts, n_groups;
} rows[] = {
	{ "no subnet", { { NULL, 0, ETHER } }, NULL, NULL, "", "", 0, 0 },
	{ "one subnet", { { "10.0.0.0/24", 2, ETHER } }, NULL, NULL,
	    "10.0.0.1-10.0.0.254", "", 1, 1 },
	{ "the smallest", { { "10.0.0.0/30", 2, ETHER } }, NULL, NULL,
	    "10.0.0.1-10.0.0.2", "", 1, 1 },
	{ "two addresses", { { "10.0.0.0/31", 2, ETHER } }, NULL, NULL, "", "",
	    0, 0 },
	{ "one address", { { "10.0.0.0/32", 2, ETHER } }, NULL, NULL, "", "", 0,
	    0 },
	{ "two addresses that are targets", { { "10.0.0.0/31", 2, ETHER } },
	    "10.0.0.0/31", NULL, "", "", 0, 0 },
	{ "loopback", { { "127.0.0.0/8", 1, LOOPBACK } }, NULL, NULL, "", "", 0,
	    0 },
	{ "loopback as a target", { { "127.0.0.0/8", 1, LOOPBACK } },
	    "127.0.0.0/8", NULL, "127.0.0.1-127.255.255.254", "", 1, 0 },
	{ "point-to-point", { { "10.0.0.0/24", 2, TUNNEL } }, NULL, NULL, "",
	    "", 0, 0 },
	{ "point-to-point as a target", { { "10.0.0.0/30", 2, TUNNEL } },
	    "10.0.0.0/30", NULL, "", "10.0.0.1-10.0.0.2", 0, 1 },
	{ "no broadcast there", { { "10.0.0.0/30", 2, MUTE } }, NULL, NULL, "",
	    "10.0.0.1-10.0.0.2", 0, 0 },
	{ "an exclude within", { { "10.0.0.0/29", 2, ETHER } }, NULL,
	    "10.0.0.3", "", "10.0.0.1-10.0.0.6", 0, 0 },
	{ "its broadcast address excluded", { { "10.0.0.0/29", 2, ETHER } },
	    NULL, "10.0.0.7", "", "10.0.0.1-10.0.0.6", 0, 0 },
	{ "its network address excluded", { { "10.0.0.0/29", 2, ETHER } }, NULL,
	    "10.0.0.0", "", "10.0.0.1-10.0.0.6", 0, 0 },
	{ "an exclude beside it", { { "10.0.0.0/29", 2, ETHER } }, NULL,
	    "10.0.0.8", "10.0.0.1-10.0.0.6", "", 1, 1 },
	{ "an exclude in one of two",
	    { { "10.0.0.0/29", 2, ETHER }, { "10.0.1.0/29", 3, ETHER } }, NULL,
	    "10.0.0.3", "10.0.1.1-10.0.1.6", "10.0.0.1-10.0.0.6", 1, 1 },
	{ "the same interface: no group where one is excluded",
	    { { "10.0.0.0/29", 2, ETHER }, { "10.0.1.0/29", 2, ETHER } }, NULL,
	    "10.0.0.3", "10.0.1.1-10.0.1.6", "10.0.0.1-10.0.0.6", 1, 0 },
	{ "a subnet within another",
	    { { "10.0.0.0/24", 2, ETHER }, { "10.0.0.0/29", 3, ETHER } }, NULL,
	    NULL, "10.0.0.1-10.0.0.254", "", 2, 2 },
	{ "two addresses in one subnet",
	    { { "10.0.0.0/29", 2, ETHER }, { "10.0.0.0/29", 2, ETHER } }, NULL,
	    NULL, "10.0.0.1-10.0.0.6", "", 1, 1 },
	{ "one subnet on two interfaces",
	    { { "10.0.0.0/29", 2, ETHER }, { "10.0.0.0/29", 3, ETHER } }, NULL,
	    NULL, "10.0.0.1-10.0.0.6", "", 2, 2 },
	{ "a target that is the subnet",
	    { { "10.0.0.0/29", 2, ETHER }, { "10.0.1.0/29", 3, ETHER } },
	    "10.0.1.0/29", NULL, "10.0.1.1-10.0.1.6", "", 1, 1 },
	{ "a target that is larger", { { "10.0.0.0/29", 2, ETHER } },
	    "10.0.0.0/8", NULL, "10.0.0.1-10.0.0.6", "", 1, 1 },
	{ "a target that is a part", { { "10.0.0.0/29", 2, ETHER } },
	    "10.0.0.0/30", NULL, "", "10.0.0.1-10.0.0.3", 0, 0 },
	{ "a target elsewhere", { { "10.0.0.0/29", 2, ETHER } }, "10.1.0.0/24",
	    NULL, "", "", 0, 0 },
	{ "IPv6 has no broadcast", { { "fd00::/64", 2, ETHER } }, NULL, NULL,
	    "", "", 0, 1 },
	{ "an exclude in IPv6", { { "fd00::/64", 2, ETHER } }, NULL, "fd00::7",
	    "", "", 0, 0 },
};

static void
set_of(struct rangeset *set, const char *text)
{
	struct target_set targets;

	target_init(&targets, NULL, NULL);
	if (text != NULL)
		CU_ASSERT_EQUAL_FATAL(target_add(&targets, text, NULL), 0);
	target_finish(&targets, NULL, 0);
	for (size_t i = 0; i < targets.all.n; i++)
		rangeset_add(set, &targets.all.range[i]);
	rangeset_seal(set);
	target_fini(&targets);
}

static const char *
text_of(const struct rangeset *set)
{
	static char out[1024];
	char first[ADDR_TEXT_LEN], last[ADDR_TEXT_LEN];

	out[0] = '\0';
	for (size_t i = 0; i < set->n; i++)
		snprintf(out + strlen(out), sizeof(out) - strlen(out),
		    "%s%s-%s", i == 0 ? "" : " ",
		    addr_format(&set->range[i].first, first),
		    addr_format(&set->range[i].last, last));
	return out;
}

static void
test_plans(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		struct attached_net net[NETS_MAX] = { 0 };
		struct rangeset targets = RANGESET_INIT,
				excluded = RANGESET_INIT;
		struct local_plan plan = { .n = 0 };
		size_t n = 0;

		harness_row(rows[i].name);
		for (; n < NETS_MAX && rows[i].net[n].prefix != NULL; n++) {
			enum net_kind kind = rows[i].net[n].kind;

			CU_ASSERT_EQUAL_FATAL(prefix_parse(&net[n].prefix,
						  rows[i].net[n].prefix, NULL),
			    0);
			net[n].own = addr_add(&net[n].prefix.addr, 1);
			net[n].ifindex = rows[i].net[n].ifindex;
			net[n].is_loopback = kind == LOOPBACK;
			net[n].is_point_to_point = kind == TUNNEL;
			net[n].has_broadcast = kind == ETHER;
			net[n].has_multicast = kind == ETHER || kind == TUNNEL;
		}
		set_of(&targets, rows[i].targets);
		set_of(&excluded, rows[i].excluded);
		local_plan_make(&plan, net, n,
		    rows[i].targets == NULL ? NULL : &targets, &excluded);
		CU_ASSERT_STRING_EQUAL(text_of(&plan.at_once), rows[i].at_once);
		CU_ASSERT_STRING_EQUAL(text_of(&plan.single), rows[i].single);
		CU_ASSERT_EQUAL(plan.n, rows[i].n_broadcasts);
		CU_ASSERT_EQUAL(plan.n_groups, rows[i].n_groups);
		local_plan_fini(&plan);
		rangeset_fini(&targets);
		rangeset_fini(&excluded);
	}
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "plans", test_plans },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "local", .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
