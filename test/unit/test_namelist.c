/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * output/namelist: what is listed, in which order, and what is left out.
 */
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "output/namelist.h"
#include "test/harness.h"
#include "test/unit/roster.h"

static struct text said;

static void
on_line(enum log_level level, const char *subsystem, const char *line,
    void *arg)
{
	(void)level;
	(void)subsystem;
	(void)arg;
	text_addf(&said, "%s\n", line);
}

static int
setup(void)
{
	log_set_sink(on_line, NULL);
	return 0;
}

static int
cleanup(void)
{
	log_set_sink(NULL, NULL);
	text_fini(&said);
	return 0;
}

/* A name of a source at an address, heard then. */
struct fact {
	const char *address;
	enum host_source source;
	const char *name;
	int64_t time_us;
};

static const char *
refuse(const struct addr *addr, const char *name, const void *arg)
{
	(void)addr;
	return strcmp(name, arg) == 0 ? "not wanted" : NULL;
}

/* Facts of one address stand together, strongest source first. */
static char *
list_of(const struct fact *fact)
{
	struct roster roster;
	struct namelist list;
	struct text got = TEXT_INIT;
	struct host *host = NULL;
	char buf[ADDR_TEXT_LEN];

	roster_init(&roster);
	text_clear(&said);
	for (; fact->address != NULL; fact++) {
		if (host == NULL ||
		    strcmp(addr_format(&host->addr, buf), fact->address) != 0)
			host =
			    roster_add(&roster, CACHE_MISSING, fact->address);
		if (fact->name == NULL)
			continue;
		roster_name(host, fact->source, "x", fact->name);
		host->name[host->n_names - 1].time_us = fact->time_us;
	}
	namelist_init(&list, "list");
	for (size_t i = 0; i < roster.n; i++)
		namelist_add_host(&list, &roster.host[i].host, refuse, "bad");
	namelist_seal(&list);
	for (size_t i = 0; i < list.n; i++)
		text_addf(&got, "%s,%s\n", namelist_name(&list, i),
		    addr_format(&list.entry[i].addr, buf));
	namelist_fini(&list);
	roster_fini(&roster);
	return text_take(&got);
}

#define AGENT  HOST_SOURCE_AGENT
#define DNS    HOST_SOURCE_DNS
#define IMPORT HOST_SOURCE_IMPORT

static const struct {
	const char *name;
	struct fact fact[6];
	const char *want, *said;
} list_rows[] = {
	{ "nothing", { { 0 } }, "", "" },
	{ "one", { { "192.0.2.1", IMPORT, "A", 1 } }, "A,192.0.2.1\n", "" },
	{ "by address, IPv4 first",
	    { { "2001:db8::1", IMPORT, "A", 1 },
		{ "192.0.2.10", IMPORT, "B", 1 },
		{ "192.0.2.9", IMPORT, "C", 1 } },
	    "C,192.0.2.9\nB,192.0.2.10\nA,2001:db8::1\n", "" },
	{ "the display name and the imported ones",
	    { { "192.0.2.1", AGENT, "SRV", 1 },
		{ "192.0.2.1", DNS, "srv.example.org", 1 },
		{ "192.0.2.1", IMPORT, "Server 1", 1 },
		{ "192.0.2.1", IMPORT, "Alias", 1 } },
	    "Alias,192.0.2.1\nSRV,192.0.2.1\nServer 1,192.0.2.1\n", "" },
	{ "the same name in another case is said once",
	    { { "192.0.2.1", AGENT, "SRV-\xc3\x84", 1 },
		{ "192.0.2.1", IMPORT, "srv-\xc3\xa4", 2 } },
	    "SRV-\xc3\x84,192.0.2.1\n", "" },
	{ "the newest address of a name",
	    { { "192.0.2.1", AGENT, "SRV", 1 },
		{ "192.0.2.2", AGENT, "srv", 2 },
		{ "192.0.2.3", AGENT, "Srv", 1 } },
	    "srv,192.0.2.2\n",
	    "list: left out: 192.0.2.1 'SRV': a newer address has this name\n"
	    "list: left out: 192.0.2.3 'Srv': a newer address has this name\n"
	    "list: 2 left out in all, 1 listed\n" },
	{ "equally new: the lowest address",
	    { { "192.0.2.2", AGENT, "SRV", 1 },
		{ "192.0.2.1", AGENT, "SRV", 1 } },
	    "SRV,192.0.2.1\n",
	    "list: left out: 192.0.2.2 'SRV': a newer address has this name\n"
	    "list: 1 left out in all, 1 listed\n" },
	{ "no name", { { "192.0.2.1", AGENT, NULL, 0 } }, "",
	    "list: left out: 192.0.2.1: it has no name\n"
	    "list: 1 left out in all, 0 listed\n" },
	{ "refused", { { "192.0.2.1", AGENT, "bad", 0 } }, "",
	    "list: left out: 192.0.2.1 'bad': not wanted\n"
	    "list: 1 left out in all, 0 listed\n" },
	{ "empty", { { "192.0.2.1", AGENT, "", 0 } }, "",
	    "list: left out: 192.0.2.1 '': empty, or not clean text\n"
	    "list: 1 left out in all, 0 listed\n" },
	{ "a line end, a blank at the end",
	    { { "192.0.2.1", AGENT, "a\nb", 0 },
		{ "192.0.2.1", IMPORT, "c ", 0 } },
	    "",
	    "list: left out: 192.0.2.1 'a\xef\xbf\xbd"
	    "b': empty, or not clean text\n"
	    "list: left out: 192.0.2.1 'c ': empty, or not clean text\n"
	    "list: 2 left out in all, 0 listed\n" },
};

static void
test_list(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(list_rows); i++) {
		char *got = list_of(list_rows[i].fact);

		harness_row(list_rows[i].name);
		CU_ASSERT_STRING_EQUAL(got, list_rows[i].want);
		CU_ASSERT_STRING_EQUAL(text_str(&said), list_rows[i].said);
		free(got);
	}
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "list", test_list },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "namelist", setup, cleanup, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
