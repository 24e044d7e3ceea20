/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Talk for people: levels, cleaning, where it goes.
 */
#include "base/log.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "test/harness.h"

#define BAD "\xef\xbf\xbd" /* U+FFFD */

static void
sink(enum log_level level, const char *subsystem, const char *line, void *arg)
{
	text_addf(arg, "%d|%s|%s;", (int)level, subsystem, line);
}

static const struct {
	const char *name;
	enum log_level level;
	const char *lines;
} level_rows[] = {
	{ "errors only", LOG_LEVEL_ERROR, "0|a|e1;" },
	{ "warnings", LOG_LEVEL_WARN, "0|a|e1;1|b|w2;" },
	{ "-v", LOG_LEVEL_INFO, "0|a|e1;1|b|w2;2|c|i3;" },
	{ "-vv", LOG_LEVEL_DEBUG, "0|a|e1;1|b|w2;2|c|i3;3|d|d4;" },
};

static void
test_levels(void)
{
	struct text got = TEXT_INIT;

	log_set_sink(sink, &got);
	for (size_t i = 0; i < HARNESS_ROWS(level_rows); i++) {
		harness_row(level_rows[i].name);
		text_clear(&got);
		log_set_level(level_rows[i].level);
		log_error("a", "e%d", 1);
		log_warn("b", "w%d", 2);
		log_info("c", "i%d", 3);
		log_debug("d", "d%d", 4);
		CU_ASSERT_STRING_EQUAL(text_str(&got), level_rows[i].lines);
	}
	log_set_sink(NULL, NULL);
	log_set_level(LOG_LEVEL_WARN);
	text_fini(&got);
}

static const struct {
	const char *name, *text, *line;
} clean_rows[] = {
	{ "empty", "", "1|x|;" },
	{ "escape sequence", "\x1b[2J", "1|x|" BAD "[2J;" },
	{ "line ends", "a\nb\r", "1|x|a" BAD "b" BAD ";" },
	{ "percent is no format", "%s%n", "1|x|%s%n;" },
	{ "broken UTF-8", "B\xfcro", "1|x|B" BAD "ro;" },
	{ "UTF-8", "B\xc3\xbcro", "1|x|B\xc3\xbcro;" },
};

static void
test_clean(void)
{
	struct text got = TEXT_INIT;

	log_set_sink(sink, &got);
	for (size_t i = 0; i < HARNESS_ROWS(clean_rows); i++) {
		harness_row(clean_rows[i].name);
		text_clear(&got);
		log_warn("x", "%s", clean_rows[i].text);
		CU_ASSERT_STRING_EQUAL(text_str(&got), clean_rows[i].line);
	}
	log_set_sink(NULL, NULL);
	text_fini(&got);
}

static void
test_long(void)
{
	struct text got = TEXT_INIT;
	static char text[100000];

	memset(text, 'x', sizeof(text) - 1);
	log_set_sink(sink, &got);
	log_warn("x", "%s", text);
	log_set_sink(NULL, NULL);
	CU_ASSERT(got.len >= 1000 && got.len < sizeof(text));
	text_fini(&got);
}

/* Log one warning with stderr in a file; its content into buf. */
static void
log_to_file(char *buf, size_t cap, bool is_journal)
{
	char path[] = "test_log.XXXXXX", stream[64];
	int fd = mkstemp(path), saved = dup(STDERR_FILENO);
	struct stat st;
	ssize_t len;

	CU_ASSERT_EQUAL_FATAL(fstat(fd, &st), 0);
	/* systemd's own form: device and inode of what it connected */
	(void)snprintf(stream, sizeof(stream), "%ju:%ju", (uintmax_t)st.st_dev,
	    (uintmax_t)st.st_ino + !is_journal);
	CU_ASSERT_EQUAL(setenv("JOURNAL_STREAM", stream, 1), 0);
	fflush(stderr);
	CU_ASSERT_EQUAL(dup2(fd, STDERR_FILENO), STDERR_FILENO);
	log_warn("udp", "no room");
	fflush(stderr);
	CU_ASSERT_EQUAL(dup2(saved, STDERR_FILENO), STDERR_FILENO);
	CU_ASSERT_EQUAL(unsetenv("JOURNAL_STREAM"), 0);
	len = pread(fd, buf, cap - 1, 0);
	buf[len > 0 ? len : 0] = '\0';
	(void)close(fd);
	(void)close(saved);
	(void)unlink(path);
}

static void
test_stderr(void)
{
	char buf[256];

	log_to_file(buf, sizeof(buf), true);
	CU_ASSERT_STRING_EQUAL(buf, "<4>rollcall: udp: no room\n");
	/* a child of a service whose stderr goes elsewhere */
	log_to_file(buf, sizeof(buf), false);
	CU_ASSERT_STRING_EQUAL(buf, "rollcall: udp: no room\n");
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "levels", test_levels },
		{ "clean", test_clean },
		{ "long", test_long },
		{ "standard error", test_stderr },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "log", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
