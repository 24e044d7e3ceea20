/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The questions of a sweep, from -p and --port.
 */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "cli/asks.h"
#include "test/harness.h"

/* "pds/38293 rtvscan/2967" */
static void
show(struct text *out, const struct sweep_config *config)
{
	for (size_t i = 0; i < config->n_asks; i++)
		text_addf(out, "%s%s/%u", i == 0 ? "" : " ",
		    config->ask[i].probe->name, config->ask[i].port);
}

/* NULL-ended words as a list of options. */
static struct opt_list
list_of(const char **word)
{
	struct opt_list list = { word, 0, 0 };

	while (word[list.n] != NULL)
		list.n++;
	return list;
}

static struct {
	const char *name;
	const char *probe[4], *port[4];
	const char *want;    /* the questions, or NULL: an error */
	const char *message; /* a part of it */
} questions_rows[] = {
	{ "defaults", { NULL }, { NULL }, "pds/38293 rtvscan/2967", NULL },
	{ "one", { "pds" }, { NULL }, "pds/38293", NULL },
	{ "a list", { "rtvscan,pds" }, { NULL }, "rtvscan/2967 pds/38293",
	    NULL },
	{ "repeated", { "pds", "rtvscan" }, { NULL }, "pds/38293 rtvscan/2967",
	    NULL },
	{ "twice the same", { "pds,pds", "pds" }, { NULL }, "pds/38293", NULL },
	{ "all its default ports", { "quarantine" }, { NULL },
	    "quarantine/2847 quarantine/2848", NULL },
	{ "port", { NULL }, { "rtvscan=1" }, "pds/38293 rtvscan/1", NULL },
	{ "ports", { NULL }, { "rtvscan=2967,2968" },
	    "pds/38293 rtvscan/2967 rtvscan/2968", NULL },
	{ "ports repeated", { "rtvscan" }, { "rtvscan=1", "rtvscan=2" },
	    "rtvscan/1 rtvscan/2", NULL },
	{ "the same port twice", { "rtvscan" }, { "rtvscan=1,1" }, "rtvscan/1",
	    NULL },
	{ "last port", { "rtvscan" }, { "rtvscan=65535" }, "rtvscan/65535",
	    NULL },
	{ "a name that begins like another", { "rtvscan-udp" },
	    { "rtvscan-udp=7" }, "rtvscan-udp/7", NULL },
	{ "first port too high", { "pds" }, { "pds=65536" }, NULL, "'65536'" },
	{ "port 0", { "pds" }, { "pds=0" }, NULL, "'0'" },
	{ "no port", { "pds" }, { "pds=" }, NULL, "''" },
	{ "no port behind a comma", { "pds" }, { "pds=1," }, NULL, "''" },
	{ "port of text", { "pds" }, { "pds=x" }, NULL, "'x'" },
	{ "no equals sign", { "pds" }, { "38293" }, NULL, "'38293'" },
	{ "no probe", { "pds" }, { "=1" }, NULL, "''" },
	{ "unknown probe", { "nope" }, { NULL }, NULL, "'nope'" },
	{ "empty probe", { "" }, { NULL }, NULL, "''" },
	{ "empty probe behind a comma", { "pds," }, { NULL }, NULL, "''" },
	{ "a part of a name", { "rtv" }, { NULL }, NULL, "'rtv'" },
	{ "port of an unknown probe", { "pds" }, { "nope=1" }, NULL, "'nope'" },
	{ "port of a probe not asked", { "pds" }, { "rtvscan=1" }, NULL,
	    "'rtvscan'" },
	{ "where no byte may be written", { "rtvscan" }, { "rtvscan=12174" },
	    NULL, "rtvscan=12174" },
	{ "where none is written", { "ams" }, { "ams=12174" }, "ams/12174",
	    NULL },
};

static void
test_questions(void)
{
	struct probe_set set = PROBE_SET_INIT;

	probe_set_add_shipped(&set);
	for (size_t i = 0;
	     i < sizeof(questions_rows) / sizeof(questions_rows[0]); i++) {
		struct opt_list probe = list_of(questions_rows[i].probe);
		struct opt_list port = list_of(questions_rows[i].port);
		struct sweep_config config = { 0 };
		struct text got = TEXT_INIT;
		struct err err = ERR_INIT;
		int ret;

		harness_row(questions_rows[i].name);
		ret = asks_make(&config, &set, &probe, &port, &err);
		CU_ASSERT_EQUAL(ret, questions_rows[i].want == NULL ? -1 : 0);
		if (questions_rows[i].want != NULL) {
			show(&got, &config);
			CU_ASSERT_STRING_EQUAL(text_str(&got),
			    questions_rows[i].want);
		} else {
			CU_ASSERT_EQUAL(err.code, ERR_USAGE);
			CU_ASSERT_PTR_NOT_NULL(
			    strstr(err.text, questions_rows[i].message));
		}
		text_fini(&got);
	}
	probe_set_fini(&set);
}

/* As many questions as an address can bear, and one more. */
static void
test_too_many(void)
{
	const char *probe[] = { "pds", NULL };
	struct opt_list probes = list_of(probe);
	struct probe_set set = PROBE_SET_INIT;
	struct text ports = TEXT_INIT;

	probe_set_add_shipped(&set);
	text_add(&ports, "pds=");
	for (unsigned i = 1; i <= SWEEP_ASKS_MAX + 1; i++) {
		struct sweep_config config = { 0 };
		const char *word[] = { NULL, NULL };
		struct opt_list list;
		struct err err = ERR_INIT;
		int ret;

		text_addf(&ports, "%s%u", i == 1 ? "" : ",", i);
		word[0] = text_str(&ports);
		list = list_of(word);
		ret = asks_make(&config, &set, &probes, &list, &err);
		CU_ASSERT_EQUAL(ret, i <= SWEEP_ASKS_MAX ? 0 : -1);
		CU_ASSERT_EQUAL(err.code,
		    i <= SWEEP_ASKS_MAX ? ERR_NONE : ERR_USAGE);
	}
	text_fini(&ports);
	probe_set_fini(&set);
}

static void
test_no_default(void)
{
	struct opt_list none = { NULL, 0, 0 };
	struct sweep_config config = { 0 };
	struct probe_set set = PROBE_SET_INIT;
	struct err err = ERR_INIT;

	CU_ASSERT_EQUAL(asks_make(&config, &set, &none, &none, &err), -1);
	CU_ASSERT_EQUAL(err.code, ERR_USAGE);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "questions", test_questions },
		{ "too many", test_too_many },
		{ "no default", test_no_default },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "asks", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
