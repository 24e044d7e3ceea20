/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Runs the cases of test/data/import/(all).tests through encoding and
 * grammar; the README there says how a case is written.
 */
#include <ctype.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "importer/encoding.h"
#include "importer/grammar.h"
#include "test/harness.h"

#define CASE_WORDS_MAX 3

struct a_case {
	struct text where;          /* "guide.tests:4: what it shows" */
	char *word[CASE_WORDS_MAX]; /* NULL: not given */
	char *encoding;
	struct text in;
	struct text want; /* a line per expectation */
};

static unsigned n_cases;

static void
case_fini(struct a_case *c)
{
	for (size_t i = 0; i < CASE_WORDS_MAX; i++)
		free(c->word[i]);
	free(c->encoding);
	text_fini(&c->where);
	text_fini(&c->in);
	text_fini(&c->want);
	memset(c, 0, sizeof(*c));
}

/* Append the text with its escapes resolved; false when one is unknown. */
static bool
unescape(struct text *out, const char *from)
{
	static const char letters[] = "nrt0s\\", bytes[] = "\n\r\t\0 \\";
	unsigned long repeat = 1;
	const char *hit;
	char hex[3] = "";
	char c, *end;

	for (; *from != '\0'; from++) {
		c = *from;
		if (c == '\\' && from[1] == '(') {
			repeat = strtoul(from + 2, &end, 10);
			if (*end != ')')
				return false;
			from = end;
			continue;
		}
		if (c == '\\' && *++from == 'e')
			continue;
		if (c == '\\' && *from == 'x' && isxdigit(from[1]) &&
		    isxdigit(from[2])) {
			memcpy(hex, from + 1, 2);
			c = (char)strtoul(hex, NULL, 16);
			from += 2;
		} else if (c == '\\') {
			if (*from == '\0' ||
			    (hit = strchr(letters, *from)) == NULL)
				return false;
			c = bytes[hit - letters];
		}
		for (; repeat > 0; repeat--)
			text_add_char(out, c);
		repeat = 1;
	}
	return true;
}

static bool
case_words(struct a_case *c, char *line)
{
	struct text word = TEXT_INIT;
	char *save = NULL;
	size_t n = 0;
	bool good = true;

	for (char *w = strtok_r(line, " ", &save); w != NULL && good;
	     w = strtok_r(NULL, " ", &save)) {
		good = n < CASE_WORDS_MAX && c->word[n] == NULL &&
		       unescape(&word, w);
		if (good)
			c->word[n++] = text_take(&word);
	}
	text_fini(&word);
	return good && n > 0;
}

static bool
case_input(struct a_case *c, const char *line)
{
	char *end = NULL;
	unsigned long n = 1;
	bool good = true;

	if (*line == '*') {
		n = strtoul(line + 1, &end, 10);
		line = end;
	}
	if (*line != ' ')
		return false;
	while (n-- > 0 && good)
		good = unescape(&c->in, line + 1);
	return good;
}

/* Gives a line of the file to the case that it belongs to. */
static bool
case_line(struct a_case *c, char *line)
{
	if (strncmp(line, "with ", 5) == 0)
		return case_words(c, line + 5);
	if (strncmp(line, "in", 2) == 0)
		return case_input(c, line + 2);
	if (strncmp(line, "encoding ", 9) == 0) {
		c->encoding = mem_dup(line + 9);
		return true;
	}
	if (!isdigit((unsigned char)*line) && strncmp(line, "usage: ", 7) != 0)
		return false;
	if (!unescape(&c->want, line))
		return false;
	text_add_char(&c->want, '\n');
	return true;
}

/* What came out, in the words of the file. */
struct outcome {
	struct text got;
	struct grammar *grammar;
	struct encoding *encoding;
};

static int
on_record(const struct record *record, void *arg, struct err *err)
{
	struct text *got = &((struct outcome *)arg)->got;
	char buf[ADDR_TEXT_LEN];

	(void)err;
	text_addf(got, "%llu %s", (unsigned long long)record->line,
	    record->was_cp1252 ? "cp1252 " : "");
	switch (record->kind) {
	case RECORD_PAIR:
		text_addf(got, "%s = %s\n", record->name,
		    addr_format(&record->addr, buf));
		break;
	case RECORD_COMMENT:
		text_add(got, "commented out\n");
		break;
	case RECORD_BAD:
		text_addf(got, "bad: %s\n", record->why);
		break;
	}
	return 0;
}

