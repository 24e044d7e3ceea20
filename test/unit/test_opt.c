/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Options as rows: every type, every refusal, the help text.
 */
#include "base/opt.h"

#include <stdlib.h>
#include <string.h>

#include "test/harness.h"

struct config {
	bool is_on;
	unsigned verbosity;
	uint64_t rate_pps, bits;
	const char *file;
	struct opt_list excludes;
	int mode;
};

static const char *const modes[] = { "cache", "local", "intense", NULL };

static const struct opt rows[] = {
	{ 'n', "numeric", OPT_FLAG, offsetof(struct config, is_on),
	    .help = "no name look-ups" },
	{ 'v', "verbose", OPT_COUNT, offsetof(struct config, verbosity),
	    .help = "say more" },
	{ 'r', "rate", OPT_UINT, offsetof(struct config, rate_pps), .min = 1,
	    .max = 1000, .arg = "PPS", .help = "send at most PPS a second" },
	{ 0, "rattle", OPT_FLAG, offsetof(struct config, is_on),
	    .help = "starts like --rate" },
	{ 'b', "bits", OPT_BITS, offsetof(struct config, bits), .arg = "RATE",
	    .help = "send at most RATE bits a second" },
	{ 0, "input-list-of-all-targets", OPT_TEXT,
	    offsetof(struct config, file), .arg = "FILE",
	    .help = "read targets from FILE, one per line, - being "
		    "standard input, and comments from # on" },
	{ 'x', "exclude", OPT_LIST, offsetof(struct config, excludes),
	    .arg = "TARGET", .help = "never ask TARGET" },
	{ 'm', "mode", OPT_CHOICE, offsetof(struct config, mode), .arg = "MODE",
	    .choices = modes, .help = "whom to ask" },
	{ 0 },
};

#define ARGS_MAX 8

/* Parse args, a NULL-ended list without the program's name. */
static int
parse(struct config *config, const char *const args[ARGS_MAX],
    bool operands_end, char *argv[ARGS_MAX + 2], int *first, struct err *err)
{
	int argc = 1;

	argv[0] = (char *)(uintptr_t) "rollcall";
	for (; args[argc - 1] != NULL; argc++)
		argv[argc] = (char *)(uintptr_t)args[argc - 1];
	argv[argc] = NULL;
	*config = (struct config){ .rate_pps = 500, .mode = 2 };
	return opt_parse(rows, config, argc, argv, operands_end, first, err);
}

/* Options set by name, and which of them were typed. */
static void
test_set(void)
{
	char *argv[] = { (char *)(uintptr_t) "rollcall",
		(char *)(uintptr_t) "-r7", (char *)(uintptr_t) "operand",
		(char *)(uintptr_t) "--exclude=a", NULL };
	bool given[HARNESS_ROWS(rows)] = { false };
	struct config config = { .mode = 2 };
	struct err err = ERR_INIT;
	int first;

	CU_ASSERT_EQUAL(opt_parse_noting(rows, &config, 4, argv, false, &first,
			    given, &err),
	    0);
	for (size_t i = 0; i < HARNESS_ROWS(rows); i++)
		CU_ASSERT_EQUAL(given[i],
		    &rows[i] == opt_find(rows, "rate") ||
			&rows[i] == opt_find(rows, "exclude"));
	CU_ASSERT_PTR_NULL(opt_find(rows, "rat"));
	CU_ASSERT_PTR_NULL(opt_find(rows, ""));
	CU_ASSERT_EQUAL(opt_set(opt_find(rows, "exclude"), &config, "b", &err),
	    0);
	CU_ASSERT_EQUAL_FATAL(config.excludes.n, 2);
	CU_ASSERT_STRING_EQUAL(config.excludes.item[1], "b");
	CU_ASSERT_EQUAL(opt_set(opt_find(rows, "rate"), &config, "1000", &err),
	    0);
	CU_ASSERT_EQUAL(config.rate_pps, 1000);
	CU_ASSERT_EQUAL(opt_set(opt_find(rows, "rate"), &config, "1001", &err),
	    -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.text, "'1001'"));
	CU_ASSERT_EQUAL(opt_set(opt_find(rows, "numeric"), &config, "no", &err),
	    0);
	CU_ASSERT_FALSE(config.is_on);
	CU_ASSERT_EQUAL(opt_set(opt_find(rows, "numeric"), &config, "yes",
			    &err),
	    0);
	CU_ASSERT_TRUE(config.is_on);
	CU_ASSERT_EQUAL(opt_set(opt_find(rows, "numeric"), &config, "", &err),
	    -1);
	CU_ASSERT_EQUAL(opt_set(opt_find(rows, "mode"), &config, "cache", &err),
	    0);
	CU_ASSERT_EQUAL(config.mode, 0);
	opt_list_fini(&config.excludes);
}

