/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * rollcall demo: a simulated network of its own, a list of computers, a
 * sweep, and what to type next.  Where the kernel allows it the network is a
 * namespace, in which this program runs again as "demo-inside"; elsewhere it
 * is a part of 127.0.0.0/8.
 */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/addr.h"
#include "base/file.h"
#include "base/text.h"
#include "cli/child.h"
#include "cli/cmd.h"
#include "cli/demo_data.h"
#include "cli/say.h"
#include "cli/sweep_options.h"
#include "cli/term.h"
#include "scanner/attached.h"

#define CMD_DEMO_NETWORK      "10.77.0"
#define CMD_DEMO_INVENTORY    "inventory.xml"
#define CMD_DEMO_RTVSCAN_PORT 2967
#define CMD_DEMO_READY_TRIES  100 /* of 50 ms */
/* The shortest prefix of our own that is offered as a first target. */
#define CMD_DEMO_SUGGEST_LEN_MIN 22

static char *
cmd_demo_path(const char *folder, const char *name)
{
	struct text path = TEXT_INIT;

	text_addf(&path, "%s/%s", folder, name);
	return text_take(&path);
}

static int
cmd_demo_write(const char *folder, const char *name, const char *network,
    void (*fill)(struct text *, const char *), struct err *err)
{
	char *path = cmd_demo_path(folder, name);
	struct text content = TEXT_INIT;
	struct file_out file;
	int ret = file_out_open(&file, path, err);

	if (ret == 0) {
		fill(&content, network);
		fputs(text_str(&content), file.stream);
		ret = file_out_commit(&file, err);
	}
	text_fini(&content);
	free(path);
	return ret;
}

/* The folder of this run; the caller frees it. */
static char *
cmd_demo_make_folder(struct err *err)
{
	const char *parent = getenv("TMPDIR");
	struct text path = TEXT_INIT;
	char *folder;

	text_addf(&path, "%s/rollcall-demo.XXXXXX",
	    parent == NULL || *parent == '\0' ? "/tmp" : parent);
	folder = text_take(&path);
	if (mkdtemp(folder) != NULL)
		return folder;
	err_set_errno(err, ERR_SYSTEM, errno, "cannot make a folder '%s'",
	    folder);
	free(folder);
	return NULL;
}

/* All that a run can have left there. */
static void
cmd_demo_remove_folder(const char *folder)
{
	static const char *const names[] = { "estate.txt", "computers.txt",
		"cache.db", "cache.db-wal", "cache.db-shm" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char *path = cmd_demo_path(folder, names[i]);

		(void)unlink(path);
		free(path);
	}
	(void)rmdir(folder);
}

/* The list goes into the cache as an administrator would bring it there. */
static void
cmd_demo_import(const char *folder, const char *cache)
{
	char *list = cmd_demo_path(folder, "computers.txt");
	char *importer = child_find("importer", "importer");
	const char *argv[] = { importer, list, NULL };
	struct err err = ERR_INIT;
	pid_t pid;

	printf("$ importer computers.txt\n");
	(void)fflush(stdout);
	(void)setenv("ROLLCALL_CACHE", cache, 1);
	pid = child_start(argv, CHILD_ALL, &err);
	if (pid == -1)
		say("%s; going on without a list", err.text);
	else if (child_wait(pid) != 0)
		say("the list was not imported; going on without it");
	free(importer);
	free(list);
}

/* Import and sweep; the simulated network is there.  Like cmd's run. */
static int
cmd_demo_sweep(const char *folder, const char *network,
    const struct cmd_globals *globals, struct err *err)
{
	const char *outputs[] = { "table", "xml:" CMD_DEMO_INVENTORY };
	struct sweep_options options = sweep_options_defaults;
	char *cache = cmd_demo_path(folder, "cache.db");
	struct text target = TEXT_INIT;
	char *operand[] = { NULL };
	int ret;

	cmd_demo_import(folder, cache);
	text_addf(&target, "%s.0/24", network);
	printf("\n$ rollcall sweep %s -o table -o xml:" CMD_DEMO_INVENTORY "\n",
	    text_str(&target));
	(void)fflush(stdout);
	options.globals = *globals;
	options.globals.cache = cache;
	options.globals.config = "/dev/null"; /* the real one is for others */
	options.use_no_names = true;          /* so are name servers */
	options.output = (struct opt_list){ outputs,
		sizeof(outputs) / sizeof(outputs[0]), 0 };
	operand[0] = target.data;
	ret = cmd_sweep.run(&options, 1, operand, err);
	text_fini(&target);
	free(cache);
	return ret;
}

/* Whether pds-responder can make namespaces here. */
static bool
cmd_demo_may_isolate(const char *responder, const char *estate)
{
	const char *argv[] = { responder, "--namespace", "--estate", estate,
		"--", "true", NULL };
	pid_t pid = child_start(argv, CHILD_NONE, NULL);

	return pid != -1 && child_wait(pid) == 0;
}

static int
cmd_demo_run_isolated(const char *responder, const char *estate,
    const char *folder, const struct cmd_globals *globals, struct err *err)
{
	char *self = child_self();
	const char *argv[] = { responder, "--namespace", "--estate", estate,
		"--", self, "--color", term_color_names[globals->color],
		"demo-inside", folder, globals->is_quiet ? "-q" : NULL, NULL };
	pid_t pid;
	int ret = -1;

	pid = child_start(argv, CHILD_ALL, err);
	/* ^C is for the sweep; we stay to tidy up behind it. */
	(void)signal(SIGINT, SIG_IGN);
	if (pid != -1)
		ret = child_wait(pid);
	(void)signal(SIGINT, SIG_DFL);
	free(self);
	return ret;
}

