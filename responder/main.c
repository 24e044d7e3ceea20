/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * pds-responder: options, and which of its jobs is wanted.
 */
#include <errno.h>
#include <event2/event.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/opt.h"
#include "responder/estate_file.h"
#include "responder/netns_caps.h"
#include "responder/netns_run.h"
#include "responder/self.h"
#include "responder/server.h"

struct main_options {
	struct opt_list listen, app;
	const char *estate, *caps;
	bool list, list_all, namespace, stats, help, version;
	uint64_t pds_port, rtvscan_port, ready_fd, for_s;
};

#define MAIN_NO_FD UINT64_MAX

static const struct opt main_opts[] = {
	{ 'l', "listen", OPT_LIST, offsetof(struct main_options, listen),
	    .arg = "ADDRESS[/PREFIX]",
	    .help =
		"answer on these addresses (default 127.0.0.1; repeatable)" },
	{ 'a', "app", OPT_LIST, offsetof(struct main_options, app),
	    .arg = "ID=HEX",
	    .help =
		"answer pings for the APP ID with these bytes; BDCV=default makes a pong of host name and MAC (repeatable)" },
	{ 'e', "estate", OPT_TEXT, offsetof(struct main_options, estate),
	    .arg = "FILE", .complete = "file",
	    .help = "be the simulated estate that FILE describes" },
	{ 0, "list", OPT_FLAG, offsetof(struct main_options, list),
	    .help =
		"print the estate's hosts (address, class, name) and exit" },
	{ 0, "list-all", OPT_FLAG, offsetof(struct main_options, list_all),
	    .help = "the same with silent addresses" },
	{ 'n', "namespace", OPT_FLAG, offsetof(struct main_options, namespace),
	    .help =
		"put the estate behind a virtual line and run COMMAND at its other end; needs no privilege" },
	{ 0, "with-capabilities", OPT_TEXT, offsetof(struct main_options, caps),
	    .arg = "CAP,..",
	    .help =
		"what COMMAND may do in its namespace: net_raw, net_admin, net_bind_service, sys_admin (default nothing)" },
	{ 0, "pds-port", OPT_UINT, offsetof(struct main_options, pds_port),
	    .min = 1, .max = 65535, .arg = "PORT",
	    .help = "UDP port of PDS (default 38293)" },
	{ 0, "rtvscan-port", OPT_UINT,
	    offsetof(struct main_options, rtvscan_port), .min = 1, .max = 65535,
	    .arg = "PORT", .help = "TCP port of Rtvscan (default 2967)" },
	{ 0, "ready-fd", OPT_UINT, offsetof(struct main_options, ready_fd),
	    .min = 1, .max = 65535, .arg = "N",
	    .help = "write 'ready' to descriptor N, not to standard output" },
	{ 0, "for", OPT_UINT, offsetof(struct main_options, for_s), .min = 1,
	    .max = 1000000, .arg = "SECONDS", .help = "end after that long" },
	{ 0, "stats", OPT_FLAG, offsetof(struct main_options, stats),
	    .help = "print counters to standard error at the end" },
	{ 'h', "help", OPT_FLAG, offsetof(struct main_options, help),
	    .help = "print this help" },
	{ 'V', "version", OPT_FLAG, offsetof(struct main_options, version),
	    .help = "print the version" },
	{ 0 },
};

static void
main_help(void)
{
	printf("usage: pds-responder [--listen ADDRESS[/PREFIX]] "
	       "[--app ID=HEX]\n"
	       "       pds-responder --estate FILE [--listen PREFIX] [--list]\n"
	       "       pds-responder --estate FILE --namespace -- COMMAND "
	       "[ARG...]\n\n"
	       "Answer Intel PDS pings and Rtvscan's hello, as a real host or "
	       "as a simulated\nestate.\n\n");
	opt_print_help(stdout, main_opts, 80);
}

static int
main_list(const struct estate *estate, bool with_silent, struct err *err)
{
	struct estate_walk walk;
	struct estate_host host;
	struct addr addr;
	enum estate_class class;
	char text[ADDR_TEXT_LEN];

	estate_walk_init(&walk, estate, with_silent);
	while (estate_walk_next(&walk, &addr, &class))
		if (estate_look_up(estate, &addr, &host))
			printf("%s\t%s\t%s\n", addr_format(&addr, text),
			    estate_class_name(class), host.pds.name);
	if (fflush(stdout) != 0 || ferror(stdout))
		return err_set_errno(err, ERR_SYSTEM, errno,
		    "cannot write standard output");
	return 0;
}

