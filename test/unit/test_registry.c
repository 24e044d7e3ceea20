/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Registry files, in chunks of every small size.
 */
#include <stdlib.h>
#include <string.h>

#include "importer/registry.h"
#include "test/harness.h"

#define HEADER "Windows Registry Editor Version 5.00\r\n\r\n"
#define KEY                                                              \
	"[HKEY_LOCAL_MACHINE\\SOFTWARE\\INTEL\\LANDesk\\VirusProtect6\\" \
	"CurrentVersion\\AddressCache"
#define NINE(s) s s s s s s s s s
#define BIG(s)  NINE(NINE(NINE(s)))

static const struct registry_row {
	const char *name, *in, *want;
	const char *type, *protocol; /* learned */
} rows[] = {
	{ "empty", "", "", NULL, NULL },
	{ "header only", HEADER, "", NULL, NULL },
	{ "as an import leaves it",
	    HEADER KEY "]\r\n\r\n" KEY "\\SERVER1]\r\n"
		       "\"Address_0\"=dword:7903a8c0\r\n"
		       "\"Protocol\"=dword:00000002\r\n\r\n" KEY
		       "\\Server 2]\r\n"
		       "\"Protocol\"=dword:00000001\r\n"
		       "\"Address_0\"=dword:7a03a8c0\r\n",
	    "5 SERVER1 = 192.168.3.121; 9 Server 2 = 192.168.3.122; ", "dword",
	    "dword:00000001" },
	{ "no last line end", HEADER KEY "\\A]\r\n\"Address_0\"=dword:0100000a",
	    "3 A = 10.0.0.1; ", "dword", NULL },
	{ "REGEDIT4", "REGEDIT4\n\n" KEY "\\A]\n\"Address_0\"=\"10.0.0.1\"\n",
	    "3 A = 10.0.0.1; ", "sz", NULL },
	{ "any case, another place",
	    "windows registry editor version 5.00\n"
	    "[HKLM\\SOFTWARE\\Wow6432Node\\X\\addresscache\\A]\n"
	    "\"ADDRESS_0\"=DWORD:0100000A\n\"protocol\"=dword:00000003\n",
	    "2 A = 10.0.0.1; ", "dword", "dword:00000003" },
	{ "a string with escapes and blanks",
	    HEADER KEY "\\A]\n\"Address_0\"=\" 10.0.0.1 \"\n" KEY
		       "\\B]\n\"Address_0\"=\"10\\.0.0.2\"\n" KEY
		       "\\C]\n\"Address_0\"=\"2001:db8::1\"\n",
	    "3 A = 10.0.0.1; 5 B = 10.0.0.2; 7 C = 2001:db8::1; ", "sz", NULL },
	{ "strings that are not right",
	    HEADER KEY "\\A]\n\"Address_0\"=\"\"\n" KEY
		       "\\B]\n\"Address_0\"=\"10.0.0.2\n" KEY
		       "\\C]\n\"Address_0\"=\"10.0.0.2\\\"\n",
	    "3 bad: not an address of 'A': '\"Address_0\"=\"\"'; "
	    "5 bad: not an address of 'B': '\"Address_0\"=\"10.0.0.2'; "
	    "7 bad: not an address of 'C': '\"Address_0\"=\"10.0.0.2\\\"'; ",
	    NULL, NULL },
	{ "bytes",
	    HEADER KEY "\\A]\n\"Address_0\"=hex:0a,00,00,01\n" KEY
		       "\\B]\n\"Address_0\"=hex(3):0A,00,00,02\n" KEY
		       "\\C]\n\"Address_0\"=hex(0):20,01,0d,b8,00,00,00,00,00,"
		       "00,00,00,00,00,00,01\n",
	    "3 A = 10.0.0.1; 5 B = 10.0.0.2; 7 C = 2001:db8::1; ", "hex",
	    NULL },
	{ "bytes, continued",
	    HEADER KEY "\\A]\r\n\"Address_0\"=hex:0a,\\\r\n  00,00,\\\r\n"
		       "  01\r\n" KEY "\\B]\r\n\"Address_0\"=dword:0200000a\n",
	    "3 A = 10.0.0.1; 7 B = 10.0.0.2; ", "dword", NULL },
	{ "bytes that go on into nothing",
	    HEADER KEY "\\A]\n\"Address_0\"=hex:0a,00,00,01,\\\n",
	    "3 A = 10.0.0.1; ", "hex", NULL },
	{ "a string in bytes, UTF-16",
	    HEADER KEY "\\A]\n\"Address_0\"=hex(1):31,00,30,00,2e,00,30,00,2e,"
		       "00,30,00,2e,00,31,00,00,00\n",
	    "3 A = 10.0.0.1; ", "sz", NULL },
	{ "a string in bytes, ANSI",
	    "REGEDIT4\n" KEY
	    "\\A]\n\"Address_0\"=hex(2):31,30,2e,30,2e,30,2e,31,00\n",
	    "2 A = 10.0.0.1; ", "sz", NULL },
	{ "a DWORD in bytes",
	    HEADER KEY "\\A]\n\"Address_0\"=hex(4):0a,00,00,01\n",
	    "3 A = 10.0.0.1; ", "dword", NULL },
	{ "bytes that are not right",
	    HEADER KEY
	    "\\A]\n\"Address_0\"=hex:0a,00,00\n" KEY
	    "\\B]\n\"Address_0\"=hex:0a,00,00,01,02\n" KEY
	    "\\C]\n\"Address_0\"=hex:0a,00,00,0g\n" KEY
	    "\\D]\n\"Address_0\"=hex(b):0a,00,00,01,00,00,00,00\n" KEY
	    "\\E]\n\"Address_0\"=hex(3:0a,00,00,01\n" KEY
	    "\\F]\n\"Address_0\"=dword:0a00000\n" KEY
	    "\\G]\n\"Address_0\"=dword:0a00000100\n" KEY
	    "\\H]\n\"Address_0\"=\n" KEY "\\I]\n\"Address_0\"=hex(1):\n",
	    "3 bad: not an address of 'A': '\"Address_0\"=hex:0a,00,00'; "
	    "5 bad: not an address of 'B': '\"Address_0\"=hex:0a,00,00,01,02'; "
	    "7 bad: not an address of 'C': '\"Address_0\"=hex:0a,00,00,0g'; "
	    "9 bad: not an address of 'D': "
	    "'\"Address_0\"=hex(b):0a,00,00,01,00,00,00,00'; "
	    "11 bad: not an address of 'E': '\"Address_0\"=hex(3:0a,00,00,01'; "
	    "13 bad: not an address of 'F': '\"Address_0\"=dword:0a00000'; "
	    "15 bad: not an address of 'G': '\"Address_0\"=dword:0a00000100'; "
	    "17 bad: not an address of 'H': '\"Address_0\"='; "
	    "19 bad: not an address of 'I': '\"Address_0\"=hex(1):'; ",
	    NULL, NULL },
	{ "no address, and the last one counts",
	    HEADER KEY "\\A]\n\"Protocol\"=dword:00000001\n" KEY
		       "\\B]\n\"Address_0\"=dword:0100000a\n"
		       "\"Address_0\"=dword:0200000a\n",
	    "3 bad: no Address_0: 'A'; 5 B = 10.0.0.2; ", "dword", NULL },
	{ "what is no entry",
	    HEADER KEY "]\n\"Address_0\"=dword:0100000a\n" KEY
		       "\\A\\B]\n\"Address_0\"=dword:0100000a\n[-"
		       "HKEY_LOCAL_MACHINE\\AddressCache\\A]\n"
		       "\"Address_0\"=dword:0100000a\n"
		       "[HKEY_LOCAL_MACHINE\\XAddressCache\\A]\n"
		       "\"Address_0\"=dword:0100000a\n"
		       "[AddressCache\\A]\n[]\n[\n\\\n;" KEY "\\A]\n",
	    "", NULL, NULL },
	{ "other values and remarks",
	    HEADER KEY "\\A]\n@=\"x\"\n; \"Address_0\"=dword:0900000a\n"
		       "\"Address_0\"=dword:0100000a\n\"Other\"=hex:01,\\\n"
		       "\"Address_0\"=dword:0900000a\n\"x\"=-\n",
	    "3 A = 10.0.0.1; ", "dword", NULL },
	{ "names",
	    HEADER KEY "\\a]b]\n\"Address_0\"=dword:0100000a\n" KEY
		       "\\]\n\"Address_0\"=dword:0100000a\n" KEY
		       "\\  c  ]\n\"Address_0\"=dword:0100000a\n" KEY
		       "\\d\n\"Address_0\"=dword:0100000a\n" KEY
		       "\\e\x07]\n\"Address_0\"=dword:0100000a\n",
	    "3 a]b = 10.0.0.1; "
	    "5 bad: no name: '" KEY "\\]'; "
	    "7 c = 10.0.0.1; "
	    "9 bad: a key without ']': '" KEY "\\d'; "
	    "11 bad: a control character in the name: '" KEY
	    "\\e\xef\xbf\xbd]'; ",
	    "dword", NULL },
	{ "a name in ANSI",
	    "REGEDIT4\n" KEY "\\M\xfcller]\n\"Address_0\"=dword:0100000a\n" KEY
	    "\\x\x81]\n\"Address_0\"=dword:0100000a\n",
	    "2 cp1252 M\xc3\xbcller = 10.0.0.1; "
	    "4 cp1252 bad: neither UTF-8 nor Windows-1252: '" KEY
	    "\\x\xef\xbf\xbd]'; ",
	    "dword", NULL },
	{ "a foreign file", "\n\na,10.0.0.1\n" KEY "\\A]\n",
	    "3 bad: not a registry file: 'a,10.0.0.1'; ", NULL, NULL },
	{ "a long value that does not matter",
	    HEADER KEY "\\A]\n\"x\"=hex:" BIG(
		"01,02,\\\n") "00\n"
			      "\"Address_0\"=dword:0100000a\n",
	    "3 A = 10.0.0.1; ", "dword", NULL },
	{ "a long value that does",
	    HEADER KEY "\\A]\n\"Address_0\"=hex:" BIG(
		"01,02,") "00\n" KEY "\\B]\n\"Address_0\"=dword:0100000a\n",
	    "3 bad: not an address of 'A': '\"Address_0\"=hex:01,02,01,02,01,"
	    "02,01,02,01,02,01,02,01,02,01,02,01,02,01,02,01,02,01,02,01,02,"
	    "01,02,...'; 5 B = 10.0.0.1; ",
	    "dword", NULL },
	{ "a Protocol that cannot be written back",
	    HEADER KEY "\\A]\n\"Address_0\"=dword:0100000a\n\"Protocol\"=\"\x07"
		       "\"\n" KEY "\\B]\n\"Address_0\"=dword:0100000a\n"
		       "\"Protocol\"=\"123456789012345678901234567890123456789"
		       "01234567890123456789012345\"\n",
	    "3 A = 10.0.0.1; 6 B = 10.0.0.1; ", "dword", NULL },
};

