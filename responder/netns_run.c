/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * An estate in namespaces around a command.
 */
#include "responder/netns_run.h"

#include <errno.h>
#include <event2/event.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "responder/netns.h"
#include "responder/netns_caps.h"

enum {
	NETNS_RUN_GRACE_S = 5,      /* from SIGTERM to SIGKILL */
	NETNS_RUN_REAP_MAX = 10000, /* orphans of the command, at most */
};

struct netns_run {
	const struct netns_run_config *config;
	struct netns netns;
	struct server *server;
	struct event *on_signal, *on_time;
	int signal_fd;
	sigset_t old_mask;
	struct sigaction old_pipe;
	struct rlimit old_files;
	pid_t command;
	int status; /* of the command, from waitpid() */
	bool has_ended, was_asked_to_end;
};

static const int netns_run_passed_on[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM,
	SIGUSR1, SIGUSR2 };

static void
netns_run_reap(struct netns_run *run)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		if (pid == run->command) {
			run->status = status;
			run->has_ended = true;
			(void)event_base_loopbreak(server_base(run->server));
		}
}

static void
on_netns_run_signal(evutil_socket_t fd, short what, void *arg)
{
	struct netns_run *run = arg;
	struct signalfd_siginfo info;

	(void)what;
	if (read(fd, &info, sizeof(info)) != (ssize_t)sizeof(info))
		return;
	if (info.ssi_signo == SIGCHLD)
		netns_run_reap(run);
	else if (info.ssi_code != SI_KERNEL && !run->has_ended)
		/* What the terminal sends, the command gets by itself. */
		(void)kill(run->command, (int)info.ssi_signo);
}

static void
on_netns_run_time(evutil_socket_t fd, short what, void *arg)
{
	static const struct timeval grace = { NETNS_RUN_GRACE_S, 0 };
	struct netns_run *run = arg;

	(void)fd;
	(void)what;
	(void)kill(run->command, run->was_asked_to_end ? SIGKILL : SIGTERM);
	run->was_asked_to_end = true;
	(void)evtimer_add(run->on_time, &grace);
}

/* From here on signals wait until the loop reads them. */
static int
netns_run_hold_signals(struct netns_run *run, struct err *err)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	struct sigaction standard = { .sa_handler = SIG_DFL };
	size_t n = sizeof(netns_run_passed_on) / sizeof(int);
	sigset_t set;

	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGCHLD);
	for (size_t i = 0; i < n; i++)
		(void)sigaddset(&set, netns_run_passed_on[i]);
	(void)sigprocmask(SIG_BLOCK, &set, &run->old_mask);
	(void)sigaction(SIGPIPE, &ignore, &run->old_pipe);
	(void)sigaction(SIGCHLD, &standard, NULL);
	run->signal_fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (run->signal_fd == -1)
		return err_set_errno(err, ERR_SYSTEM, errno,
		    "cannot read signals");
	return 0;
}

static int
netns_run_listen(struct netns_run *run, const struct netns_script *script,
    struct err *err)
{
	static const struct prefix any4 = { { 0, 0, 4 }, 32 };
	static const struct prefix any6 = { { 0, 0, 6 }, 128 };
	struct server_config config = run->config->server;

	config.is_private = true;
	if (getrlimit(RLIMIT_NOFILE, &run->old_files) != 0)
		return err_set_errno(err, ERR_SYSTEM, errno,
		    "cannot read the limit of open files");
	run->server = server_new(&config, err);
	if (run->server == NULL ||
	    (script->link4.is_used &&
		server_listen(run->server, &any4, err) == -1) ||
	    (script->link6.is_used &&
		server_listen(run->server, &any6, err) == -1))
		return -1;
	run->on_signal = event_new(server_base(run->server), run->signal_fd,
	    EV_READ | EV_PERSIST, on_netns_run_signal, run);
	run->on_time =
	    evtimer_new(server_base(run->server), on_netns_run_time, run);
	if (run->on_signal == NULL || run->on_time == NULL ||
	    event_add(run->on_signal, NULL) != 0)
		return err_set(err, ERR_SYSTEM, "libevent takes no event");
	return 0;
}

