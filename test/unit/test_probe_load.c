/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Probe files that are refused, each with the line and the value named.
 */
#include "scanner/probe_load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "scanner/pattern.h"
#include "test/harness.h"

#define HEAD    "<probes xmlns='urn:rollcall:probes:1'>\n"
#define FOOT    "</probes>\n"
#define PROBE   "<probe name='x' protocol='udp'>\n<summary>s</summary>\n"
#define REQUEST "<port>1</port>\n<request>00</request>\n"
#define PATTERN                                            \
	PROBE REQUEST "<pattern name='p' role='server'>\n" \
		      "<meaning>m</meaning>\n"
#define END "</pattern></probe>" FOOT

static int
load(struct probe_set *set, const char *xml, size_t len, struct err *err)
{
	/* Exactly as large as it is: a read beyond the end shows. */
	char *exact = malloc(len == 0 ? 1 : len);
	int ret;

	if (exact == NULL)
		abort();
	if (len > 0)
		memcpy(exact, xml, len);
	ret = probe_load_xml(set, exact, len, "f.xml", err);
	free(exact);
	return ret;
}

/* What the message must hold; the line is that of the fault. */
static const struct {
	const char *name, *xml, *says[3];
} refuse_rows[] = {
	{ "empty", "", { "f.xml:1: " } },
	{ "no XML", "pds 38293", { "f.xml:1: " } },
	{ "cut", HEAD PROBE, { "f.xml:4: " } },
	{ "entity nobody knows", HEAD "&x;" FOOT, { "f.xml:2: ", "'x'" } },
	{ "NUL", HEAD "&#0;" FOOT, { "f.xml:2: " } },
	{ "broken UTF-8", HEAD "\n<!-- \xff -->" FOOT, { "f.xml:3: " } },
	{ "document type", "<!DOCTYPE probes>" HEAD FOOT,
	    { "f.xml:1: ", "DOCTYPE" } },
	{ "document type from outside",
	    "<!DOCTYPE probes SYSTEM 'file:///etc/passwd'>" HEAD FOOT,
	    { "f.xml:1: ", "DOCTYPE" } },
	{ "external entity",
	    "<!DOCTYPE probes [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>" HEAD
	    "&e;" FOOT,
	    { "f.xml:1: ", "DOCTYPE" } },
	{ "entities that grow",
	    "<!DOCTYPE probes [<!ENTITY a 'aaaaaaaaaaaaaaaaaaaaaaaa'>"
	    "<!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>"
	    "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'>"
	    "<!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;'>"
	    "<!ENTITY e '&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;'>]>" HEAD
	    "&e;" FOOT,
	    { "f.xml:1: ", "DOCTYPE" } },
	{ "other root", "<probe xmlns='urn:rollcall:probes:1'/>",
	    { "f.xml:1: ", "<probe>" } },
	{ "no namespace", "<probes/>", { "f.xml:1: ", "urn:rollcall" } },
	{ "later version", "<probes xmlns='urn:rollcall:probes:2'/>",
	    { "f.xml:1: ", "urn:rollcall:probes:1" } },
	{ "no probe", HEAD FOOT, { "f.xml:1: ", "has no <probe>" } },
	{ "no name", HEAD "<probe protocol='udp'/>" FOOT,
	    { "f.xml:2: ", "'name'" } },
	{ "bad name", HEAD "<probe name='P D' protocol='udp'/>" FOOT,
	    { "f.xml:2: ", "'P D'" } },
	{ "name starts like an option",
	    HEAD "<probe name='-x' protocol='udp'/>" FOOT,
	    { "f.xml:2: ", "'-x'" } },
	{ "name of 33 bytes",
	    HEAD "<probe name='a23456789012345678901234567890123'"
		 " protocol='udp'/>" FOOT,
	    { "f.xml:2: ", "890123'" } },
	{ "no protocol", HEAD "<probe name='x'/>" FOOT,
	    { "f.xml:2: ", "'protocol'" } },
	{ "bad protocol", HEAD "<probe name='x' protocol='ipx'/>" FOOT,
	    { "f.xml:2: ", "'ipx'" } },
	{ "bad default",
	    HEAD "<probe name='x' protocol='udp' default='yes'/>" FOOT,
	    { "f.xml:2: ", "'default'", "'yes'" } },
	{ "bad broadcast",
	    HEAD "<probe name='x' protocol='udp' broadcast='1'/>" FOOT,
	    { "f.xml:2: ", "'broadcast'", "'1'" } },
	{ "broadcast by TCP",
	    HEAD "<probe name='x' protocol='tcp' broadcast='true'/>" FOOT,
	    { "f.xml:2: ", "TCP" } },
	{ "group by TCP",
	    HEAD "<probe name='x' protocol='tcp' multicast='239.1.2.3'/>" FOOT,
	    { "f.xml:2: ", "TCP" } },
	{ "below the groups",
	    HEAD "<probe name='x' protocol='udp' "
		 "multicast='223.255.255.255'/>" FOOT,
	    { "f.xml:2: ", "'223.255.255.255'" } },
	{ "above the groups",
	    HEAD "<probe name='x' protocol='udp' multicast='240.0.0.0'/>" FOOT,
	    { "f.xml:2: ", "'240.0.0.0'" } },
	{ "IPv6, no group",
	    HEAD "<probe name='x' protocol='udp' multicast='fe80::1'/>" FOOT,
	    { "f.xml:2: ", "'fe80::1'" } },
	{ "a group by name",
	    HEAD "<probe name='x' protocol='udp' multicast='all'/>" FOOT,
	    { "f.xml:2: ", "'all'" } },
	{ "no summary", HEAD "<probe name='x' protocol='udp'/>" FOOT,
	    { "f.xml:2: ", "<summary>" } },
	{ "two summaries", HEAD PROBE "<summary>t</summary></probe>" FOOT,
	    { "f.xml:4: ", "<summary> stands twice" } },
	{ "no port", HEAD PROBE "<request>00</request></probe>" FOOT,
	    { "f.xml:2: ", "<port>" } },
	{ "port 0",
	    HEAD PROBE "<port>0</port><request>00</request></probe>" FOOT,
	    { "f.xml:4: ", "'0'" } },
	{ "port 65536",
	    HEAD PROBE "<port>65536</port><request>00</request></probe>" FOOT,
	    { "f.xml:4: ", "'65536'" } },
	{ "port no number",
	    HEAD PROBE "<port>0x50</port><request>00</request></probe>" FOOT,
	    { "f.xml:4: ", "'0x50'" } },
	{ "port twice", HEAD PROBE REQUEST "<port>1</port></probe>" FOOT,
	    { "f.xml:6: ", "port 1 stands twice" } },
	{ "nine ports",
	    HEAD PROBE REQUEST "<port>2</port><port>3</port><port>4</port>"
			       "<port>5</port><port>6</port><port>7</port>"
			       "<port>8</port>\n<port>9</port></probe>" FOOT,
	    { "f.xml:7: ", "port 9 is one too many" } },
	{ "only on request",
	    HEAD PROBE "<port on-request='true'>1</port>"
		       "<request>00</request></probe>" FOOT,
	    { "f.xml:2: ", "on request" } },
	{ "on request or not",
	    HEAD PROBE "<port on-request='1'>1</port></probe>" FOOT,
	    { "f.xml:4: ", "'1'" } },
	{ "UDP without request", HEAD PROBE "<port>1</port></probe>" FOOT,
	    { "f.xml:2: ", "'x' has no <request>" } },
	{ "empty request",
	    HEAD PROBE "<port>1</port>\n<request> </request></probe>" FOOT,
	    { "f.xml:5: ", "empty" } },
	{ "half a byte",
	    HEAD PROBE "<port>1</port>\n<request>00 1</request></probe>" FOOT,
	    { "f.xml:5: ", "'00 1'" } },
	{ "no hex",
	    HEAD PROBE "<port>1</port>\n<request>0g</request></probe>" FOOT,
	    { "f.xml:5: ", "'0g'" } },
	{ "orders to AMS",
	    HEAD "<probe name='x' protocol='tcp'><summary>s</summary>\n"
		 "<port>38292</port><request>00</request></probe>" FOOT,
	    { "f.xml:3: ", "38292" } },
	{ "orders to file transfer, on request",
	    HEAD "<probe name='x' protocol='tcp'><summary>s</summary>\n"
		 "<port>1</port>\n<port on-request='true'>12174</port>"
		 "<request>00</request></probe>" FOOT,
	    { "f.xml:4: ", "12174" } },
	{ "orders to QIP",
	    HEAD "<probe name='x' protocol='tcp'><summary>s</summary>\n"
		 "<port>12175</port><request>00</request></probe>" FOOT,
	    { "f.xml:3: ", "12175" } },
	{ "alert proxy",
	    HEAD PROBE "<port>65535</port><request>00</request></probe>" FOOT,
	    { "f.xml:4: ", "65535" } },
	{ "type 10 to Rtvscan",
	    HEAD "<probe name='x' protocol='tcp'><summary>s</summary>\n"
		 "<port>2967</port>"
		 "<request>01 10 0a 20 0a 00</request></probe>" FOOT,
	    { "f.xml:3: ", "2967", "offset 4" } },
	{ "bad reply length",
	    HEAD PROBE REQUEST "<reply-length>2049</reply-length></probe>" FOOT,
	    { "f.xml:6: ", "'2049'" } },
	{ "probe twice",
	    HEAD PROBE REQUEST "</probe>\n" PROBE REQUEST "</probe>" FOOT,
	    { "f.xml:7: ", "'x' stands twice" } },
	{ "pattern without name",
	    HEAD PROBE REQUEST "<pattern role='server'/></probe>" FOOT,
	    { "f.xml:6: ", "'name'" } },
	{ "pattern twice",
	    HEAD PATTERN "<regex>a</regex></pattern>\n"
			 "<pattern name='p' role='server'/></probe>" FOOT,
	    { "f.xml:9: ", "'p' stands twice" } },
	{ "bad role",
	    HEAD PROBE REQUEST "<pattern name='p' role='boss'/></probe>" FOOT,
	    { "f.xml:6: ", "'boss'", "server, client" } },
	{ "no meaning",
	    HEAD PROBE REQUEST "<pattern name='p' role='none'>"
			       "<regex>a</regex></pattern></probe>" FOOT,
	    { "f.xml:6: ", "<meaning>" } },
	{ "no regex", HEAD PATTERN END, { "f.xml:6: ", "<regex>" } },
	{ "does not compile", HEAD PATTERN "<regex>a(b</regex>" END,
	    { "f.xml:8: ", "missing closing parenthesis at offset 3" } },
	{ "empty regex", HEAD PATTERN "<regex/>" END, { "f.xml:8: " } },
	{ "extended or not", HEAD PATTERN "<regex extended='x'>a</regex>" END,
	    { "f.xml:8: ", "'extended'", "'x'" } },
	{ "unknown type",
	    HEAD PATTERN "<regex>(?&lt;g>.)</regex>\n"
			 "<field name='f' type='u24' group='g'/>" END,
	    { "f.xml:9: ", "'u24'", "u16le, u32be" } },
	{ "unknown group",
	    HEAD PATTERN "<regex>(?&lt;g>.)</regex>\n"
			 "<field name='f' type='u8' group='h'/>" END,
	    { "f.xml:9: ", "'h'" } },
	{ "field without type",
	    HEAD PATTERN "<regex>(?&lt;g>.)</regex>\n"
			 "<field name='f' group='g'/>" END,
	    { "f.xml:9: ", "'type'" } },
	{ "field without group",
	    HEAD PATTERN "<regex>(?&lt;g>.)</regex>\n"
			 "<field name='f' type='u8'/>" END,
	    { "f.xml:9: ", "'group'" } },
	{ "field's bad name",
	    HEAD PATTERN "<regex>(?&lt;g>.)</regex>\n"
			 "<field name='' type='u8' group='g'/>" END,
	    { "f.xml:9: ", "not ''" } },
	{ "length of no number",
	    HEAD PATTERN "<regex>(?&lt;g>.)</regex>\n"
			 "<length group='g' type='hex' is='equal'/>" END,
	    { "f.xml:9: ", "'hex'" } },
	{ "length of what",
	    HEAD PATTERN "<regex>(?&lt;g>.)</regex>\n"
			 "<length group='g' type='u8' is='less'/>" END,
	    { "f.xml:9: ", "'less'" } },
	{ "length times too much",
	    HEAD PATTERN "<regex>(?&lt;g>.)</regex>\n"
			 "<length group='g' type='u8' times='2049'"
			 " is='equal'/>" END,
	    { "f.xml:9: ", "'2049'" } },
	{ "follow-up port 0",
	    HEAD PROBE REQUEST "<follow-up probe='x' port='0'/></probe>" FOOT,
	    { "f.xml:6: ", "'0'" } },
	{ "follow-up of nothing",
	    HEAD PROBE REQUEST "<follow-up port='1'/></probe>" FOOT,
	    { "f.xml:6: ", "'probe'" } },
	{ "unknown element",
	    HEAD PROBE REQUEST "<replies>\n</replies></probe>" FOOT,
	    { "f.xml:6: ", "<replies>", "probes.rng" } },
	{ "unknown attribute",
	    HEAD "<probe name='x' protocol='tcp' speed='9'>"
		 "<summary>s</summary><port>1</port></probe>" FOOT,
	    { "f.xml:2: ", "speed" } },
	{ "foreign namespace",
	    HEAD PROBE REQUEST "<z:a xmlns:z='urn:z'/></probe>" FOOT,
	    { "f.xml:6: ", "probes.rng" } },
	{ "stray text", HEAD PROBE REQUEST "fast</probe>" FOOT,
	    { "f.xml:2: ", "probes.rng" } },
	{ "controls are not echoed",
	    HEAD "<probe name='&#x9b;1m' protocol='udp'/>" FOOT,
	    { "f.xml:2: ", "'\xef\xbf\xbd"
			   "1m'" } },
};

