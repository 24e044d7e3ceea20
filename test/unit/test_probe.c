/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Sets of probes: what may be sent where, what replaces what, and the fields
 * of a match.
 */
#include "scanner/probe.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hex.h"
#include "test/harness.h"

static struct probe_set shipped = PROBE_SET_INIT;

static int
load_shipped(void)
{
	struct err err = ERR_INIT;

	probe_set_add_shipped(&shipped);
	if (probe_set_check(&shipped, &err) == -1) {
		printf("# %s\n", err.text);
		return 1;
	}
	return 0;
}

static int
drop_shipped(void)
{
	probe_set_fini(&shipped);
	return 0;
}

static void
test_meaning(void)
{
	const struct probe *rtvscan = probe_find(&shipped, "rtvscan");

	CU_ASSERT_PTR_NULL(probe_find(&shipped, "rtvsca"));
	CU_ASSERT_PTR_NULL(probe_find(&shipped, ""));
	CU_ASSERT_PTR_NOT_NULL_FATAL(rtvscan);
	CU_ASSERT_PTR_NULL(probe_meaning(rtvscan, "no-such"));
	CU_ASSERT_PTR_NOT_NULL_FATAL(probe_meaning(rtvscan, "sep-gup"));
	CU_ASSERT_PTR_NOT_NULL(
	    strstr(probe_meaning(rtvscan, "sep-gup"), "Group Update Provider"));
}

static const struct {
	const char *name;
	enum net_protocol protocol;
	uint16_t port;
	const char *request; /* "": connect only */
	int ret;
} port_rows[] = {
	{ "first port", NET_TCP, 1, "00", 0 },
	{ "last port", NET_TCP, 65535, "00", 0 },
	{ "port 0", NET_TCP, 0, "00", -1 },
	{ "port 0, connect only", NET_TCP, 0, "", -1 },
	{ "AMS", NET_TCP, 38292, "00", -1 },
	{ "AMS, connect only", NET_TCP, 38292, "", 0 },
	{ "below AMS", NET_TCP, 38291, "00", 0 },
	{ "file transfer", NET_TCP, 12174, "00", -1 },
	{ "file transfer, connect only", NET_TCP, 12174, "", 0 },
	{ "QIP", NET_TCP, 12175, "00", -1 },
	{ "beside QIP", NET_TCP, 12176, "00", 0 },
	{ "never-write ports by UDP", NET_UDP, 38292, "00", -1 },
	{ "alert proxy", NET_UDP, 65535, "00", -1 },
	{ "below the alert proxy", NET_UDP, 65534, "00", 0 },
	{ "type 10 to 2967", NET_TCP, 2967, "011000000a", -1 },
	{ "type 10 to 2968", NET_TCP, 2968, "011000000a00", -1 },
	{ "type 10 by UDP", NET_UDP, 2967, "011000000a", -1 },
	{ "type 20", NET_TCP, 2967, "0110000014", 0 },
	{ "cut before the type", NET_TCP, 2967, "0a0a0a0a", 0 },
	{ "type 10 elsewhere", NET_TCP, 2966, "011000000a", 0 },
	{ "type 10 on a port from a pong", NET_TCP, 2969, "011000000a", 0 },
};

static void
test_check_port(void)
{
	for (size_t i = 0; i < sizeof(port_rows) / sizeof(port_rows[0]); i++) {
		uint8_t request[16];
		struct err err = ERR_INIT;
		char name[] = "x";
		struct probe probe = { .name = name };

		harness_row(port_rows[i].name);
		probe.protocol = port_rows[i].protocol;
		probe.request = request;
		probe.request_len = (size_t)hex_parse(port_rows[i].request,
		    request, sizeof(request));
		CU_ASSERT_EQUAL(probe_check_port(&probe, port_rows[i].port,
				    &err),
		    port_rows[i].ret);
		CU_ASSERT_EQUAL(err.code == ERR_NONE, port_rows[i].ret == 0);
	}
}

/* A probe file of the user's in a temporary place. */
static int
add_file(struct probe_set *set, const char *body, struct err *err)
{
	char path[] = "/tmp/test_probe.XXXXXX";
	int ret = -1, fd = mkstemp(path);
	FILE *stream = fd == -1 ? NULL : fdopen(fd, "w");

	if (stream == NULL)
		return -1;
	fprintf(stream, "<probes xmlns=\"urn:rollcall:probes:1\">%s</probes>",
	    body);
	if (fclose(stream) == 0)
		ret = probe_set_add_file(set, path, err);
	(void)remove(path);
	return ret;
}

