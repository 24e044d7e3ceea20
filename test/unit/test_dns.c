/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Name servers, given and from a file.
 */
#include "cli/dns.h"

#include <stdio.h>
#include <string.h>

#include "test/harness.h"
#include "test/scratch.h"

/* The servers with blanks between. */
static const char *
list_of(const struct dns *dns)
{
	static char out[256];

	out[0] = '\0';
	for (size_t i = 0; i < dns->n; i++) {
		char text[ADDR_TEXT_LEN];

		snprintf(out + strlen(out), sizeof(out) - strlen(out), "%s%s",
		    i == 0 ? "" : " ", addr_format(&dns->server[i], text));
	}
	return out;
}

static void
test_file(void)
{
	static const struct {
		const char *name, *text, *want;
	} rows[] = {
		{ "empty", "", "" },
		{ "one", "nameserver 192.0.2.1\n", "192.0.2.1" },
		{ "no line end", "nameserver 192.0.2.1", "192.0.2.1" },
		{ "CR LF and tabs", "nameserver\t192.0.2.1 \r\n", "192.0.2.1" },
		{ "other lines",
		    "# nameserver 192.0.2.9\nsearch example\n"
		    "nameserver 192.0.2.1\noptions ndots:5\n",
		    "192.0.2.1" },
		{ "IPv6", "nameserver fd00::1\n", "fd00::1" },
		{ "a zone is no use",
		    "nameserver fe80::1%eth0\n"
		    "nameserver 192.0.2.2\n",
		    "192.0.2.2" },
		{ "no address", "nameserver\nnameserver \n", "" },
		{ "nonsense", "nameserver a.b.c.d\nnameserver 1.2.3\n", "" },
		{ "three",
		    "nameserver 192.0.2.1\nnameserver 192.0.2.2\n"
		    "nameserver 192.0.2.3\n",
		    "192.0.2.1 192.0.2.2 192.0.2.3" },
		{ "four",
		    "nameserver 192.0.2.1\nnameserver 192.0.2.2\n"
		    "nameserver 192.0.2.3\nnameserver 192.0.2.4\n",
		    "192.0.2.1 192.0.2.2 192.0.2.3" },
	};
	const struct opt_list none = { NULL, 0, 0 };

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		FILE *file = fopen(scratch_path("resolv.conf"), "w");
		struct dns dns;

		harness_row(rows[i].name);
		CU_ASSERT_FATAL(file != NULL);
		fputs(rows[i].text, file);
		(void)fclose(file);
		CU_ASSERT_EQUAL(dns_make(&dns, &none,
				    scratch_path("resolv.conf"), NULL),
		    0);
		CU_ASSERT_STRING_EQUAL(list_of(&dns), rows[i].want);
	}
}

static void
test_no_file(void)
{
	const struct opt_list none = { NULL, 0, 0 };
	struct dns dns;

	CU_ASSERT_EQUAL(dns_make(&dns, &none, scratch_path("absent"), NULL), 0);
	CU_ASSERT_EQUAL(dns.n, 0);
}

static void
test_given(void)
{
	static const struct {
		const char *name;
		const char *given[4];
		size_t n;
		const char *want, *error;
	} rows[] = {
		{ "one", { "192.0.2.1" }, 1, "192.0.2.1", NULL },
		{ "three", { "192.0.2.1", "fd00::1", "192.0.2.3" }, 3,
		    "192.0.2.1 fd00::1 192.0.2.3", NULL },
		{ "four", { "192.0.2.1", "fd00::1", "192.0.2.3", "192.0.2.4" },
		    4, NULL, "192.0.2.4 is one too many" },
		{ "a name", { "ns.example" }, 1, NULL, "--dns: " },
		{ "nothing", { "" }, 1, NULL, "--dns: " },
	};

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		const char *given[4];
		struct opt_list list = { given, rows[i].n, 0 };
		struct err err = ERR_INIT;
		struct dns dns;
		int ret;

		harness_row(rows[i].name);
		memcpy(given, rows[i].given, sizeof(given));
		ret = dns_make(&dns, &list, scratch_path("absent"), &err);
		CU_ASSERT_EQUAL(ret, rows[i].error == NULL ? 0 : -1);
		if (rows[i].error == NULL) {
			CU_ASSERT_STRING_EQUAL(list_of(&dns), rows[i].want);
		} else {
			CU_ASSERT_EQUAL(err.code, ERR_USAGE);
			CU_ASSERT_PTR_NOT_NULL(strstr(err.text, rows[i].error));
		}
	}
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "file", test_file },
		{ "no file", test_no_file },
		{ "given", test_given },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "dns",
		    .pInitFunc = scratch_set_up,
		    .pCleanupFunc = scratch_tear_down,
		    .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