static int
on_record(const struct record *record, void *arg, struct err *err)
{
	struct text *got = arg;
	char buf[ADDR_TEXT_LEN];

	(void)err;
	text_addf(got, "%llu %s", (unsigned long long)record->line,
	    record->was_cp1252 ? "cp1252 " : "");
	if (record->kind == RECORD_PAIR)
		text_addf(got, "%s = %s; ", record->name,
		    addr_format(&record->addr, buf));
	else
		text_addf(got, "bad: %s; ", record->why);
	return 0;
}

static int
on_record_stop(const struct record *record, void *arg, struct err *err)
{
	(void)record;
	++*(unsigned *)arg;
	return err_set(err, ERR_CACHE, "enough");
}

static void
check_learned(const char *is, const char *want)
{
	CU_ASSERT_EQUAL(is == NULL, want == NULL);
	if (is != NULL && want != NULL)
		CU_ASSERT_STRING_EQUAL(is, want);
}

static void
test_rows(void)
{
	static const size_t chunks[] = { SIZE_MAX, 1, 2, 3, 7, 64 };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		for (size_t c = 0; c < sizeof(chunks) / sizeof(chunks[0]);
		     c++) {
			struct registry *registry = registry_new(false);
			struct text got = TEXT_INIT;
			struct err err = ERR_INIT;
			size_t len = strlen(rows[i].in);
			int ret = 0;

			harness_row(rows[i].name);
			for (size_t at = 0; at < len; at += chunks[c])
				ret |= registry_feed(registry, rows[i].in + at,
				    len - at < chunks[c] ? len - at : chunks[c],
				    on_record, &got, &err);
			ret |= registry_finish(registry, on_record, &got, &err);
			CU_ASSERT_EQUAL(ret, 0);
			CU_ASSERT_STRING_EQUAL(text_str(&got), rows[i].want);
			check_learned(registry_address_type(registry),
			    rows[i].type);
			check_learned(registry_protocol(registry),
			    rows[i].protocol);
			registry_free(registry);
			text_fini(&got);
		}
	registry_free(NULL);
}

