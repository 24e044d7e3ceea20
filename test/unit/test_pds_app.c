/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The registrar: which APP ID is answered with which bytes.
 */
#include "responder/pds_app.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "test/harness.h"

static const uint8_t bdcv[] = { 'B', 'D', 'C', 'V' };

static const struct {
	const char *name, *text, *pong;
	size_t len;
	int ret;
} rows[] = {
	{ "default", "BDCV=default", NULL, 0, 0 },
	{ "bytes", "BDCV=020aFF", "\x02\x0a\xff", 3, 0 },
	{ "one byte", "BDCV=00", "\0", 1, 0 },
	{ "blanks between bytes", "BDCV=02 0a", "\x02\x0a", 2, 0 },
	{ "empty", "", NULL, 0, -1 },
	{ "no bytes", "BDCV=", NULL, 0, -1 },
	{ "no equals sign", "BDCV", NULL, 0, -1 },
	{ "id too short", "BDC=00", NULL, 0, -1 },
	{ "id too long", "BDCVX=00", NULL, 0, -1 },
	{ "half a byte", "BDCV=020", NULL, 0, -1 },
	{ "no hex", "BDCV=0g", NULL, 0, -1 },
	{ "default of an id nobody knows", "ABCD=default", NULL, 0, -1 },
};

static void
test_register(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		struct pds_app_table table = { .n = 0 };
		struct err err = ERR_INIT;
		const struct pds_app *app;

		harness_row(rows[i].name);
		CU_ASSERT_EQUAL(pds_app_register(&table, rows[i].text, &err),
		    rows[i].ret);
		app = pds_app_find(&table, bdcv);
		if (rows[i].ret == -1) {
			CU_ASSERT_EQUAL(err.code, ERR_USAGE);
			CU_ASSERT_PTR_NULL(app);
			CU_ASSERT_EQUAL(table.n, 0);
			continue;
		}
		CU_ASSERT_PTR_NOT_NULL_FATAL(app);
		CU_ASSERT_EQUAL(app->len, rows[i].len);
		CU_ASSERT(rows[i].pong == NULL
			      ? app->pong == NULL
			      : memcmp(app->pong, rows[i].pong, app->len) == 0);
		pds_app_table_fini(&table);
	}
}

static void
test_longest(void)
{
	struct pds_app_table table = { .n = 0 };
	char text[5 + 2 * PDS_APP_PONG_MAX + 3] = "ABCD=";

	memset(text + 5, 'f', 2 * PDS_APP_PONG_MAX + 2);
	CU_ASSERT_EQUAL(pds_app_register(&table, text, NULL), -1);
	text[5 + 2 * PDS_APP_PONG_MAX] = '\0';
	CU_ASSERT_EQUAL(pds_app_register(&table, text, NULL), 0);
	CU_ASSERT_EQUAL(table.app[0].len, PDS_APP_PONG_MAX);
	pds_app_table_fini(&table);
}

static void
test_many(void)
{
	struct pds_app_table table = { .n = 0 };
	struct err err = ERR_INIT;
	char text[16];

	for (int i = 0; i < PDS_APP_MAX; i++) {
		(void)snprintf(text, sizeof(text), "%04d=%02x", i, i);
		CU_ASSERT_EQUAL(pds_app_register(&table, text, NULL), 0);
	}
	CU_ASSERT_EQUAL(pds_app_register(&table, "last=00", &err), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.text, "64"));
	CU_ASSERT_EQUAL(pds_app_register(&table, "0007=00", &err), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.text, "'0007' is registered twice"));
	CU_ASSERT_EQUAL(pds_app_find(&table, (const uint8_t *)"0063")->pong[0],
	    63);
	CU_ASSERT_PTR_NULL(pds_app_find(&table, (const uint8_t *)"0064"));
	pds_app_table_fini(&table);
	CU_ASSERT_PTR_NULL(pds_app_find(&table, (const uint8_t *)"0063"));
}

int
main(int argc, char **argv)
{
	static CU_TestInfo tests[] = {
		{ "register", test_register },
		{ "longest", test_longest },
		{ "many", test_many },
		CU_TEST_INFO_NULL,
	};
	static CU_SuiteInfo suites[] = {
		{ "pds_app", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
