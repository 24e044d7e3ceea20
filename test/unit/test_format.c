/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * output/format: requests, and files that are whole or as they were.
 */
#include "output/format.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "output/format_list.h"
#include "test/harness.h"
#include "test/unit/roster.h"

static char format_folder[] = "test_format.XXXXXX";
static unsigned format_n_logged;

static void
on_log(enum log_level level, const char *subsystem, const char *line, void *arg)
{
	(void)level;
	(void)subsystem;
	(void)line;
	(void)arg;
	format_n_logged++;
}

static int
format_setup(void)
{
	log_set_sink(on_log, NULL);
	(void)signal(SIGPIPE, SIG_IGN);
	return mkdtemp(format_folder) == NULL;
}

static int
format_cleanup(void)
{
	return rmdir(format_folder); /* fails when a test left a file */
}

static const char *
format_path(const char *name)
{
	static char path[2][320];
	static unsigned turn;

	turn = !turn;
	(void)snprintf(path[turn], sizeof(path[turn]), "%s/%s", format_folder,
	    name);
	return path[turn];
}

static unsigned
format_count_files(void)
{
	DIR *dir = opendir(format_folder);
	unsigned n = 0;

	while (readdir(dir) != NULL)
		n++;
	(void)closedir(dir);
	return n - 2;
}

static void
format_put(const char *path, const char *content)
{
	FILE *out = fopen(path, "we");

	(void)fputs(content, out);
	(void)fclose(out);
}

static bool
format_file_is(const char *path, const char *content)
{
	struct text got = TEXT_INIT;
	bool is_same = file_read(&got, path, 1 << 24, NULL) == 0 &&
		       strcmp(text_str(&got), content) == 0;

	text_fini(&got);
	return is_same;
}

static void
test_find(void)
{
	const struct format *const *all = format_all();

	CU_ASSERT_PTR_NOT_NULL_FATAL(all[0]);
	for (size_t i = 0; all[i] != NULL; i++) {
		harness_row(all[i]->name);
		CU_ASSERT_PTR_EQUAL(format_find(all[i]->name), all[i]);
		CU_ASSERT_PTR_NULL(strchr(all[i]->name, ':'));
		CU_ASSERT_TRUE(all[i]->summary[0] != '\0');
		CU_ASSERT_TRUE(all[i]->readers[0] != '\0');
		CU_ASSERT_EQUAL(all[i]->suffix[0], '.');
	}
	CU_ASSERT_PTR_EQUAL(format_find("xml"), &format_xml);
	CU_ASSERT_PTR_NULL(format_find(""));
	CU_ASSERT_PTR_NULL(format_find("XML"));
	CU_ASSERT_PTR_NULL(format_find("xm"));
}

#define FORMATS \
	"table, csv, json, jsonl, xml, html, nmap, grep, glpi, glpi-json, opennms, zabbix, prometheus, importer, reg"