static void
test_replace(void)
{
	struct probe_set set = PROBE_SET_INIT;
	struct err err = ERR_INIT;
	const struct probe *rtvscan;

	probe_set_add_shipped(&set);
	CU_ASSERT_EQUAL(add_file(&set,
			    "<probe name='rtvscan' protocol='tcp'>"
			    "<summary>mine</summary><port>2967</port></probe>"
			    "<probe name='more' protocol='tcp'>"
			    "<summary>more</summary><port>80</port></probe>",
			    &err),
	    0);
	CU_ASSERT_STRING_EQUAL(err.text, "");
	CU_ASSERT_EQUAL(set.n, shipped.n + 1);
	rtvscan = probe_find(&set, "rtvscan");
	CU_ASSERT_PTR_NOT_NULL(rtvscan);
	if (rtvscan != NULL)
		CU_ASSERT_STRING_EQUAL(rtvscan->summary, "mine");
	CU_ASSERT_EQUAL(probe_set_check(&set, &err), 0);

	/* A file with a fault adds nothing, not even what is right in it. */
	CU_ASSERT_EQUAL(add_file(&set,
			    "<probe name='good' protocol='tcp'>"
			    "<summary>good</summary><port>80</port></probe>"
			    "<probe name='bad' protocol='tcp'>"
			    "<summary>bad</summary><port>0</port></probe>",
			    &err),
	    -1);
	CU_ASSERT_EQUAL(set.n, shipped.n + 1);
	CU_ASSERT_PTR_NULL(probe_find(&set, "good"));
	probe_set_fini(&set);
	probe_set_fini(&set);
}

/* Put a probe file into a folder; remove it with text NULL. */
static void
put_file(const char *folder, const char *name, const char *text)
{
	struct text path = TEXT_INIT;
	FILE *stream;

	text_addf(&path, "%s/%s", folder, name);
	if (text == NULL) {
		(void)remove(text_str(&path));
	} else {
		stream = fopen(text_str(&path), "w");
		CU_ASSERT_PTR_NOT_NULL(stream);
		if (stream != NULL) {
			fputs(text, stream);
			(void)fclose(stream);
		}
	}
	text_fini(&path);
}

static void
test_folder(void)
{
	static const char one[] =
	    "<probes xmlns='urn:rollcall:probes:1'>"
	    "<probe name='x' protocol='tcp'>"
	    "<summary>one</summary><port>1</port></probe></probes>";
	static const char two[] =
	    "<probes xmlns='urn:rollcall:probes:1'>"
	    "<probe name='x' protocol='tcp'>"
	    "<summary>two</summary><port>2</port></probe></probes>";
	char folder[] = "/tmp/test_probe.XXXXXX";
	struct probe_set set = PROBE_SET_INIT;
	struct err err = ERR_INIT;

	CU_ASSERT_EQUAL(probe_set_add_folder(&set, "/nonexistent/probes.d",
			    &err),
	    0);
	CU_ASSERT_EQUAL(probe_set_add_folder(&set, "/dev/null", &err), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.text, "/dev/null"));
	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
	put_file(folder, "20.xml", two);
	put_file(folder, "10.xml", one);
	put_file(folder, "30.xml~", "no XML");
	put_file(folder, ".xml", "no XML");
	CU_ASSERT_EQUAL(probe_set_add_folder(&set, folder, &err), 0);
	CU_ASSERT_EQUAL(set.n, 1);
	if (set.n == 1)
		CU_ASSERT_STRING_EQUAL(set.probe[0]->summary, "two");
	put_file(folder, "15.xml", "no XML");
	CU_ASSERT_EQUAL(probe_set_add_folder(&set, folder, &err), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.text, "/15.xml:1: "));
	put_file(folder, "10.xml", NULL);
	put_file(folder, "15.xml", NULL);
	put_file(folder, "20.xml", NULL);
	put_file(folder, "30.xml~", NULL);
	put_file(folder, ".xml", NULL);
	CU_ASSERT_EQUAL(rmdir(folder), 0);
	probe_set_fini(&set);
}

static const struct {
	const char *name, *follow_up, *says;
} check_rows[] = {
	{ "itself", "probe='x' port='80'", NULL },
	{ "known", "probe='ams' port='38292'", NULL },
	{ "unknown probe", "probe='none' port='80'", "'none'" },
	{ "unknown condition", "probe='x' port='80' unless-answered='none'",
	    "'none'" },
	{ "writes where nobody may", "probe='rtvscan' port='38292'", "38292" },
};