static void
test_refuse(void)
{
	for (size_t i = 0; i < sizeof(refuse_rows) / sizeof(refuse_rows[0]);
	     i++) {
		struct probe_set set = PROBE_SET_INIT;
		struct err err = ERR_INIT;

		harness_row(refuse_rows[i].name);
		CU_ASSERT_EQUAL(load(&set, refuse_rows[i].xml,
				    strlen(refuse_rows[i].xml), &err),
		    -1);
		CU_ASSERT(err.code == ERR_INPUT || err.code == ERR_LIMIT);
		CU_ASSERT_PTR_NULL(strchr(err.text, '\n'));
		for (size_t j = 0; j < 3 && refuse_rows[i].says[j] != NULL;
		     j++) {
			bool is_said =
			    strstr(err.text, refuse_rows[i].says[j]) != NULL;

			CU_ASSERT_TRUE(is_said);
			if (!is_said)
				printf("# %s: '%s'\n", refuse_rows[i].name,
				    err.text);
		}
		probe_set_fini(&set);
	}
}

static const char whole[] =
    HEAD "<!-- a comment -->\n"
	 "<probe name='a-1' protocol='tcp' default='true'>\n"
	 "<summary>  two\n lines </summary>\n"
	 "<port on-request='true'>3</port><port>1</port>"
	 "<port on-request='false'>2</port>\n"
	 "<request>\n00 0aFF\n</request>\n"
	 "<reply-length>2048</reply-length>\n"
	 "<pattern name='p' role='alive'><meaning>m</meaning>\n"
	 "<regex extended='true'><![CDATA[ (?<g> . ) ]]></regex>\n"
	 "<length group='g' type='u8' times='2' plus='3' is='at-most'/>\n"
	 "<field name='f' type='u8' group='g'/></pattern>\n"
	 "<follow-up probe='b' port='65535' unless-answered='a-1'/>\n"
	 "<follow-up probe='b' port='1'/></probe>\n"
	 "<probe name='b' protocol='tcp'><summary>b</summary>"
	 "<port>38292</port></probe>\n" FOOT;

