/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * One TCP socket's options, errors and counters.
 */
#include "scanner/tcp_socket.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>

/* after time.h */
#include <linux/errqueue.h>
#include <linux/tcp.h> /* newer counters than netinet/tcp.h */

#include "base/clock.h"

enum {
	/* More at a time gain nothing. */
	TCP_SOCKET_MOST = 15000,
	/* Descriptors for the store, outputs, name look-ups. */
	TCP_SOCKET_SPARE = 64,
	/* TCP_ESTABLISHED and TCP_CLOSE, which linux/tcp.h does not name */
	TCP_SOCKET_ESTABLISHED = 1,
	TCP_SOCKET_CLOSE = 7,
};

/* Whether there was one: perhaps an earlier question's, that says nothing. */
static bool
tcp_socket_take_error(int fd, struct transport_tcp *end)
{
	size_t control[512 / sizeof(size_t)];
	struct sockaddr_storage name;
	struct msghdr header = {
		.msg_name = &name,
		.msg_namelen = sizeof(name),
		.msg_control = control,
		.msg_controllen = sizeof(control),
	};
	struct addr to;
	uint16_t port;

	memset(&name, 0, sizeof(name));
	if (recvmsg(fd, &header, MSG_ERRQUEUE | MSG_DONTWAIT) < 0)
		return false;
	if (!addr_from_sockaddr(&to, &port, &name) || port != end->port ||
	    !addr_eq(&to, &end->addr))
		return true;
	for (struct cmsghdr *c = CMSG_FIRSTHDR(&header); c != NULL;
	     c = CMSG_NXTHDR(&header, c)) {
		struct sock_extended_err *see = (void *)CMSG_DATA(c);
		struct sockaddr_storage from;

		if (!(c->cmsg_level == IPPROTO_IP &&
			c->cmsg_type == IP_RECVERR) &&
		    !(c->cmsg_level == IPPROTO_IPV6 &&
			c->cmsg_type == IPV6_RECVERR))
			continue;
		if (see->ee_origin != SO_EE_ORIGIN_ICMP &&
		    see->ee_origin != SO_EE_ORIGIN_ICMP6)
			continue;
		end->sys_errno = 0;
		end->icmp_type = see->ee_type;
		end->icmp_code = see->ee_code;
		end->fault =
		    fault_of_icmp(end->addr.family, see->ee_type, see->ee_code);
		memset(&from, 0, sizeof(from));
		memcpy(&from, SO_EE_OFFENDER(see),
		    see->ee_origin == SO_EE_ORIGIN_ICMP
			? sizeof(struct sockaddr_in)
			: sizeof(struct sockaddr_in6));
		(void)addr_from_sockaddr(&end->from, NULL, &from);
	}
	return true;
}

void
tcp_socket_read_icmp(int fd, struct transport_tcp *end)
{
	while (end->icmp_type == -1 && tcp_socket_take_error(fd, end))
		continue;
}

void
tcp_socket_read_info(int fd, uint64_t age_ns, struct transport_tcp *end)
{
	struct tcp_info info;
	socklen_t len = sizeof(info);
	bool is_late = age_ns >= CLOCK_NS_PER_S;

	memset(&info, 0, sizeof(info));
	if ((end->fault != FAULT_NONE && !is_late) ||
	    getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &len) != 0)
		return;
	if (is_late)
		end->n_resent = info.tcpi_total_retrans;
	end->n_segments_out = info.tcpi_segs_out;
	end->n_segments_in = info.tcpi_segs_in;
	end->is_reset_due = info.tcpi_state != TCP_SOCKET_CLOSE;
	end->is_end_due = info.tcpi_state == TCP_SOCKET_ESTABLISHED;
}

int
tcp_socket_open(unsigned family)
{
	const struct linger now = { .l_onoff = 1, .l_linger = 0 };
	const int on = 1;
	int fd = socket(family == 4 ? AF_INET : AF_INET6,
	    SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd == -1)
		return -1;
	(void)setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	/* On who connects: the request carries the handshake's last ACK. */
	(void)setsockopt(fd, IPPROTO_TCP, TCP_DEFER_ACCEPT, &on, sizeof(on));
	/* Not a given for TCP on older kernels: then errno must do. */
	if (family == 4)
		(void)setsockopt(fd, IPPROTO_IP, IP_RECVERR, &on, sizeof(on));
	else
		(void)setsockopt(fd, IPPROTO_IPV6, IPV6_RECVERR, &on,
		    sizeof(on));
	return fd;
}

int
tcp_socket_say(int fd, const uint8_t *data, size_t len)
{
	ssize_t sent = send(fd, data, len, MSG_DONTWAIT | MSG_NOSIGNAL);
	int sys_errno = errno;
	socklen_t errno_len = sizeof(sys_errno);

	if (sent >= 0)
		return (size_t)sent == len ? 0 : ENOBUFS;
	if (sys_errno != EAGAIN)
		return sys_errno;
	/* An ICMP error that came while connect() ran is kept for later. */
	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &sys_errno, &errno_len) != 0)
		return errno;
	return sys_errno == 0 ? EAGAIN : sys_errno;
}

bool
tcp_socket_reset(int fd)
{
	const struct sockaddr nobody = { .sa_family = AF_UNSPEC };

	return connect(fd, &nobody, sizeof(nobody)) == 0;
}

void
tcp_socket_spare_ack(int fd)
{
	const int off = 0;

	(void)setsockopt(fd, IPPROTO_TCP, TCP_QUICKACK, &off, sizeof(off));
}

unsigned
tcp_socket_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return 256;
	if (limit.rlim_cur < limit.rlim_max) {
		limit.rlim_cur = limit.rlim_max;
		(void)setrlimit(RLIMIT_NOFILE, &limit);
		(void)getrlimit(RLIMIT_NOFILE, &limit);
	}
	if (limit.rlim_cur >= TCP_SOCKET_MOST + TCP_SOCKET_SPARE)
		return TCP_SOCKET_MOST;
	if (limit.rlim_cur < 2 * TCP_SOCKET_SPARE)
		return (unsigned)limit.rlim_cur / 2 + 1;
	return (unsigned)limit.rlim_cur - TCP_SOCKET_SPARE;
}
