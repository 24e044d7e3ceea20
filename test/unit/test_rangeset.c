/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Sets of ranges: rows, and a naive model with random sets.
 */
#include "base/rangeset.h"

#include <string.h>

#include "base/hash.h"
#include "test/harness.h"

static void
add(struct rangeset *set, const char *first, const char *last)
{
	struct addr_range range;

	CU_ASSERT_EQUAL_FATAL(addr_parse(&range.first, first, NULL), 0);
	CU_ASSERT_EQUAL_FATAL(addr_parse(&range.last, last, NULL), 0);
	rangeset_add(set, &range);
}

static struct addr
addr_of(const char *text)
{
	struct addr addr = { 0, 0, 0 };

	CU_ASSERT_EQUAL_FATAL(addr_parse(&addr, text, NULL), 0);
	return addr;
}

static bool
has(const struct rangeset *set, const char *text)
{
	struct addr addr = addr_of(text);

	return rangeset_contains(set, &addr);
}

#define RANGES_MAX 4

static const struct {
	const char *name;
	const char *in[RANGES_MAX][2];
	size_t n_merged;
	uint64_t count;
} seal_rows[] = {
	{ "nothing", { { NULL } }, 0, 0 },
	{ "one address", { { "10.0.0.1", "10.0.0.1" } }, 1, 1 },
	{ "twice the same",
	    { { "10.0.0.1", "10.0.0.4" }, { "10.0.0.1", "10.0.0.4" } }, 1, 4 },
	{ "neighbours",
	    { { "10.0.0.0", "10.0.0.1" }, { "10.0.0.2", "10.0.0.3" } }, 1, 4 },
	{ "a gap of one",
	    { { "10.0.0.0", "10.0.0.1" }, { "10.0.0.3", "10.0.0.3" } }, 2, 3 },
	{ "wrong order",
	    { { "10.0.0.3", "10.0.0.3" }, { "10.0.0.0", "10.0.0.1" } }, 2, 3 },
	{ "one inside another",
	    { { "10.0.0.0", "10.0.0.9" }, { "10.0.0.3", "10.0.0.4" } }, 1, 10 },
	{ "inside, then overlapping",
	    { { "10.0.0.0", "10.0.0.9" }, { "10.0.0.3", "10.0.0.4" },
		{ "10.0.0.8", "10.0.0.11" } },
	    1, 12 },
	{ "all of IPv4", { { "0.0.0.0", "255.255.255.255" } }, 1,
	    UINT64_C(1) << 32 },
	{ "IPv4's end and IPv6's start do not touch",
	    { { "255.255.255.255", "255.255.255.255" }, { "::", "::" } }, 2,
	    2 },
	{ "over 64 bits",
	    { { "::ffff:ffff:ffff:ffff", "0:0:0:1::" },
		{ "0:0:0:1::1", "0:0:0:1::1" } },
	    1, 3 },
	{ "IPv6's end",
	    { { "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe",
		  "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" },
		{ "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
		    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" } },
	    1, 2 },
};

static void
test_seal(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(seal_rows); i++) {
		struct rangeset set = RANGESET_INIT;

		harness_row(seal_rows[i].name);
		for (size_t j = 0; j < RANGES_MAX; j++)
			if (seal_rows[i].in[j][0] != NULL)
				add(&set, seal_rows[i].in[j][0],
				    seal_rows[i].in[j][1]);
		rangeset_seal(&set);
		rangeset_seal(&set);
		CU_ASSERT(set.is_sealed);
		CU_ASSERT_EQUAL(set.n, seal_rows[i].n_merged);
		CU_ASSERT_EQUAL(set.count, seal_rows[i].count);
		rangeset_fini(&set);
	}
}

static void
test_empty(void)
{
	struct rangeset set = RANGESET_INIT;
	struct addr addr = addr_of("10.0.0.1");

	CU_ASSERT_FALSE(rangeset_contains(&set, &addr));
	CU_ASSERT_EQUAL(rangeset_index(&set, &addr), UINT64_MAX);
	rangeset_fini(&set);
	rangeset_fini(&set);
}

static void
test_index(void)
{
	struct rangeset set = RANGESET_INIT;
	struct addr addr;

	add(&set, "::1", "::2");
	add(&set, "10.0.0.5", "10.0.0.6");
	add(&set, "10.0.0.1", "10.0.0.1");
	rangeset_seal(&set);
	addr = addr_of("10.0.0.1");
	CU_ASSERT_EQUAL(rangeset_index(&set, &addr), 0);
	addr = addr_of("10.0.0.6");
	CU_ASSERT_EQUAL(rangeset_index(&set, &addr), 2);
	addr = addr_of("::2");
	CU_ASSERT_EQUAL(rangeset_index(&set, &addr), 4);
	addr = rangeset_at(&set, 4);
	CU_ASSERT_EQUAL(rangeset_index(&set, &addr), 4);
	CU_ASSERT_FALSE(has(&set, "10.0.0.0"));
	CU_ASSERT_FALSE(has(&set, "10.0.0.2"));
	CU_ASSERT_FALSE(has(&set, "10.0.0.7"));
	CU_ASSERT_FALSE(has(&set, "::"));
	CU_ASSERT_FALSE(has(&set, "::3"));
	/* more may come after a seal */
	add(&set, "10.0.0.0", "10.0.0.0");
	rangeset_seal(&set);
	CU_ASSERT(has(&set, "10.0.0.0"));
	CU_ASSERT_EQUAL(set.count, 6);
	rangeset_fini(&set);
}

/* Excluding at the very ends, where one step further would wrap. */
static void
test_subtract_ends(void)
{
	struct rangeset a = RANGESET_INIT, b = RANGESET_INIT;
	struct rangeset out = RANGESET_INIT;

	add(&a, "0.0.0.0", "255.255.255.255");
	add(&a, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fff0",
	    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
	add(&b, "0.0.0.0", "0.0.0.0");
	add(&b, "255.255.255.255", "255.255.255.255");
	add(&b, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
	    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
	rangeset_seal(&a);
	rangeset_seal(&b);
	rangeset_subtract(&out, &a, &b);
	CU_ASSERT_EQUAL(out.n, 2);
	CU_ASSERT_EQUAL(out.count, (UINT64_C(1) << 32) - 2 + 15);
	CU_ASSERT_FALSE(has(&out, "0.0.0.0"));
	CU_ASSERT(has(&out, "0.0.0.1"));
	CU_ASSERT(has(&out, "255.255.255.254"));
	CU_ASSERT_FALSE(has(&out, "255.255.255.255"));
	CU_ASSERT_FALSE(has(&out, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"));
	rangeset_fini(&out);
	rangeset_subtract(&out, &a, &a);
	CU_ASSERT_EQUAL(out.count, 0);
	CU_ASSERT_EQUAL(out.n, 0);
	rangeset_fini(&a);
	rangeset_fini(&b);
	rangeset_fini(&out);
}

/*
 * The model: one bool per address over a window of WINDOW addresses that
 * crosses the border between two 2^64 blocks (IPv6) or octets (IPv4), so
 * that carries are met.
 */
#define WINDOW 96

struct model {
	struct addr base;
	bool has[WINDOW];
	struct rangeset set;
};

static uint64_t random_state;

static unsigned
random_below(unsigned n)
{
	return (unsigned)(hash_u64(20260131, random_state++) % n);
}

static void
model_fill(struct model *model, struct addr base)
{
	unsigned n = random_below(9);

	*model = (struct model){ .base = base };
	while (n-- > 0) {
		unsigned first = random_below(WINDOW);
		unsigned last = first + random_below(WINDOW / 4);
		struct addr_range range;

		if (last >= WINDOW)
			last = WINDOW - 1;
		range.first = addr_add(&base, first);
		range.last = addr_add(&base, last);
		rangeset_add(&model->set, &range);
		for (unsigned i = first; i <= last; i++)
			model->has[i] = true;
	}
	rangeset_seal(&model->set);
}

/* Does the set say the same as the array, in every question? */
static bool
model_agrees(const struct model *model)
{
	uint64_t count = 0, n_ranges = 0;
	bool is_same = true;

	for (unsigned i = 0; i < WINDOW; i++) {
		struct addr addr = addr_add(&model->base, i), back;
		bool want = model->has[i];

		is_same &= rangeset_contains(&model->set, &addr) == want;
		is_same &= rangeset_index(&model->set, &addr) ==
			   (want ? count : UINT64_MAX);
		if (!want)
			continue;
		if (count < model->set.count) {
			back = rangeset_at(&model->set, count);
			is_same &= addr_eq(&back, &addr);
		}
		n_ranges += i == 0 || !model->has[i - 1];
		count++;
	}
	return is_same && model->set.count == count && model->set.n == n_ranges;
}

static void
check_pair(struct addr base)
{
	struct model a, b, without, both;

	model_fill(&a, base);
	model_fill(&b, base);
	without = (struct model){ .base = base };
	both = (struct model){ .base = base };
	for (unsigned i = 0; i < WINDOW; i++) {
		without.has[i] = a.has[i] && !b.has[i];
		both.has[i] = a.has[i] && b.has[i];
	}
	rangeset_subtract(&without.set, &a.set, &b.set);
	rangeset_intersect(&both.set, &a.set, &b.set);
	CU_ASSERT(model_agrees(&a));
	CU_ASSERT(model_agrees(&b));
	CU_ASSERT(model_agrees(&without));
	CU_ASSERT(model_agrees(&both));
	rangeset_fini(&a.set);
	rangeset_fini(&b.set);
	rangeset_fini(&without.set);
	rangeset_fini(&both.set);
}

static void
test_model(void)
{
	static const char *const bases[] = { "0.0.0.0", "10.0.0.200",
		"255.255.255.160", "::", "::ffff:ffff:ffff:ffd0",
		"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffa0" };

	random_state = 0;
	for (size_t i = 0; i < HARNESS_ROWS(bases); i++) {
		harness_row(bases[i]);
		for (int n = 0; n < 300; n++)
			check_pair(addr_of(bases[i]));
	}
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "seal", test_seal },
		{ "empty", test_empty },
		{ "index", test_index },
		{ "subtract at the ends", test_subtract_ends },
		{ "against a model", test_model },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "rangeset", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
