/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Rtvscan's hello, byte by byte.
 */
#include "responder/rtvscan_hello.h"

#include <string.h>

#include "test/harness.h"

/* The request and the answer of the public check, in full. */
static const uint8_t request[17] = { 0x01, 0x10, 0x00, 0x00, 0x14, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00 };
static const uint8_t answer[16] = { 0x01, 0x10, 0x00, 0x00, 0x14, 0x01, 0x01,
	0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00 };

static void
test_lengths(void)
{
	for (size_t len = 0; len < 16; len++)
		CU_ASSERT_EQUAL(rtvscan_hello_read(request, len),
		    RTVSCAN_HELLO_PART);
	CU_ASSERT_EQUAL(rtvscan_hello_read(request, 16), RTVSCAN_HELLO_WHOLE);
	CU_ASSERT_EQUAL(rtvscan_hello_read(request, 17), RTVSCAN_HELLO_OTHER);
}

static void
test_each_byte_counts(void)
{
	for (size_t i = 0; i < 16; i++) {
		uint8_t bytes[16];

		memcpy(bytes, request, sizeof(bytes));
		bytes[i] ^= 1;
		for (size_t len = 0; len <= 16; len++)
			CU_ASSERT_EQUAL(rtvscan_hello_read(bytes, len) ==
					    RTVSCAN_HELLO_OTHER,
			    len > i);
	}
}

static void
test_answer(void)
{
	CU_ASSERT(memcmp(rtvscan_hello_answer, answer, sizeof(answer)) == 0);
}

int
main(int argc, char **argv)
{
	static CU_TestInfo tests[] = {
		{ "lengths", test_lengths },
		{ "each_byte_counts", test_each_byte_counts },
		{ "answer", test_answer },
		CU_TEST_INFO_NULL,
	};
	static CU_SuiteInfo suites[] = {
		{ "rtvscan_hello", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