static void
on_main_end(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	(void)event_base_loopbreak(arg);
}

static int
main_say_ready(const struct main_options *options, struct err *err)
{
	int fd = options->ready_fd == MAIN_NO_FD ? STDOUT_FILENO
						 : (int)options->ready_fd;

	if (write(fd, "ready\n", 6) == -1)
		return err_set_errno(err, ERR_SYSTEM, errno,
		    "cannot write to descriptor %d", fd);
	if (fd != STDOUT_FILENO)
		(void)close(fd);
	return 0;
}

/* Each prefix of the estate must be listened on. */
static int
main_check_covered(const struct estate *estate, const struct prefix *listen,
    size_t n, struct err *err)
{
	char text[ADDR_TEXT_LEN];

	for (size_t i = 0; i < estate->n_rules; i++) {
		const struct prefix *prefix = &estate->rule[i].prefix;
		bool is_covered = false;

		for (size_t k = 0; k < n; k++)
			if (prefix_contains(&listen[k], &prefix->addr) &&
			    listen[k].len <= prefix->len)
				is_covered = true;
			else if (listen[k].addr.family == prefix->addr.family &&
				 listen[k].addr.lo == 0 &&
				 listen[k].addr.hi == 0)
				is_covered = true;
		if (!is_covered)
			return err_set(err, ERR_INPUT,
			    "the estate's prefix %s is not within --listen; "
			    "add it, or use --namespace",
			    prefix_format(prefix, text));
	}
	return 0;
}

/* Without --listen an estate on loopback is where it says it is. */
static int
main_listen_estate(struct server *server, const struct estate *estate,
    struct err *err)
{
	char text[ADDR_TEXT_LEN];

	for (size_t i = 0; i < estate->n_rules; i++) {
		const struct prefix *prefix = &estate->rule[i].prefix;

		if (prefix->addr.family != 4 || prefix->addr.lo >> 24 != 127)
			return err_set(err, ERR_USAGE,
			    "%s is no loopback network; use --namespace -- "
			    "COMMAND, or --listen when its addresses are "
			    "local here",
			    prefix_format(prefix, text));
		if (server_listen(server, prefix, err) == -1)
			return -1;
	}
	return 0;
}

static int
main_listen(struct server *server, const struct main_options *options,
    const struct estate *estate, struct err *err)
{
	static const struct prefix local = { { 0, 0x7f000001, 4 }, 32 };
	struct prefix *prefix;
	size_t n = options->listen.n;
	int ret = -1;

	if (n == 0 && estate == NULL)
		return server_listen(server, &local, err);
	if (n == 0)
		return main_listen_estate(server, estate, err);
	prefix = mem_array(n, sizeof(*prefix));
	for (size_t i = 0; i < n; i++)
		if (prefix_parse(&prefix[i], options->listen.item[i], err) ==
		    -1) {
			err_wrap(err, "--listen");
			err->code = ERR_USAGE;
			goto out;
		}
	if (estate != NULL && main_check_covered(estate, prefix, n, err) == -1)
		goto out;
	for (size_t i = 0; i < n; i++)
		if (server_listen(server, &prefix[i], err) == -1)
			goto out;
	ret = 0;
out:
	free(prefix);
	return ret;
}

static int
main_serve(const struct server_config *config,
    const struct main_options *options, struct err *err)
{
	const struct timeval wait = { (time_t)options->for_s, 0 };
	static const int ends[] = { SIGINT, SIGTERM };
	struct event *end[3] = { NULL, NULL, NULL };
	struct server *server = server_new(config, err);
	struct event_base *base;
	int ret = -1;

	if (server == NULL)
		return -1;
	base = server_base(server);
	(void)signal(SIGPIPE, SIG_IGN);
	for (int i = 0; i < 2; i++) {
		end[i] = evsignal_new(base, ends[i], on_main_end, base);
		(void)event_add(end[i], NULL);
	}
	end[2] = evtimer_new(base, on_main_end, base);
	if (options->for_s > 0)
		(void)evtimer_add(end[2], &wait);
	if (main_listen(server, options, config->estate, err) == 0) {
		if (config->estate != NULL)
			fprintf(stderr,
			    "pds-responder: absent hosts refuse here; only "
			    "--namespace makes them silent\n");
		if (main_say_ready(options, err) == 0)
			ret = server_run(server, err);
	}
	if (options->stats)
		server_print_stats(server, stderr);
	for (int i = 0; i < 3; i++)
		event_free(end[i]);
	server_free(server);
	return ret;
}

