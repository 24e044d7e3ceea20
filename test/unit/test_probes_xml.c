/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * probes.xml: what each entry sends where, and what it makes of the sample
 * replies of test/data/<probe>/.  A new sample is a file there and no line
 * here.
 */
#include "scanner/probe.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "test/harness.h"
#include "test/sample.h"

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

/*
 * Match on memory of exactly that size, so that a sanitizer sees a byte read
 * too many, and check what must hold of every match.
 */
static bool
match_exactly(const struct probe *probe, const uint8_t *reply, size_t len,
    struct probe_match *match)
{
	uint8_t *exact = malloc(len == 0 ? 1 : len);
	bool is_match;

	if (exact == NULL)
		abort();
	if (len > 0)
		memcpy(exact, reply, len);
	memset(match, 0x5a, sizeof(*match)); /* "always fills match" */
	is_match = probe_match(probe, len == 0 ? NULL : exact, len, match);
	free(exact); /* and keeps nothing of the reply */
	CU_ASSERT(is_match == (match->pattern != NULL));
	CU_ASSERT(is_match || match->role == OBSERVATION_ROLE_UNIDENTIFIED);
	CU_ASSERT(match->n_fields <= OBSERVATION_FIELDS_MAX);
	CU_ASSERT(is_match || match->n_fields == 0);
	for (size_t i = 0; i < match->n_fields; i++) {
		const char *value = match->field[i].value;
		struct text clean = TEXT_INIT;

		utf8_clean(&clean, value, strlen(value));
		CU_ASSERT(clean.len > 0);
		CU_ASSERT_STRING_EQUAL(text_str(&clean), value);
		text_fini(&clean);
	}
	return is_match;
}

static bool
compare_text(const char *expected, const char *got)
{
	if (strcmp(expected, got) == 0)
		return true;
	printf("# expected '%s', got '%s'\n", expected, got);
	return false;
}

static void
compare(const struct sample *sample, const struct probe_match *match)
{
	bool is_same = compare_text(sample->pattern,
	    match->pattern == NULL ? "none" : match->pattern);

	is_same &=
	    compare_text(sample->role, observation_role_name(match->role));
	is_same &= compare_text(sample->name == NULL ? "" : sample->name,
	    match->name == NULL ? "" : match->name);
	for (size_t i = 0; i < match->n_fields || i < sample->n_fields; i++) {
		struct text line = TEXT_INIT;

		if (i < match->n_fields)
			text_addf(&line, "%s %s", match->field[i].name,
			    match->field[i].value);
		is_same &=
		    compare_text(i < sample->n_fields ? sample->field[i] : "",
			text_str(&line));
		text_fini(&line);
	}
	CU_ASSERT_TRUE(is_same);
}

/* Every cut of a sample, then the whole. */
static void
check_sample(const struct probe *probe, const char *path)
{
	struct probe_match match;
	struct sample sample;

	harness_row(path);
	CU_ASSERT_TRUE_FATAL(sample_read(&sample, path));
	for (size_t cut = 0; cut < sample.len; cut++) {
		(void)match_exactly(probe, sample.reply, cut, &match);
		probe_match_fini(&match);
	}
	(void)match_exactly(probe, sample.reply, sample.len, &match);
	compare(&sample, &match);
	probe_match_fini(&match);
	sample_fini(&sample);
}

/* Returns the number of samples that the probe has. */
static size_t
check_samples(const struct probe *probe)
{
	struct text wanted = TEXT_INIT;
	size_t n = 0;
	glob_t found;

	text_addf(&wanted, "%s/*.hex", probe->name);
	if (glob(harness_data(text_str(&wanted)), 0, NULL, &found) == 0) {
		n = found.gl_pathc;
		for (size_t i = 0; i < n; i++)
			check_sample(probe, found.gl_pathv[i]);
		globfree(&found);
	}
	text_fini(&wanted);
	return n;
}

static void
test_samples(void)
{
	for (size_t i = 0; i < shipped.n; i++) {
		size_t n = check_samples(shipped.probe[i]);

		harness_row(shipped.probe[i]->name);
		CU_ASSERT((n > 0) == (shipped.probe[i]->n_patterns > 0));
	}
}

