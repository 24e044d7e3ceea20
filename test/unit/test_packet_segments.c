/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Pieces of the IPv4 space.
 */
#include "scanner/packet_segments.h"

#include "test/harness.h"

static void
test_empty(void)
{
	struct packet_segments segments = PACKET_SEGMENTS_INIT;

	packet_segments_seal(&segments);
	CU_ASSERT_EQUAL(segments.n, 1);
	CU_ASSERT_EQUAL(*packet_segments_at(&segments, 0),
	    PACKET_SEGMENTS_NONE);
	*packet_segments_at(&segments, 0) = 7;
	CU_ASSERT_EQUAL(*packet_segments_at(&segments, UINT32_MAX), 7);
	packet_segments_fini(&segments);
}

/* Prefixes inside and beside each other; host bits do not matter. */
static void
test_cuts(void)
{
	static const struct {
		const char *name;
		uint32_t addr, first;
	} rows[] = {
		{ "the lowest", 0, 0 },
		{ "below all", 0x09ffffff, 0 },
		{ "the first of the /8", 0x0a000000, 0x0a000000 },
		{ "before the /16", 0x0a4cffff, 0x0a000000 },
		{ "the /16", 0x0a4d0000, 0x0a4d0000 },
		{ "before the /32", 0x0a4d0007, 0x0a4d0000 },
		{ "the /32", 0x0a4d0008, 0x0a4d0008 },
		{ "behind the /32", 0x0a4d0009, 0x0a4d0009 },
		{ "behind the /16", 0x0a4e0000, 0x0a4e0000 },
		{ "behind the /8", 0x0b000000, 0x0b000000 },
		{ "the highest /32", UINT32_MAX, UINT32_MAX },
		{ "before it", UINT32_MAX - 1, 0x0b000000 },
	};
	struct packet_segments segments = PACKET_SEGMENTS_INIT;

	CU_ASSERT_TRUE(packet_segments_cut(&segments, 0, 0));
	CU_ASSERT_TRUE(packet_segments_cut(&segments, 0x0a4d0008, 32));
	CU_ASSERT_TRUE(packet_segments_cut(&segments, 0x0a4dffff, 16));
	CU_ASSERT_TRUE(packet_segments_cut(&segments, 0x0a000000, 8));
	CU_ASSERT_TRUE(packet_segments_cut(&segments, 0x0a000000, 8));
	CU_ASSERT_TRUE(packet_segments_cut(&segments, UINT32_MAX, 32));
	packet_segments_seal(&segments);
	CU_ASSERT_EQUAL(segments.n, 8);
	/* Twice, upwards and downwards: the piece found last is remembered. */
	for (size_t i = 0; i < 2 * HARNESS_ROWS(rows); i++) {
		size_t at =
		    i < HARNESS_ROWS(rows) ? i : 2 * HARNESS_ROWS(rows) - 1 - i;
		int *value = packet_segments_at(&segments, rows[at].addr);

		harness_row(rows[at].name);
		CU_ASSERT_EQUAL(segments.first[value - segments.value],
		    rows[at].first);
	}
	packet_segments_fini(&segments);
}

static void
test_full(void)
{
	struct packet_segments segments = PACKET_SEGMENTS_INIT;
	uint32_t n = 0;

	while (packet_segments_cut(&segments, n * 256, 24))
		n++;
	CU_ASSERT_EQUAL(n, PACKET_SEGMENTS_MAX / 2);
	CU_ASSERT_TRUE(segments.is_full);
	packet_segments_seal(&segments);
	packet_segments_fini(&segments);
	CU_ASSERT_FALSE(segments.is_full);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "empty", test_empty },
		{ "cuts", test_cuts },
		{ "full", test_full },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "packet_segments", .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