static void
test_requests(void)
{
	static const struct {
		const char *text;
		const char *format, *path; /* NULL: refused */
		const char *why;
	} rows[] = {
		{ "xml", "xml", "-", NULL },
		{ "table", "table", "-", NULL },
		{ "xml:a.xml", "xml", "a.xml", NULL },
		{ "xml:-", "xml", "-", NULL },
		{ "xml:a:b", "xml", "a:b", NULL },
		{ "xml::", "xml", ":", NULL },
		{ "", NULL, NULL, "no output format ''; there are " FORMATS },
		{ ":", NULL, NULL, "no output format ''; there are " FORMATS },
		{ "yaml:a", NULL, NULL,
		    "no output format 'yaml'; there are " FORMATS },
		{ "xml:", NULL, NULL,
		    "no file after 'xml:'; write 'xml:FILE', or 'xml' for standard output" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct format_request request = { NULL, NULL };
		struct err err = ERR_INIT;
		char text[32];
		int ret;

		harness_row(rows[i].text);
		(void)strcpy(text, rows[i].text);
		ret = format_request_parse(&request, text, &err);
		if (rows[i].format == NULL) {
			CU_ASSERT_EQUAL(ret, -1);
			CU_ASSERT_EQUAL(err.code, ERR_USAGE);
			CU_ASSERT_STRING_EQUAL(err.text, rows[i].why);
			continue;
		}
		CU_ASSERT_EQUAL_FATAL(ret, 0);
		CU_ASSERT_STRING_EQUAL(request.format->name, rows[i].format);
		CU_ASSERT_STRING_EQUAL(request.path, rows[i].path);
	}
}

static const struct inventory_view format_view = { 0, false };

/* Two documents in one pass are the same as each alone. */
static void
test_several(void)
{
	struct roster roster;
	struct format_request request[] = {
		{ &format_xml, format_path("a.xml") },
		{ &format_table, format_path("a.txt") },
	};
	char *xml, *table;

	roster_init(&roster);
	roster_add_office(&roster);
	xml = roster_write(&roster, &format_xml, format_view);
	table = roster_write(&roster, &format_table, format_view);
	CU_ASSERT_EQUAL(format_write(request, 2, &roster.inventory,
			    &format_view, NULL),
	    0);
	CU_ASSERT_TRUE(format_file_is(request[0].path, xml));
	CU_ASSERT_TRUE(format_file_is(request[1].path, table));
	CU_ASSERT_EQUAL(format_count_files(), 2);
	CU_ASSERT_EQUAL(format_write(request, 0, &roster.inventory,
			    &format_view, NULL),
	    0);
	(void)unlink(request[0].path);
	(void)unlink(request[1].path);
	free(xml);
	free(table);
	roster_fini(&roster);
}

static void
test_same_place(void)
{
	static const struct {
		const char *path, *why;
	} rows[] = {
		{ "-",
		    "the formats xml and table cannot both go to 'standard output'; give one of them another file, as in 'table:FILE'" },
		{ "a",
		    "the formats xml and table cannot both go to 'a'; give one of them another file, as in 'table:FILE'" },
	};
	struct roster roster;

	roster_init(&roster);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct format_request request[] = {
			{ &format_xml, rows[i].path },
			{ &format_table, rows[i].path },
		};
		struct err err = ERR_INIT;

		harness_row(rows[i].path);
		CU_ASSERT_EQUAL(format_write(request, 2, &roster.inventory,
				    &format_view, &err),
		    -1);
		CU_ASSERT_EQUAL(err.code, ERR_USAGE);
		CU_ASSERT_STRING_EQUAL(err.text, rows[i].why);
	}
	roster_fini(&roster);
}

/* One document that cannot be written does not stop the other. */
static void
test_full_disk(void)
{
	static const struct format *const formats[] = { &format_xml,
		&format_table };

	for (size_t few = 0; few < 2; few++) {
		struct roster roster;

		roster_init(&roster);
		roster_add_random(&roster, 1, few ? 1 : 3000);
		for (size_t i = 0; i < 2; i++) {
			struct format_request request[] = {
				{ formats[i], "/dev/full" },
				{ formats[!i], format_path("other") },
			};
			struct err err = ERR_INIT;
			char *other =
			    roster_write(&roster, formats[!i], format_view);

			harness_row(formats[i]->name);
			CU_ASSERT_EQUAL(format_write(request, 2,
					    &roster.inventory, &format_view,
					    &err),
			    -1);
			CU_ASSERT_EQUAL(err.code, ERR_SYSTEM);
			CU_ASSERT_STRING_EQUAL(err.text,
			    "cannot write '/dev/full': No space left on device");
			CU_ASSERT_TRUE(format_file_is(request[1].path, other));
			(void)unlink(request[1].path);
			free(other);
		}
		roster_fini(&roster);
	}
}

/* When nobody is left to write for, the pass over the hosts ends. */
static void
test_all_fail(void)
{
	struct format_request request[] = {
		{ &format_xml, format_path("no/such") },
		{ &format_table, format_path("folder/either") },
	};
	struct roster roster;
	struct err err = ERR_INIT;

	roster_init(&roster);
	roster_add_office(&roster);
	format_n_logged = 0;
	CU_ASSERT_EQUAL(format_write(request, 2, &roster.inventory,
			    &format_view, &err),
	    -1);
	CU_ASSERT_EQUAL(err.code, ERR_INPUT);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.text, "no/such"));
	CU_ASSERT_EQUAL(format_n_logged, 1);
	roster_fini(&roster);
}

/* A source that fails leaves every file as it was. */
static void
test_source_fails(void)
{
	struct format_request request[] = {
		{ &format_xml, format_path("old") },
		{ &format_table, format_path("new") },
	};

	format_put(request[0].path, "the old one");
	for (size_t after = 1; after < 5; after++) {
		struct roster roster;
		struct err err = ERR_INIT;

		roster_init(&roster);
		roster_add_office(&roster);
		roster.fail_after = after;
		format_n_logged = 0;
		CU_ASSERT_EQUAL(format_write(request, 2, &roster.inventory,
				    &format_view, &err),
		    -1);
		CU_ASSERT_EQUAL(err.code, ERR_CACHE);
		CU_ASSERT_STRING_EQUAL(err.text, "the roster ran dry");
		CU_ASSERT_EQUAL(format_n_logged, 0);
		CU_ASSERT_TRUE(format_file_is(request[0].path, "the old one"));
		CU_ASSERT_EQUAL(format_count_files(), 1);
		roster_fini(&roster);
	}
	(void)unlink(request[0].path);
}