static void
test_whole(void)
{
	struct probe_set set = PROBE_SET_INIT;
	struct err err = ERR_INIT;
	const struct probe *a;

	CU_ASSERT_EQUAL(load(&set, whole, sizeof(whole) - 1, &err), 0);
	CU_ASSERT_STRING_EQUAL(err.text, "");
	CU_ASSERT_EQUAL_FATAL(set.n, 2);
	a = set.probe[0];
	CU_ASSERT_STRING_EQUAL(a->name, "a-1");
	CU_ASSERT_STRING_EQUAL(a->summary, "two lines");
	CU_ASSERT_STRING_EQUAL(a->origin, "f.xml");
	CU_ASSERT_EQUAL(a->protocol, NET_TCP);
	CU_ASSERT_TRUE(a->is_default);
	CU_ASSERT_EQUAL(a->n_ports, 3);
	CU_ASSERT_EQUAL(a->n_default, 2);
	CU_ASSERT_EQUAL(a->port[0], 1);
	CU_ASSERT_EQUAL(a->port[1], 2);
	CU_ASSERT_EQUAL(a->port[2], 3);
	CU_ASSERT_EQUAL_FATAL(a->request_len, 3);
	CU_ASSERT_EQUAL(memcmp(a->request, "\x00\x0a\xff", 3), 0);
	CU_ASSERT_EQUAL(a->reply_len, 2048);
	CU_ASSERT_EQUAL_FATAL(a->n_patterns, 1);
	CU_ASSERT_EQUAL(a->pattern[0]->role, OBSERVATION_ROLE_ALIVE);
	CU_ASSERT_EQUAL(a->pattern[0]->length.factor, 2);
	CU_ASSERT_EQUAL(a->pattern[0]->length.offset, 3);
	CU_ASSERT_FALSE(a->pattern[0]->length.is_equal);
	CU_ASSERT_EQUAL(a->pattern[0]->n_fields, 1);
	CU_ASSERT_EQUAL_FATAL(a->n_follow_ups, 2);
	CU_ASSERT_EQUAL(a->follow_up[0].port, 65535);
	CU_ASSERT_STRING_EQUAL(a->follow_up[0].unless_answered, "a-1");
	CU_ASSERT_PTR_NULL(a->follow_up[1].unless_answered);
	CU_ASSERT_FALSE(set.probe[1]->is_default);
	CU_ASSERT_EQUAL(set.probe[1]->request_len, 0);
	probe_set_fini(&set);
}

