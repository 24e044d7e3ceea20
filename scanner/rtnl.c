/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Questions over rtnetlink.
 */
#include "scanner/rtnl.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	RTNL_CAP = 65536,
	RTNL_SEQ = 1, /* one question at a time */
	RTNL_WAIT_S = 2,
	RTNL_ROUNDS = 64, /* of listening, so that timers run */
};

int
rtnl_open(uint32_t groups, struct err *err)
{
	const struct timeval wait = { RTNL_WAIT_S, 0 };
	struct sockaddr_nl name = {
		.nl_family = AF_NETLINK,
		.nl_groups = groups,
	};
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);

	if (fd == -1)
		return err_set_errno(err, ERR_SYSTEM, errno,
		    "cannot open a netlink socket");
	(void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait));
	if (bind(fd, (struct sockaddr *)&name, sizeof(name)) != 0) {
		err_set_errno(err, ERR_SYSTEM, errno,
		    "cannot listen to changes of routes");
		(void)close(fd);
		return -1;
	}
	return fd;
}

/* The whole message at that place of len bytes, or NULL. */
static const struct nlmsghdr *
rtnl_message_at(const void *data, size_t at, size_t len)
{
	const struct nlmsghdr *message =
	    (const void *)((const uint8_t *)data + at);

	if (at >= len || len - at < sizeof(*message) ||
	    message->nlmsg_len < sizeof(*message) ||
	    message->nlmsg_len > len - at)
		return NULL;
	return message;
}

/* Whether this one ends the answer; then *sys_errno says how. */
static bool
rtnl_ends(const struct nlmsghdr *message, int *sys_errno)
{
	int code = 0;

	if (message->nlmsg_type != NLMSG_DONE &&
	    message->nlmsg_type != NLMSG_ERROR)
		return false;
	if (message->nlmsg_len >= NLMSG_LENGTH(sizeof(code)))
		memcpy(&code, rtnl_body(message), sizeof(code));
	*sys_errno = code < 0 ? -code : 0;
	return true;
}

int
rtnl_ask(int fd, struct nlmsghdr *request, bool is_dump, rtnl_fn fn, void *arg)
{
	/* aligned for struct nlmsghdr */
	static const struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };
	uint32_t buf[RTNL_CAP / sizeof(uint32_t)];
	bool was_changed = false; /* while it was being listed */
	int sys_errno = 0;

	request->nlmsg_seq = RTNL_SEQ;
	request->nlmsg_flags =
	    (uint16_t)(NLM_F_REQUEST | (is_dump ? NLM_F_DUMP : NLM_F_ACK));
	if (sendto(fd, request, request->nlmsg_len, 0,
		(const struct sockaddr *)&kernel, sizeof(kernel)) < 0)
		return errno;
	for (;;) {
		ssize_t got = recv(fd, buf, sizeof(buf), 0);
		const struct nlmsghdr *message;

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return errno;
		for (size_t at = 0;
		     (message = rtnl_message_at(buf, at, (size_t)got)) != NULL;
		     at += NLMSG_ALIGN(message->nlmsg_len)) {
			if (rtnl_ends(message, &sys_errno))
				return was_changed ? EAGAIN : sys_errno;
			was_changed |=
			    (message->nlmsg_flags & NLM_F_DUMP_INTR) != 0;
			fn(message, arg);
		}
	}
}

bool
rtnl_listen(int fd, rtnl_fn fn, void *arg)
{
	uint32_t buf[RTNL_CAP / sizeof(uint32_t)];

	for (int round = 0; round < RTNL_ROUNDS; round++) {
		ssize_t got = recv(fd, buf, sizeof(buf), MSG_DONTWAIT);
		const struct nlmsghdr *message;

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return errno == EAGAIN;
		for (size_t at = 0;
		     (message = rtnl_message_at(buf, at, (size_t)got)) != NULL;
		     at += NLMSG_ALIGN(message->nlmsg_len))
			fn(message, arg);
	}
	return true;
}

const void *
rtnl_body(const struct nlmsghdr *message)
{
	return (const uint8_t *)message + NLMSG_HDRLEN;
}

const void *
rtnl_nested(const void *data, size_t len, unsigned short type, size_t min_len,
    size_t *found_len)
{
	const uint8_t *bytes = data;

	for (size_t at = 0; at < len && len - at >= sizeof(struct rtattr);) {
		const struct rtattr *found = (const void *)(bytes + at);

		if (found->rta_len < sizeof(*found) ||
		    found->rta_len > len - at)
			break;
		if ((found->rta_type & NLA_TYPE_MASK) == type &&
		    RTA_PAYLOAD(found) >= min_len) {
			if (found_len != NULL)
				*found_len = RTA_PAYLOAD(found);
			return bytes + at + RTA_LENGTH(0);
		}
		at += RTA_ALIGN(found->rta_len);
	}
	return NULL;
}

const void *
rtnl_attribute(const struct nlmsghdr *message, size_t fixed_len,
    unsigned short type, size_t min_len)
{
	size_t head = NLMSG_ALIGN(NLMSG_LENGTH(fixed_len));

	if (message->nlmsg_len < head)
		return NULL;
	return rtnl_nested((const uint8_t *)message + head,
	    message->nlmsg_len - head, type, min_len, NULL);
}

void
rtnl_put(struct nlmsghdr *request, unsigned short type, const void *data,
    size_t len)
{
	struct rtattr *at =
	    (void *)((uint8_t *)request + NLMSG_ALIGN(request->nlmsg_len));

	at->rta_type = type;
	at->rta_len = (unsigned short)RTA_LENGTH(len);
	memcpy(RTA_DATA(at), data, len);
	request->nlmsg_len =
	    NLMSG_ALIGN(request->nlmsg_len) + RTA_ALIGN(at->rta_len);
}
