/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * output/format_reg: the file byte for byte, learned and assumed types, and
 * what a key cannot be called.
 */
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "base/utf8.h"
#include "output/format_list.h"
#include "test/harness.h"
#include "test/unit/golden.h"
#include "test/unit/roster.h"

static const struct inventory_view format_reg_view = { 0, false };

static void
on_line(enum log_level level, const char *subsystem, const char *line,
    void *arg)
{
	(void)level;
	(void)subsystem;
	(void)line;
	++*(unsigned *)arg;
}

/* The document as UTF-8 without mark and carriage returns; n lines said. */
static char *
format_reg_read(const struct roster *roster, unsigned *n_said)
{
	struct text raw = TEXT_INIT, out = TEXT_INIT;
	size_t len = 0;
	uint8_t *document;

	*n_said = 0;
	log_set_sink(on_line, n_said);
	document = (uint8_t *)roster_write_len(roster, &format_reg,
	    format_reg_view, &len);
	log_set_sink(NULL, NULL);
	CU_ASSERT_PTR_NOT_NULL_FATAL(document);
	CU_ASSERT_EQUAL_FATAL(len % 2, 0);
	CU_ASSERT_TRUE_FATAL(len >= 2);
	CU_ASSERT_EQUAL(document[0], 0xff);
	CU_ASSERT_EQUAL(document[1], 0xfe);
	for (size_t at = 2; at < len; at += 2)
		if (document[at] == '\r' && document[at + 1] == 0)
			CU_ASSERT_TRUE(at + 3 < len && document[at + 2] == '\n')
		else if (document[at] == '\n' && document[at + 1] == 0)
			text_add_char(&out, '\n');
		else {
			text_clear(&raw);
			utf8_clean_utf16(&raw, document + at,
			    (document[at + 1] & 0xfc) == 0xd8 ? 4 : 2, false);
			/* a blank at the end is cleaned away */
			text_add(&out, raw.len == 0 ? " " : text_str(&raw));
			at += (document[at + 1] & 0xfc) == 0xd8 ? 2 : 0;
		}
	text_fini(&raw);
	free(document);
	return text_take(&out);
}

static void
test_golden(void)
{
	struct roster roster;
	unsigned n_said = 0;
	size_t len = 0;
	char *document;

	roster_init(&roster);
	roster_add_office(&roster);
	log_set_sink(on_line, &n_said);
	document =
	    roster_write_len(&roster, &format_reg, format_reg_view, &len);
	log_set_sink(NULL, NULL);
	CU_ASSERT_PTR_NOT_NULL_FATAL(document);
	CU_ASSERT_TRUE(golden_is_bytes("inventory/office.reg", document, len));
	free(document);
	roster_fini(&roster);
}

static void
test_types(void)
{
	static const struct {
		const char *type, *protocol, *want;
		unsigned n_assumed;
	} rows[] = {
		{ NULL, NULL, "=dword:7903a8c0\n\"Protocol\"=dword:00000002\n",
		    2 },
		{ "", "", "=dword:7903a8c0\n\"Protocol\"=dword:00000002\n", 2 },
		{ "qword", "a\nb",
		    "=dword:7903a8c0\n\"Protocol\"=dword:00000002\n", 2 },
		{ "dword", "dword:00000001",
		    "=dword:7903a8c0\n\"Protocol\"=dword:00000001\n", 0 },
		{ "sz", "\"IP\"", "=\"192.168.3.121\"\n\"Protocol\"=\"IP\"\n",
		    0 },
		{ "hex", NULL,
		    "=hex:c0,a8,03,79\n\"Protocol\"=dword:00000002\n", 1 },
	};

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		struct roster roster;
		unsigned n_said, n_assumed = 0;
		char *got;

		harness_row(rows[i].want);
		roster_init(&roster);
		roster.inventory.reg_address_type = rows[i].type;
		roster.inventory.reg_protocol = rows[i].protocol;
		roster_name(roster_add(&roster, CACHE_MISSING, "192.168.3.121"),
		    HOST_SOURCE_IMPORT, "list:1", "A");
		got = format_reg_read(&roster, &n_said);
		CU_ASSERT_EQUAL(n_said, 0);
		CU_ASSERT_PTR_NOT_NULL(strstr(got, rows[i].want));
		for (const char *at = got; (at = strstr(at, "ASSUMED")) != NULL;
		     at++)
			n_assumed++;
		CU_ASSERT_EQUAL(n_assumed, rows[i].n_assumed);
		free(got);
		roster_fini(&roster);
	}
}

static void
test_names(void)
{
	char longest[256], too_long[257], astral[4 * 127 + 2];
	const struct {
		const char *name, *address;
		bool is_listed;
	} rows[] = {
		{ "Server 1", "192.0.2.1", true },
		{ "a]b[c", "192.0.2.1", true },
		{ ";x", "192.0.2.1", true },
		{ "\xd7\xa9\xf0\x9f\x92\xbb", "192.0.2.1", true },
		{ longest, "192.0.2.1", true },
		{ astral, "192.0.2.1", true },
		{ too_long, "192.0.2.1", false },
		{ "a\\b", "192.0.2.1", false },
		{ " a", "192.0.2.1", false },
		{ "A", "2001:db8::1", false },
		{ "a\nb", "192.0.2.1", false },
	};

	memset(longest, 'a', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	memset(too_long, 'a', sizeof(too_long) - 1);
	too_long[sizeof(too_long) - 1] = '\0';
	for (size_t i = 0; i < 127; i++)
		memcpy(astral + 4 * i, "\xf0\x9f\x92\xbb", 4);
	memcpy(astral + sizeof(astral) - 2, "x", 2);
	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		struct text key = TEXT_INIT;
		struct roster roster;
		unsigned n_said;
		char *got;

		harness_row(rows[i].name);
		roster_init(&roster);
		roster_name(roster_add(&roster, CACHE_MISSING, rows[i].address),
		    HOST_SOURCE_IMPORT, "list:1", rows[i].name);
		got = format_reg_read(&roster, &n_said);
		text_addf(&key, "AddressCache\\%s]\n", rows[i].name);
		CU_ASSERT_EQUAL(n_said, rows[i].is_listed ? 0 : 2);
		CU_ASSERT_EQUAL(strstr(got, text_str(&key)) != NULL,
		    rows[i].is_listed);
		text_fini(&key);
		free(got);
		roster_fini(&roster);
	}
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "golden", test_golden },
		{ "types", test_types },
		{ "names", test_names },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "format_reg", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
