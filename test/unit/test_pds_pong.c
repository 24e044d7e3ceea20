/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Pings and pongs: the bytes of the public LANDesk check, written out here,
 * not made by the code under test.
 */
#include "responder/pds_pong.h"

#include <string.h>

#include "test/harness.h"

#define PING "\x02\x0a\x10\x00PINGBDCV\x00\x00\x00\x00"

static const struct {
	const char *name, *bytes;
	size_t len;
	bool is_ping;
} ping_rows[] = {
	{ "as the public check sends it", PING, 16, true },
	{ "another application", "\x02\x0a\x10\x00PINGabc9\0\0\0\0", 16, true },
	{ "an id of any bytes", "\x02\x0a\x10\x00PING\0\xff\n%\0\0\0\0", 16,
	    true },
	{ "last bytes are not looked at",
	    "\x02\x0a\x10\x00PINGBDCV\x01\x02\x03\x04", 16, true },
	{ "one byte more", PING "\0", 17, false },
	{ "wrong first byte", "\x03\x0a\x10\x00PINGBDCV\0\0\0\0", 16, false },
	{ "wrong second byte", "\x02\x0b\x10\x00PINGBDCV\0\0\0\0", 16, false },
	{ "length too small", "\x02\x0a\x0f\x00PINGBDCV\0\0\0\0", 16, false },
	{ "length too large", "\x02\x0a\x11\x00PINGBDCV\0\0\0\0", 16, false },
	{ "length big-endian", "\x02\x0a\x00\x10PINGBDCV\0\0\0\0", 16, false },
	{ "a pong's order",
	    "\x02\x0a\x10\x00"
	    "BDCVPING\0\0\0\0",
	    16, false },
	{ "lower case", "\x02\x0a\x10\x00pingBDCV\0\0\0\0", 16, false },
	{ "PDS2", "PING\x28\x00PDSV\x04\x00\x01\x00\x00\x00", 16, false },
};

static void
test_read_ping(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(ping_rows); i++) {
		uint8_t id[PDS_PONG_ID_LEN] = { 'x', 'x', 'x', 'x' };

		harness_row(ping_rows[i].name);
		CU_ASSERT_EQUAL(pds_pong_read_ping((const uint8_t *)ping_rows[i]
						       .bytes,
				    ping_rows[i].len, id),
		    ping_rows[i].is_ping);
		CU_ASSERT(
		    memcmp(id,
			ping_rows[i].is_ping ? ping_rows[i].bytes + 8 : "xxxx",
			4) == 0);
	}
}

static void
test_read_truncated(void)
{
	uint8_t id[PDS_PONG_ID_LEN];

	for (size_t len = 0; len < 16; len++)
		CU_ASSERT_FALSE(
		    pds_pong_read_ping((const uint8_t *)PING, len, id));
}

/* Lengths are written at 2 (all) and 0x12 (all less four), little-endian. */
static void
test_build(void)
{
	static const struct pds_pong_host host = {
		.name = "SRV",
		.mac = { 0x02, 0x00, 0x0a, 0x4d, 0x00, 0x05 },
		.guid = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
		    15 },
		.os_major = 5,
		.os_minor = 2,
		.os_build = 3790,
	};
	static const char pong[] = "\x02\x0a\x3e\x00"
				   "BDCVPING\0\0\0\0\0\0"
				   "\x3a\x00\0\0\0\0"
				   "\xce\x0e\x02\x05\0\0\0\0"
				   "S\0R\0V\0\0\0"
				   "\x02\x00\x0a\x4d\x00\x05"
				   "\x00\x01\x02\x03\x04\x05\x06\x07"
				   "\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f";
	uint8_t out[PDS_PONG_CAP];

	memset(out, 0xaa, sizeof(out));
	CU_ASSERT_EQUAL_FATAL(pds_pong_build(out, &host), sizeof(pong) - 1);
	CU_ASSERT_EQUAL(sizeof(pong) - 1, 62);
	CU_ASSERT(memcmp(out, pong, sizeof(pong) - 1) == 0);
	CU_ASSERT_EQUAL(out[sizeof(pong) - 1], 0xaa);
}

static const struct {
	const char *name, *utf8, *utf16;
	size_t len; /* of utf16, its NUL included */
} name_rows[] = {
	{ "no name", "", "\0\0", 2 },
	{ "fifteen characters", "ABCDEFGHIJKLMNO",
	    "A\0B\0C\0D\0E\0F\0G\0H\0I\0J\0K\0L\0M\0N\0O\0\0\0", 32 },
	{ "two bytes", "\xc3\xa4", "\xe4\x00\0\0", 4 },
	{ "three bytes", "\xe2\x82\xac", "\xac\x20\0\0", 4 },
	{ "a pair", "\xf0\x9f\x96\xa5", "\x3d\xd8\xa5\xdd\0\0", 6 },
	{ "first pair", "\xf0\x90\x80\x80", "\x00\xd8\x00\xdc\0\0", 6 },
	{ "last pair", "\xf4\x8f\xbf\xbf", "\xff\xdb\xff\xdf\0\0", 6 },
	{ "broken", "\xff", "\xfd\xff\0\0", 4 },
};

static void
test_build_names(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(name_rows); i++) {
		struct pds_pong_host host = { .name = "" };
		uint8_t out[PDS_PONG_CAP];
		size_t want = 32 + name_rows[i].len + 6 + 16, len;

		harness_row(name_rows[i].name);
		strcpy(host.name, name_rows[i].utf8);
		len = pds_pong_build(out, &host);
		CU_ASSERT_EQUAL(len, want);
		CU_ASSERT_EQUAL(out[2] | out[3] << 8, (int)want);
		CU_ASSERT_EQUAL(out[0x12] | out[0x13] << 8, (int)want - 4);
		CU_ASSERT(memcmp(out + 0x20, name_rows[i].utf16,
			      name_rows[i].len) == 0);
	}
	/* A name of 15 characters makes the 86 bytes of the facts. */
	CU_ASSERT_EQUAL(32 + name_rows[1].len + 6 + 16, 86);
}

static void
test_build_longest(void)
{
	struct pds_pong_host host;
	uint8_t out[PDS_PONG_CAP];

	memset(&host, 'n', sizeof(host)); /* no NUL anywhere */
	CU_ASSERT_EQUAL(pds_pong_build(out, &host),
	    32 + 2 * (PDS_PONG_NAME_CAP - 1) + 2 + 6 + 16);
}

int
main(int argc, char **argv)
{
	static CU_TestInfo tests[] = {
		{ "read_ping", test_read_ping },
		{ "read_truncated", test_read_truncated },
		{ "build", test_build },
		{ "build_names", test_build_names },
		{ "build_longest", test_build_longest },
		CU_TEST_INFO_NULL,
	};
	static CU_SuiteInfo suites[] = {
		{ "pds_pong", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