static void
test_stop(void)
{
	static const struct {
		const char *name, *in;
	} stops[] = {
		{ "foreign", "x\n" },
		{ "at the next key", HEADER KEY "\\A]\n[x]\n" },
		{ "at the end", HEADER KEY "\\A]" },
	};

	for (size_t i = 0; i < sizeof(stops) / sizeof(stops[0]); i++) {
		struct registry *registry = registry_new(true);
		struct err err = ERR_INIT;
		unsigned calls = 0;
		int ret;

		harness_row(stops[i].name);
		ret = registry_feed(registry, stops[i].in, strlen(stops[i].in),
		    on_record_stop, &calls, &err);
		if (ret == 0)
			ret = registry_finish(registry, on_record_stop, &calls,
			    &err);
		CU_ASSERT_EQUAL(ret, -1);
		CU_ASSERT_EQUAL(calls, 1);
		registry_free(registry);
	}
}

/* Cut short at every byte: no crash, and at most the one entry. */
static void
test_cut_short(void)
{
	static const char in[] = HEADER KEY
	    "\\A]\r\n\"Address_0\"=hex(1):31,00,30,00,2e,00,30,00,2e,00,\\\r\n"
	    "  30,00,2e,00,31,00,00,00\r\n\"Protocol\"=dword:00000001\r\n";

	for (size_t len = 0; len < sizeof(in); len++) {
		struct registry *registry = registry_new(false);
		char *copy = malloc(len == 0 ? 1 : len);
		struct text got = TEXT_INIT;
		struct err err = ERR_INIT;

		if (copy == NULL)
			abort();
		memcpy(copy, in, len);
		CU_ASSERT_EQUAL(registry_feed(registry, copy, len, on_record,
				    &got, &err),
		    0);
		CU_ASSERT_EQUAL(registry_finish(registry, on_record, &got,
				    &err),
		    0);
		if (len == sizeof(in) - 1)
			CU_ASSERT_STRING_EQUAL(text_str(&got),
			    "3 A = 10.0.0.1; ");
		registry_free(registry);
		text_fini(&got);
		free(copy);
	}
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "rows", test_rows },
		{ "the receiver stops", test_stop },
		{ "cut short at every byte", test_cut_short },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "registry", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
