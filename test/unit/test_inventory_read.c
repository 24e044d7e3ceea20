/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * output/inventory_read: what the writer wrote comes back, also with what
 * later versions may add, and a stranger's document does no harm.
 */
#include "output/inventory_read.h"

#include <libxml/parser.h>
#include <libxml/xmlIO.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/text.h"
#include "output/format_list.h"
#include "test/harness.h"
#include "test/unit/hostsame.h"
#include "test/unit/rosterdoc.h"

#define READ_FILE_MAX (16 << 20)

/* What the reader delivers, or why it did not. */
struct read_result {
	struct roster_host *host;
	size_t n, cap;
	char *again; /* the document, written from what was read */
	struct err err;
};

struct read_writer {
	struct read_result *result;
	void *state;
};

static int
read_on_host(enum cache_section section, const struct host *host, void *arg,
    struct err *err)
{
	struct read_writer *writer = arg;

	return format_xml.host(writer->state, section, host, err);
}

/* Read all, and write it again at once. */
static struct read_result
read_again(const void *document, size_t len)
{
	struct read_result result = { .err = ERR_INIT };
	struct inventory_view view = { 0, false };
	struct read_writer writer = { &result, NULL };
	struct inventory_read *read;
	size_t again_len = 0;
	FILE *out;
	int ret;

	read = inventory_read_memory(document, len, "doc", &result.err);
	if (read == NULL)
		return result;
	out = open_memstream(&result.again, &again_len);
	ret = format_xml.begin(&writer.state, out, inventory_read_head(read),
	    &view, &result.err);
	CU_ASSERT_EQUAL_FATAL(ret, 0);
	ret = inventory_read_head(read)->each(inventory_read_head(read)->source,
	    read_on_host, &writer, &result.err);
	CU_ASSERT_EQUAL(format_xml.end(writer.state, ret == 0, NULL), 0);
	(void)fclose(out);
	if (ret == -1) {
		free(result.again);
		result.again = NULL;
	}
	inventory_read_close(read);
	return result;
}

/* Read all machines. */
static struct read_result
read_hosts(const void *document, size_t len)
{
	struct read_result result = { .err = ERR_INIT };
	struct inventory_read *read;
	struct roster_host *at;
	int got = -1;

	read = inventory_read_memory(document, len, "doc", &result.err);
	while (read != NULL) {
		result.host = mem_grow(result.host, &result.cap, result.n + 1,
		    sizeof(*result.host));
		at = &result.host[result.n];
		got = inventory_read_next(read, &at->section, &at->host,
		    &result.err);
		if (got != 1)
			break;
		result.n++;
	}
	CU_ASSERT_EQUAL(result.err.code == ERR_NONE, got == 0);
	inventory_read_close(read);
	return result;
}

static void
read_fini(struct read_result *result)
{
	for (size_t i = 0; i < result->n; i++)
		host_fini(&result->host[i].host);
	free(result->host);
	free(result->again);
}

static void
read_golden(struct text *document, const char *name)
{
	CU_ASSERT_EQUAL_FATAL(file_read(document, harness_data(name),
				  READ_FILE_MAX, NULL),
	    0);
}

static void
test_golden(void)
{
	static const char *const golden[] = {
		"inventory/empty.xml",
		"inventory/office.xml",
		"inventory/interrupted.xml",
		"inventory/running.xml",
		"inventory/cache.xml",
		"inventory/hostile.xml",
	};

	for (size_t i = 0; i < HARNESS_ROWS(golden); i++) {
		struct text document = TEXT_INIT;
		struct read_result result;

		harness_row(golden[i]);
		read_golden(&document, golden[i]);
		result = read_again(document.data, document.len);
		CU_ASSERT_PTR_NOT_NULL_FATAL(result.again);
		CU_ASSERT_STRING_EQUAL(result.again, document.data);
		read_fini(&result);
		text_fini(&document);
	}
}

static void
test_head(void)
{
	struct text document = TEXT_INIT;
	struct inventory_read *read;
	const struct inventory *head;

	read_golden(&document, "inventory/office.xml");
	read = inventory_read_memory(document.data, document.len, "doc", NULL);
	CU_ASSERT_PTR_NOT_NULL_FATAL(read);
	head = inventory_read_head(read);
	CU_ASSERT_STRING_EQUAL(head->generator, "rollcall 0.1.0");
	CU_ASSERT_EQUAL(head->written_us, INT64_C(1767956405000000));
	CU_ASSERT_EQUAL(head->stale_after_s, 30 * 86400);
	CU_ASSERT_PTR_NOT_NULL_FATAL(head->sweep);
	CU_ASSERT_EQUAL(head->sweep->id, 7);
	CU_ASSERT_EQUAL(head->sweep->state, CACHE_SWEEP_COMPLETE);
	CU_ASSERT_EQUAL(head->sweep->seed, UINT64_MAX);
	CU_ASSERT_EQUAL(head->sweep->n_excluded, 2);
	CU_ASSERT_EQUAL_FATAL(head->n_links, 2);
	CU_ASSERT_STRING_EQUAL(head->link[0].link, "berlin");
	CU_ASSERT_EQUAL(head->link[0].rttvar_us, 101);
	CU_ASSERT_EQUAL(head->link[1].rttvar_us, 0);
	inventory_read_close(read);
	text_fini(&document);
}

