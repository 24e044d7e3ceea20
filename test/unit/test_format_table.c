/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * output/format_table: the table at several widths, and long lists.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "output/format_list.h"
#include "test/harness.h"
#include "test/unit/golden.h"
#include "test/unit/roster.h"

static void
test_golden(void)
{
	static const struct {
		const char *golden;
		struct inventory_view view;
	} rows[] = {
		{ "inventory/office-pipe.txt", { 0, false } },
		{ "inventory/office-1.txt", { 1, false } },
		{ "inventory/office-60.txt", { 60, false } },
		{ "inventory/office-80.txt", { 80, false } },
		{ "inventory/office-200.txt", { 200, false } },
		{ "inventory/office-color.txt", { 100, true } },
	};
	struct roster roster;

	roster_init(&roster);
	roster_add_office(&roster);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char *document;

		harness_row(rows[i].golden);
		document = roster_write(&roster, &format_table, rows[i].view);
		CU_ASSERT_PTR_NOT_NULL_FATAL(document);
		CU_ASSERT_TRUE(golden_is(rows[i].golden, document));
		free(document);
	}
	roster_fini(&roster);
}

static void
test_hostile(void)
{
	static const unsigned widths[] = { 60, 80 };
	struct roster roster;
	char golden[64];

	roster_init(&roster);
	roster_add_hostile(&roster);
	for (size_t i = 0; i < sizeof(widths) / sizeof(*widths); i++) {
		struct inventory_view view = { widths[i], false };
		char *document = roster_write(&roster, &format_table, view);

		CU_ASSERT_PTR_NOT_NULL_FATAL(document);
		(void)snprintf(golden, sizeof(golden),
		    "inventory/hostile-%u.txt", widths[i]);
		CU_ASSERT_TRUE(golden_is(golden, document));
		for (const char *p = document; *p != '\0'; p++)
			CU_ASSERT_TRUE((unsigned char)*p >= ' ' || *p == '\n');
		free(document);
	}
	roster_fini(&roster);
}

/* One long name does not make every line of a pipe as long. */
static void
test_long_name(void)
{
	static const struct {
		size_t len,
		    shown; /* bytes, of which the last is the ellipsis */
	} rows[] = { { 1, 1 }, { 64, 64 }, { 65, 63 }, { 600, 63 } };
	struct inventory_view view = { 0, false };

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		struct roster roster;
		struct text name = TEXT_INIT, want = TEXT_INIT;
		char *document;

		while (name.len < rows[i].len)
			text_add_char(&name, 'n');
		text_add(&want, "192.0.2.1 ");
		text_add_len(&want, name.data, rows[i].shown);
		text_add(&want,
		    rows[i].shown < rows[i].len ? "\xe2\x80\xa6 " : " ");
		roster_init(&roster);
		roster_name(roster_add(&roster, CACHE_ALIVE, "192.0.2.1"),
		    HOST_SOURCE_DNS, "dns", text_str(&name));
		document = roster_write(&roster, &format_table, view);
		CU_ASSERT_PTR_NOT_NULL_FATAL(document);
		CU_ASSERT_PTR_NOT_NULL(strstr(document, text_str(&want)));
		CU_ASSERT_TRUE(strcspn(document, "\n") < 120);
		free(document);
		text_fini(&name);
		text_fini(&want);
		roster_fini(&roster);
	}
}

static void
format_table_assert_end(struct roster *roster, const char *want)
{
	struct inventory_view view = { 0, false };
	char *document = roster_write(roster, &format_table, view);
	size_t len = strlen(want), got_len;

	harness_row(want);
	CU_ASSERT_PTR_NOT_NULL_FATAL(document);
	got_len = strlen(document);
	CU_ASSERT_FATAL(got_len >= len);
	CU_ASSERT_STRING_EQUAL(document + got_len - len, want);
	free(document);
}

static void
test_summary(void)
{
	struct roster roster;

	roster_init(&roster);
	format_table_assert_end(&roster, "254 asked: nobody found\n");
	roster.sweep.state = CACHE_SWEEP_INCOMPLETE;
	format_table_assert_end(&roster,
	    "254 targets, not all asked: nobody found\n");
	roster.inventory.sweep = NULL;
	format_table_assert_end(&roster, "0 known: nobody found\n");
	roster_add(&roster, CACHE_SERVERS, "192.0.2.1");
	format_table_assert_end(&roster, "\n\n1 known: 1 server\n");
	roster_add(&roster, CACHE_SERVERS, "192.0.2.2");
	roster_add(&roster, CACHE_CLIENTS, "192.0.2.3");
	roster_add(&roster, CACHE_UNIDENTIFIED, "192.0.2.4");
	roster_add(&roster, CACHE_ALIVE, "192.0.2.5");
	roster_add(&roster, CACHE_MISSING, "192.0.2.6");
	format_table_assert_end(&roster,
	    "\n\n6 known: 2 servers, 1 client, 1 unidentified, 1 alive without agent, 1 missing\n");
	roster_fini(&roster);
}