/* Requests and ports as literal text: what is sent changes only on purpose. */
static const struct {
	const char *name, *request;
	enum net_protocol protocol;
	bool is_default;
	uint16_t port[3];
	size_t n_default;
} entry_rows[] = {
	{ "pds", "020a100050494e474244435600000000", NET_UDP, true, { 38293 },
	    1 },
	{ "rtvscan", "01100000140000000000000000000000", NET_TCP, true,
	    { 2967, 2968 }, 1 },
	{ "rtvscan-udp",
	    "000601000001000000000000"
	    "0776657273696f6e0462696e640000100003",
	    NET_UDP, false, { 2967, 2968 }, 2 },
	{ "pds2",
	    "50494e472800"
	    "50445356040001000000"
	    "494e494e040001000000"
	    "41504944040049555352"
	    "52504c44040064000000",
	    NET_UDP, false, { 9595 }, 1 },
	{ "cba", "474554202f20485454502f312e300d0a0d0a", NET_TCP, false,
	    { 9595 }, 1 },
	{ "nbstat",
	    "80f000100001000000000000"
	    "20434b"
	    "414141414141414141414141414141414141414141414141414141414141"
	    "0000210001",
	    NET_UDP, false, { 137 }, 1 },
	{ "ams", "", NET_TCP, false, { 38292 }, 1 },
	{ "quarantine", "", NET_TCP, false, { 2847, 2848 }, 2 },
};

#define N_ENTRIES (sizeof(entry_rows) / sizeof(entry_rows[0]))

static void
test_entries(void)
{
	CU_ASSERT_EQUAL(shipped.n, N_ENTRIES);
	for (size_t i = 0; i < N_ENTRIES; i++) {
		const struct probe *probe =
		    probe_find(&shipped, entry_rows[i].name);
		struct text hex = TEXT_INIT;
		size_t n_ports = 0;

		harness_row(entry_rows[i].name);
		CU_ASSERT_PTR_NOT_NULL(probe);
		if (probe == NULL)
			continue;
		hex_add(&hex, probe->request, probe->request_len, '\0');
		CU_ASSERT_STRING_EQUAL(text_str(&hex), entry_rows[i].request);
		text_fini(&hex);
		CU_ASSERT_EQUAL(probe->protocol, entry_rows[i].protocol);
		CU_ASSERT_EQUAL(probe->is_default, entry_rows[i].is_default);
		CU_ASSERT_EQUAL(probe->n_default, entry_rows[i].n_default);
		/* Of the groups none is public. */
		CU_ASSERT_EQUAL(probe->is_broadcast, i == 0);
		CU_ASSERT_EQUAL(probe->group.family, 0);
		while (n_ports < 3 && entry_rows[i].port[n_ports] != 0) {
			CU_ASSERT_EQUAL(probe->port[n_ports],
			    entry_rows[i].port[n_ports]);
			n_ports++;
		}
		CU_ASSERT_EQUAL(probe->n_ports, n_ports);
		CU_ASSERT(strlen(probe->summary) > 0);
		for (size_t j = 0; j < probe->n_ports; j++)
			CU_ASSERT_EQUAL(probe_check_port(probe, probe->port[j],
					    NULL),
			    0);
	}
}

static void
test_follow_ups(void)
{
	static const struct {
		const char *probe;
		uint16_t port;
	} rows[] = {
		{ "rtvscan", 2968 },
		{ "rtvscan-udp", 2967 },
		{ "rtvscan-udp", 2968 },
	};
	const struct probe *pds = probe_find(&shipped, "pds");

	CU_ASSERT_PTR_NOT_NULL_FATAL(pds);
	CU_ASSERT_EQUAL_FATAL(pds->n_follow_ups, 3);
	for (size_t i = 0; i < 3; i++) {
		const struct probe_follow_up *got = &pds->follow_up[i];

		CU_ASSERT_STRING_EQUAL(got->probe, rows[i].probe);
		CU_ASSERT_EQUAL(got->port, rows[i].port);
		CU_ASSERT_PTR_NOT_NULL_FATAL(got->unless_answered);
		CU_ASSERT_STRING_EQUAL(got->unless_answered, "rtvscan");
	}
}

