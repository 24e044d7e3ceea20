/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * rollcall.conf: what may be said of links.
 */
#include <string.h>

#include "cli/config_private.h"
#include "test/harness.h"

#define FOUR_WINDOWS \
	"window=1:00-2:00\nwindow=1:00-2:00\nwindow=1:00-2:00\nwindow=1:00-2:00\n"

static int
parse(struct config *config, const char *text, size_t len, struct err *err)
{
	config_init(config);
	*err = (struct err)ERR_INIT;
	return config_parse(config, "my.conf", text, len, err);
}

static const struct {
	const char *name, *text;
	size_t n_links, n_prefixes; /* of the first link */
	uint64_t capacity_bps;
	unsigned share_permille;
} links_rows[] = {
	{ "empty", "", 0, 0, 0, 0 },
	{ "comments only", "# a\n; b\n\n", 0, 0, 0, 0 },
	{ "prefix only", "[link a]\nprefixes = 192.0.2.0/24\n", 1, 1, 0,
	    LINK_SHARE_DEFAULT },
	{ "no line end", "[link a]\nprefixes=192.0.2.0/24", 1, 1, 0,
	    LINK_SHARE_DEFAULT },
	{ "all keys",
	    "[link a]\nprefixes = 192.0.2.0/24, 198.51.100.0/24\n"
	    "capacity = 56k\nshare = 10%\n",
	    1, 2, 56000, 100 },
	{ "share without percent sign",
	    "[link a]\nprefixes=192.0.2.0/24\ncapacity=2M\nshare=25\n", 1, 1,
	    2000000, 250 },
	{ "smallest share",
	    "[link a]\nprefixes=192.0.2.0/24\ncapacity=1\n"
	    "share=0.1%\n",
	    1, 1, 1, 1 },
	{ "whole line",
	    "[link a]\nprefixes=192.0.2.0/24\ncapacity=1G\n"
	    "share=100%\n",
	    1, 1, 1000000000, 1000 },
	{ "indented keys",
	    "[link a]\n\tprefixes = 192.0.2.0/24\n\tcapacity = 64k\n", 1, 1,
	    64000, LINK_SHARE_DEFAULT },
	{ "indented section", "  [link a]\n  prefixes = 192.0.2.0/24\n", 1, 1,
	    0, LINK_SHARE_DEFAULT },
	{ "prefixes go on",
	    "[link a]\nprefixes = 192.0.2.0/24\n"
	    "  198.51.100.0/24 203.0.113.0/24\n  2001:db8::/64\n",
	    1, 4, 0, LINK_SHARE_DEFAULT },
	{ "prefixes again",
	    "[link a]\nprefixes=192.0.2.0/24\n"
	    "prefixes=198.51.100.0/24\n",
	    1, 2, 0, LINK_SHARE_DEFAULT },
	{ "comment behind a value",
	    "[link a] ; A\nprefixes = 192.0.2.0/24 # Paris\n"
	    "capacity = 56k ; leased\n",
	    1, 1, 56000, LINK_SHARE_DEFAULT },
	{ "CRLF and byte-order mark",
	    "\xef\xbb\xbf[link a]\r\nprefixes = 192.0.2.0/24\r\n", 1, 1, 0,
	    LINK_SHARE_DEFAULT },
	{ "two links, blanks in a name",
	    "[link  Rue de Rivoli]\nprefixes=192.0.2.0/24\n"
	    "[link b]\nprefixes=198.51.100.0/24\n",
	    2, 1, 0, LINK_SHARE_DEFAULT },
	{ "nested prefixes",
	    "[link a]\nprefixes=10.0.0.0/8\n"
	    "[link b]\nprefixes=10.1.0.0/16\n",
	    2, 1, 0, LINK_SHARE_DEFAULT },
};

