/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * SipHash by its authors' test vectors, and what a cookie is worth.
 */
#include "scanner/packet_cookie.h"

#include <string.h>

#include "test/harness.h"

/* Key and message are 00 01 02 ...: appendix A of the paper, and the table
 * of the reference implementation. */
static const struct {
	const char *name;
	size_t len;
	uint64_t want;
} rows[] = {
	{ "empty", 0, UINT64_C(0x726fdb47dd0e0e31) },
	{ "one byte", 1, UINT64_C(0x74f839c593dc67fd) },
	{ "one word", 8, UINT64_C(0x93f5f5799a932462) },
	{ "the paper's", 15, UINT64_C(0xa129ca6149be45e5) },
};

static void
test_vectors(void)
{
	uint8_t bytes[16];

	for (uint8_t i = 0; i < 16; i++)
		bytes[i] = i;
	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		harness_row(rows[i].name);
		CU_ASSERT_EQUAL(packet_cookie_siphash(bytes, bytes,
				    rows[i].len),
		    rows[i].want);
	}
}

/* Address, port and key each decide; all source ports are used. */
static void
test_cookie(void)
{
	uint8_t key[PACKET_COOKIE_KEY_LEN] = { 1 };
	const uint8_t other_key[PACKET_COOKIE_KEY_LEN] = { 2 };
	struct packet_cookie first = packet_cookie_of(key, 0x0a000001, 2967);
	unsigned n_used[PACKET_COOKIE_PORTS] = { 0 };

	CU_ASSERT_EQUAL(packet_cookie_of(key, 0x0a000001, 2967).seq, first.seq);
	CU_ASSERT_NOT_EQUAL(packet_cookie_of(key, 0x0a000002, 2967).seq,
	    first.seq);
	CU_ASSERT_NOT_EQUAL(packet_cookie_of(key, 0x0b000001, 2967).seq,
	    first.seq);
	CU_ASSERT_NOT_EQUAL(packet_cookie_of(key, 0x0a000001, 2968).seq,
	    first.seq);
	CU_ASSERT_NOT_EQUAL(packet_cookie_of(key, 0x0a000001, 0x0c97).seq,
	    first.seq);
	CU_ASSERT_NOT_EQUAL(packet_cookie_of(other_key, 0x0a000001, 2967).seq,
	    first.seq);
	for (uint32_t i = 0; i < 1600; i++)
		n_used[packet_cookie_of(key, i, 2967).port_index]++;
	for (size_t i = 0; i < PACKET_COOKIE_PORTS; i++)
		CU_ASSERT_TRUE(n_used[i] > 50 && n_used[i] < 150);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "vectors", test_vectors },
		{ "cookie", test_cookie },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "packet_cookie", .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