static void
test_random(void)
{
	struct inventory_view view = { 0, false };

	for (uint64_t seed = 0; seed < 2000; seed++) {
		struct read_result hosts, again;
		struct roster roster;
		char *document, row[32];
		size_t len = 0;

		(void)snprintf(row, sizeof(row), "seed %d", (int)seed);
		harness_row(row);
		roster_init(&roster);
		rosterdoc_fill(&roster, seed, seed % 13);
		document = roster_write_len(&roster, &format_xml, view, &len);
		CU_ASSERT_PTR_NOT_NULL_FATAL(document);
		again = read_again(document, len);
		CU_ASSERT_PTR_NOT_NULL_FATAL(again.again);
		CU_ASSERT_STRING_EQUAL(again.again, document);
		hosts = read_hosts(document, len);
		CU_ASSERT_EQUAL_FATAL(hosts.n, roster.n);
		for (size_t i = 0; i < hosts.n; i++) {
			CU_ASSERT_EQUAL(hosts.host[i].section,
			    roster.host[i].section);
			hostsame_check(&hosts.host[i].host,
			    &roster.host[i].host);
		}
		read_fini(&hosts);
		read_fini(&again);
		free(document);
		roster_fini(&roster);
	}
}

/*
 * What a later version may add, wherever it may: attributes of no and of
 * another namespace in each start tag, and behind it elements, some named
 * as ours, comments and instructions.
 */
static void
test_later_version(void)
{
	static const char attrs[] =
	    " later=\"1\" l:address=\"192.0.2.99\" l:complete=\"false\" "
	    "l:name=\"l\" l:port=\"7\" xmlns:l=\"urn:later\"";
	static const char inside[] =
	    "<later a='1'>x<name source='dns'>y</name><links/></later>"
	    "<l:name xmlns:l='urn:later' source='dns'>z</l:name>"
	    "<l:servers xmlns:l='urn:later'><server/></l:servers>"
	    "<!-- c --><?later x?>";
	struct text golden = TEXT_INIT, later = TEXT_INIT;
	struct read_result result;

	read_golden(&golden, "inventory/office.xml");
	for (const char *at = golden.data; *at != '\0';) {
		size_t len = strcspn(at, ">");

		text_add_len(&later, at, len);
		at += len;
		if (*at == '\0')
			break;
		/* Back to where the tag began. */
		len = later.len;
		while (later.data[len - 1] != '<')
			len--;
		if (later.data[len] == '/' || later.data[len] == '?') {
			text_add_char(&later, '>');
		} else if (later.data[later.len - 1] == '/') {
			later.len--;
			text_add(&later, attrs);
			text_add(&later, "/>");
		} else {
			text_add(&later, attrs);
			text_add_char(&later, '>');
			text_add(&later, inside);
		}
		at++;
	}
	result = read_again(later.data, later.len);
	CU_ASSERT_PTR_NOT_NULL_FATAL(result.again);
	CU_ASSERT_STRING_EQUAL(result.again, golden.data);
	read_fini(&result);
	text_fini(&later);
	text_fini(&golden);
}

/* Words of lists that are not known are as if they were absent. */
static void
test_later_words(void)
{
	static const char document[] =
	    "<inventory xmlns='urn:rollcall:inventory:1' complete='true' "
	    "generator='later' written='2026-01-31T23:59:59.123Z'><links/>"
	    "<servers/><clients/><unidentified/><alive/><missing>"
	    "<host address='192.0.2.1' role='oracle' state='dreamt'>"
	    "<name source='crystal'>n</name>"
	    "<service probe='p' protocol='sctp' port='1' state='reply' "
	    "role='none'><field name='f'>v</field></service>"
	    "<service probe='p' protocol='udp' port='1' state='sung' "
	    "role='none'/>"
	    "<service probe='p' protocol='udp' port='1' state='reply' "
	    "role='oracle'><reply encoding='base91'>xyz</reply></service>"
	    "<verdict code='enchanted'>e</verdict></host></missing>"
	    "</inventory>";
	struct read_result result = read_hosts(document, strlen(document));
	const struct host *host = &result.host[0].host;

	CU_ASSERT_EQUAL_FATAL(result.n, 1);
	CU_ASSERT_EQUAL(host->best_role, OBSERVATION_ROLE_NONE);
	CU_ASSERT_EQUAL(host->n_names, 0);
	CU_ASSERT_EQUAL_FATAL(host->n_services, 1);
	CU_ASSERT_EQUAL(host->service[0].role, OBSERVATION_ROLE_NONE);
	CU_ASSERT_EQUAL(host->service[0].rtt_us, OBSERVATION_NO_RTT);
	CU_ASSERT_PTR_NULL(host->service[0].raw);
	CU_ASSERT_EQUAL(host->verdict.code, VERDICT_NONE);
	read_fini(&result);
}

