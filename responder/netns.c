/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * One user namespace with two network namespaces.
 */
#include "responder/netns.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "responder/netns_caps.h"
#include "responder/netns_tool.h"

/* Write a short text to a file in /proc; -1 with errno. */
static int
netns_write(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC), ret = 0;

	if (fd == -1)
		return -1;
	if (write(fd, text, strlen(text)) == -1)
		ret = -1;
	if (ret == -1) {
		int saved = errno;

		(void)close(fd);
		errno = saved;
	} else {
		(void)close(fd);
	}
	return ret;
}

static int
netns_refused(const char *what, struct err *err)
{
	return err_set_errno(err, ERR_NETWORK, errno,
	    "the kernel refuses %s; root can allow it (sysctl "
	    "user.max_user_namespaces=1000, kernel.unprivileged_userns_clone=1 "
	    "or kernel.apparmor_restrict_unprivileged_userns=0), or use "
	    "'--listen 127.77.0.0/24 --estate FILE' with a prefix in "
	    "127.0.0.0/8, which needs no namespace",
	    what);
}

/* The one user and the one group of the namespace: the caller's own. */
static int
netns_map_self(uid_t uid, gid_t gid, struct err *err)
{
	char map[64];

	if (netns_write("/proc/self/setgroups", "deny") == -1 &&
	    errno != ENOENT)
		return netns_refused("to close the groups of a namespace", err);
	(void)snprintf(map, sizeof(map), "%u %u 1\n", uid, uid);
	if (netns_write("/proc/self/uid_map", map) == -1)
		return netns_refused("a user namespace with this user", err);
	(void)snprintf(map, sizeof(map), "%u %u 1\n", gid, gid);
	if (netns_write("/proc/self/gid_map", map) == -1)
		return netns_refused("a user namespace with this group", err);
	return 0;
}

/* Go to a new network namespace; returns a descriptor of it. */
static int
netns_new_network(struct err *err)
{
	int fd;

	if (unshare(CLONE_NEWNET) != 0)
		return netns_refused("a network namespace", err);
	fd = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	if (fd == -1)
		return err_set_errno(err, ERR_NETWORK, errno,
		    "cannot open /proc/self/ns/net");
	return fd;
}

int
netns_enter(struct netns *netns, struct err *err)
{
	uid_t uid = geteuid();
	gid_t gid = getegid();

	netns->scanner_fd = netns->estate_fd = -1;
	if (unshare(CLONE_NEWUSER) != 0)
		return netns_refused("a user namespace", err);
	if (netns_map_self(uid, gid, err) == -1)
		return -1;
	netns->scanner_fd = netns_new_network(err);
	if (netns->scanner_fd == -1)
		return -1;
	netns->estate_fd = netns_new_network(err);
	return netns->estate_fd == -1 ? -1 : 0;
}

static int
netns_apply(const struct netns_script_setting *setting, struct err *err)
{
	char path[128];

	for (; setting->path != NULL; setting++) {
		(void)snprintf(path, sizeof(path), "/proc/sys/net/%s",
		    setting->path);
		if (netns_write(path, setting->value) == -1 &&
		    setting->is_needed)
			return err_set_errno(err, ERR_NETWORK, errno,
			    "cannot write %s to %s", setting->value, path);
	}
	return 0;
}

static int
netns_ip(const struct text *lines, struct err *err)
{
	static const char *const argv[] = { "ip", "-batch", "-", NULL };

	return netns_tool_run(argv, "iproute2", text_str(lines), err);
}

static int
netns_nft(const struct text *lines, struct err *err)
{
	static const char *const argv[] = { "nft", "-f", "-", NULL };

	return netns_tool_run(argv, "nftables", text_str(lines), err);
}

/* With the scanner's namespace as the current one. */
static int
netns_build_scanner(const struct netns *netns,
    const struct netns_script *script, struct err *err)
{
	struct text lines = TEXT_INIT;
	char estate[64];
	int ret, fd = dup(netns->estate_fd); /* without close-on-exec */

	if (fd == -1)
		return err_set_errno(err, ERR_SYSTEM, errno,
		    "cannot copy a descriptor");
	(void)snprintf(estate, sizeof(estate), "/proc/self/fd/%d", fd);
	netns_script_scanner_ip(script, estate, &lines);
	ret = netns_ip(&lines, err);
	(void)close(fd);
	text_fini(&lines);
	if (ret == 0)
		ret = netns_apply(netns_script_scanner_settings, err);
	return ret;
}

static int
netns_build_hosts(const struct estate *estate, struct err *err)
{
	struct estate_walk walk;
	struct text lines = TEXT_INIT;
	int ret = 0;

	estate_walk_init(&walk, estate, false);
	while (ret == 0 && netns_script_nft_hosts(&walk, &lines) > 0) {
		ret = netns_nft(&lines, err);
		text_clear(&lines);
	}
	text_fini(&lines);
	return ret;
}

/* With the estate's namespace as the current one. */
static int
netns_build_estate(const struct netns_script *script, struct err *err)
{
	struct text lines = TEXT_INIT;
	int ret = netns_apply(netns_script_estate_settings, err);

	if (ret == 0) {
		netns_script_estate_ip(script, &lines);
		ret = netns_ip(&lines, err);
	}
	if (ret == 0) {
		text_clear(&lines);
		netns_script_nft_rules(script, &lines);
		ret = netns_nft(&lines, err);
	}
	text_fini(&lines);
	if (ret == 0)
		ret = netns_build_hosts(script->estate, err);
	return ret;
}

static int
netns_go(int fd, struct err *err)
{
	if (setns(fd, CLONE_NEWNET) != 0)
		return err_set_errno(err, ERR_NETWORK, errno,
		    "cannot go to another network namespace");
	return 0;
}

int
netns_build(const struct netns *netns, const struct netns_script *script,
    struct err *err)
{
	if (netns_go(netns->scanner_fd, err) == -1 ||
	    netns_build_scanner(netns, script, err) == -1 ||
	    netns_go(netns->estate_fd, err) == -1)
		return -1;
	return netns_build_estate(script, err);
}

void
netns_become(const struct netns *netns, char *const *argv, uint64_t caps,
    pid_t parent)
{
	if (setns(netns->scanner_fd, CLONE_NEWNET) != 0 ||
	    netns_caps_keep(caps, true) == -1 ||
	    prctl(PR_SET_PDEATHSIG, SIGKILL) != 0)
		return;
	if (getppid() != parent) {
		errno = ESRCH; /* died before the tie was made */
		return;
	}
	(void)execvp(argv[0], argv);
}

void
netns_close(struct netns *netns)
{
	if (netns->scanner_fd != -1)
		(void)close(netns->scanner_fd);
	if (netns->estate_fd != -1)
		(void)close(netns->estate_fd);
	netns->scanner_fd = netns->estate_fd = -1;
}
