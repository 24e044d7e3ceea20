/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Targets in every form, and what is refused.
 */
#include "scanner/target.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "test/harness.h"

/* The set as "first-last first-last ...", which rows can be compared with. */
static char *
shown(const struct rangeset *set)
{
	struct text text = TEXT_INIT;
	char a[ADDR_TEXT_LEN], b[ADDR_TEXT_LEN];

	for (size_t i = 0; i < set->n; i++)
		text_addf(&text, "%s%s-%s", i == 0 ? "" : " ",
		    addr_format(&set->range[i].first, a),
		    addr_format(&set->range[i].last, b));
	return text_take(&text);
}

/* "pc1" is two addresses, "gone" is not known, "bad" cannot be looked up. */
static int
look_up(const char *name, struct rangeset *found, void *arg, struct err *err)
{
	struct addr_range range;

	(void)arg;
	if (strcmp(name, "bad") == 0)
		return err_set(err, ERR_CACHE, "the cache is broken");
	if (strcmp(name, "pc1") != 0)
		return 0;
	range.first = range.last = addr_v4(0x0a000007);
	rangeset_add(found, &range);
	range.first = range.last = addr_v4(0x0a000009);
	rangeset_add(found, &range);
	rangeset_seal(found);
	return 1;
}

static const struct {
	const char *name, *text, *want; /* want NULL: refused */
	const char *message;            /* must be in the message */
} rows[] = {
	{ "one address", "10.0.0.1", "10.0.0.1-10.0.0.1", NULL },
	{ "prefix", "10.0.0.0/30", "10.0.0.0-10.0.0.3", NULL },
	{ "prefix of one", "10.0.0.1/32", "10.0.0.1-10.0.0.1", NULL },
	{ "whole /8", "10.0.0.0/8", "10.0.0.0-10.255.255.255", NULL },
	{ "host bits", "10.0.0.1/24", NULL, "10.0.0.0/24" },
	{ "length too long", "10.0.0.0/33", NULL, "0 to 32, not '33'" },
	{ "span", "10.0.0.250-10.0.1.3", "10.0.0.250-10.0.1.3", NULL },
	{ "span of one", "10.0.0.1-10.0.0.1", "10.0.0.1-10.0.0.1", NULL },
	{ "span downwards", "10.0.0.2-10.0.0.1", NULL, "low to high" },
	{ "span of two families", "10.0.0.1-::1", NULL, "one family" },
	{ "octets", "10.0.0-1.1,3",
	    "10.0.0.1-10.0.0.1 10.0.0.3-10.0.0.3 10.0.1.1-10.0.1.1 "
	    "10.0.1.3-10.0.1.3",
	    NULL },
	{ "last octet span", "10.0.0.1-9", "10.0.0.1-10.0.0.9", NULL },
	{ "star", "10.0.0.*", "10.0.0.0-10.0.0.255", NULL },
	{ "open span", "10.0.0.250-", "10.0.0.250-10.0.0.255", NULL },
	{ "span from nothing", "10.0.0.-3", "10.0.0.0-10.0.0.3", NULL },
	{ "bare dash", "10.0.0.-", "10.0.0.0-10.0.0.255", NULL },
	{ "overlap merges", "10.0.0.1-5,3-9", "10.0.0.1-10.0.0.9", NULL },
	{ "octet too large", "10.0.0.300", NULL, "'10.0.0.300'" },
	{ "octet span too large", "10.0.0.1-300", NULL, "'10.0.0.1-300'" },
	{ "octet span downwards", "10.0.0.9-1", NULL, "'10.0.0.9-1'" },
	{ "three octets", "10.0.1-2", NULL, "'10.0.1-2'" },
	{ "five octets", "10.0.0.0.1-2", NULL, "'10.0.0.0.1-2'" },
	{ "trailing comma", "10.0.0.1,", NULL, "'10.0.0.1,'" },
	{ "leading zero", "10.0.0.010", NULL, "write 10.0.0.10" },
	{ "leading zero in octets", "10.0.0.1-09", NULL, "'10.0.0.1-09'" },
	{ "too many pieces",
	    "10.*.*.0,2,4,6,8,10,12,14,16,18,20,22,24,26,"
	    "28,30,32",
	    NULL, "1114112 ranges" },
	{ "IPv6 address", "2001:db8::1", "2001:db8::1-2001:db8::1", NULL },
	{ "IPv6 prefix", "2001:db8::/112", "2001:db8::-2001:db8::ffff", NULL },
	{ "IPv6 prefix too short", "2001:db8::/111", NULL, "/112" },
	{ "IPv6 span", "2001:db8::1-2001:db8::9", "2001:db8::1-2001:db8::9",
	    NULL },
	{ "IPv6 span too wide", "2001:db8::-2001:db8::1:0", NULL, "65,536" },
	{ "IPv6 zone", "fe80::1%eth0", NULL, "zone" },
	{ "name", "pc1", "10.0.0.7-10.0.0.7 10.0.0.9-10.0.0.9", NULL },
	{ "unknown name", "gone", NULL, "'gone'" },
	{ "look-up fails", "bad", NULL, "the cache is broken" },
	{ "empty", "", NULL, "empty" },
	{ "only a slash", "/", NULL, "not an address" },
	{ "absent file", "@/nonexistent/x", NULL, "/nonexistent/x" },
};