/* The same in another encoding, and with a prefix instead of a default. */
static void
test_spellings(void)
{
	static const char *const encoding[] = { "UTF-16", "ISO-8859-1", "UTF-8",
		"US-ASCII" };
	struct text golden = TEXT_INIT, other = TEXT_INIT;
	struct read_result result;
	xmlDocPtr doc;

	read_golden(&golden, "inventory/office.xml");
	doc = xmlReadMemory(golden.data, (int)golden.len, NULL, NULL, 0);
	for (size_t i = 0; i < HARNESS_ROWS(encoding); i++) {
		xmlChar *bytes = NULL;
		int len = 0;

		harness_row(encoding[i]);
		xmlDocDumpMemoryEnc(doc, &bytes, &len, encoding[i]);
		result = read_again(bytes, (size_t)len);
		CU_ASSERT_PTR_NOT_NULL_FATAL(result.again);
		CU_ASSERT_STRING_EQUAL(result.again, golden.data);
		read_fini(&result);
		xmlFree(bytes);
	}
	xmlFreeDoc(doc);
	harness_row("prefix");
	for (const char *at = golden.data; *at != '\0'; at++) {
		text_add_char(&other, *at);
		if (*at == '<' && at[1] != '?' && at[1] != '/')
			text_add(&other, "r:");
		if (*at == '/' && at[-1] == '<')
			text_add(&other, "r:");
		if (strncmp(at, "s=\"urn:", 7) == 0)
			text_add(&other, ":r");
	}
	result = read_again(other.data, other.len);
	CU_ASSERT_PTR_NOT_NULL_FATAL(result.again);
	CU_ASSERT_STRING_EQUAL(result.again, golden.data);
	read_fini(&result);
	text_fini(&other);
	text_fini(&golden);
}

/* Texts that somebody wrote by hand are cleaned. */
static void
test_cleans(void)
{
	static const char document[] =
	    "<inventory xmlns='urn:rollcall:inventory:1' complete='true' "
	    "generator='g' written='2026-01-31T23:59:59.123Z'><links/>"
	    "<servers><server address='192.0.2.1' state='imported'>"
	    "<name source='dns' detail='&#10;&#x202e;d '>a&#9;b<![CDATA[<c>]]>"
	    "\xc2\x9b\n</name></server></servers><clients/><unidentified/>"
	    "<alive/><missing/></inventory>";
	struct read_result result = read_hosts(document, strlen(document));

	CU_ASSERT_EQUAL_FATAL(result.n, 1);
	CU_ASSERT_EQUAL_FATAL(result.host[0].host.n_names, 1);
	CU_ASSERT_STRING_EQUAL(result.host[0].host.name[0].value,
	    "a\xef\xbf\xbd"
	    "b<c>\xef\xbf\xbd\xef\xbf\xbd");
	CU_ASSERT_STRING_EQUAL(result.host[0].host.name[0].detail,
	    "\xef\xbf\xbd\xef\xbf\xbd"
	    "d");
	read_fini(&result);
}

static void
test_truncated(void)
{
	struct text golden = TEXT_INIT;

	read_golden(&golden, "inventory/office.xml");
	CU_ASSERT_EQUAL(golden.data[golden.len - 1], '\n');
	for (size_t len = 0; len + 1 < golden.len; len++) {
		char *copy = malloc(len == 0 ? 1 : len);
		struct read_result result;

		CU_ASSERT_PTR_NOT_NULL_FATAL(copy);
		memcpy(copy, golden.data, len);
		result = read_hosts(copy, len);
		CU_ASSERT_EQUAL(result.err.code, ERR_INPUT);
		CU_ASSERT_EQUAL(strncmp(result.err.text, "doc:", 4), 0);
		read_fini(&result);
		free(copy);
	}
	text_fini(&golden);
}

static void
test_file(void)
{
	struct err err = ERR_INIT;
	struct inventory_read *read;

	read = inventory_read_open(harness_data("inventory/office.xml"), &err);
	CU_ASSERT_PTR_NOT_NULL(read);
	inventory_read_close(read);
	CU_ASSERT_PTR_NULL(
	    inventory_read_open(harness_data("inventory/none"), &err));
	CU_ASSERT_EQUAL(err.code, ERR_INPUT);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.text, "inventory/none"));
	/* A folder opens, and fails when it is read. */
	CU_ASSERT_PTR_NULL(
	    inventory_read_open(harness_data("inventory"), &err));
	CU_ASSERT_EQUAL(err.code, ERR_INPUT);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.text, "directory"));
	inventory_read_close(NULL);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "golden", test_golden },
		{ "head", test_head },
		{ "random", test_random },
		{ "later version", test_later_version },
		{ "later words", test_later_words },
		{ "spellings", test_spellings },
		{ "cleans", test_cleans },
		{ "truncated", test_truncated },
		{ "file", test_file },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "inventory_read", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
