/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Bytes through a cursor that remembers failure.
 */
#include "base/wire.h"

#include <string.h>

#include "test/harness.h"

static const uint8_t bytes[] = { 0x01, 0x82, 0x03, 0x84, 0x05 };

static void
test_numbers(void)
{
	struct wire in = wire_reader(bytes, sizeof(bytes));

	CU_ASSERT_EQUAL(wire_u8(&in), 0x01);
	CU_ASSERT_EQUAL(wire_le16(&in), 0x0382);
	CU_ASSERT_EQUAL(wire_be16(&in), 0x8405);
	CU_ASSERT_EQUAL(wire_left(&in), 0);
	CU_ASSERT(wire_ok(&in));
	wire_seek(&in, 0);
	CU_ASSERT_EQUAL(wire_le32(&in), 0x84038201);
	wire_seek(&in, 1);
	CU_ASSERT_EQUAL(wire_be32(&in), 0x82038405);
	CU_ASSERT(wire_ok(&in));
	CU_ASSERT_EQUAL(wire_u8(&in), 0);
	CU_ASSERT_FALSE(wire_ok(&in));
}

static void
read_u8(struct wire *in)
{
	CU_ASSERT_EQUAL(wire_u8(in), 0);
}

static void
read_le16(struct wire *in)
{
	CU_ASSERT_EQUAL(wire_le16(in), 0);
}

static void
read_be16(struct wire *in)
{
	CU_ASSERT_EQUAL(wire_be16(in), 0);
}

static void
read_le32(struct wire *in)
{
	CU_ASSERT_EQUAL(wire_le32(in), 0);
}

static void
read_be32(struct wire *in)
{
	CU_ASSERT_EQUAL(wire_be32(in), 0);
}

static void
read_bytes(struct wire *in)
{
	CU_ASSERT_PTR_NULL(wire_bytes(in, 3));
}

static void
read_skip(struct wire *in)
{
	wire_skip(in, 3);
}

static void
read_expect(struct wire *in)
{
	wire_expect(in, "\x01\x01\x01", 3);
}

/* Each read over every length that is too short; the data is all 0x01. */
static const struct {
	const char *name;
	void (*read)(struct wire *);
	size_t needs;
} short_rows[] = {
	{ "u8", read_u8, 1 },
	{ "le16", read_le16, 2 },
	{ "be16", read_be16, 2 },
	{ "le32", read_le32, 4 },
	{ "be32", read_be32, 4 },
	{ "bytes", read_bytes, 3 },
	{ "skip", read_skip, 3 },
	{ "expect", read_expect, 3 },
};

static void
test_cut_short(void)
{
	static const uint8_t ones[] = { 1, 1, 1, 1 };

	for (size_t i = 0; i < HARNESS_ROWS(short_rows); i++)
		for (size_t len = 0; len < short_rows[i].needs; len++) {
			struct wire in = wire_reader(ones, len);

			harness_row(short_rows[i].name);
			short_rows[i].read(&in);
			CU_ASSERT_FALSE(wire_ok(&in));
			CU_ASSERT_EQUAL(wire_left(&in), 0);
			/* and nothing is read any more */
			wire_seek(&in, 0);
			CU_ASSERT_EQUAL(wire_u8(&in), 0);
			CU_ASSERT_PTR_NULL(wire_bytes(&in, 0));
			CU_ASSERT_FALSE(wire_ok(&in));
		}
}

static void
test_seek(void)
{
	struct wire in = wire_reader(bytes, sizeof(bytes));

	wire_seek(&in, sizeof(bytes));
	CU_ASSERT(wire_ok(&in));
	CU_ASSERT_EQUAL(wire_left(&in), 0);
	wire_seek(&in, 0);
	CU_ASSERT_EQUAL(wire_left(&in), sizeof(bytes));
	wire_seek(&in, sizeof(bytes) + 1);
	CU_ASSERT_FALSE(wire_ok(&in));
}

static void
test_expect(void)
{
	struct wire in = wire_reader("AB", 2);

	wire_expect(&in, "", 0);
	wire_expect(&in, "A", 1);
	CU_ASSERT(wire_ok(&in));
	wire_expect(&in, "C", 1);
	CU_ASSERT_FALSE(wire_ok(&in));
}

static void
test_bytes(void)
{
	struct wire in = wire_reader(bytes, sizeof(bytes));

	CU_ASSERT_PTR_EQUAL(wire_bytes(&in, 2), bytes);
	CU_ASSERT_PTR_EQUAL(wire_bytes(&in, 0), bytes + 2);
	CU_ASSERT_PTR_NULL(wire_bytes(&in, SIZE_MAX));
	CU_ASSERT_FALSE(wire_ok(&in));
}

static void
test_nothing(void)
{
	struct wire in = wire_reader(NULL, 0);

	CU_ASSERT_EQUAL(wire_left(&in), 0);
	wire_skip(&in, 0);
	wire_expect(&in, "", 0);
	CU_ASSERT(wire_ok(&in));
	CU_ASSERT_PTR_NOT_NULL(wire_bytes(&in, 0));
	CU_ASSERT_EQUAL(wire_u8(&in), 0);
	CU_ASSERT_FALSE(wire_ok(&in));
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "numbers", test_numbers },
		{ "cut short", test_cut_short },
		{ "seek", test_seek },
		{ "expect", test_expect },
		{ "bytes", test_bytes },
		{ "no data at all", test_nothing },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "wire", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