static void
test_links(void)
{
	for (size_t i = 0; i < sizeof(links_rows) / sizeof(links_rows[0]);
	     i++) {
		struct config config;
		struct err err;
		int ret;

		harness_row(links_rows[i].name);
		ret = parse(&config, links_rows[i].text,
		    strlen(links_rows[i].text), &err);
		CU_ASSERT_EQUAL(ret, 0);
		CU_ASSERT_STRING_EQUAL(err.text, "");
		CU_ASSERT_EQUAL(config.links.n, links_rows[i].n_links);
		if (config.links.n > 0) {
			const struct link_config *link = config.links.link;

			CU_ASSERT_EQUAL(link->n_prefixes,
			    links_rows[i].n_prefixes);
			CU_ASSERT_EQUAL(link->capacity_bps,
			    links_rows[i].capacity_bps);
			CU_ASSERT_EQUAL(link->share_permille,
			    links_rows[i].share_permille);
		}
		config_fini(&config);
	}
}

static void
test_link_names(void)
{
	static const char text[] =
	    "[link  Rue de Rivoli]\nprefixes=192.0.2.0/24\n";
	struct config config;
	struct err err;

	CU_ASSERT_EQUAL(parse(&config, text, strlen(text), &err), 0);
	CU_ASSERT_PTR_NOT_NULL(link_table_find(&config.links, "Rue de Rivoli"));
	config_fini(&config);
}

/* What may be said of each link, or in [rollcall] for all of them. */
static const struct {
	const char *name, *text;
	struct link_config want; /* of the first link */
} common_rows[] = {
	{ "defaults", "[link a]\nprefixes=192.0.2.0/24\n",
	    { .retries = LINK_RETRIES_OF_SWEEP,
		.overhead = 14,
		.max_clients = 5000,
		.max_missed_ppm = 1000 } },
	{ "all keys",
	    "[link default]\nwindow = 22:00-05:00, 12:00-13:00 UTC\n"
	    "retries = 0\ntimeout = 1\nyield = yes\noverhead = 0\n"
	    "max-clients = 1\nmax-missed = 0.0001%\n",
	    { .n_windows = 2,
		.retries = 0,
		.timeout_ms = 1,
		.yield = LINK_YIELD_YES,
		.overhead = 0,
		.max_clients = 1,
		.max_missed_ppm = 1 } },
	{ "the most",
	    "[link default]\n" FOUR_WINDOWS FOUR_WINDOWS FOUR_WINDOWS
		FOUR_WINDOWS "retries = 10\ntimeout = 60000\nyield = no\n"
	    "overhead = 256\nmax-clients = 100000000\nmax-missed = 100\n",
	    { .n_windows = 16,
		.retries = 10,
		.timeout_ms = 60000,
		.yield = LINK_YIELD_NO,
		.overhead = 256,
		.max_clients = 100000000,
		.max_missed_ppm = 1000000 } },
	{ "for all links, before and behind",
	    "[rollcall]\nretries = 1\n[link a]\nprefixes=192.0.2.0/24\n"
	    "overhead = 8\n[rollcall]\nwindow = 22:00-05:00\noverhead = 9\n"
	    "timeout = 7\nyield = no\nmax-clients = 8\nmax-missed = 2.5%\n",
	    { .n_windows = 1,
		.retries = 1,
		.timeout_ms = 7,
		.yield = LINK_YIELD_NO,
		.overhead = 8,
		.max_clients = 8,
		.max_missed_ppm = 25000 } },
	{ "a link of its own mind",
	    "[rollcall]\nwindow = 22:00-05:00, 1:00-2:00\n"
	    "[link a]\nprefixes=192.0.2.0/24\nwindow = always\n",
	    { .n_windows = 1,
		.retries = LINK_RETRIES_OF_SWEEP,
		.overhead = 14,
		.max_clients = 5000,
		.max_missed_ppm = 1000 } },
	{ "the rest has no section", "[rollcall]\nretries = 3\n",
	    { .retries = 3,
		.overhead = 14,
		.max_clients = 5000,
		.max_missed_ppm = 1000 } },
};

