/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Patterns: bytes and not characters, limits, groups, stated lengths; each
 * with PCRE2's compiler and with its interpreter.
 */
#include "scanner/pattern.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "test/harness.h"

#define BYTES(literal) literal, sizeof(literal) - 1

/* PCRE2's own switch at the start of a pattern. */
static const char *const engines[] = { "", "(*NO_JIT)" };

#define N_ENGINES (sizeof(engines) / sizeof(engines[0]))

static struct pattern *
compile(const char *engine, const char *regex, bool is_extended,
    struct err *err)
{
	struct pattern *pattern = pattern_new();
	struct text whole = TEXT_INIT;

	text_add(&whole, engine);
	text_add(&whole, regex);
	if (pattern_compile(pattern, text_str(&whole), is_extended, err) ==
	    -1) {
		pattern_free(pattern);
		pattern = NULL;
	}
	for (int i = 0; pattern != NULL && i <= PATTERN_JIT_AFTER; i++)
		(void)pattern_match(pattern, NULL, 0);
	text_fini(&whole);
	return pattern;
}

static const struct {
	const char *name, *regex;
	bool is_extended;
	const char *reply;
	size_t len;
	bool is_match;
} match_rows[] = {
	{ "plain", "ab", false, BYTES("ab"), true },
	{ "more follows", "ab", false, BYTES("abc"), true },
	{ "cut", "ab", false, BYTES("a"), false },
	{ "nothing came", "ab", false, BYTES(""), false },
	{ "nothing asked of nothing", "$", false, BYTES(""), true },
	{ "anchored", "b", false, BYTES("ab"), false },
	{ "anchored after a newline", "b", false, BYTES("\nb"), false },
	{ "dot meets newline", "a.b", false, BYTES("a\nb"), true },
	{ "dot meets NUL", "a.b", false, BYTES("a\0b"), true },
	{ "dot is one byte", "a.b", false,
	    BYTES("a\xc3\xa9"
		  "b"),
	    false },
	{ "byte beyond ASCII", "\\xff", false, BYTES("\xff"), true },
	{ "half of a character", "\\xc3$", false, BYTES("\xc3"), true },
	{ "end is the end", "a$", false, BYTES("a\n"), false },
	{ "NUL in a regex", "\\x00{2}$", false, BYTES("\0\0"), true },
	{ "blanks count", "a b", false, BYTES("ab"), false },
	{ "blanks do not count", "a b # c", true, BYTES("ab"), true },
};

static void
test_match(void)
{
	for (size_t e = 0; e < N_ENGINES; e++)
		for (size_t i = 0;
		     i < sizeof(match_rows) / sizeof(match_rows[0]); i++) {
			struct err err = ERR_INIT;
			struct pattern *p =
			    compile(engines[e], match_rows[i].regex,
				match_rows[i].is_extended, &err);

			harness_row(match_rows[i].name);
			CU_ASSERT_PTR_NOT_NULL_FATAL(p);
			CU_ASSERT_EQUAL(pattern_match(p,
					    (const uint8_t *)match_rows[i]
						.reply,
					    match_rows[i].len),
			    match_rows[i].is_match);
			pattern_free(p);
		}
}

/* The same answer, whichever engine gives it. */
static void
test_late(void)
{
	struct pattern *p = pattern_new();

	pattern_set(p, "a (?<b> .. ) $ # c", true);
	CU_ASSERT_PTR_NULL(p->code);
	for (int i = 0; i < 2 * PATTERN_JIT_AFTER; i++) {
		struct pattern_span span;

		CU_ASSERT_FALSE(pattern_match(p, (const uint8_t *)"ax", 2));
		CU_ASSERT_TRUE(pattern_match(p, (const uint8_t *)"axy", 3));
		CU_ASSERT_TRUE(
		    pattern_group(p, 1, (const uint8_t *)"axy", &span));
		CU_ASSERT_EQUAL(span.len, 2);
	}
	pattern_free(p);
}

static void
late_sink(enum log_level level, const char *subsystem, const char *line,
    void *arg)
{
	struct text *said = arg;

	(void)level;
	text_addf(said, "%s: %s\n", subsystem, line);
}