static int
main_namespace(const struct server_config *server,
    const struct main_options *options, char *const *argv, int *status,
    struct err *err)
{
	struct netns_run_config config = {
		.server = *server,
		.argv = argv,
		.for_s = (unsigned)options->for_s,
		.ready_fd = options->ready_fd == MAIN_NO_FD
				? -1
				: (int)options->ready_fd,
		.use_stats = options->stats,
	};

	if (options->caps != NULL &&
	    netns_caps_parse(&config.caps, options->caps, err) == -1)
		return -1;
	return netns_run(&config, status, err);
}

static int
main_check(const struct main_options *options, int n_operands, struct err *err)
{
	if (options->namespace && options->estate == NULL)
		return err_set(err, ERR_USAGE,
		    "--namespace needs --estate FILE");
	if (options->namespace && options->listen.n > 0)
		return err_set(err, ERR_USAGE,
		    "--namespace and --listen exclude each other");
	if (options->namespace && n_operands == 0)
		return err_set(err, ERR_USAGE,
		    "--namespace needs a command, such as -- sh");
	if (!options->namespace && n_operands > 0)
		return err_set(err, ERR_USAGE,
		    "a command is run with --namespace only");
	if (!options->namespace && options->caps != NULL)
		return err_set(err, ERR_USAGE,
		    "--with-capabilities goes with --namespace only");
	if ((options->list || options->list_all) && options->estate == NULL)
		return err_set(err, ERR_USAGE, "--list needs --estate FILE");
	if (options->ready_fd != MAIN_NO_FD &&
	    fcntl((int)options->ready_fd, F_SETFD, FD_CLOEXEC) == -1)
		return err_set(err, ERR_USAGE,
		    "--ready-fd: descriptor %" PRIu64 " is not open",
		    options->ready_fd);
	return 0;
}

static int
main_register(struct pds_app_table *apps, const struct opt_list *list,
    bool is_estate, struct err *err)
{
	static const uint8_t bdcv[PDS_PONG_ID_LEN] = { 'B', 'D', 'C', 'V' };

	for (size_t i = 0; i < list->n; i++)
		if (pds_app_register(apps, list->item[i], err) == -1)
			return -1;
	if ((list->n == 0 || is_estate) && pds_app_find(apps, bdcv) == NULL)
		return pds_app_register(apps, "BDCV=default", err);
	return 0;
}

static int
main_run(const struct main_options *options, char *const *operands, int *status,
    struct err *err)
{
	struct estate estate;
	struct pds_app_table apps = { .n = 0 };
	struct pds_pong_host self;
	struct server_config config = {
		.apps = &apps,
		.self = &self,
		.pds_port = (uint16_t)options->pds_port,
		.rtvscan_port = (uint16_t)options->rtvscan_port,
	};
	int ret = -1;

	estate_init(&estate);
	self_describe(&self);
	if (main_register(&apps, &options->app, options->estate != NULL, err) ==
	    -1)
		goto out;
	if (options->estate != NULL) {
		if (estate_file_read(&estate, options->estate, err) == -1)
			goto out;
		config.estate = &estate;
	}
	if (options->list || options->list_all)
		ret = main_list(&estate, options->list_all, err);
	else if (options->namespace)
		ret = main_namespace(&config, options, operands, status, err);
	else
		ret = main_serve(&config, options, err);
out:
	estate_fini(&estate);
	pds_app_table_fini(&apps);
	return ret;
}

int
main(int argc, char **argv)
{
	struct main_options options = { .pds_port = 38293,
		.rtvscan_port = 2967,
		.ready_fd = MAIN_NO_FD };
	struct err err = ERR_INIT;
	int first, status = 0;

	if (opt_parse(main_opts, &options, argc, argv, true, &first, &err) ==
	    -1) {
		status = err_exit_status(err.code);
	} else if (options.help) {
		main_help();
	} else if (options.version) {
		puts("pds-responder " PACKAGE_VERSION);
	} else if (main_check(&options, argc - first, &err) == -1 ||
		   main_run(&options, argv + first, &status, &err) == -1) {
		status = err_exit_status(err.code);
	}
	if (err.code != ERR_NONE)
		fprintf(stderr, "pds-responder: %s\n", err.text);
	if (err.code == ERR_USAGE)
		fprintf(stderr, "pds-responder: try --help\n");
	opt_list_fini(&options.listen);
	opt_list_fini(&options.app);
	return status;
}
