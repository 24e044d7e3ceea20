/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * output/html_block, html_map and html_chart: what stands where.
 */
#include "output/html_map.h"

#include <stdlib.h>
#include <string.h>

#include "output/html_chart.h"
#include "test/harness.h"

static void
map_add(struct html_blocks *blocks, const char *address,
    enum html_block_kind kind)
{
	struct addr addr;
	struct host host;

	if (addr_parse(&addr, address, NULL) == -1)
		abort();
	host_init(&host, &addr);
	html_block_add(blocks, kind, &host);
	host_fini(&host);
}

/* Networks are sorted and counted whatever the order. */
static void
test_blocks(void)
{
	static const char *const address[] = { "192.0.2.255", "2001:db8::1",
		"10.0.0.0", "192.0.2.0", "192.0.3.0", "10.0.0.255",
		"2001:db8::ff", "2001:db8::100" };
	static const struct {
		const char *base;
		unsigned n, prefix_len;
	} rows[] = {
		{ "10.0.0.0", 2, 24 },
		{ "192.0.2.0", 2, 24 },
		{ "192.0.3.0", 1, 24 },
		{ "2001:db8::", 2, 120 },
		{ "2001:db8::100", 1, 120 },
	};
	struct html_blocks blocks = { .n = 0 };
	const struct html_block *block;
	struct html_block_cell cell[HTML_BLOCK_CELLS];
	char buf[ADDR_TEXT_LEN];

	for (size_t i = 0; i < sizeof(address) / sizeof(*address); i++)
		map_add(&blocks, address[i], HTML_BLOCK_CLIENT);
	CU_ASSERT_EQUAL_FATAL(blocks.n, sizeof(rows) / sizeof(*rows));
	block = blocks.first;
	for (size_t i = 0; i < blocks.n; i++, block = block->next) {
		harness_row(rows[i].base);
		CU_ASSERT_STRING_EQUAL(addr_format(&block->base, buf),
		    rows[i].base);
		CU_ASSERT_EQUAL(block->n[HTML_BLOCK_CLIENT], rows[i].n);
		CU_ASSERT_EQUAL(html_block_prefix_len(&block->base),
		    rows[i].prefix_len);
	}
	CU_ASSERT_PTR_NULL(block);
	html_block_cells(&blocks, blocks.first, cell);
	for (unsigned i = 0; i < HTML_BLOCK_CELLS; i++)
		CU_ASSERT_EQUAL(cell[i].is_set, i == 0 || i == 255);
	html_block_cells_fini(cell);
	html_block_fini(&blocks);
}

/* Where the cells of a map stand, "x,y ...", in the order of addresses. */
static char *
map_places(const char *svg)
{
	struct text out = TEXT_INIT;
	unsigned x, y;

	while ((svg = strstr(svg, "\" d=\"M")) != NULL) {
		svg += strlen("\" d=\"M");
		if (sscanf(svg, "%u %u", &x, &y) == 2 && x % 10 == 1)
			text_addf(&out, "%u,%u ", x / 10, y / 10);
	}
	return text_take(&out);
}