static int
on_bytes(const void *bytes, size_t len, void *arg, struct err *err)
{
	struct outcome *outcome = arg;

	grammar_set_utf8(outcome->grammar, encoding_is_utf8(outcome->encoding));
	return grammar_feed(outcome->grammar, bytes, len, on_record, outcome,
	    err);
}

/*
 * Feed the input in chunks of chunk bytes, each in memory of its own so
 * that a sanitizer sees a look beyond its end.
 */
static int
feed(struct outcome *outcome, const struct text *in, size_t chunk,
    struct err *err)
{
	int ret = 0;

	for (size_t at = 0; at < in->len && ret == 0; at += chunk) {
		size_t n = in->len - at < chunk ? in->len - at : chunk;
		char *copy = malloc(n);

		if (copy == NULL)
			abort();
		memcpy(copy, in->data + at, n);
		ret = encoding_feed(outcome->encoding, copy, n, on_bytes,
		    outcome, err);
		free(copy);
	}
	if (ret == 0)
		ret =
		    encoding_finish(outcome->encoding, on_bytes, outcome, err);
	if (ret == 0)
		ret = grammar_finish(outcome->grammar, on_record, outcome, err);
	return ret;
}

static void
case_outcome(const struct a_case *c, size_t chunk, struct text *got)
{
	struct outcome outcome = { TEXT_INIT, NULL, NULL };
	struct pair_rules rules;
	struct err err = ERR_INIT;

	if (pair_rules_init(&rules, c->word[0], c->word[1], c->word[2], &err) ==
	    0) {
		outcome.encoding = encoding_new(c->encoding, &err);
		outcome.grammar = grammar_new(&rules, false);
	}
	if (outcome.encoding == NULL ||
	    feed(&outcome, &c->in, chunk, &err) == -1)
		text_addf(&outcome.got, "%s: %s\n",
		    err.code == ERR_USAGE ? "usage" : "error", err.text);
	grammar_free(outcome.grammar);
	encoding_free(outcome.encoding);
	*got = outcome.got;
}

static void
case_run(struct a_case *c)
{
	static const size_t chunks[] = { SIZE_MAX, 1, 2, 3, 4, 5, 7, 16, 64,
		4096 };
	static char row[256]; /* outlives the case */

	if (c->where.len == 0)
		return; /* nothing before the first case */
	n_cases++;
	(void)snprintf(row, sizeof(row), "%s", text_str(&c->where));
	harness_row(row);
	for (size_t i = 0; i < sizeof(chunks) / sizeof(chunks[0]); i++) {
		struct text got = TEXT_INIT;
		bool is_same;

		case_outcome(c, chunks[i], &got);
		is_same = strcmp(text_str(&got), text_str(&c->want)) == 0;
		CU_ASSERT_TRUE(is_same);
		if (!is_same)
			printf("# %s, in chunks of %zu: wanted\n%s# got\n%s",
			    text_str(&c->where), chunks[i], text_str(&c->want),
			    text_str(&got));
		text_fini(&got);
		if (!is_same)
			break;
	}
	case_fini(c);
}

static void
run_file(const char *path)
{
	struct text content = TEXT_INIT;
	struct a_case c = { .where = TEXT_INIT };
	const char *slash = strrchr(path, '/');
	struct err err = ERR_INIT;
	unsigned line_no = 0;
	bool good = true;
	char *next;

	harness_row(path);
	CU_ASSERT_EQUAL_FATAL(file_read(&content, path, 1 << 20, &err), 0);
	for (char *line = content.data; line != NULL && good; line = next) {
		next = strchr(line, '\n');
		if (next != NULL)
			*next++ = '\0';
		line_no++;
		if (strncmp(line, "= ", 2) == 0) {
			case_run(&c);
			text_addf(&c.where, "%s:%u: %s", slash + 1, line_no,
			    line + 2);
		} else if (*line != '\0' && *line != '#') {
			good = c.where.len > 0 && case_line(&c, line);
		}
	}
	CU_ASSERT_TRUE(good);
	if (!good)
		printf("# %s:%u: not as the README says\n", path, line_no);
	case_run(&c);
	case_fini(&c);
	text_fini(&content);
}

static void
test_cases(void)
{
	glob_t found;

	CU_ASSERT_EQUAL_FATAL(glob(harness_data("import/*.tests"), 0, NULL,
				  &found),
	    0);
	for (size_t i = 0; i < found.gl_pathc; i++)
		run_file(found.gl_pathv[i]);
	globfree(&found);
	CU_ASSERT_TRUE(n_cases >= 100);
}