/* The same with a limit on the file's size, as a full disk in the middle. */
static void
test_disk_fills_up(void)
{
	struct format_request request = { &format_xml, format_path("old") };
	struct rlimit old, small = { 65536, 65536 };
	struct roster roster;
	struct err err = ERR_INIT;
	int ret;

	format_put(request.path, "the old one");
	roster_init(&roster);
	roster_add_random(&roster, 2, 3000);
	(void)signal(SIGXFSZ, SIG_IGN);
	(void)getrlimit(RLIMIT_FSIZE, &old);
	small.rlim_max = old.rlim_max;
	(void)setrlimit(RLIMIT_FSIZE, &small);
	ret = format_write(&request, 1, &roster.inventory, &format_view, &err);
	(void)setrlimit(RLIMIT_FSIZE, &old);
	CU_ASSERT_EQUAL(ret, -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(err.text, "File too large"));
	CU_ASSERT_TRUE(format_file_is(request.path, "the old one"));
	CU_ASSERT_EQUAL(format_count_files(), 1);
	(void)unlink(request.path);
	roster_fini(&roster);
}

/* Run fn in a child whose standard output is fd; returns its exit status. */
static int
format_in_child(int (*fn)(struct roster *), int fd)
{
	struct roster roster;
	int status = -1;
	pid_t pid;

	(void)fflush(stdout);
	pid = fork();
	if (pid == 0) {
		(void)dup2(fd, STDOUT_FILENO);
		roster_init(&roster);
		roster_add_random(&roster, 3, 2000);
		_exit(fn(&roster));
	}
	(void)waitpid(pid, &status, 0);
	return status;
}

static int
format_to_stdout(struct roster *roster)
{
	struct format_request request = { &format_xml, "-" };
	struct err err = ERR_INIT;

	if (format_write(&request, 1, &roster->inventory, &format_view, &err) ==
	    0)
		return 0;
	return strcmp(err.text,
		   "cannot write 'standard output': Broken pipe") == 0
		   ? 7
		   : 8;
}

static void
test_broken_pipe(void)
{
	int fd[2], status;

	CU_ASSERT_EQUAL_FATAL(pipe2(fd, O_CLOEXEC), 0);
	(void)close(fd[0]);
	status = format_in_child(format_to_stdout, fd[1]);
	(void)close(fd[1]);
	CU_ASSERT_TRUE(WIFEXITED(status));
	CU_ASSERT_EQUAL(WEXITSTATUS(status), 7);
}

static int
format_die_on_host(void *state, enum cache_section section,
    const struct host *host, struct err *err)
{
	if (section == CACHE_ALIVE)
		(void)raise(SIGKILL);
	return format_xml.host(state, section, host, err);
}

static int
format_to_old(struct roster *roster)
{
	struct format dying = format_xml;
	struct format_request request = { &dying, format_path("old") };

	dying.host = format_die_on_host;
	return format_write(&request, 1, &roster->inventory, &format_view,
	    NULL);
}

/* kill -9 in the middle leaves the old file, and a stray temporary one. */
static void
test_killed(void)
{
	const char *path = format_path("old");
	int status;
	DIR *dir;

	format_put(path, "the old one");
	status = format_in_child(format_to_old, STDERR_FILENO);
	CU_ASSERT_TRUE(WIFSIGNALED(status));
	CU_ASSERT_TRUE(format_file_is(path, "the old one"));
	dir = opendir(format_folder);
	for (struct dirent *d; (d = readdir(dir)) != NULL;)
		if (strncmp(d->d_name, "old", 3) == 0)
			(void)unlink(format_path(d->d_name));
	(void)closedir(dir);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "find", test_find },
		{ "requests", test_requests },
		{ "several", test_several },
		{ "same place", test_same_place },
		{ "full disk", test_full_disk },
		{ "all fail", test_all_fail },
		{ "source fails", test_source_fails },
		{ "disk fills up", test_disk_fills_up },
		{ "broken pipe", test_broken_pipe },
		{ "killed", test_killed },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "format", format_setup, format_cleanup, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