/* A text that does not compile after all matches nothing, and says so once. */
static void
test_late_refused(void)
{
	struct pattern *p = pattern_new();
	struct text said = TEXT_INIT;

	p->name = mem_dup("bad");
	pattern_set(p, "a(b", false);
	log_set_sink(late_sink, &said);
	for (int i = 0; i < 2 * PATTERN_JIT_AFTER; i++)
		CU_ASSERT_FALSE(pattern_match(p, (const uint8_t *)"ab", 2));
	log_set_sink(NULL, NULL);
	CU_ASSERT_STRING_EQUAL(text_str(&said),
	    "probe: pattern bad: missing closing parenthesis at offset 3 of "
	    "the pattern\n");
	text_fini(&said);
	pattern_free(p);
}

static const struct {
	const char *name, *regex, *says;
} refuse_rows[] = {
	{ "empty", "", "empty" },
	{ "open group", "a(b", "missing closing parenthesis at offset 3" },
	{ "nothing to repeat", "*a", "at offset 0" },
	{ "UTF asked for", "(*UTF)a", "UTF" },
	{ "UCP asked for", "(*UCP)a", "UCP" },
	{ "not ASCII", "a\xc3\xa9", "byte c3 at offset 1" },
	{ "too large", "(((a{1000}){1000}){1000})", "too large" },
};

static void
test_refuse(void)
{
	struct text longest = TEXT_INIT;
	struct err err = ERR_INIT;
	struct pattern *p;

	for (size_t i = 0; i < sizeof(refuse_rows) / sizeof(refuse_rows[0]);
	     i++) {
		harness_row(refuse_rows[i].name);
		p = compile("", refuse_rows[i].regex, false, &err);
		CU_ASSERT_PTR_NULL(p);
		CU_ASSERT_EQUAL(err.code, ERR_INPUT);
		CU_ASSERT_PTR_NOT_NULL(strstr(err.text, refuse_rows[i].says));
	}
	for (size_t i = 0; i < PATTERN_TEXT_MAX; i++)
		text_add_char(&longest, 'a');
	p = compile("", text_str(&longest), false, &err);
	CU_ASSERT_PTR_NOT_NULL(p);
	pattern_free(p);
	text_add_char(&longest, 'a');
	CU_ASSERT_PTR_NULL(compile("", text_str(&longest), false, &err));
	CU_ASSERT_EQUAL(err.code, ERR_LIMIT);
	text_fini(&longest);
}

/*
 * Patterns that would run for longer than anybody lives on this reply.  The
 * test ends only because they are stopped.
 */
static void
test_limits(void)
{
	static const char *const rows[] = {
		"(a+)+$",
		"(a|aa)+$",
		"(?:(?:a*)*)*[bc]",
		"(?:a?){800}[bc]",
		"(?<x>a|(?&x)(?&x))+[bc]",
		"(.*)(.*)(.*)(.*)(.*)(.*)[bc]",
	};
	size_t len = OBSERVATION_RAW_MAX;
	uint8_t *reply = mem_array(len, 1);

	memset(reply, 'a', len);
	reply[len - 1] = '!';
	for (size_t i = 0; i < N_ENGINES * sizeof(rows) / sizeof(rows[0]);
	     i++) {
		struct err err = ERR_INIT;
		struct pattern *p = compile(engines[i % N_ENGINES],
		    rows[i / N_ENGINES], false, &err);

		harness_row(rows[i / N_ENGINES]);
		CU_ASSERT_PTR_NOT_NULL_FATAL(p);
		CU_ASSERT_FALSE(pattern_match(p, reply, len));
		/* and it is of use again */
		CU_ASSERT_FALSE(pattern_match(p, reply, 0));
		pattern_free(p);
	}
	free(reply);
}

/* Deeper than the compiler's stack, but within the interpreter's limits. */
static void
test_deep(void)
{
	size_t len = OBSERVATION_RAW_MAX;
	uint8_t *reply = mem_array(len, 1);

	memset(reply, 'a', len);
	for (size_t e = 0; e < N_ENGINES; e++) {
		struct err err = ERR_INIT;
		struct pattern *p =
		    compile(engines[e], "(?:(?:a)(?:)){1,}$", false, &err);

		harness_row(engines[e]);
		CU_ASSERT_PTR_NOT_NULL_FATAL(p);
		CU_ASSERT_TRUE(pattern_match(p, reply, len));
		pattern_free(p);
	}
	free(reply);
}