static void __attribute__((noreturn))
netns_run_child(struct netns_run *run, pid_t parent)
{
	const char *name = run->config->argv[0];
	int saved;

	/* As the caller had it: the server has raised it for itself. */
	(void)setrlimit(RLIMIT_NOFILE, &run->old_files);
	(void)sigaction(SIGPIPE, &run->old_pipe, NULL);
	(void)sigprocmask(SIG_SETMASK, &run->old_mask, NULL);
	netns_become(&run->netns, run->config->argv, run->config->caps, parent);
	saved = errno;
	fprintf(stderr, "pds-responder: cannot run '%s': %s\n", name,
	    strerror(saved));
	_exit(saved == ENOENT ? 127 : 126);
}

static int
netns_run_start(struct netns_run *run, struct err *err)
{
	const struct timeval wait = { (time_t)run->config->for_s, 0 };
	pid_t self = getpid();

	if (run->config->ready_fd != -1) {
		if (write(run->config->ready_fd, "ready\n", 6) == -1)
			return err_set_errno(err, ERR_SYSTEM, errno,
			    "cannot write to descriptor %d",
			    run->config->ready_fd);
		(void)close(run->config->ready_fd);
	}
	/* Orphans of the command become our children, so that none stays. */
	(void)prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
	run->command = fork();
	if (run->command == 0)
		netns_run_child(run, self);
	if (run->command == -1)
		return err_set_errno(err, ERR_SYSTEM, errno,
		    "cannot start a process");
	if (netns_caps_keep(0, true) == -1)
		return err_set_errno(err, ERR_SYSTEM, errno,
		    "cannot give up capabilities");
	if (run->config->for_s > 0)
		(void)evtimer_add(run->on_time, &wait);
	return 0;
}

/* One of our children, or 0. */
static pid_t
netns_run_any_child(void)
{
	char path[64], line[32] = "";
	int fd;

	(void)snprintf(path, sizeof(path), "/proc/self/task/%d/children",
	    getpid());
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd == -1)
		return 0;
	if (read(fd, line, sizeof(line) - 1) <= 0)
		line[0] = '\0';
	(void)close(fd);
	return (pid_t)strtol(line, NULL, 10);
}

/* End what the command has left behind: its network is gone. */
static void
netns_run_sweep_up(struct netns_run *run)
{
	pid_t pid;

	if (run->command > 0 && !run->has_ended)
		(void)kill(run->command, SIGKILL);
	for (int i = 0; i < NETNS_RUN_REAP_MAX; i++) {
		pid = netns_run_any_child();
		if (pid <= 0)
			break;
		(void)kill(pid, SIGKILL);
		(void)waitpid(pid, NULL, 0);
	}
}

static void
netns_run_fini(struct netns_run *run)
{
	netns_run_sweep_up(run);
	if (run->config->use_stats && run->server != NULL)
		server_print_stats(run->server, stderr);
	if (run->on_signal != NULL)
		event_free(run->on_signal);
	if (run->on_time != NULL)
		event_free(run->on_time);
	server_free(run->server);
	if (run->signal_fd != -1)
		(void)close(run->signal_fd);
	netns_close(&run->netns);
}

int
netns_run(const struct netns_run_config *config, int *exit_status,
    struct err *err)
{
	struct netns_script script;
	struct netns_run run = { .config = config,
		.netns = { -1, -1 },
		.signal_fd = -1 };
	int ret = -1;

	if (netns_script_init(&script, config->server.estate,
		config->server.pds_port, config->server.rtvscan_port,
		err) == 0 &&
	    netns_enter(&run.netns, err) == 0 &&
	    netns_build(&run.netns, &script, err) == 0 &&
	    netns_run_hold_signals(&run, err) == 0 &&
	    netns_run_listen(&run, &script, err) == 0 &&
	    netns_run_start(&run, err) == 0)
		ret = server_run(run.server, err);
	if (ret == 0)
		*exit_status = WIFSIGNALED(run.status)
				   ? 128 + WTERMSIG(run.status)
				   : WEXITSTATUS(run.status);
	netns_run_fini(&run);
	return ret;
}
