/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Sweeps of the store compared: 37,500 machines on 150 links, of which 2%
 * changed, each change named rightly and nothing else; and which sweep is
 * compared with which.
 */
#include <stdio.h>
#include <string.h>

#include "cache/cache_diff.h"
#include "cache/cache_history.h"
#include "cache/cache_observed.h"
#include "test/harness.h"
#include "test/office.h"

static unsigned
link_of(const struct diff_item *item)
{
	return (unsigned)(item->addr.lo >> 8 & 0xff);
}

static unsigned
octet_of(const struct diff_item *item)
{
	return (unsigned)(item->addr.lo & 0xff);
}

static void
load(struct cache *cache, int64_t id, struct diff_side *side)
{
	struct cache_sweep sweep;
	struct err err = ERR_INIT;

	*side = (struct diff_side)DIFF_SIDE_INIT;
	CU_ASSERT_EQUAL_FATAL(cache_sweep_get(cache, id, &sweep, &err), 1);
	CU_ASSERT_EQUAL(cache_diff_side(cache, &sweep, side, &err), 0);
	CU_ASSERT_STRING_EQUAL(err.text, "");
	cache_sweep_fini(&sweep);
}

static void
check_entry(const struct diff_entry *entry, unsigned link)
{
	const struct diff_item *item =
	    entry->is != NULL ? entry->is : entry->was;

	CU_ASSERT_EQUAL(link_of(item), link);
	switch (entry->change) {
	case DIFF_NEW:
		CU_ASSERT_EQUAL(octet_of(item), OFFICE_NEW);
		CU_ASSERT_PTR_NULL(item->clone);
		CU_ASSERT_PTR_NULL(entry->other);
		break;
	case DIFF_MOVED:
		CU_ASSERT_EQUAL(octet_of(item), OFFICE_MOVED_TO);
		CU_ASSERT_EQUAL(octet_of(entry->was), OFFICE_MOVED);
		CU_ASSERT_EQUAL(link_of(entry->was), link);
		CU_ASSERT_STRING_EQUAL(entry->by, "device-id");
		CU_ASSERT_EQUAL(entry->n_details, 0);
		break;
	case DIFF_CHANGED:
		CU_ASSERT_EQUAL(octet_of(item), OFFICE_RENEWED);
		CU_ASSERT_EQUAL_FATAL(entry->n_details, 1);
		CU_ASSERT_STRING_EQUAL(entry->detail[0].key,
		    "nbstat device-id");
		break;
	default:
		CU_FAIL("nothing else changed");
	}
}

/* Two to an office: first the silent one, then the other. */
static void
check_gone(const struct diff_entry *entry, unsigned link, bool is_silent)
{
	CU_ASSERT_EQUAL(entry->change, DIFF_GONE);
	CU_ASSERT_EQUAL(link_of(entry->was), link);
	CU_ASSERT_EQUAL(octet_of(entry->was),
	    is_silent ? OFFICE_GONE : OFFICE_FIREWALLED);
	CU_ASSERT_EQUAL(entry->verdict,
	    is_silent ? VERDICT_SILENT : VERDICT_PROHIBITED);
	CU_ASSERT_PTR_NOT_NULL(entry->evidence);
}

static void
check_diff(const struct diff *diff)
{
	const struct diff_entry *at = diff->entry;

	CU_ASSERT_EQUAL_FATAL(diff->n, OFFICE_LINKS * OFFICE_N_CHANGES);
	CU_ASSERT_EQUAL_FATAL(diff->count[DIFF_NEW], OFFICE_LINKS);
	CU_ASSERT_EQUAL_FATAL(diff->count[DIFF_GONE], 2 * OFFICE_LINKS);
	CU_ASSERT_EQUAL_FATAL(diff->count[DIFF_MOVED], OFFICE_LINKS);
	CU_ASSERT_EQUAL_FATAL(diff->count[DIFF_CHANGED], OFFICE_LINKS);
	CU_ASSERT_EQUAL(diff->n_compared, OFFICE_LINKS * (OFFICE_MACHINES + 1));
	CU_ASSERT_EQUAL(diff->n_not_asked, 0);
	for (unsigned i = 0; i < OFFICE_LINKS; i++)
		check_entry(at++, i);
	for (unsigned i = 0; i < OFFICE_LINKS; i++) {
		check_gone(at++, i, true);
		check_gone(at++, i, false);
	}
	for (unsigned i = 0; i < 2 * OFFICE_LINKS; i++)
		check_entry(at++, i % OFFICE_LINKS);
}

struct verdicts {
	unsigned n[VERDICT_NOT_ASKED + 1], n_wrong;
};

static void
on_verdict(const struct addr *addr, enum verdict_code code, void *arg)
{
	unsigned octet = (unsigned)(addr->lo & 0xff);
	struct verdicts *verdicts = arg;
	enum verdict_code want = octet == OFFICE_MOVED  ? VERDICT_MOVED
				 : octet == OFFICE_GONE ? VERDICT_SILENT
				 : octet == OFFICE_FIREWALLED
				     ? VERDICT_PROHIBITED
				     : VERDICT_ANSWERED;

	verdicts->n[code]++;
	verdicts->n_wrong += code != want;
}