static void
test_forms(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct target_set set;
		struct err err = ERR_INIT;
		int ret;

		harness_row(rows[i].name);
		target_init(&set, look_up, NULL);
		ret = target_add(&set, rows[i].text, &err);
		CU_ASSERT_EQUAL(ret, rows[i].want == NULL ? -1 : 0);
		if (ret == 0) {
			char *got;

			target_finish(&set, NULL, 0);
			got = shown(&set.all);
			CU_ASSERT_STRING_EQUAL(got, rows[i].want);
			free(got);
		} else {
			CU_ASSERT_PTR_NOT_NULL(
			    strstr(err.text, rows[i].message));
		}
		target_fini(&set);
	}
}

static void
test_typed_or_read(void)
{
	struct target_set set;
	struct err err = ERR_INIT;
	char long_text[1100];

	target_init(&set, NULL, NULL);
	CU_ASSERT_EQUAL(target_add(&set, "10.0.0.300", &err), -1);
	CU_ASSERT_EQUAL(err.code, ERR_USAGE);
	CU_ASSERT_EQUAL(target_add(&set, "@/nonexistent/x", &err), -1);
	CU_ASSERT_EQUAL(err.code, ERR_INPUT);
	CU_ASSERT_EQUAL(target_add(&set, "pc1", &err), -1);
	CU_ASSERT_EQUAL(err.code, ERR_USAGE);
	memset(long_text, '1', sizeof(long_text) - 1);
	long_text[sizeof(long_text) - 1] = '\0';
	CU_ASSERT_EQUAL(target_add(&set, long_text, &err), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.text, "1024 characters"));
	target_fini(&set);
}

static const struct {
	const char *name, *content, *want;
	size_t len; /* 0: strlen */
	const char *message;
} file_rows[] = {
	{ "several on a line", "10.0.0.1 10.0.0.2\t10.0.0.3\n",
	    "10.0.0.1-10.0.0.3", 0, NULL },
	{ "comments", "# all\n10.0.0.1 # one\n\n#10.0.0.2\n",
	    "10.0.0.1-10.0.0.1", 0, NULL },
	{ "no last line end, CRLF", "10.0.0.1\r\n10.0.0.2", "10.0.0.1-10.0.0.2",
	    0, NULL },
	{ "empty", "", "", 0, NULL },
	{ "bad line", "10.0.0.1\n\nbogus/33\n", NULL, 0, ":3: " },
	{ "a file in a file", "@other\n", NULL, 0, ":1: " },
	{ "a NUL", "10.0.0.1\n10.0\0.0.2\n", NULL, 19, ":2: " },
};

static void
test_files(void)
{
	for (size_t i = 0; i < sizeof(file_rows) / sizeof(file_rows[0]); i++) {
		char path[] = "/tmp/test_target.XXXXXX";
		size_t len = file_rows[i].len == 0
				 ? strlen(file_rows[i].content)
				 : file_rows[i].len;
		int fd = mkstemp(path), ret;
		struct target_set set;
		struct err err = ERR_INIT;

		harness_row(file_rows[i].name);
		CU_ASSERT_EQUAL(write(fd, file_rows[i].content, len),
		    (ssize_t)len);
		close(fd);
		target_init(&set, NULL, NULL);
		ret = target_add_file(&set, path, &err);
		CU_ASSERT_EQUAL(ret, file_rows[i].want == NULL ? -1 : 0);
		if (ret == 0) {
			char *got;

			target_finish(&set, NULL, 0);
			got = shown(&set.all);
			CU_ASSERT_STRING_EQUAL(got, file_rows[i].want);
			free(got);
		} else {
			CU_ASSERT_EQUAL(err.code, ERR_INPUT);
			CU_ASSERT_PTR_NOT_NULL(strstr(err.text, path));
			CU_ASSERT_PTR_NOT_NULL(
			    strstr(err.text, file_rows[i].message));
		}
		target_fini(&set);
		unlink(path);
	}
}