static void
test_common(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(common_rows); i++) {
		const struct link_config *want = &common_rows[i].want, *link;
		struct config config;
		struct err err;
		int ret;

		harness_row(common_rows[i].name);
		ret = parse(&config, common_rows[i].text,
		    strlen(common_rows[i].text), &err);
		CU_ASSERT_EQUAL(ret, 0);
		CU_ASSERT_STRING_EQUAL(err.text, "");
		CU_ASSERT_TRUE_FATAL(config.links.n >= 1);
		link = config.links.link;
		CU_ASSERT_EQUAL(link->n_windows, want->n_windows);
		CU_ASSERT_EQUAL(link->retries, want->retries);
		CU_ASSERT_EQUAL(link->timeout_ms, want->timeout_ms);
		CU_ASSERT_EQUAL(link->yield, want->yield);
		CU_ASSERT_EQUAL(link->overhead, want->overhead);
		CU_ASSERT_EQUAL(link->max_clients, want->max_clients);
		CU_ASSERT_EQUAL(link->max_missed_ppm, want->max_missed_ppm);
		config_fini(&config);
	}
}

/* Every word of want must stand in the message. */
static const struct {
	const char *name, *text, *want[4];
} mistakes_rows[] = {
	{ "prefixes of the rest", "[link default]\nprefixes=192.0.2.0/24\n",
	    { "my.conf:2:", "[link default] prefixes", "'192.0.2.0/24'" } },
	{ "window", "[link default]\nwindow = 22-5\n",
	    { "my.conf:2:", "[link default] window", "'22-5'", "22:00" } },
	{ "second window", "[link default]\nwindow = 22:00-05:00, 7\n",
	    { "my.conf:2:", "window", "'7'" } },
	{ "no window", "[link default]\nwindow =\n",
	    { "my.conf:2:", "window", "''" } },
	{ "window behind a comma", "[link default]\nwindow = always,\n",
	    { "my.conf:2:", "window", "''" } },
	{ "zone", "[link default]\nwindow = 22:00-05:00 Europe/Berlln\n",
	    { "my.conf:2:", "window", "'Europe/Berlln'", "Europe/Berlin" } },
	{ "zone outside", "[rollcall]\nwindow = 22:00-05:00 ../passwd\n",
	    { "my.conf:2:", "[rollcall] window", "'../passwd'" } },
	{ "too many windows",
	    "[rollcall]\n" FOUR_WINDOWS FOUR_WINDOWS FOUR_WINDOWS FOUR_WINDOWS
	    "window=1:00-2:00\n",
	    { "my.conf:18:", "window", "16", "'1:00-2:00'" } },
	{ "retries", "[link default]\nretries = 11\n",
	    { "my.conf:2:", "retries", "'11'", "10" } },
	{ "timeout", "[link default]\ntimeout = 0\n",
	    { "my.conf:2:", "timeout", "'0'", "60000" } },
	{ "yield", "[link default]\nyield = maybe\n",
	    { "my.conf:2:", "yield", "'maybe'", "yes or no" } },
	{ "overhead", "[link default]\noverhead = 257\n",
	    { "my.conf:2:", "overhead", "'257'", "256" } },
	{ "max-clients", "[link default]\nmax-clients = 0\n",
	    { "my.conf:2:", "max-clients", "'0'" } },
	{ "max-missed", "[link default]\nmax-missed = 0\n",
	    { "my.conf:2:", "max-missed", "'0'", "0.0001%" } },
	{ "max-missed over all", "[link default]\nmax-missed = 100.0001%\n",
	    { "my.conf:2:", "max-missed", "'100.0001%'" } },
	{ "max-missed too fine", "[link default]\nmax-missed = 0.00001%\n",
	    { "my.conf:2:", "max-missed", "'0.00001%'" } },
	{ "retries twice", "[rollcall]\nretries = 1\nretries = 2\n",
	    { "my.conf:3:", "[rollcall] retries", "'2'" } },
	{ "capacity of all links", "[rollcall]\ncapacity = 56k\n",
	    { "my.conf:2:", "[rollcall]", "'capacity'", "window" } },
	{ "prefix", "[link a]\nprefixes = 192.0.2.0/33\n",
	    { "my.conf:2:", "[link a] prefixes", "33" } },
	{ "prefix on a further line",
	    "[link a]\nprefixes = 192.0.2.0/24\n  192.0.2.1/24\n",
	    { "my.conf:3:", "[link a] prefixes", "192.0.2.1/24" } },
	{ "prefix twice",
	    "[link a]\nprefixes=192.0.2.0/24\n[link b]\n"
	    "prefixes=192.0.2.0/24\n",
	    { "my.conf:4:", "[link b] prefixes", "'192.0.2.0/24'", "'a'" } },
	{ "no prefixes", "[link a]\ncapacity=56k\n",
	    { "my.conf:", "[link a]", "prefixes" } },
	{ "empty prefixes", "[link a]\nprefixes =\n",
	    { "my.conf:", "[link a]", "prefixes" } },
	{ "capacity", "[link a]\nprefixes=192.0.2.0/24\ncapacity=fast",
	    { "my.conf:3:", "[link a] capacity", "'fast'" } },
	{ "capacity of nothing",
	    "[link a]\nprefixes=192.0.2.0/24\ncapacity=0\n",
	    { "my.conf:3:", "'0'" } },
	{ "capacity twice",
	    "[link a]\nprefixes=192.0.2.0/24\ncapacity=1k\n"
	    "capacity=2k\n",
	    { "my.conf:4:", "[link a] capacity", "'2k'" } },
	{ "capacity goes on",
	    "[link a]\nprefixes=192.0.2.0/24\ncapacity=1k\n  2k\n",
	    { "my.conf:4:", "[link a] capacity", "'2k'" } },
	{ "share of nothing",
	    "[link a]\nprefixes=192.0.2.0/24\ncapacity=1k\nshare=0\n",
	    { "my.conf:4:", "[link a] share", "'0'" } },
	{ "share over the whole",
	    "[link a]\nprefixes=192.0.2.0/24\ncapacity=1k\n"
	    "share=100.1%\n",
	    { "my.conf:4:", "[link a] share", "'100.1%'" } },
	{ "share of text",
	    "[link a]\nprefixes=192.0.2.0/24\ncapacity=1k\n"
	    "share=half\n",
	    { "my.conf:4:", "'half'" } },
	{ "share with too many decimals",
	    "[link a]\nprefixes=192.0.2.0/24\ncapacity=1k\n"
	    "share=1.25%\n",
	    { "my.conf:4:", "'1.25%'" } },
	{ "empty share",
	    "[link a]\nprefixes=192.0.2.0/24\ncapacity=1k\nshare=\n",
	    { "my.conf:4:", "share" } },
	{ "huge share",
	    "[link a]\nprefixes=192.0.2.0/24\ncapacity=1k\n"
	    "share=99999999999999999999\n",
	    { "my.conf:4:", "99999" } },
	{ "share without capacity",
	    "[link a]\nprefixes=192.0.2.0/24\nshare=10%\n",
	    { "my.conf:", "[link a]", "capacity" } },
};

static void
test_mistakes(void)
{
	for (size_t i = 0; i < sizeof(mistakes_rows) / sizeof(mistakes_rows[0]);
	     i++) {
		struct config config;
		struct err err;

		harness_row(mistakes_rows[i].name);
		CU_ASSERT_EQUAL(parse(&config, mistakes_rows[i].text,
				    strlen(mistakes_rows[i].text), &err),
		    -1);
		CU_ASSERT_EQUAL(err.code, ERR_INPUT);
		for (size_t k = 0; k < 4 && mistakes_rows[i].want[k] != NULL;
		     k++)
			CU_ASSERT_PTR_NOT_NULL(
			    strstr(err.text, mistakes_rows[i].want[k]));
		config_fini(&config);
	}
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "links", test_links },
		{ "link names", test_link_names },
		{ "common keys", test_common },
		{ "mistakes", test_mistakes },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "config_link", .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