static int
on_record_stop(const struct record *record, void *arg, struct err *err)
{
	(void)record;
	++*(unsigned *)arg;
	return err_set(err, ERR_CACHE, "enough");
}

/* The receiver's error ends the feed, at every place that can end a record. */
static void
test_stop(void)
{
	static const struct {
		const char *name, *second, *in;
	} rows[] = {
		{ "separator", "LF", "a,10.0.0.1\nb,10.0.0.2\n" },
		{ "end of the file", "LF", "a,10.0.0.1" },
		{ "non-ASCII separator", "\xc2\xa7",
		    "a\xc2\xa7"
		    "b" },
		{ "in what a bracket held", ":", "[1:2:3x" },
		{ "held at the end", ":", "[1:2" },
		{ "cut character", "\xc2\xa7", "a\xa7\xc2" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct err err = ERR_INIT;
		struct pair_rules rules;
		struct grammar *g;
		unsigned calls = 0;
		int ret;

		harness_row(rows[i].name);
		CU_ASSERT_EQUAL_FATAL(pair_rules_init(&rules, NULL,
					  rows[i].second, NULL, &err),
		    0);
		g = grammar_new(&rules, false);
		ret = grammar_feed(g, rows[i].in, strlen(rows[i].in),
		    on_record_stop, &calls, &err);
		if (ret == 0)
			ret = grammar_finish(g, on_record_stop, &calls, &err);
		CU_ASSERT_EQUAL(ret, -1);
		CU_ASSERT_EQUAL(calls, 1);
		CU_ASSERT_STRING_EQUAL(err.text, "enough");
		grammar_free(g);
	}
	grammar_free(NULL);
}

/* Every record, cut short at every byte: never a crash, never a guess. */
static void
test_cut_short(void)
{
	static const char in[] = "M\xc3\xbcller, [2001:db8::1]\r\nb,10.0.0.2";
	struct pair_rules rules;
	struct err err = ERR_INIT;

	CU_ASSERT_EQUAL_FATAL(pair_rules_init(&rules, NULL, NULL, NULL, &err),
	    0);
	for (size_t len = 0; len < sizeof(in); len++) {
		struct outcome outcome = { TEXT_INIT, NULL, NULL };
		bool has_first = len >= 22, has_second = len == sizeof(in) - 1;

		outcome.grammar = grammar_new(&rules, false);
		CU_ASSERT_EQUAL(grammar_feed(outcome.grammar, in, len,
				    on_record, &outcome, &err),
		    0);
		CU_ASSERT_EQUAL(grammar_finish(outcome.grammar, on_record,
				    &outcome, &err),
		    0);
		CU_ASSERT_EQUAL(strstr(text_str(&outcome.got),
				    "M\xc3\xbcller = 2001:db8::1\n") != NULL,
		    has_first);
		CU_ASSERT_EQUAL(strstr(text_str(&outcome.got),
				    "b = 10.0.0.2\n") != NULL,
		    has_second);
		grammar_free(outcome.grammar);
		text_fini(&outcome.got);
	}
}

static void
test_can_carry(void)
{
	static const struct {
		const char *name, *text;
		bool can;
	} rows[] = {
		{ "plain", "Server 1", true },
		{ "comma", "Smith, John", true },
		{ "only a comma", ",", true },
		{ "not ASCII", "M\xc3\xbcller", true },
		{ "replacement character", "a\xef\xbf\xbd", true },
		{ "mark within", "a;b:c", true },
		{ "an address", "10.0.0.1", true },
		{ "an address that begins with ':'", "::1", true },
		{ "empty", "", false },
		{ "blank", " ", false },
		{ "blank in front", " a", false },
		{ "blank behind", "a ", false },
		{ "no-break space behind", "a\xc2\xa0", false },
		{ "tab within", "a\tb", false },
		{ "line feed within", "a\nb", false },
		{ "carriage return within", "a\rb", false },
		{ "mark in front", ";a", false },
		{ "other mark in front", ":a", false },
		{ "control character", "a\x01", false },
		{ "not UTF-8", "a\xff", false },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		harness_row(rows[i].name);
		CU_ASSERT_EQUAL(pair_can_carry(rows[i].text), rows[i].can);
	}
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "cases of test/data/import", test_cases },
		{ "the receiver stops the feed", test_stop },
		{ "cut short at every byte", test_cut_short },
		{ "names that a list can carry", test_can_carry },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "grammar", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