/* Cut at each byte the text is never taken, and nothing leaks. */
static void
test_cut(void)
{
	/* behind the last tag only blanks are missing */
	size_t end = sizeof(whole) - 2;

	for (size_t len = 0; len < end; len++) {
		struct probe_set set = PROBE_SET_INIT;
		struct err err = ERR_INIT;

		CU_ASSERT_EQUAL(load(&set, whole, len, &err), -1);
		CU_ASSERT_EQUAL(err.code, ERR_INPUT);
		probe_set_fini(&set);
	}
}

/* n copies of a piece between two others; '@' becomes the copy's number. */
static int
load_many(const char *before, const char *piece, size_t n, const char *after,
    struct err *err)
{
	struct probe_set set = PROBE_SET_INIT;
	struct text xml = TEXT_INIT;
	int ret;

	text_add(&xml, before);
	for (size_t i = 0; i < n; i++)
		for (const char *c = piece; *c != '\0'; c++)
			if (*c == '@')
				text_addf(&xml, "%zu", i);
			else
				text_add_char(&xml, *c);
	text_add(&xml, after);
	ret = load(&set, text_str(&xml), xml.len, err);
	text_fini(&xml);
	probe_set_fini(&set);
	return ret;
}

#define UDP_REQUEST HEAD PROBE "<port>1</port><request>"
#define FIELDS      HEAD PATTERN "<regex>(?&lt;g>.)</regex>"
#define FIELD       "<field name='f@' type='u8' group='g'/>"
#define A_PATTERN                                             \
	"<pattern name='p@' role='none'><meaning>m</meaning>" \
	"<regex>a</regex></pattern>"
