/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The estate file: what is taken, what is refused, and in which words.
 */
#include "responder/estate_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "test/harness.h"

static int
parse(struct estate *estate, const char *text, struct err *err)
{
	return estate_file_parse(estate, text, strlen(text), "f", err);
}

static const struct {
	const char *name, *text;
} good_rows[] = {
	{ "one prefix", "prefix 10.0.0.0/24" },
	{ "an address is a prefix", "prefix 10.0.0.1" },
	{ "several on a line", "prefix 10.0.0.0/24 10.0.1.0/24\tfd00::/64" },
	{ "comments and blank lines",
	    "# one\n\n  \t\n\t# two\nprefix 10.0.0.0/24 # three\n#" },
	{ "CRLF", "seed 1\r\nprefix 10.0.0.0/24\r\n" },
	{ "blanks around", " \tprefix \t 10.0.0.0/24 \t " },
	{ "largest with shares", "servers 1/1\nprefix 10.0.0.0/8" },
	{ "largest of IPv6 with shares", "servers 1/1\nprefix fd00::/104" },
	{ "largest without", "prefix fd00::/16" },
	{ "highest seed", "seed 18446744073709551615\nprefix 10.0.0.0/24" },
	{ "longest delay", "delay 0ms..10000ms\nprefix 10.0.0.0/24" },
	{ "a span of nothing", "delay 5ms..5ms\nprefix 10.0.0.0/24" },
	{ "last prefix of unicast", "prefix 223.255.255.0/24" },
	{ "shares that are all",
	    "servers 50%\nclients 1/2\nprefix 10.0.0.0/8" },
	{ "a # within a name", "prefix 10.0.0.0/24\nserver 10.0.0.1 A#1" },
	{ "shares of nothing", "servers 0%\nclients 0/1\nprefix 10.0.0.0/24" },
	{ "a fine share", "servers 0.0001%\nprefix 10.0.0.0/8" },
};

static void
test_good(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(good_rows); i++) {
		struct estate estate;
		struct err err = ERR_INIT;

		harness_row(good_rows[i].name);
		if (parse(&estate, good_rows[i].text, &err) == 0)
			estate_fini(&estate);
		CU_ASSERT_STRING_EQUAL(err.text, "");
	}
}

#define P "prefix 10.0.0.0/24\n"