static const struct {
	const char *name, *target[2], *known, *want, *skipped;
} edge_rows[] = {
	{ "attached /24", { "10.0.0.0/24", NULL }, "10.0.0.0/24",
	    "10.0.0.1-10.0.0.254", "10.0.0.0-10.0.0.0 10.0.0.255-10.0.0.255" },
	{ "named singly stays", { "10.0.0.0/24", "10.0.0.255" }, "10.0.0.0/24",
	    "10.0.0.1-10.0.0.255", "10.0.0.0-10.0.0.0" },
	{ "wider than the subnet", { "10.0.0.0/23", NULL }, "10.0.0.0/24",
	    "10.0.0.1-10.0.0.254 10.0.1.0-10.0.1.255",
	    "10.0.0.0-10.0.0.0 10.0.0.255-10.0.0.255" },
	{ "/31 has no edges", { "10.0.0.0/31", NULL }, "10.0.0.0/31",
	    "10.0.0.0-10.0.0.1", "" },
	{ "/30 has", { "10.0.0.0/30", NULL }, "10.0.0.0/30",
	    "10.0.0.1-10.0.0.2", "10.0.0.0-10.0.0.0 10.0.0.3-10.0.0.3" },
	{ "nothing known", { "10.0.0.0/30", NULL }, NULL, "10.0.0.0-10.0.0.3",
	    "" },
	{ "elsewhere", { "10.0.0.0/30", NULL }, "10.9.0.0/24",
	    "10.0.0.0-10.0.0.3", "" },
	{ "IPv6 has none", { "2001:db8::/126", NULL }, "2001:db8::/126",
	    "2001:db8::-2001:db8::3", "" },
};

static void
test_edges(void)
{
	for (size_t i = 0; i < sizeof(edge_rows) / sizeof(edge_rows[0]); i++) {
		struct target_set set;
		struct prefix known;
		char *got;

		harness_row(edge_rows[i].name);
		target_init(&set, NULL, NULL);
		for (int j = 0; j < 2 && edge_rows[i].target[j] != NULL; j++)
			CU_ASSERT_EQUAL(target_add(&set, edge_rows[i].target[j],
					    NULL),
			    0);
		if (edge_rows[i].known != NULL)
			CU_ASSERT_EQUAL(prefix_parse(&known, edge_rows[i].known,
					    NULL),
			    0);
		target_finish(&set, &known, edge_rows[i].known != NULL);
		got = shown(&set.all);
		CU_ASSERT_STRING_EQUAL(got, edge_rows[i].want);
		free(got);
		got = shown(&set.skipped);
		CU_ASSERT_STRING_EQUAL(got, edge_rows[i].skipped);
		free(got);
		target_fini(&set);
	}
}

static const struct {
	const char *name, *target, *exclude, *first; /* NULL: allowed */
} public_rows[] = {
	{ "private", "10.0.0.0/8", NULL, NULL },
	{ "documentation", "192.0.2.0/24", NULL, NULL },
	{ "public", "8.8.8.8", NULL, "8.8.8.8 " },
	{ "over the end of private space", "10.255.255.254-11.0.0.1", NULL,
	    "11.0.0.0 " },
	{ "the public part is excluded", "10.255.255.254-11.0.0.1",
	    "11.0.0.0/8", NULL },
	{ "between two private blocks", "172.15.255.255-172.32.0.0", NULL,
	    "172.15.255.255 " },
	{ "IPv6 public", "2606:4700::/112", NULL, "2606:4700:: " },
	{ "IPv6 private", "fd00::/112", NULL, NULL },
};

static void
test_public(void)
{
	for (size_t i = 0; i < sizeof(public_rows) / sizeof(public_rows[0]);
	     i++) {
		struct target_set set, excluded;
		struct err err = ERR_INIT;
		int ret;

		harness_row(public_rows[i].name);
		target_init(&set, NULL, NULL);
		target_init(&excluded, NULL, NULL);
		CU_ASSERT_EQUAL(target_add(&set, public_rows[i].target, NULL),
		    0);
		if (public_rows[i].exclude != NULL)
			CU_ASSERT_EQUAL(target_add(&excluded,
					    public_rows[i].exclude, NULL),
			    0);
		target_finish(&set, NULL, 0);
		target_finish(&excluded, NULL, 0);
		ret = target_check_public(&set, &excluded.all, &err);
		CU_ASSERT_EQUAL(ret, public_rows[i].first == NULL ? 0 : -1);
		if (ret == -1)
			CU_ASSERT_EQUAL(strncmp(err.text, public_rows[i].first,
					    strlen(public_rows[i].first)),
			    0);
		target_fini(&set);
		target_fini(&excluded);
	}
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "forms", test_forms },
		{ "typed or read", test_typed_or_read },
		{ "files", test_files },
		{ "edges", test_edges },
		{ "public", test_public },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "target", .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