static void
test_types(void)
{
	static const char *const args[ARGS_MAX] = { "-nvv", "--rate=7", "-b",
		"56k", "-xa", "--exclude", "b", NULL };
	static const char *const more[ARGS_MAX] = { "--mode", "local",
		"--input-list-of-all-targets", "-", "--verbose", NULL };
	struct config config;
	struct err err = ERR_INIT;
	char *argv[ARGS_MAX + 2];
	int first;

	CU_ASSERT_EQUAL(parse(&config, args, false, argv, &first, &err), 0);
	CU_ASSERT(config.is_on);
	CU_ASSERT_EQUAL(config.verbosity, 2);
	CU_ASSERT_EQUAL(config.rate_pps, 7);
	CU_ASSERT_EQUAL(config.bits, 56000);
	CU_ASSERT_EQUAL_FATAL(config.excludes.n, 2);
	CU_ASSERT_STRING_EQUAL(config.excludes.item[0], "a");
	CU_ASSERT_STRING_EQUAL(config.excludes.item[1], "b");
	CU_ASSERT_EQUAL(config.mode, 2);
	CU_ASSERT_EQUAL(first, 8);
	opt_list_fini(&config.excludes);
	CU_ASSERT_EQUAL(config.excludes.n, 0);
	opt_list_fini(&config.excludes);

	CU_ASSERT_EQUAL(parse(&config, more, false, argv, &first, &err), 0);
	CU_ASSERT_FALSE(config.is_on);
	CU_ASSERT_EQUAL(config.verbosity, 1);
	CU_ASSERT_EQUAL(config.rate_pps, 500);
	CU_ASSERT_EQUAL(config.mode, 1);
	CU_ASSERT_STRING_EQUAL(config.file, "-");
}

static const struct {
	const char *name;
	const char *args[ARGS_MAX];
	bool operands_end;
	const char *operands; /* what is left, joined by blanks */
	bool is_on;
} operand_rows[] = {
	{ "nothing", { NULL }, false, "", false },
	{ "options only", { "-n", NULL }, false, "", true },
	{ "operands only", { "a", "b", NULL }, false, "a b", false },
	{ "between options", { "a", "-n", "b", NULL }, false, "a b", true },
	{ "after --", { "a", "--", "-n", NULL }, false, "a -n", false },
	{ "a dash", { "-", "-n", NULL }, false, "-", true },
	{ "an empty one", { "", "-n", NULL }, false, "", true },
	{ "the first ends options", { "-n", "a", "-v", NULL }, true, "a -v",
	    true },
	{ "nothing but the end", { "a", "-n", NULL }, true, "a -n", false },
	{ "-> stays", { "a", "->", NULL }, true, "a ->", false },
};

static void
test_operands(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(operand_rows); i++) {
		struct config config;
		struct err err = ERR_INIT;
		char *argv[ARGS_MAX + 2], left[64] = "";
		int first;

		harness_row(operand_rows[i].name);
		CU_ASSERT_EQUAL_FATAL(parse(&config, operand_rows[i].args,
					  operand_rows[i].operands_end, argv,
					  &first, &err),
		    0);
		for (char **arg = argv + first; *arg != NULL; arg++) {
			strcat(left, left[0] == '\0' ? "" : " ");
			strcat(left, *arg);
		}
		CU_ASSERT_STRING_EQUAL(left, operand_rows[i].operands);
		CU_ASSERT_EQUAL(config.is_on, operand_rows[i].is_on);
	}
}