/* The message starts with where and holds what. */
static const struct {
	const char *name, *text, *where, *what;
	enum err_code code;
} bad_rows[] = {
	{ "empty", "", "f:", "has no prefix", ERR_INPUT },
	{ "only comments", "# prefix 10.0.0.0/24\n", "f:", "has no prefix",
	    ERR_INPUT },
	{ "unknown word", P "bogus 1\n", "f:2:", "'bogus'", ERR_INPUT },
	{ "word without value", P "\nseed\n", "f:3:", "'seed' needs a value",
	    ERR_INPUT },
	{ "bad seed", "seed -1\n", "f:1:", "'-1'", ERR_INPUT },
	{ "bad prefix", "prefix 10.0.0.0/33\n", "f:1:", "'33'", ERR_INPUT },
	{ "second prefix bad", "prefix 10.0.0.0/24 x\n", "f:1:", "'x'",
	    ERR_INPUT },
	{ "host bits", "prefix 10.0.0.1/24\n", "f:1:", "10.0.0.0/24",
	    ERR_INPUT },
	{ "too large", "prefix 10.0.0.0/7\n", "f:1:", "10.0.0.0/7", ERR_LIMIT },
	{ "too large, IPv6", "prefix fd00::/15\n", "f:1:", "fd00::/15",
	    ERR_LIMIT },
	{ "this network", "prefix 0.0.0.0/24\n", "f:1:", "0.0.0.0/24",
	    ERR_INPUT },
	{ "multicast", "prefix 224.0.0.0/24\n", "f:1:", "224.0.0.0/24",
	    ERR_INPUT },
	{ "multicast, IPv6", "prefix ff02::/64\n", "f:1:", "ff02::/64",
	    ERR_INPUT },
	{ "link-local", "prefix fe80::/64\n", "f:1:", "fe80::/64", ERR_INPUT },
	{ "too large for shares", "servers 1/2\nprefix fd00::/103\n",
	    "f:", "fd00::/103", ERR_LIMIT },
	{ "too large together", "servers 1/2\nprefix 10.0.0.0/8 11.0.0.0/32\n",
	    "f:", "2^24", ERR_LIMIT },
	{ "overlap", "prefix 10.0.0.0/8\nprefix 10.1.0.0/16\n",
	    "f:", "10.0.0.0/8 and 10.1.0.0/16 overlap", ERR_INPUT },
	{ "twice", P P, "f:", "overlap", ERR_INPUT },
	{ "share above the whole", P "servers 101%\n", "f:2:", "'101%'",
	    ERR_INPUT },
	{ "fraction above the whole", P "servers 9/8\n", "f:2:", "'9/8'",
	    ERR_INPUT },
	{ "by zero", P "servers 0/0\n", "f:2:", "'0/0'", ERR_INPUT },
	{ "no unit", P "servers 5\n", "f:2:", "'5'", ERR_INPUT },
	{ "no number", P "servers %\n", "f:2:", "'%'", ERR_INPUT },
	{ "negative", P "servers -1%\n", "f:2:", "'-1%'", ERR_INPUT },
	{ "more behind a share", P "servers 1/8 x\n", "f:2:", "'1/8 x'",
	    ERR_INPUT },
	{ "many digits", P "servers 1/10000000000\n", "f:2:", "1/1000",
	    ERR_INPUT },
	{ "shares above the whole", P "servers 1/2\nclients 51%\n",
	    "f:", "10.0.0.0/24 are more", ERR_INPUT },
	{ "delay without unit", P "delay 20\n", "f:2:", "'20'", ERR_INPUT },
	{ "delay of seconds", P "delay 2s\n", "f:2:", "'2s'", ERR_INPUT },
	{ "delay too long", P "delay 10001ms\n", "f:2:", "'10001ms'",
	    ERR_INPUT },
	{ "span backwards", P "delay 9ms..8ms\n", "f:2:", "'9ms..8ms'",
	    ERR_INPUT },
	{ "half a span", P "delay 9ms..\n", "f:2:", "'9ms..'", ERR_INPUT },
	{ "bad address", P "server 10.0.0\n", "f:2:", "'10.0.0'", ERR_INPUT },
	{ "outside", P "server 10.0.1.0\n", "f:", "10.0.1.0 (line 2)",
	    ERR_INPUT },
	{ "listed twice", P "server 10.0.0.1\nclient 10.0.0.1\n",
	    "f:", "10.0.0.1 is listed twice, in lines 2 and 3", ERR_INPUT },
	{ "name too long",
	    P "server 10.0.0.1 "
	      "1234567890123456789012345678901234567890123456789012345678901234"
	      "\n",
	    "f:2:", "1 to 63 bytes", ERR_INPUT },
	{ "pattern too long",
	    P "names 12345678901234567890123456789012345678901234567890{hex}123"
	      "456\n",
	    "f:2:", "1 to 63 bytes", ERR_INPUT },
	{ "name not UTF-8", P "server 10.0.0.1 \xff\n", "f:2:", "UTF-8",
	    ERR_INPUT },
	{ "pattern not UTF-8", P "names \xc3\n", "f:2:", "UTF-8", ERR_INPUT },
	{ "pong of nobody", P "pong 00\n", "f:2:", "must follow", ERR_INPUT },
	{ "pong of a client", P "client 10.0.0.1\npong 00\n",
	    "f:3:", "only a server", ERR_INPUT },
	{ "answer of a refusing host", P "refusing 10.0.0.1\nanswer 00\n",
	    "f:3:", "only a server or a client", ERR_INPUT },
	{ "pong no hex", P "server 10.0.0.1\npong 0\n", "f:3:", "in hex",
	    ERR_INPUT },
	{ "pong twice", P "server 10.0.0.1\npong 00\npong 01\n",
	    "f:4:", "twice", ERR_INPUT },
};

static void
test_bad(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(bad_rows); i++) {
		struct estate estate;
		struct err err = ERR_INIT;

		harness_row(bad_rows[i].name);
		CU_ASSERT_EQUAL(parse(&estate, bad_rows[i].text, &err), -1);
		CU_ASSERT_EQUAL(err.code, bad_rows[i].code);
		CU_ASSERT(strncmp(err.text, bad_rows[i].where,
			      strlen(bad_rows[i].where)) == 0);
		CU_ASSERT_PTR_NOT_NULL(strstr(err.text, bad_rows[i].what));
	}
}

static void
test_bytes(void)
{
	static const char nul[] = "prefix 10.0.0.0/24\0\n";
	char line[4200];
	struct estate estate;
	struct err err = ERR_INIT;

	CU_ASSERT_EQUAL(estate_file_parse(&estate, nul, sizeof(nul) - 1, "f",
			    &err),
	    -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.text, "f:1: a NUL"));
	memset(line, '#', sizeof(line));
	memcpy(line + 4095, "\nprefix 10.0.0.0/24", 19);
	CU_ASSERT_EQUAL(estate_file_parse(&estate, line, 4095 + 19, "f", &err),
	    0);
	estate_fini(&estate);
	memcpy(line + 4095, "#\nprefix 10.0.0.0/24", 20);
	CU_ASSERT_EQUAL(estate_file_parse(&estate, line, 4096 + 19, "f", &err),
	    -1);
	CU_ASSERT_EQUAL(err.code, ERR_LIMIT);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.text, "f:1:"));
}