/* More hosts than a page: each once, in order, under one heading. */
static void
test_pages(void)
{
	static const size_t counts[] = { 16383, 16384, 16385, 40000 };

	for (size_t i = 0; i < sizeof(counts) / sizeof(*counts); i++) {
		struct inventory_view view = { 80, false };
		struct roster roster;
		char *document, *line;
		size_t n = 0;

		roster_init(&roster);
		for (size_t k = 0; k < counts[i]; k++) {
			roster_add(&roster, CACHE_CLIENTS, "10.0.0.0")
			    ->addr.lo += k;
		}
		document = roster_write(&roster, &format_table, view);
		CU_ASSERT_PTR_NOT_NULL_FATAL(document);
		line = strtok(document, "\n");
		CU_ASSERT_EQUAL(strncmp(line, "ADDRESS ", 8), 0);
		while ((line = strtok(NULL, "\n")) != NULL && n < counts[i]) {
			char want[ADDR_TEXT_LEN];

			addr_format(&roster.host[n].host.addr, want);
			if (strncmp(line, want, strlen(want)) == 0)
				n++;
			else
				break;
		}
		CU_ASSERT_EQUAL(n, counts[i]);
		CU_ASSERT_PTR_NOT_NULL_FATAL(line);
		CU_ASSERT_PTR_NOT_NULL(strstr(line, " asked: "));
		free(document);
		roster_fini(&roster);
	}
}

static size_t
table_count_characters(const char *text)
{
	size_t n = 0;

	for (; *text != '\0'; text++)
		n += ((unsigned char)*text & 0xc0) != 0x80;
	return n;
}

/* No line is wider than the terminal, unless a word or an address is. */
static void
test_width(void)
{
	struct roster roster;

	roster_init(&roster);
	roster_add_office(&roster);
	for (unsigned width = 66; width < 220; width++) {
		struct inventory_view view = { width, false };
		char *document = roster_write(&roster, &format_table, view);
		char row[16], *save = NULL;
		unsigned n_wide = 0;

		(void)snprintf(row, sizeof(row), "%u", width);
		harness_row(row);
		CU_ASSERT_PTR_NOT_NULL_FATAL(document);
		for (char *line = strtok_r(document, "\n", &save);
		     line != NULL && strstr(line, " asked: ") == NULL;
		     line = strtok_r(NULL, "\n", &save)) {
			if (table_count_characters(line) > width)
				n_wide++;
		}
		CU_ASSERT_EQUAL(n_wide, 0);
		free(document);
	}
	roster_fini(&roster);
}

/*
 * Each character comes through, whatever its width.  Planes 2 to 13 hold
 * nothing that plane 0 does not show as well.
 */
static void
test_every_character(void)
{
	static const struct inventory_view views[] = { { 0, false },
		{ 80, false } };
	struct text name = TEXT_INIT;
	struct roster roster;

	roster_init(&roster);
	for (uint32_t c = 1; c <= 0x10ffff; c++) {
		if (c == 0x20000)
			c = 0xe0000;
		if (c == 0xe0200)
			c = 0x10ff00;
		utf8_add(&name, c);
		if (c % 256 != 255)
			continue;
		roster_name(roster_add(&roster, CACHE_SERVERS, "192.0.2.1"),
		    HOST_SOURCE_DNS, "dns", text_str(&name));
		text_clear(&name);
	}
	for (size_t i = 0; i < sizeof(views) / sizeof(*views); i++) {
		char *document = roster_write(&roster, &format_table, views[i]);
		size_t n = 0;

		CU_ASSERT_PTR_NOT_NULL_FATAL(document);
		for (char *p = document; (p = strstr(p, "192.0.2.1")) != NULL;
		     p++)
			n++;
		CU_ASSERT_EQUAL(n, roster.n);
		free(document);
	}
	text_fini(&name);
	roster_fini(&roster);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "golden", test_golden },
		{ "hostile", test_hostile },
		{ "long name", test_long_name },
		{ "summary", test_summary },
		{ "pages", test_pages },
		{ "width", test_width },
		{ "every character", test_every_character },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "format_table", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