static const struct {
	const char *name;
	const char *args[ARGS_MAX];
	const char *message;
} refused_rows[] = {
	{ "unknown letter", { "-z", NULL }, "there is no option '-z'" },
	{ "unknown letter in a bundle", { "-nz", NULL },
	    "there is no option '-z'" },
	{ "unknown word", { "--zeal", NULL },
	    "there is no option '--zeal', or it is cut short" },
	{ "behind an operand", { "a", "--zeal", "b", NULL },
	    "there is no option '--zeal', or it is cut short" },
	{ "ambiguous", { "--rat", NULL },
	    "there is no option '--rat', or it is cut short" },
	{ "no value for a letter", { "-r", NULL },
	    "option '-r' needs a value: PPS" },
	{ "no value for a word", { "a", "--rate", NULL },
	    "option '--rate' needs a value: PPS" },
	{ "a value where none is taken", { "--numeric=1", NULL },
	    "option '--numeric=1' takes no value" },
	{ "below the range", { "-r0", NULL },
	    "-r/--rate must be from 1 to 1000, not '0'" },
	{ "above the range", { "--rate", "1001", NULL },
	    "-r/--rate must be from 1 to 1000, not '1001'" },
	{ "no number", { "--rate=", NULL },
	    "-r/--rate must be a number from 1 to 1000, not ''" },
	{ "bits", { "-b", "x", NULL },
	    "-b/--bits must be bits per second such as 56k or 1.5M, "
	    "not 'x'" },
	{ "choice", { "-m", "Local", NULL },
	    "-m/--mode must be one of cache, local, intense, not 'Local'" },
	{ "empty choice", { "--mode=", NULL },
	    "-m/--mode must be one of cache, local, intense, not ''" },
	{ "the first of two", { "-z", "-r0", NULL },
	    "there is no option '-z'" },
};

static void
test_refused(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(refused_rows); i++) {
		struct config config;
		struct err err = ERR_INIT;
		char *argv[ARGS_MAX + 2];
		int first;

		harness_row(refused_rows[i].name);
		CU_ASSERT_EQUAL(parse(&config, refused_rows[i].args, false,
				    argv, &first, &err),
		    -1);
		CU_ASSERT_EQUAL(err.code, ERR_USAGE);
		CU_ASSERT_STRING_EQUAL(err.text, refused_rows[i].message);
	}
}

/* What getopt remembers from one call must not leak into the next. */
static void
test_again(void)
{
	static const char *const bad[ARGS_MAX] = { "-nz", NULL };
	static const char *const good[ARGS_MAX] = { "-v", "a", NULL };
	struct config config;
	struct err err = ERR_INIT;
	char *argv[ARGS_MAX + 2];
	int first;

	CU_ASSERT_EQUAL(parse(&config, bad, false, argv, &first, &err), -1);
	CU_ASSERT_EQUAL(parse(&config, good, false, argv, &first, &err), 0);
	CU_ASSERT_EQUAL(config.verbosity, 1);
	CU_ASSERT_EQUAL(first, 2);
}

static char *
help(unsigned width)
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	CU_ASSERT_PTR_NOT_NULL_FATAL(out);
	opt_print_help(out, rows, width);
	CU_ASSERT_EQUAL(fclose(out), 0);
	return text;
}

static void
test_help(void)
{
	static const char want[] =
	    "  -n, --numeric             no name look-ups\n"
	    "  -v, --verbose             say more\n"
	    "  -r, --rate PPS            send at most PPS a\n"
	    "                            second\n"
	    "      --rattle              starts like --rate\n"
	    "  -b, --bits RATE           send at most RATE bits a\n"
	    "                            second\n"
	    "      --input-list-of-all-targets FILE\n"
	    "                            read targets from FILE,\n"
	    "                            one per line, - being\n"
	    "                            standard input, and\n"
	    "                            comments from # on\n"
	    "  -x, --exclude TARGET      never ask TARGET\n"
	    "  -m, --mode MODE           whom to ask\n";
	char *text = help(52);

	CU_ASSERT_STRING_EQUAL(text, want);
	free(text);
}

/* Any width at all: nothing is lost, and no line is longer than it must. */
static void
test_help_width(void)
{
	char *narrow = help(0), *wide = help(100000);

	CU_ASSERT_PTR_NOT_NULL(strstr(narrow, "comments"));
	CU_ASSERT_PTR_NOT_NULL(strstr(wide,
	    "read targets from FILE, one per line, - being standard input, "
	    "and comments from # on\n"));
	free(narrow);
	free(wide);
	for (unsigned width = 62; width < 90; width++) {
		char *text = help(width);

		for (char *line = strtok(text, "\n"); line != NULL;
		     line = strtok(NULL, "\n"))
			CU_ASSERT(strlen(line) <= width);
		free(text);
	}
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "set", test_set },
		{ "types", test_types },
		{ "operands", test_operands },
		{ "refused", test_refused },
		{ "again", test_again },
		{ "help", test_help },
		{ "help in any width", test_help_width },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "opt", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