static void
check_evidence(struct cache *cache, unsigned octet, const char *want)
{
	struct addr addr = addr_v4(0x0a140000 + 7 * 256 + octet);
	struct verdict verdict;

	CU_ASSERT_EQUAL(cache_observed_verdict(cache, 2, &addr, &verdict, NULL),
	    0);
	CU_ASSERT_STRING_EQUAL(verdict.evidence, want);
}

static void
test_office(void)
{
	struct cache *cache = cache_open(CACHE_IN_MEMORY, CACHE_WRITE, NULL);
	struct diff_side was, is;
	struct verdicts verdicts = { { 0 }, 0 };
	struct err err = ERR_INIT;
	struct diff diff;

	CU_ASSERT_PTR_NOT_NULL_FATAL(cache);
	CU_ASSERT_EQUAL_FATAL(office_fill(cache, OFFICE_LINKS, &err), 0);
	CU_ASSERT_EQUAL(cache_history_verdicts(cache, 2, on_verdict, &verdicts,
			    &err),
	    0);
	CU_ASSERT_EQUAL(verdicts.n_wrong, 0);
	CU_ASSERT_EQUAL(verdicts.n[VERDICT_ANSWERED],
	    OFFICE_LINKS * (OFFICE_MACHINES - 3));
	check_evidence(cache, OFFICE_FIREWALLED,
	    "communication administratively prohibited, said 10.20.7.254 "
	    "(ICMP 3/13), when asked for nbstat (UDP 137), pds (UDP 38293) "
	    "and rtvscan (TCP 2967)");
	check_evidence(cache, OFFICE_GONE,
	    "no answer to nbstat (UDP 137, 3 tries), pds (UDP 38293, 3 tries) "
	    "and rtvscan (TCP 2967, 3 tries); last heard at "
	    "2026-11-18T11:06:40.000Z; 249 in 10.20.7.0/24 answer: it is off, "
	    "or a firewall on it drops the questions");
	load(cache, 1, &was);
	load(cache, 2, &is);
	diff_make(&diff, &was, &is);
	check_diff(&diff);
	diff_fini(&diff);
	/* The other way round, and none at all. */
	diff_make(&diff, &is, &was);
	CU_ASSERT_EQUAL(diff.count[DIFF_MOVED], OFFICE_LINKS);
	CU_ASSERT_EQUAL(diff.count[DIFF_BACK], 2 * OFFICE_LINKS);
	CU_ASSERT_EQUAL(diff.count[DIFF_GONE], OFFICE_LINKS);
	CU_ASSERT_EQUAL(diff.count[DIFF_CHANGED], OFFICE_LINKS);
	diff_fini(&diff);
	diff_side_fini(&was);
	load(cache, 2, &was);
	diff_make(&diff, &is, &was);
	CU_ASSERT_EQUAL(diff.n, 0);
	diff_fini(&diff);
	diff_side_fini(&was);
	diff_side_fini(&is);
	cache_close(cache);
}

static int64_t
add_sweep(struct cache *cache, const char *mode, const char *targets,
    enum cache_sweep_state state)
{
	char own_mode[32], own_targets[32];
	struct cache_sweep sweep = { .started_us = 1,
		.mode = own_mode,
		.targets = own_targets,
		.state = state };

	(void)snprintf(own_mode, sizeof(own_mode), "%s", mode);
	(void)snprintf(own_targets, sizeof(own_targets), "%s", targets);
	CU_ASSERT_EQUAL(cache_sweep_start(cache, &sweep, NULL), 0);
	return sweep.id;
}

static void
test_base(void)
{
	static const struct {
		const char *name, *mode, *targets;
		enum cache_sweep_state state;
		int64_t want; /* -1: none */
	} sweeps[] = {
		{ "the first", "intense", "a", CACHE_SWEEP_COMPLETE, -1 },
		{ "other targets", "intense", "b", CACHE_SWEEP_COMPLETE, 1 },
		{ "the same as the first", "intense", "a",
		    CACHE_SWEEP_INCOMPLETE, 1 },
		{ "not with one that did not end", "intense", "a",
		    CACHE_SWEEP_COMPLETE, 1 },
		{ "the newest of the same", "intense", "a",
		    CACHE_SWEEP_COMPLETE, 4 },
		{ "another mode", "cache", "a", CACHE_SWEEP_COMPLETE, 5 },
		{ "another one of that", "cache", "a", CACHE_SWEEP_COMPLETE,
		    6 },
		{ "as the second", "intense", "b", CACHE_SWEEP_COMPLETE, 2 },
	};
	struct cache *cache = cache_open(CACHE_IN_MEMORY, CACHE_WRITE, NULL);

	CU_ASSERT_PTR_NOT_NULL_FATAL(cache);
	for (size_t i = 0; i < HARNESS_ROWS(sweeps); i++) {
		struct cache_sweep sweep;
		int64_t id = add_sweep(cache, sweeps[i].mode, sweeps[i].targets,
			    sweeps[i].state),
			base = -1;

		harness_row(sweeps[i].name);
		CU_ASSERT_EQUAL_FATAL(cache_sweep_get(cache, id, &sweep, NULL),
		    1);
		CU_ASSERT_EQUAL(cache_diff_base(cache, &sweep, &base, NULL),
		    sweeps[i].want != -1);
		CU_ASSERT_EQUAL(base, sweeps[i].want);
		cache_sweep_fini(&sweep);
	}
	cache_close(cache);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "37,500 machines on 150 links", test_office },
		{ "what is compared with what", test_base },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "cache_diff", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
