/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Who answers what, whatever the protocol.
 */
#include "responder/answer.h"

#include <string.h>

#include "responder/estate_file.h"
#include "test/harness.h"

static const uint8_t bdcv[] = { 'B', 'D', 'C', 'V' };
static const uint8_t abcd[] = { 'A', 'B', 'C', 'D' };

/* The pong of an address as bytes; its length. */
static size_t
pong(const struct answer *answer, const char *address, const uint8_t *id,
    const uint8_t **bytes)
{
	static uint8_t scratch[PDS_PONG_CAP];
	struct answer_identity identity;
	struct addr addr = { 0, 0, 0 };

	if (addr_parse(&addr, address, NULL) == -1)
		CU_FAIL_FATAL("not an address");
	answer_identify(answer, &addr, &identity);
	return answer_pong(answer, &identity, id, scratch, bytes);
}

static void
test_one_host(void)
{
	static const struct pds_pong_host self = { .name = "ME" };
	struct pds_app_table apps = { .n = 0 };
	struct answer answer = { .apps = &apps, .self = &self };
	const uint8_t *bytes;

	CU_ASSERT_EQUAL(pong(&answer, "10.0.0.1", bdcv, &bytes), 0);
	CU_ASSERT_EQUAL(pds_app_register(&apps, "ABCD=0102", NULL), 0);
	CU_ASSERT_EQUAL(pong(&answer, "10.0.0.1", bdcv, &bytes), 0);
	CU_ASSERT_EQUAL(pong(&answer, "10.0.0.1", abcd, &bytes), 2);
	CU_ASSERT(memcmp(bytes, "\x01\x02", 2) == 0);
	CU_ASSERT_EQUAL(pds_app_register(&apps, "BDCV=default", NULL), 0);
	CU_ASSERT_EQUAL(pong(&answer, "::1", bdcv, &bytes), 0x20 + 6 + 6 + 16);
	CU_ASSERT(memcmp(bytes + 0x20, "M\0E\0\0\0", 6) == 0);
	pds_app_table_fini(&apps);
}

static void
test_estate(void)
{
	static const char text[] =
	    "prefix 10.0.0.0/24\nserver 10.0.0.1 S1\n"
	    "server 10.0.0.2\n pong ffee\nclient 10.0.0.3\nopen 10.0.0.4\n"
	    "gup 10.0.0.5\nrefusing 10.0.0.6\n";
	static const char *const mute[] = { "10.0.0.0", "10.0.0.3", "10.0.0.4",
		"10.0.0.5", "10.0.0.6", "10.0.1.1", "fd00::1" };
	struct estate estate;
	struct pds_app_table apps = { .n = 0 };
	struct answer answer = { .apps = &apps, .estate = &estate };
	const uint8_t *bytes;

	CU_ASSERT_EQUAL_FATAL(estate_file_parse(&estate, text, sizeof(text) - 1,
				  "f", NULL),
	    0);
	CU_ASSERT_EQUAL(pds_app_register(&apps, "BDCV=default", NULL), 0);
	CU_ASSERT_EQUAL(pds_app_register(&apps, "ABCD=0102", NULL), 0);
	CU_ASSERT_EQUAL(pong(&answer, "10.0.0.1", bdcv, &bytes),
	    0x20 + 6 + 6 + 16);
	CU_ASSERT(memcmp(bytes + 0x20, "S\0001\0\0\0", 6) == 0);
	CU_ASSERT_EQUAL(pong(&answer, "10.0.0.1", abcd, &bytes), 2);
	CU_ASSERT_EQUAL(pong(&answer, "10.0.0.2", bdcv, &bytes), 2);
	CU_ASSERT(memcmp(bytes, "\xff\xee", 2) == 0);
	for (size_t i = 0; i < HARNESS_ROWS(mute); i++) {
		harness_row(mute[i]);
		CU_ASSERT_EQUAL(pong(&answer, mute[i], bdcv, &bytes), 0);
		CU_ASSERT_EQUAL(pong(&answer, mute[i], abcd, &bytes), 0);
	}
	pds_app_table_fini(&apps);
	estate_fini(&estate);
}

int
main(int argc, char **argv)
{
	static CU_TestInfo tests[] = {
		{ "one_host", test_one_host },
		{ "estate", test_estate },
		CU_TEST_INFO_NULL,
	};
	static CU_SuiteInfo suites[] = {
		{ "answer", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