/* Statements before the first prefix are everybody's, later ones not. */
static void
test_scope(void)
{
	struct estate estate;
	struct err err = ERR_INIT;

	CU_ASSERT_EQUAL_FATAL(
	    parse(&estate,
		"servers 1/8\ndelay 1ms\nnames A\n"
		"prefix 10.0.3.0/24\nservers 1/4\n"
		"prefix 10.0.1.0/24 10.0.2.0/24\nclients 1/2\nnames B\n"
		"prefix 10.0.0.0/24\n",
		&err),
	    0);
	CU_ASSERT_EQUAL(estate.n_rules, 4);
	CU_ASSERT_EQUAL(estate.rule[0].share[ESTATE_SERVER], 1u << 29);
	CU_ASSERT_EQUAL(estate.rule[0].share[ESTATE_CLIENT], 0);
	CU_ASSERT_STRING_EQUAL(estate.rule[0].names, "A");
	for (int i = 1; i <= 2; i++) {
		CU_ASSERT_EQUAL(estate.rule[i].share[ESTATE_SERVER], 1u << 29);
		CU_ASSERT_EQUAL(estate.rule[i].share[ESTATE_CLIENT], 1u << 31);
		CU_ASSERT_STRING_EQUAL(estate.rule[i].names, "B");
	}
	CU_ASSERT_EQUAL(estate.rule[3].share[ESTATE_SERVER], 1u << 30);
	CU_ASSERT_EQUAL(estate.rule[3].delay_max_ms, 1);
	estate_fini(&estate);
}

static void
test_own_bytes(void)
{
	struct estate estate;
	struct err err = ERR_INIT;
	const struct estate_listed *listed;

	CU_ASSERT_EQUAL_FATAL(parse(&estate,
				  P "server 10.0.0.2\n pong 02 0a\n answer 01\n"
				    "client 10.0.0.1\n answer ff00\n",
				  &err),
	    0);
	listed = estate.listed;
	CU_ASSERT_EQUAL(listed[0].answer.len, 2);
	CU_ASSERT(memcmp(listed[0].answer.data, "\xff\0", 2) == 0);
	CU_ASSERT_PTR_NULL(listed[0].pong.data);
	CU_ASSERT_EQUAL(listed[1].pong.len, 2);
	CU_ASSERT(memcmp(listed[1].pong.data, "\x02\x0a", 2) == 0);
	CU_ASSERT_EQUAL(listed[1].answer.len, 1);
	estate_fini(&estate);
}

/* Bounds on what a file can make us allocate. */
static void
test_limits(void)
{
	struct text text = TEXT_INIT;
	struct estate estate;
	struct err err = ERR_INIT;

	for (int i = 0; i < ESTATE_PREFIX_MAX; i++)
		text_addf(&text, "prefix 10.%d.%d.0/24\n", i >> 8, i & 255);
	CU_ASSERT_EQUAL(parse(&estate, text_str(&text), &err), 0);
	CU_ASSERT_EQUAL(estate.n_rules, ESTATE_PREFIX_MAX);
	estate_fini(&estate);
	text_add(&text, "prefix 11.0.0.0/24\n");
	CU_ASSERT_EQUAL(parse(&estate, text_str(&text), &err), -1);
	CU_ASSERT_EQUAL(err.code, ERR_LIMIT);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.text, "f:4097: more than 4096"));
	text_clear(&text);
	text_add(&text, "prefix 10.0.0.0/8\n");
	for (int i = 0; i < ESTATE_LISTED_MAX; i++)
		text_addf(&text, "server 10.0.%d.%d\n", i >> 8, i & 255);
	CU_ASSERT_EQUAL(parse(&estate, text_str(&text), &err), 0);
	CU_ASSERT_EQUAL(estate.n_listed, ESTATE_LISTED_MAX);
	estate_fini(&estate);
	text_add(&text, "server 10.1.0.0\n");
	CU_ASSERT_EQUAL(parse(&estate, text_str(&text), &err), -1);
	CU_ASSERT_EQUAL(err.code, ERR_LIMIT);
	text_fini(&text);
}

static void
test_read(void)
{
	char path[] = "/tmp/rollcall-estate-XXXXXX";
	struct estate estate;
	struct err err = ERR_INIT;
	int fd = mkstemp(path);
	FILE *out = fdopen(fd, "w");

	CU_ASSERT_PTR_NOT_NULL_FATAL(out);
	fputs("prefix 10.0.0.0/24\nbogus x\n", out);
	fclose(out);
	CU_ASSERT_EQUAL(estate_file_read(&estate, path, &err), -1);
	CU_ASSERT(strncmp(err.text, path, strlen(path)) == 0);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.text, ":2: 'bogus'"));
	(void)remove(path);
	CU_ASSERT_EQUAL(estate_file_read(&estate, path, &err), -1);
	CU_ASSERT_EQUAL(err.code, ERR_INPUT);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.text, path));
}

int
main(int argc, char **argv)
{
	static CU_TestInfo tests[] = {
		{ "good", test_good },
		{ "bad", test_bad },
		{ "bytes", test_bytes },
		{ "scope", test_scope },
		{ "own_bytes", test_own_bytes },
		{ "limits", test_limits },
		{ "read", test_read },
		CU_TEST_INFO_NULL,
	};
	static CU_SuiteInfo suites[] = {
		{ "estate_file", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
