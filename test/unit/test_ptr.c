/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Questions for names, and answers of all kinds: right, cut, and hostile.
 */
#include "scanner/ptr.h"

#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/mem.h"
#include "test/harness.h"

#define ID 0x1234

/* 7.2.0.192.in-addr.arpa and root, PTR, IN: what 192.0.2.7 is asked with. */
#define QUESTION               \
	"01370132013003313932" \
	"07696e2d61646472"     \
	"0461727061"           \
	"00"                   \
	"000c"                 \
	"0001"
/* Record headers: owner (a pointer to the question), type, IN, 60 s. */
#define PTR_RECORD \
	"c00c"     \
	"000c"     \
	"0001"     \
	"0000003c"
#define CNAME_RECORD \
	"c00c"       \
	"0005"       \
	"0001"       \
	"0000003c"
#define OK_1   \
	"1234" \
	"8180" \
	"0001" \
	"0001" \
	"0000" \
	"0000"
/* pc1.example: 13 bytes */
#define PC1                \
	"03706331"         \
	"076578616d706c65" \
	"00"
/* 21 times abc, 64 bytes with the length */
#define L63                                                              \
	"3f616263616263616263616263616263616263616263616263616263616263" \
	"616263616263616263616263616263616263616263616263616263616263616263"

static const struct {
	const char *name, *hex;
	enum ptr_answer want;
	const char *text;
} rows[] = {
	{ "empty", "", PTR_FOREIGN, "" },
	{ "header only", OK_1, PTR_FOREIGN, "" },
	{ "a name", OK_1 QUESTION PTR_RECORD "000d" PC1, PTR_NAMED,
	    "pc1.example" },
	{ "bytes behind it", OK_1 QUESTION PTR_RECORD "000d" PC1 "ffff",
	    PTR_NAMED, "pc1.example" },
	{ "letters of the question in another case",
	    OK_1 "01370132013003313932"
		 "07494e2d41444452"
		 "0441525041"
		 "00"
		 "000c0001" PTR_RECORD "000d" PC1,
	    PTR_NAMED, "pc1.example" },
	{ "no such name",
	    "1234818300010000"
	    "00000000" QUESTION,
	    PTR_NAMELESS, "" },
	{ "no record",
	    "1234818000010000"
	    "00000000" QUESTION,
	    PTR_NAMELESS, "" },
	{ "the server failed",
	    "1234818200010000"
	    "00000000" QUESTION,
	    PTR_NAMELESS, "" },
	{ "the server refuses",
	    "1234818500010000"
	    "00000000" QUESTION,
	    PTR_REFUSED, "" },
	{ "not implemented",
	    "1234818400010000"
	    "00000000" QUESTION,
	    PTR_REFUSED, "" },
	{ "another id",
	    "1235818000010001"
	    "00000000" QUESTION PTR_RECORD "000d" PC1,
	    PTR_FOREIGN, "" },
	{ "a question, not an answer",
	    "1234010000010001"
	    "00000000" QUESTION PTR_RECORD "000d" PC1,
	    PTR_FOREIGN, "" },
	{ "another opcode",
	    "1234a18000010001"
	    "00000000" QUESTION PTR_RECORD "000d" PC1,
	    PTR_FOREIGN, "" },
	{ "two questions",
	    "1234818000020001"
	    "00000000" QUESTION PTR_RECORD "000d" PC1,
	    PTR_FOREIGN, "" },
	{ "for another address",
	    OK_1 "01380132013003313932"
		 "07696e2d61646472"
		 "0461727061"
		 "00"
		 "000c0001" PTR_RECORD "000d" PC1,
	    PTR_FOREIGN, "" },
	{ "an alias first (RFC 2317)",
	    "1234818000010002"
	    "00000000" QUESTION CNAME_RECORD "0004"
	    "01610000"
	    "01610000"
	    "0c0001" PTR_RECORD "000d" PC1,
	    PTR_NAMELESS, "" },
	{ "an alias, then its name",
	    "1234818000010002"
	    "00000000" QUESTION CNAME_RECORD "0003"
	    "016100"
	    "0161"
	    "00"
	    "000c"
	    "0001"
	    "0000003c"
	    "000d" PC1,
	    PTR_NAMED, "pc1.example" },
	{ "two names: the lower one",
	    "1234818000010002"
	    "00000000" QUESTION PTR_RECORD "0003"
	    "016200" PTR_RECORD "0003"
	    "016100",
	    PTR_NAMED, "a" },
	{ "an address record",
	    OK_1 QUESTION "c00c00010001"
			  "0000003c"
			  "0004"
			  "c0000207",
	    PTR_NAMELESS, "" },
	{ "another class",
	    OK_1 QUESTION "c00c000c0003"
			  "0000003c"
			  "000d" PC1,
	    PTR_NAMELESS, "" },
	{ "the root",
	    OK_1 QUESTION PTR_RECORD "0001"
				     "00",
	    PTR_NAMELESS, "" },
	{ "a pointer into the question",
	    OK_1 QUESTION PTR_RECORD "0006"
				     "03706331"
				     "c012",
	    PTR_NAMED, "pc1.192.in-addr.arpa" },
	{ "a pointer to itself",
	    OK_1 QUESTION PTR_RECORD "0002"
				     "c034",
	    PTR_NAMELESS, "" },
	{ "a pointer forwards",
	    OK_1 QUESTION PTR_RECORD "0002"
				     "c036" PC1,
	    PTR_NAMELESS, "" },
	{ "a loop through a label",
	    OK_1 QUESTION PTR_RECORD "0004"
				     "0161c034",
	    PTR_NAMELESS, "" },
	{ "a pointer beyond the end",
	    OK_1 QUESTION PTR_RECORD "0002"
				     "ffff",
	    PTR_NAMELESS, "" },
	{ "half a pointer",
	    OK_1 QUESTION PTR_RECORD "0001"
				     "c0",
	    PTR_NAMELESS, "" },
	{ "a label of a kind that is not",
	    OK_1 QUESTION PTR_RECORD "0003"
				     "416100",
	    PTR_NAMELESS, "" },
	{ "a label that is cut",
	    OK_1 QUESTION PTR_RECORD "0003"
				     "0a6162",
	    PTR_NAMELESS, "" },
	{ "more answers than there are",
	    "12348180"
	    "0001ffff"
	    "00000000" QUESTION PTR_RECORD "000d" PC1,
	    PTR_NAMED, "pc1.example" },
	{ "controls and a NUL",
	    OK_1 QUESTION PTR_RECORD "0006"
				     "0461000a1b"
				     "00",
	    PTR_NAMED, "a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
	{ "dots and backslashes within a label",
	    OK_1 QUESTION PTR_RECORD "0007"
				     "03612e62"
				     "015c"
				     "00",
	    PTR_NAMED, "a\\.b.\\\\" },
	{ "UTF-8, and what is none",
	    OK_1 QUESTION PTR_RECORD "0007"
				     "05c3a4ffe282"
				     "00",
	    PTR_NAMED, "\xc3\xa4\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
	{ "text that turns round",
	    OK_1 QUESTION PTR_RECORD "0006"
				     "0461e280ae"
				     "00",
	    PTR_NAMED, "a\xef\xbf\xbd" },
	{ "blanks only",
	    OK_1 QUESTION PTR_RECORD "0004"
				     "022020"
				     "00",
	    PTR_NAMELESS, "" },
	{ "255 bytes",
	    OK_1 QUESTION PTR_RECORD
	    "00ff" L63 L63 L63
	    "3d6162636162636162636162636162636162636162636162636162636162"
	    "6361626361626361626361626361626361626361626361626361626361626361"
	    "00",
	    PTR_NAMED, NULL },
	{ "256 bytes", OK_1 QUESTION PTR_RECORD "0100" L63 L63 L63 L63 "00",
	    PTR_NAMELESS, "" },
};

static size_t
bytes_of(uint8_t out[PTR_REPLY_MAX], const char *hex)
{
	ptrdiff_t len = hex_parse(hex, out, PTR_REPLY_MAX);

	CU_ASSERT_FATAL(len >= 0);
	return (size_t)len;
}

static void
test_answers(void)
{
	const struct addr addr = addr_v4(0xc0000207);

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		uint8_t data[PTR_REPLY_MAX];
		size_t len = bytes_of(data, rows[i].hex);
		struct text name = TEXT_INIT;

		harness_row(rows[i].name);
		CU_ASSERT_EQUAL(ptr_read(data, len, ID, &addr, &name),
		    rows[i].want);
		if (rows[i].text != NULL) {
			CU_ASSERT_STRING_EQUAL(text_str(&name), rows[i].text);
		} else {
			CU_ASSERT_EQUAL(name.len, 253);
		}
		text_fini(&name);
	}
}

/* Cut at each byte: no name before the name is there whole. */
static void
test_cut(void)
{
	const struct addr addr = addr_v4(0xc0000207);
	uint8_t data[PTR_REPLY_MAX], asked[PTR_QUERY_MAX];
	size_t len = bytes_of(data, OK_1 QUESTION PTR_RECORD "000d" PC1);
	size_t asked_len = ptr_query(asked, ID, &addr);

	for (size_t cut = 0; cut <= len; cut++) {
		/* A buffer of its own, so that a sanitizer sees its end. */
		uint8_t *part = mem_array(cut + 1, 1);
		struct text name = TEXT_INIT;
		enum ptr_answer want = cut < asked_len ? PTR_FOREIGN
				       : cut < len     ? PTR_NAMELESS
						       : PTR_NAMED;

		memcpy(part, data, cut);
		CU_ASSERT_EQUAL(ptr_read(part, cut, ID, &addr, &name), want);
		CU_ASSERT_EQUAL(name.len > 0, want == PTR_NAMED);
		text_fini(&name);
		free(part);
	}
}

static void
test_query(void)
{
	static const struct {
		const char *addr, *hex;
	} asks[] = {
		{ "192.0.2.7", "1234"
			       "0100"
			       "0001"
			       "0000"
			       "0000"
			       "0000" QUESTION },
		{ "0.0.0.0", "123401000001000000000000"
			     "0130013001300130"
			     "07696e2d61646472"
			     "0461727061"
			     "00"
			     "000c0001" },
		{ "255.110.10.99", "123401000001000000000000"
				   "023939"
				   "023130"
				   "03313130"
				   "03323535"
				   "07696e2d61646472"
				   "0461727061"
				   "00"
				   "000c0001" },
		{ "fd00::1a",
		    "123401000001000000000000"
		    "01610131"
		    "0130013001300130013001300130013001300130013001300130"
		    "0130013001300130013001300130013001300130013001300130"
		    "01300130"
		    "01640166"
		    "03697036"
		    "0461727061"
		    "00"
		    "000c0001" },
	};

	for (size_t i = 0; i < sizeof(asks) / sizeof(asks[0]); i++) {
		uint8_t out[PTR_QUERY_MAX], want[PTR_REPLY_MAX];
		size_t want_len = bytes_of(want, asks[i].hex);
		struct addr addr;

		harness_row(asks[i].addr);
		CU_ASSERT_EQUAL_FATAL(addr_parse(&addr, asks[i].addr, NULL), 0);
		CU_ASSERT_EQUAL(ptr_query(out, ID, &addr), want_len);
		CU_ASSERT_EQUAL(memcmp(out, want, want_len), 0);
	}
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "query", test_query },
		{ "answers", test_answers },
		{ "cut", test_cut },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "ptr", .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