#define FOLLOW_UP "<follow-up probe='x' port='1'/>"

/* The last that is taken and the first that is not. */
static const struct {
	const char *name, *before, *piece, *after;
	size_t n_max;
} many_rows[] = {
	{ "request", UDP_REQUEST, "00", "</request></probe>" FOOT, 267 },
	{ "fields", FIELDS, FIELD, END, OBSERVATION_FIELDS_MAX },
	{ "patterns", HEAD PROBE REQUEST, A_PATTERN, "</probe>" FOOT,
	    PROBE_PATTERNS_MAX },
	{ "follow-ups", HEAD PROBE REQUEST, FOLLOW_UP, "</probe>" FOOT,
	    PROBE_FOLLOW_UPS_MAX },
	{ "file size", HEAD PROBE REQUEST "</probe>", "<!--bytes-->\n", FOOT,
	    0 },
};

static void
test_many(void)
{
	for (size_t i = 0; i < sizeof(many_rows) / sizeof(many_rows[0]); i++) {
		const char *before = many_rows[i].before,
			   *piece = many_rows[i].piece,
			   *after = many_rows[i].after;
		size_t n = many_rows[i].n_max;
		struct err err = ERR_INIT;

		if (n == 0) /* pieces of 13 bytes */
			n = (PROBE_LOAD_XML_MAX - strlen(before) -
				strlen(after)) /
			    13;
		harness_row(many_rows[i].name);
		CU_ASSERT_EQUAL(load_many(before, piece, n, after, &err), 0);
		CU_ASSERT_STRING_EQUAL(err.text, "");
		CU_ASSERT_EQUAL(load_many(before, piece, n + 1, after, &err),
		    -1);
		CU_ASSERT_PTR_NOT_NULL(strstr(err.text, "f.xml:"));
		CU_ASSERT_PTR_NOT_NULL(strstr(err.text, "at most"));
	}
}

/* Deep nesting ends in a message and not on the stack. */
static void
test_deep(void)
{
	struct err err = ERR_INIT;

	CU_ASSERT_EQUAL(load_many(HEAD, "<a>", 100000, FOOT, &err), -1);
	CU_ASSERT_EQUAL(err.code, ERR_INPUT);
}

static void
test_file(void)
{
	struct probe_set set = PROBE_SET_INIT;
	struct err err = ERR_INIT;

	CU_ASSERT_EQUAL(probe_set_add_file(&set, "/nonexistent/p.xml", &err),
	    -1);
	CU_ASSERT_EQUAL(err.code, ERR_INPUT);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.text, "/nonexistent/p.xml"));
	CU_ASSERT_EQUAL(probe_set_add_file(&set, "/dev/zero", &err), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.text, "/dev/zero"));
	CU_ASSERT_EQUAL(set.n, 0);
	probe_set_fini(&set);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "refused files", test_refuse },
		{ "a whole file", test_whole },
		{ "cut at each byte", test_cut },
		{ "largest and one more", test_many },
		{ "deep nesting", test_deep },
		{ "files", test_file },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "probe_load", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