/* The curve of the first orders, as Hilbert drew it. */
static void
test_hilbert(void)
{
	static const struct {
		const char *name;
		unsigned n; /* networks from 10.0.0.0/24 on */
		const char *want, *prefix;
	} rows[] = {
		{ "two", 2, "0,0 0,1 ", "Map of 10.0.0.0/22<" },
		{ "order 1", 4, "0,0 0,1 1,1 1,0 ", "Map of 10.0.0.0/22<" },
		{ "order 2", 16,
		    "0,0 1,0 1,1 0,1 0,2 0,3 1,3 1,2 2,2 2,3 3,3 3,2 3,1 2,1 2,0 3,0 ",
		    "Map of 10.0.0.0/20<" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct html_blocks blocks = { .n = 0 };
		struct text svg = TEXT_INIT;
		const struct html_block *at;
		char address[32], *places;

		for (unsigned k = 0; k < rows[i].n; k++) {
			(void)snprintf(address, sizeof(address), "10.0.%u.7",
			    k);
			map_add(&blocks, address, HTML_BLOCK_SERVER);
		}
		at = blocks.first;
		harness_row(rows[i].name);
		CU_ASSERT_TRUE(html_map_wide(&svg, &at));
		CU_ASSERT_PTR_NULL(at);
		places = map_places(text_str(&svg));
		CU_ASSERT_STRING_EQUAL(places, rows[i].want);
		CU_ASSERT_PTR_NOT_NULL(strstr(text_str(&svg), rows[i].prefix));
		free(places);
		text_fini(&svg);
		html_block_fini(&blocks);
	}
}

/* What the wide maps cover, and the size of their cells. */
static void
test_wide(void)
{
	static const struct {
		const char *name, *address[3];
		const char *want; /* of the first map; NULL: none */
		unsigned n_maps;
	} rows[] = {
		{ "one network", { "10.0.0.1", "10.0.0.2", NULL }, NULL, 0 },
		{ "an /8 each", { "10.0.0.1", "11.0.0.2", NULL }, NULL, 0 },
		{ "IPv6", { "2001:db8::1", "2001:db8::100", NULL }, NULL, 0 },
		{ "a whole /8", { "10.0.0.1", "10.255.255.2", NULL },
		    "10.0.0.0/8, a cell for each /20<", 1 },
		{ "a /16", { "10.7.0.1", "10.7.255.2", NULL },
		    "10.7.0.0/16, a cell for each /24<", 1 },
		{ "the last ones", { "255.255.254.1", "255.255.255.2", NULL },
		    "255.255.252.0/22, a cell for each /24<", 1 },
		{ "one and another", { "10.0.0.1", "10.0.1.1", "11.0.0.1" },
		    "10.0.0.0/22, a cell for each /24<", 1 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct html_blocks blocks = { .n = 0 };
		struct text svg = TEXT_INIT;
		const struct html_block *at;
		unsigned n = 0;

		for (size_t k = 0; k < 3 && rows[i].address[k] != NULL; k++)
			map_add(&blocks, rows[i].address[k],
			    HTML_BLOCK_MISSING);
		at = blocks.first;
		while (at != NULL)
			n += html_map_wide(&svg, &at);
		harness_row(rows[i].name);
		CU_ASSERT_EQUAL(n, rows[i].n_maps);
		if (rows[i].want != NULL)
			CU_ASSERT_PTR_NOT_NULL(
			    strstr(text_str(&svg), rows[i].want));
		text_fini(&svg);
		html_block_fini(&blocks);
	}
}

static void
test_shares(void)
{
	static const struct {
		const char *name;
		unsigned n, missing;
		char want; /* the class of the first cell */
	} rows[] = {
		{ "nobody", 8, 0, 's' },
		{ "a quarter", 8, 2, 'c' },
		{ "more", 8, 3, 'u' },
		{ "all but one", 8, 7, 'u' },
		{ "all", 8, 8, 'm' },
	};
	static const char first[] = "<path\nclass=\"";

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct html_blocks blocks = { .n = 0 };
		struct text svg = TEXT_INIT;
		const struct html_block *at;
		char address[32];
		const char *cell;

		for (unsigned k = 0; k < rows[i].n; k++) {
			(void)snprintf(address, sizeof(address), "10.0.0.%u",
			    k);
			map_add(&blocks, address,
			    k < rows[i].missing ? HTML_BLOCK_MISSING
						: HTML_BLOCK_CLIENT);
		}
		map_add(&blocks, "10.0.1.0", HTML_BLOCK_ALIVE);
		at = blocks.first;
		harness_row(rows[i].name);
		CU_ASSERT_TRUE_FATAL(html_map_wide(&svg, &at));
		cell = strstr(text_str(&svg), first);
		CU_ASSERT_PTR_NOT_NULL_FATAL(cell);
		CU_ASSERT_EQUAL(cell[strlen(first)], rows[i].want);
		text_fini(&svg);
		html_block_fini(&blocks);
	}
}

static void
test_times(void)
{
	static const struct {
		uint32_t rtt_us;
		unsigned at;
	} rows[] = {
		{ 0, 0 },
		{ 999, 0 },
		{ 1000, 1 },
		{ 1999999, 10 },
		{ 2000000, 11 },
		{ UINT32_MAX - 1, 11 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct html_chart_times times = { .total = 0 };

		html_chart_time(&times, rows[i].rtt_us);
		html_chart_time(&times, OBSERVATION_NO_RTT);
		CU_ASSERT_EQUAL(times.total, 1);
		CU_ASSERT_EQUAL(times.n[rows[i].at], 1);
	}
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "blocks", test_blocks },
		{ "hilbert", test_hilbert },
		{ "wide", test_wide },
		{ "shares", test_shares },
		{ "times", test_times },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "html_map", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