static void
test_groups(void)
{
	static const uint8_t reply[] = "xay";
	struct pattern_span span;
	struct err err = ERR_INIT;
	unsigned a, b, empty;
	struct pattern *p =
	    compile("", "x(?<a>a)?(?<b>b)?(?<empty>)y", false, &err);

	CU_ASSERT_PTR_NOT_NULL_FATAL(p);
	CU_ASSERT_EQUAL_FATAL(pattern_find_group(p, &a, "a", &err), 0);
	CU_ASSERT_EQUAL_FATAL(pattern_find_group(p, &b, "b", &err), 0);
	CU_ASSERT_EQUAL_FATAL(pattern_find_group(p, &empty, "empty", &err), 0);
	CU_ASSERT_EQUAL(pattern_find_group(p, &b, "c", &err), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.text, "no group 'c'"));
	CU_ASSERT_EQUAL(pattern_find_group(p, &b, "", &err), -1);

	CU_ASSERT_TRUE(pattern_match(p, reply, 3));
	CU_ASSERT_TRUE(pattern_group(p, a, reply, &span));
	CU_ASSERT_PTR_EQUAL(span.bytes, reply + 1);
	CU_ASSERT_EQUAL(span.len, 1);
	CU_ASSERT_FALSE(pattern_group(p, b, reply, &span));
	CU_ASSERT_TRUE(pattern_group(p, empty, reply, &span));
	CU_ASSERT_EQUAL(span.len, 0);
	CU_ASSERT_FALSE(pattern_group(p, 4, reply, &span));
	/* What an earlier match met must not stay. */
	CU_ASSERT_TRUE(pattern_match(p, (const uint8_t *)"xy", 2));
	CU_ASSERT_FALSE(pattern_group(p, a, reply, &span));
	pattern_free(p);

	p = compile("", "(?J)(?<a>a)|(?<a>b)", false, &err);
	CU_ASSERT_PTR_NOT_NULL_FATAL(p);
	CU_ASSERT_EQUAL(pattern_find_group(p, &a, "a", &err), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.text, "several groups 'a'"));
	pattern_free(p);
}

static const struct {
	const char *name, *type;
	uint32_t factor, offset;
	bool is_equal;
	const char *reply;
	size_t len;
	bool is_match;
} length_rows[] = {
	{ "equal", "u8", 1, 0, true, BYTES("\3ab"), true },
	{ "equal, one less", "u8", 1, 0, true, BYTES("\2ab"), false },
	{ "equal, one more", "u8", 1, 0, true, BYTES("\4ab"), false },
	{ "at most", "u8", 1, 0, false, BYTES("\3ab"), true },
	{ "at most, one less", "u8", 1, 0, false, BYTES("\2ab"), true },
	{ "at most, one more", "u8", 1, 0, false, BYTES("\4ab"), false },
	{ "plus", "u8", 1, 2, true, BYTES("\1ab"), true },
	{ "times and plus", "u8", 2, 1, true, BYTES("\1ab"), true },
	{ "times 0", "u8", 0, 3, true,
	    BYTES("\xff"
		  "ab"),
	    true },
	{ "no wrap", "u8", UINT32_MAX, 3, false,
	    BYTES("\xff"
		  "ab"),
	    false },
	{ "group of a wrong length", "u16le", 1, 0, false, BYTES("\0ab"),
	    false },
};

static void
test_length(void)
{
	for (size_t i = 0; i < sizeof(length_rows) / sizeof(length_rows[0]);
	     i++) {
		struct err err = ERR_INIT;
		struct pattern *p = compile("", "(?<n>.)", false, &err);

		harness_row(length_rows[i].name);
		CU_ASSERT_PTR_NOT_NULL_FATAL(p);
		p->length.type = field_type_find(length_rows[i].type);
		p->length.group = 1;
		p->length.factor = length_rows[i].factor;
		p->length.offset = length_rows[i].offset;
		p->length.is_equal = length_rows[i].is_equal;
		CU_ASSERT_EQUAL(pattern_match(p,
				    (const uint8_t *)length_rows[i].reply,
				    length_rows[i].len),
		    length_rows[i].is_match);
		pattern_free(p);
	}
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "match", test_match },
		{ "late", test_late },
		{ "late and refused", test_late_refused },
		{ "refused texts", test_refuse },
		{ "limits", test_limits },
		{ "deep", test_deep },
		{ "groups", test_groups },
		{ "stated lengths", test_length },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "pattern", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
