/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * rollcall.conf: what it may say, and that every mistake is named with file,
 * line, section, key and value.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/config.h"
#include "test/harness.h"

#define DAY_S UINT64_C(86400)

static int
parse(struct config *config, const char *text, size_t len, struct err *err)
{
	config_init(config);
	*err = (struct err)ERR_INIT;
	return config_parse(config, "my.conf", text, len, err);
}

static const struct {
	const char *name, *text;
	uint64_t stale_after_s, n_excluded;
} rollcall_rows[] = {
	{ "defaults", "", 30 * DAY_S, 0 },
	{ "empty section", "[rollcall]\n", 30 * DAY_S, 0 },
	{ "never stale", "[rollcall]\nstale-after = 0\n", 0, 0 },
	{ "one day", "[rollcall]\nstale-after=1\n", DAY_S, 0 },
	{ "longest", "[rollcall]\nstale-after=36500\n", 36500 * DAY_S, 0 },
	{ "excludes",
	    "[rollcall]\nexclude = 192.0.2.7 198.51.100.0/30\n"
	    "exclude = 203.0.113.1,5,9\n  203.0.113.5-203.0.113.6\n",
	    30 * DAY_S, 1 + 4 + 3 + 1 },
};

static void
test_rollcall(void)
{
	for (size_t i = 0; i < sizeof(rollcall_rows) / sizeof(rollcall_rows[0]);
	     i++) {
		struct config config;
		struct err err;
		int ret;

		harness_row(rollcall_rows[i].name);
		ret = parse(&config, rollcall_rows[i].text,
		    strlen(rollcall_rows[i].text), &err);
		CU_ASSERT_EQUAL(ret, 0);
		CU_ASSERT_STRING_EQUAL(err.text, "");
		CU_ASSERT_EQUAL(config.stale_after_s,
		    rollcall_rows[i].stale_after_s);
		CU_ASSERT_TRUE(config.excluded.is_sealed);
		CU_ASSERT_EQUAL(config.excluded.count,
		    rollcall_rows[i].n_excluded);
		config_fini(&config);
	}
}

#define TEN  "0123456789"
#define LONG TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN

/* Every word of want must stand in the message. */
static const struct {
	const char *name, *text, *want[4];
} mistakes_rows[] = {
	{ "section", "[lnk a]\n", { "my.conf:1:", "[lnk a]" } },
	{ "section without keys", "\n\n[foo]\n", { "my.conf:3:", "[foo]" } },
	{ "link without a name", "[link]\n", { "my.conf:1:" } },
	{ "link of blanks", "[link  ]\n", { "my.conf:1:" } },
	{ "linkage", "[linkage]\n", { "my.conf:1:", "[linkage]" } },
	{ "key before a section", "stale-after = 3\n",
	    { "my.conf:1:", "before the first section" } },
	{ "key", "[link a]\nprefixes=192.0.2.0/24\ncapcity = 56k\n",
	    { "my.conf:3:", "[link a]", "'capcity'", "'56k'" } },
	{ "key of the other section", "[rollcall]\nshare = 10%\n",
	    { "my.conf:2:", "[rollcall]", "'share'", "'10%'" } },
	{ "no equals sign", "[rollcall]\nstale-after\n", { "my.conf:2:" } },
	{ "section not closed", "[rollcall\nstale-after=3\n",
	    { "my.conf:1:" } },
	{ "stale-after", "[rollcall]\nstale-after = 36501\n",
	    { "my.conf:2:", "stale-after", "'36501'", "36500" } },
	{ "negative stale-after", "[rollcall]\nstale-after = -1\n",
	    { "my.conf:2:", "'-1'" } },
	{ "exclude", "[rollcall]\nexclude = 192.0.2.1 192.0.2.300\n",
	    { "my.conf:2:", "[rollcall] exclude", "192.0.2.300" } },
	{ "exclude by name", "[rollcall]\nexclude = PARIS-1\n",
	    { "my.conf:2:", "PARIS-1" } },
	{ "line too long", "[rollcall]\nexclude = " LONG LONG "\n",
	    { "my.conf:2:", "characters" } },
	{ "section too long", "[link " TEN TEN TEN TEN TEN "]\n",
	    { "my.conf:1:", "characters" } },
	{ "key too long", "[rollcall]\n" TEN TEN TEN TEN TEN " = 1\n",
	    { "my.conf:2:", "characters" } },
	{ "the first of two", "[rollcall]\nstale-after = x\nexclude = y.z\n",
	    { "my.conf:2:", "'x'" } },
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

/* The longest line that fits must not be cut; a NUL must not end a file. */
static void
test_bytes(void)
{
	static const char nul[] = "[rollcall]\nstale-after = 3\0 0\n";
	struct text text = TEXT_INIT;
	struct config config;
	struct err err;
	size_t longest = 0;

	CU_ASSERT_EQUAL(parse(&config, nul, sizeof(nul) - 1, &err), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.text, "my.conf:2:"));
	config_fini(&config);
	for (size_t len = 20; len < 400; len++) {
		int ret;

		text_clear(&text);
		text_add(&text, "[rollcall]\nexclude =");
		for (size_t n = strlen("exclude ="); n + 10 < len; n += 10)
			text_add(&text, " 192.0.2.1");
		while (text.len < strlen("[rollcall]\n") + len - 2)
			text_add_char(&text, ' ');
		text_add(&text, "::"); /* ends the line: must be seen */
		ret = parse(&config, text.data, text.len, &err);
		if (ret == 0) {
			longest = len;
			CU_ASSERT_EQUAL(config.excluded
					    .range[config.excluded.n - 1]
					    .first.family,
			    6);
		}
		config_fini(&config);
	}
	CU_ASSERT_TRUE(longest >= 190);
	text_fini(&text);
}

