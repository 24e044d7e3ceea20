/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The completion script knows every command, option, choice, format and
 * probe; test/cli/completion.sh runs it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cli/completion.h"
#include "test/harness.h"

/* What is between "begin" and the next line end after it. */
static const char *
line_after(struct text *line, const char *script, const char *begin)
{
	const char *at = strstr(script, begin);

	text_clear(line);
	if (at != NULL)
		text_add_len(line, at, strcspn(at, "\n"));
	return text_str(line);
}

static char *
script_of(const struct cmd *const *table, const struct probe_set *probes)
{
	char *script = NULL;
	size_t len;
	FILE *out = open_memstream(&script, &len);

	CU_ASSERT_PTR_NOT_NULL_FATAL(out);
	completion_write(out, table, format_all(), probes);
	fclose(out);
	return script;
}

static void
check_command(const char *script, const char *words, const struct cmd *cmd)
{
	struct opt *rows = cmd_rows(cmd);
	struct text want = TEXT_INIT, line = TEXT_INIT;

	harness_row(words);
	text_addf(&want, "\t'%s')\n\t\twords='", words);
	CU_ASSERT_PTR_NOT_NULL(strstr(script, text_str(&want)));
	text_clear(&want);
	text_addf(&want, "\t'%s')", words);
	for (const struct opt *row = rows; row->name != NULL; row++) {
		const char *at = strstr(script, text_str(&want));
		struct text option = TEXT_INIT;

		text_addf(&option, "--%s", row->name);
		at = at == NULL ? NULL : strchr(at, '\n');
		line_after(&line, at == NULL ? "" : at + 1, "words=");
		CU_ASSERT_PTR_NOT_NULL(
		    strstr(text_str(&line), text_str(&option)));
		text_fini(&option);
	}
	text_fini(&want);
	text_fini(&line);
	free(rows);
}

static void
test_everything(void)
{
	struct probe_set probes = PROBE_SET_INIT;
	struct text line = TEXT_INIT;
	char *script;

	probe_set_add_shipped(&probes);
	script = script_of(cmd_all(), &probes);
	for (const struct cmd *const *cmd = cmd_all(); *cmd != NULL; cmd++) {
		line_after(&line, script, "commands='");
		if ((*cmd)->summary == NULL) {
			CU_ASSERT_PTR_NULL(
			    strstr(text_str(&line), (*cmd)->name));
			continue;
		}
		CU_ASSERT_PTR_NOT_NULL(strstr(text_str(&line), (*cmd)->name));
		check_command(script, (*cmd)->name, *cmd);
		for (size_t i = 0;
		     (*cmd)->sub != NULL && (*cmd)->sub[i] != NULL; i++) {
			struct text words = TEXT_INIT;

			text_addf(&words, "%s %s", (*cmd)->name,
			    (*cmd)->sub[i]->name);
			check_command(script, text_str(&words), (*cmd)->sub[i]);
			text_fini(&words);
		}
	}
	line_after(&line, script, "formats='");
	for (const struct format *const *f = format_all(); *f != NULL; f++)
		CU_ASSERT_PTR_NOT_NULL(strstr(text_str(&line), (*f)->name));
	line_after(&line, script, "probes='");
	for (size_t i = 0; i < probes.n; i++)
		CU_ASSERT_PTR_NOT_NULL(
		    strstr(text_str(&line), probes.probe[i]->name));
	probe_set_fini(&probes);
	text_fini(&line);
	free(script);
}

/* Each option with a value says what the value is. */
static void
test_values(void)
{
	static const char *const choices[] = { "one", "two", NULL };
	static const struct opt rows[] = {
		{ 'a', "any", OPT_TEXT, 0, .arg = "X", .help = "h" },
		{ 0, "choose", OPT_CHOICE, 0, .arg = "X", .choices = choices,
		    .help = "h" },
		{ 'f', "from", OPT_TEXT, 0, .arg = "X", .complete = "file",
		    .help = "h" },
		{ 'g', "go", OPT_FLAG, 0, .help = "h" },
		{ 0 },
	};
	static const struct cmd command = { .name = "do",
		.summary = "s",
		.opts = rows };
	static const struct cmd *const table[] = { &command, NULL };
	struct probe_set none = PROBE_SET_INIT;
	char *script = script_of(table, &none);

	CU_ASSERT_PTR_NOT_NULL(strstr(script, "'do'/-a|'do'/--any) kind=none"));
	CU_ASSERT_PTR_NOT_NULL(
	    strstr(script, "\t'do'/--choose) kind=words words='one two'"));
	CU_ASSERT_PTR_NOT_NULL(
	    strstr(script, "'do'/-f|'do'/--from) kind=file"));
	CU_ASSERT_PTR_NULL(strstr(script, "'do'/-g"));
	CU_ASSERT_PTR_NOT_NULL(strstr(script, "commands='do'"));
	free(script);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "everything", test_everything },
		{ "values", test_values },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "completion", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