static void
test_check(void)
{
	for (size_t i = 0; i < sizeof(check_rows) / sizeof(check_rows[0]);
	     i++) {
		struct probe_set set = PROBE_SET_INIT;
		struct text body = TEXT_INIT;
		struct err err = ERR_INIT;

		harness_row(check_rows[i].name);
		text_addf(&body,
		    "<probe name='x' protocol='tcp'><summary>x</summary>"
		    "<port>80</port><follow-up %s/></probe>",
		    check_rows[i].follow_up);
		probe_set_add_shipped(&set);
		CU_ASSERT_EQUAL(add_file(&set, text_str(&body), &err), 0);
		CU_ASSERT_EQUAL(probe_set_check(&set, &err),
		    check_rows[i].says == NULL ? 0 : -1);
		if (check_rows[i].says != NULL)
			CU_ASSERT_PTR_NOT_NULL(
			    strstr(err.text, check_rows[i].says));
		text_fini(&body);
		probe_set_fini(&set);
	}
}

/* What is kept of a match names the same port again. */
static const struct {
	const char *name, *match;
	struct observation_field field[2];
	uint16_t port;
} told_rows[] = {
	{ "the first", "p", { { "port", "2967" }, { "two", "2968" } }, 2967 },
	{ "the second", "p", { { "two", "2968" } }, 2968 },
	{ "none", "p", { { "name", "2967" } }, 0 },
	{ "another pattern's", "q", { { "port", "2967" } }, 0 },
	{ "no match", NULL, { { "port", "2967" } }, 0 },
	{ "no number", "p", { { "port", "x" } }, 0 },
	{ "too large", "p", { { "port", "65536" } }, 0 },
};

/* Fields of one name, ports in both orders, NULs in text. */
static void
test_user_fields(void)
{
	static const uint8_t reply[] = { 0x97, 0x0b, 0x0b, 0x98, 'a', 0, 'b', 0,
		0 };
	struct probe_set set = PROBE_SET_INIT;
	struct probe_match match;
	struct err err = ERR_INIT;

	CU_ASSERT_EQUAL_FATAL(
	    add_file(&set,
		"<probe name='x' protocol='tcp'>"
		"<summary>x</summary><port>80</port>"
		"<pattern name='p' role='server'>"
		"<meaning>m</meaning><regex><![CDATA["
		"(?<le>..)(?<be>..)(?<t>...)(?<z>..)(?<n>x)?"
		"]]></regex>"
		"<field name='none' type='u8' group='n'/>"
		"<field name='port' type='tcp-port' group='z'/>"
		"<field name='port' type='tcp-port' group='le'/>"
		"<field name='port' type='tcp-port' group='be'/>"
		"<field name='two' type='tcp-port-be' group='be'/>"
		"<field name='name' type='ascii' group='t'/>"
		"</pattern></probe>",
		&err),
	    0);
	CU_ASSERT_TRUE(probe_match(set.probe[0], reply, sizeof(reply), &match));
	CU_ASSERT_EQUAL(match.role, OBSERVATION_ROLE_SERVER);
	CU_ASSERT_EQUAL(match.tcp_port, 2967); /* the first that has a value */
	CU_ASSERT_EQUAL(match.n_fields, 3);
	if (match.n_fields == 3) {
		CU_ASSERT_STRING_EQUAL(match.field[0].name, "port");
		CU_ASSERT_STRING_EQUAL(match.field[0].value, "2967");
		CU_ASSERT_STRING_EQUAL(match.field[1].name, "two");
		CU_ASSERT_STRING_EQUAL(match.field[1].value, "2968");
		CU_ASSERT_PTR_EQUAL(match.name, match.field[2].value);
		CU_ASSERT_STRING_EQUAL(match.name, "a\xef\xbf\xbd"
						   "b");
	}
	probe_match_fini(&match);
	probe_match_fini(&match);
	for (size_t i = 0; i < sizeof(told_rows) / sizeof(told_rows[0]); i++) {
		struct observation seen = { .match = told_rows[i].match };

		harness_row(told_rows[i].name);
		for (size_t k = 0; k < 2 && told_rows[i].field[k].name; k++)
			seen.field[seen.n_fields++] = told_rows[i].field[k];
		CU_ASSERT_EQUAL(probe_port_told(set.probe[0], &seen),
		    told_rows[i].port);
	}
	probe_set_fini(&set);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "find and meaning", test_meaning },
		{ "what may be sent where", test_check_port },
		{ "a file replaces and adds", test_replace },
		{ "a folder of files", test_folder },
		{ "a complete set", test_check },
		{ "fields of a match", test_user_fields },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "probe", load_shipped, drop_shipped, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