/* Every way to cut a good file short is read or refused, never more. */
static void
test_cut_short(void)
{
	static const char whole[] =
	    "[rollcall]\nstale-after = 30\nexclude = 192.0.2.7\n"
	    "[link a]\n\tprefixes = 192.0.2.0/24\n\t198.51.100.0/24\n"
	    "capacity = 56k\nshare = 10%\n";

	for (size_t len = 0; len <= strlen(whole); len++) {
		char *copy = malloc(len + 1); /* so that overreads show */
		struct config config;
		struct err err;
		int ret;

		memcpy(copy, whole, len);
		copy[len] = '\0';
		ret = parse(&config, copy, len, &err);
		CU_ASSERT_TRUE(ret == 0 || err.code == ERR_INPUT);
		CU_ASSERT_TRUE(
		    ret == 0 ? *err.text == '\0' : *err.text != '\0');
		config_fini(&config);
		free(copy);
	}
}

static void
test_load(void)
{
	char home[] = "/tmp/test_config.XXXXXX";
	struct text path = TEXT_INIT;
	struct config config;
	struct err err = ERR_INIT;
	FILE *out;

	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(home));
	text_addf(&path, "%s/given.conf", home);
	config_init(&config);
	CU_ASSERT_EQUAL(config_load(&config, text_str(&path), &err), -1);
	CU_ASSERT_EQUAL(err.code, ERR_INPUT);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.text, text_str(&path)));
	config_fini(&config);

	out = fopen(text_str(&path), "w");
	CU_ASSERT_PTR_NOT_NULL_FATAL(out);
	fputs("[rollcall]\nstale-after = 7\n", out);
	fclose(out);
	config_init(&config);
	CU_ASSERT_EQUAL(config_load(&config, text_str(&path), &err), 0);
	CU_ASSERT_EQUAL(config.stale_after_s, 7 * DAY_S);
	CU_ASSERT_STRING_EQUAL(config.path, text_str(&path));
	config_fini(&config);
	unlink(text_str(&path));
	rmdir(home);
	text_fini(&path);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "rollcall", test_rollcall },
		{ "mistakes", test_mistakes },
		{ "bytes", test_bytes },
		{ "cut short", test_cut_short },
		{ "load", test_load },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "config", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