/* Wait until the estate's first server answers, or give up. */
static int
cmd_demo_await(const char *network, struct err *err)
{
	static const struct timespec pause = { 0, 50000000 };
	struct sockaddr_storage to;
	struct text text = TEXT_INIT;
	struct addr addr;
	int ret;

	text_addf(&text, "%s.2", network);
	ret = addr_parse(&addr, text_str(&text), err);
	for (int i = 0; ret == 0 && i < CMD_DEMO_READY_TRIES; i++) {
		int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
		socklen_t len =
		    addr_to_sockaddr(&addr, CMD_DEMO_RTVSCAN_PORT, &to);
		int got = connect(fd, (struct sockaddr *)&to, len);

		(void)close(fd);
		if (got == 0)
			goto out;
		(void)nanosleep(&pause, NULL);
	}
	if (ret == 0)
		ret = err_set(err, ERR_NETWORK,
		    "the simulated network does not answer at %s",
		    text_str(&text));
out:
	text_fini(&text);
	return ret;
}

static int
cmd_demo_write_both(const char *folder, const char *network, struct err *err)
{
	if (cmd_demo_write(folder, "estate.txt", network, demo_data_estate,
		err) == -1)
		return -1;
	return cmd_demo_write(folder, "computers.txt", network, demo_data_list,
	    err);
}

static int
cmd_demo_run_loopback(const char *responder, const char *estate,
    const char *folder, const struct cmd_globals *globals, struct err *err)
{
	const char *argv[] = { responder, "--estate", estate, NULL };
	struct text network = TEXT_INIT;
	pid_t pid = -1;
	int ret = -1;

	/* Two at once must not meet. */
	text_addf(&network, "127.77.%u", (unsigned)getpid() % 256);
	say("this system lets nobody make network namespaces; the network is "
	    "simulated on %s.0/24 instead",
	    text_str(&network));
	if (cmd_demo_write_both(folder, text_str(&network), err) == -1)
		goto out;
	pid = child_start(argv, CHILD_STDERR, err);
	if (pid != -1 && cmd_demo_await(text_str(&network), err) == 0)
		ret = cmd_demo_sweep(folder, text_str(&network), globals, err);
out:
	child_stop(pid);
	text_fini(&network);
	return ret;
}

/* A network of the user's own to begin with, else one for examples. */
static void
cmd_demo_suggest(struct text *target)
{
	struct prefix *prefix = NULL;
	char buf[ADDR_TEXT_LEN];
	size_t n = 0;

	if (attached_prefixes(&prefix, &n, NULL) == -1)
		n = 0;
	for (size_t i = 0; i < n && target->len == 0; i++)
		if (prefix[i].addr.family == 4 &&
		    prefix[i].len >= CMD_DEMO_SUGGEST_LEN_MIN &&
		    prefix[i].len <= 30 && !addr_is_global(&prefix[i].addr))
			text_add(target, prefix_format(&prefix[i], buf));
	if (target->len == 0)
		text_add(target, "192.0.2.0/24");
	free(prefix);
}

static void
cmd_demo_next(void)
{
	struct text target = TEXT_INIT;

	cmd_demo_suggest(&target);
	printf(
	    "\nThat network was simulated; the inventory is in " CMD_DEMO_INVENTORY
	    ".  Next, on your own:\n"
	    "  rollcall sweep %s --dry-run\n"
	    "  rollcall sweep %s -o table -o xml:" CMD_DEMO_INVENTORY "\n"
	    "  rollcall cache list\n",
	    text_str(&target), text_str(&target));
	text_fini(&target);
}

static int
cmd_demo_run(void *values, int n, char **operand, struct err *err)
{
	const struct cmd_globals *globals = values;
	char *responder = child_find("responder", "pds-responder");
	char *folder = cmd_demo_make_folder(err), *estate = NULL;
	int ret = -1;

	(void)n;
	(void)operand;
	if (folder == NULL)
		goto out;
	estate = cmd_demo_path(folder, "estate.txt");
	if (cmd_demo_write_both(folder, CMD_DEMO_NETWORK, err) == -1)
		goto out;
	if (cmd_demo_may_isolate(responder, estate))
		ret = cmd_demo_run_isolated(responder, estate, folder, globals,
		    err);
	else
		ret = cmd_demo_run_loopback(responder, estate, folder, globals,
		    err);
	if (ret == 0)
		cmd_demo_next();
out:
	if (folder != NULL)
		cmd_demo_remove_folder(folder);
	free(estate);
	free(folder);
	free(responder);
	return ret;
}

static int
cmd_demo_inside_run(void *values, int n, char **operand, struct err *err)
{
	(void)n;
	return cmd_demo_sweep(operand[0], CMD_DEMO_NETWORK, values, err);
}

const struct cmd cmd_demo = {
	.name = "demo",
	.summary = "show it all on a simulated network; nothing leaves this "
		   "machine",
	.details =
	    "A /24 with servers, clients and others is simulated by "
	    "pds-responder in a network namespace of its own, a list of twelve "
	    "computers is imported, a sweep is made, and " CMD_DEMO_INVENTORY
	    " is written to the current folder.  No privilege is needed.\n",
	.run = cmd_demo_run,
};

/* Run by the demo itself within the namespace: not in the help. */
const struct cmd cmd_demo_inside = {
	.name = "demo-inside",
	.args = "FOLDER",
	.n_operands_min = 1,
	.n_operands_max = 1,
	.run = cmd_demo_inside_run,
};
