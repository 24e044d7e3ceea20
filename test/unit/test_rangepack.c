/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Sets of addresses as bytes and back.
 */
#include "base/rangepack.h"

#include <stdlib.h>
#include <string.h>

#include "test/harness.h"

#define RANGES_MAX 4

static const struct {
	const char *name;
	const char *range[RANGES_MAX][2];
	size_t len; /* of the bytes */
} rows[] = {
	{ "nobody", { { NULL } }, 0 },
	{ "one", { { "10.0.0.1", "10.0.0.1" } }, 6 },
	{ "the first of all", { { "0.0.0.0", "0.0.0.0" } }, 3 },
	{ "the last of all", { { "255.255.255.255", "255.255.255.255" } }, 7 },
	{ "everybody", { { "0.0.0.0", "255.255.255.255" } }, 7 },
	{ "neighbours are near",
	    { { "10.0.0.1", "10.0.0.1" }, { "10.0.0.3", "10.0.0.130" },
		{ "10.0.1.1", "10.0.1.129" } },
	    6 + 3 + 4 },
	{ "both families",
	    { { "10.0.0.1", "10.0.0.9" }, { "2001:db8::1", "2001:db8::ff" },
		{ "ff02::1", "ff02::1" } },
	    6 + 33 + 33 },
};

static void
make(struct rangeset *set, const char *const range[RANGES_MAX][2])
{
	for (size_t i = 0; i < RANGES_MAX && range[i][0] != NULL; i++) {
		struct addr_range one;

		CU_ASSERT_EQUAL(addr_parse(&one.first, range[i][0], NULL), 0);
		CU_ASSERT_EQUAL(addr_parse(&one.last, range[i][1], NULL), 0);
		rangeset_add(set, &one);
	}
	rangeset_seal(set);
}

static bool
is_same(const struct rangeset *a, const struct rangeset *b)
{
	if (a->n != b->n || a->count != b->count)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (!addr_eq(&a->range[i].first, &b->range[i].first) ||
		    !addr_eq(&a->range[i].last, &b->range[i].last))
			return false;
	return true;
}

/* There and back; cut anywhere it is another set or none. */
static void
test_round(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct rangeset set = RANGESET_INIT, back = RANGESET_INIT;
		struct text bytes = TEXT_INIT;

		harness_row(rows[i].name);
		make(&set, rows[i].range);
		rangepack_add(&bytes, &set);
		CU_ASSERT_EQUAL(bytes.len, rows[i].len);
		CU_ASSERT_TRUE(rangepack_read(&back, bytes.data, bytes.len));
		CU_ASSERT_TRUE(is_same(&set, &back));
		rangeset_fini(&back);
		for (size_t len = 0; len < bytes.len; len++) {
			char *cut = malloc(len + 1); /* for the sanitizers */

			back = (struct rangeset)RANGESET_INIT;
			memcpy(cut, bytes.data, len);
			(void)rangepack_read(&back, cut, len);
			CU_ASSERT_FALSE(is_same(&set, &back));
			rangeset_fini(&back);
			free(cut);
		}
		text_fini(&bytes);
		rangeset_fini(&set);
	}
}

static void
test_bad(void)
{
	static const struct {
		const char *name, *bytes;
		size_t len;
	} bad[] = {
		{ "no family", "\x05\x01\x01", 3 },
		{ "beyond the last address", "\x04\xff\xff\xff\xff\x0f\x01",
		    7 },
		{ "a gap beyond it", "\x04\x80\x80\x80\x80\x10\x01", 7 },
		{ "a number that does not end",
		    "\x04\x81\x81\x81\x81\x81\x81\x01\x01", 9 },
		{ "upside down",
		    "\x06\x20\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\x02"
		    "\x20\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\x01",
		    33 },
		{ "IPv4 in IPv6's clothes",
		    "\x06\0\0\0\0\0\0\0\0\0\0\xff\xff\x0a\0\0\1"
		    "\0\0\0\0\0\0\0\0\0\0\xff\xff\x0a\0\0\1",
		    33 },
		{ "good, then bad", "\x04\x01\x01\x07", 4 },
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct rangeset set = RANGESET_INIT;

		harness_row(bad[i].name);
		CU_ASSERT_FALSE(rangepack_read(&set, bad[i].bytes, bad[i].len));
		rangeset_fini(&set);
	}
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "round", test_round },
		{ "bad", test_bad },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "rangepack", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
