/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The progress line: what it says, and what it leaves out when it is narrow.
 */
#include <string.h>

#include "cli/progress.h"
#include "test/harness.h"

#define S UINT64_C(1000000)

static void
test_numbers(void)
{
	static const struct {
		const char *want;
		uint64_t n;
	} rows[] = {
		{ "0", 0 },
		{ "7", 7 },
		{ "999", 999 },
		{ "1,000", 1000 },
		{ "10,240", 10240 },
		{ "999,999", 999999 },
		{ "1,000,000", 1000000 },
		{ "18,446,744,073,709,551,615", UINT64_MAX },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct text text = TEXT_INIT;

		harness_row(rows[i].want);
		progress_add_number(&text, rows[i].n);
		CU_ASSERT_STRING_EQUAL(text_str(&text), rows[i].want);
		text_fini(&text);
	}
}

static void
test_known(void)
{
	static const struct {
		const char *name, *want;
		struct sweep_expected expected;
	} rows[] = {
		{ "all there", "known 1: confirmed 1, missing 0",
		    { 1, 1, 0, 9 } },
		{ "none there", "known 2: confirmed 0, missing 2",
		    { 2, 0, 0, 9 } },
		{ "many", "known 9,812: confirmed 9,640, missing 172",
		    { 9812, 9640, 0, 9 } },
		{ "the parts are the whole",
		    "known 9,815: confirmed 9,640, missing 172, excluded 3",
		    { 9812, 9640, 3, 9 } },
		{ "all excluded", "known 3: confirmed 0, missing 0, excluded 3",
		    { 0, 0, 3, 9 } },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct text text = TEXT_INIT;

		harness_row(rows[i].name);
		progress_add_known(&text, &rows[i].expected);
		CU_ASSERT_STRING_EQUAL(text_str(&text), rows[i].want);
		text_fini(&text);
	}
}

static const struct {
	const char *name;
	struct sweep_progress now;
	const char *want;
} content_rows[] = {
	{ "start",
	    { .n_asks_total = 2044, .n_left = 6132, .left_us = UINT64_MAX },
	    "  0%  sent 0  found 0 (0 servers, 0 clients)  0/s" },
	{ "middle",
	    { .n_asks_total = 24000,
		.n_asks_done = 9000,
		.n_sent = 10240,
		.n_left = 13760,
		.n_hosts = 1312,
		.n_servers = 1,
		.n_clients = 288,
		.rate_pps = 1000.7,
		.left_us = 130 * S },
	    " 42%  sent 10,240  found 1,312 (1 server, 288 clients)  "
	    "1,000/s  2m10s left" },
	{ "never 100 before the end",
	    { .n_asks_total = 100000,
		.n_asks_done = 99999,
		.n_sent = 300000,
		.n_clients = 1,
		.left_us = UINT64_MAX },
	    " 99%  sent 300,000  found 0 (0 servers, 1 client)  0/s" },
	{ "end",
	    { .n_asks_total = 3,
		.n_asks_done = 3,
		.n_sent = 3,
		.left_us = UINT64_MAX },
	    "100%  sent 3  found 0 (0 servers, 0 clients)  0/s" },
	{ "nothing to ask", { .left_us = UINT64_MAX },
	    "100%  sent 0  found 0 (0 servers, 0 clients)  0/s" },
	{ "less than a second left",
	    { .n_asks_total = 4, .n_sent = 3, .n_left = 1, .left_us = 1 },
	    " 74%  sent 3  found 0 (0 servers, 0 clients)  0/s  1s left" },
	{ "no time left", { .n_asks_total = 4, .n_sent = 3, .n_left = 1 },
	    " 74%  sent 3  found 0 (0 servers, 0 clients)  0/s" },
	{ "almost a minute",
	    { .n_asks_total = 4, .n_sent = 3, .n_left = 1, .left_us = 59 * S },
	    " 74%  sent 3  found 0 (0 servers, 0 clients)  0/s  59s left" },
	{ "a long time",
	    { .n_asks_total = 4,
		.n_sent = 3,
		.n_left = 1,
		.left_us = 3 * 3600 * S + 60 * S },
	    " 74%  sent 3  found 0 (0 servers, 0 clients)  0/s  3h01m left" },
	{ "largest time", { .n_asks_total = 4, .left_us = UINT64_MAX - 1 },
	    NULL },
	{ "largest",
	    { .n_asks_total = UINT64_MAX,
		.n_sent = UINT64_MAX,
		.n_left = UINT64_MAX,
		.n_hosts = UINT64_MAX,
		.left_us = UINT64_MAX },
	    NULL },
};

static void
test_content(void)
{
	for (size_t i = 0; i < sizeof(content_rows) / sizeof(content_rows[0]);
	     i++) {
		struct text line = TEXT_INIT;

		harness_row(content_rows[i].name);
		progress_line(&line, &content_rows[i].now, 0);
		if (content_rows[i].want != NULL)
			CU_ASSERT_STRING_EQUAL(text_str(&line),
			    content_rows[i].want);
		CU_ASSERT_PTR_NULL(strchr(text_str(&line), '\n'));
		text_fini(&line);
	}
}

static void
test_width(void)
{
	const struct sweep_progress now = {
		.n_asks_total = 24000,
		.n_sent = 10240,
		.n_left = 13760,
		.n_hosts = 1312,
		.n_servers = 24,
		.n_clients = 288,
		.rate_pps = 1000,
		.left_us = 130 * S,
	};
	struct text widest = TEXT_INIT;
	size_t last_len;

	progress_line(&widest, &now, 0);
	last_len = widest.len;
	for (unsigned width = (unsigned)widest.len + 1; width >= 1; width--) {
		struct text line = TEXT_INIT;

		progress_line(&line, &now, width);
		/* The share done stays, whatever the width. */
		CU_ASSERT_EQUAL(strncmp(text_str(&line), " 42%", 4), 0);
		CU_ASSERT_TRUE(line.len <= width || line.len == 4);
		CU_ASSERT_TRUE(line.len <= last_len);
		if (width >= widest.len)
			CU_ASSERT_STRING_EQUAL(text_str(&line),
			    text_str(&widest));
		last_len = line.len;
		text_fini(&line);
	}
	CU_ASSERT_EQUAL(last_len, 4);
	text_fini(&widest);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "numbers", test_numbers },
		{ "known", test_known },
		{ "content", test_content },
		{ "width", test_width },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "progress", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