/* Every probe against large replies of one byte, and against too large ones. */
static void
test_large(void)
{
	static const uint8_t fill[] = { 0x00, 0x0a, 'A', 0xd8, 0xff };
	uint8_t *reply = mem_array(65536, 1);
	struct probe_match match;

	for (size_t i = 0; i < shipped.n * sizeof(fill); i++) {
		const struct probe *probe = shipped.probe[i / sizeof(fill)];

		harness_row(probe->name);
		memset(reply, fill[i % sizeof(fill)], 65536);
		CU_ASSERT_FALSE(
		    match_exactly(probe, reply, PROBE_REPLY_MAX, &match));
		probe_match_fini(&match);
		CU_ASSERT_FALSE(match_exactly(probe, reply, 65536, &match));
		probe_match_fini(&match);
	}
	free(reply);
}

/* A pong of just the largest size, all of it name, and one byte more. */
static void
test_largest_pong(void)
{
	static const uint8_t head[] = { 0x02, 0x0a, 0, 0, 'B', 'D', 'C', 'V',
		'P', 'I', 'N', 'G', 0, 0, 0, 0, 0, 0, 0xfc, 0x07 };
	const struct probe *pds = probe_find(&shipped, "pds");
	uint8_t *reply = mem_array(PROBE_REPLY_MAX + 1, 1);
	struct probe_match match;

	CU_ASSERT_PTR_NOT_NULL_FATAL(pds);
	memset(reply, 0x20, PROBE_REPLY_MAX + 1); /* U+2020 */
	memcpy(reply, head, sizeof(head));
	memset(reply + PROBE_REPLY_MAX - 2, 0, 2);
	CU_ASSERT_TRUE(match_exactly(pds, reply, PROBE_REPLY_MAX, &match));
	CU_ASSERT_PTR_NOT_NULL(match.name);
	if (match.name != NULL)
		CU_ASSERT_EQUAL(strlen(match.name),
		    (PROBE_REPLY_MAX - 32 - 2) / 2 * 3);
	probe_match_fini(&match);
	CU_ASSERT_FALSE(match_exactly(pds, reply, PROBE_REPLY_MAX + 1, &match));
	probe_match_fini(&match);
	free(reply);
}

/* As many NetBIOS names as fit, the machine's own the last of them. */
static void
test_most_names(void)
{
	static const uint8_t head[] = "\x80\xf0\x84\x00\x00\x00\x00\x01"
				      "\x00\x00\x00\x00\x20"
				      "CKAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\x00"
				      "\x00\x21\x00\x01\x00\x00\x00\x00";
	static const uint8_t group[] = "GROUP          \x1e\x84\x00";
	static const uint8_t own[] = "LAST           \x20\x04\x00";
	const struct probe *nbstat = probe_find(&shipped, "nbstat");
	size_t n = (PROBE_REPLY_MAX - 57 - 46) / 18;
	uint8_t *reply = mem_array(PROBE_REPLY_MAX, 1);
	struct probe_match match;

	CU_ASSERT_PTR_NOT_NULL_FATAL(nbstat);
	CU_ASSERT_EQUAL(sizeof(head) - 1, 54);
	memcpy(reply, head, sizeof(head) - 1);
	reply[56] = (uint8_t)n;
	for (size_t i = 0; i < n; i++)
		memcpy(reply + 57 + 18 * i, i + 1 < n ? group : own, 18);
	reply[57 + 18 * n] = 2; /* 02:00:00:00:00:00 */
	CU_ASSERT_TRUE(match_exactly(nbstat, reply, 57 + 18 * n + 46, &match));
	CU_ASSERT_EQUAL(match.n_fields, 2);
	CU_ASSERT_PTR_NOT_NULL_FATAL(match.name);
	CU_ASSERT_STRING_EQUAL(match.name, "LAST");
	probe_match_fini(&match);
	free(reply);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "sample replies of test/data", test_samples },
		{ "entries", test_entries },
		{ "follow-ups", test_follow_ups },
		{ "large replies", test_large },
		{ "largest pong", test_largest_pong },
		{ "most names", test_most_names },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "probes.xml", load_shipped, drop_shipped, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
