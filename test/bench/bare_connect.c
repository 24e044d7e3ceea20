/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * How fast one thread can say hello over ordinary TCP connections:
 *	bare_connect PORT <ADDRESSES
 * to each address of standard input, one a line, BARE_AT_ONCE at a time; each
 * is reset as soon as anything has come back.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "test/bench/bare.h"

#define BARE_AT_ONCE 256
#define BARE_WAIT_MS 1000

/* Rtvscan's hello, scanner/probes.xml. */
static const uint8_t hello[16] = { 1, 0x10, 0, 0, 0x14 };

struct run {
	int epoll;
	uint16_t port;
	unsigned n_open;
	uint64_t n_answered, n_failed;
};

/* Start the next one; false when there is none left. */
static bool
begin(struct run *run)
{
	static const struct linger reset = { 1, 0 };
	struct sockaddr_in to = { .sin_family = AF_INET,
		.sin_port = htons(run->port) };
	struct epoll_event event = { .events = EPOLLOUT };
	char line[64];
	int fd;

	if (fgets(line, sizeof(line), stdin) == NULL)
		return false;
	line[strcspn(line, "\n")] = '\0';
	fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	event.data.fd = fd;
	if (fd == -1 || inet_pton(AF_INET, line, &to.sin_addr) != 1 ||
	    setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset)) != 0 ||
	    (connect(fd, (struct sockaddr *)&to, sizeof(to)) != 0 &&
		errno != EINPROGRESS) ||
	    epoll_ctl(run->epoll, EPOLL_CTL_ADD, fd, &event) != 0) {
		perror("bare_connect");
		exit(1);
	}
	run->n_open++;
	return true;
}

/* Accepted: hello.  Answered, or failed: the end. */
static void
go_on(struct run *run, const struct epoll_event *event)
{
	struct epoll_event next = { .events = EPOLLIN,
		.data.fd = event->data.fd };
	uint8_t answer[256];
	int fd = event->data.fd;

	if ((event->events & (EPOLLOUT | EPOLLERR)) == EPOLLOUT &&
	    send(fd, hello, sizeof(hello), MSG_NOSIGNAL) == sizeof(hello) &&
	    epoll_ctl(run->epoll, EPOLL_CTL_MOD, fd, &next) == 0)
		return;
	if ((event->events & EPOLLIN) &&
	    recv(fd, answer, sizeof(answer), 0) > 0)
		run->n_answered++;
	else
		run->n_failed++;
	(void)close(fd);
	run->n_open--;
}

int
main(int argc, char **argv)
{
	struct epoll_event event[BARE_AT_ONCE];
	struct run run = { .epoll = epoll_create1(EPOLL_CLOEXEC) };
	double begin_s = bare_now_s();
	bool has_more = true;

	if (argc != 2 || run.epoll == -1) {
		fputs("usage: bare_connect PORT <ADDRESSES\n", stderr);
		return 2;
	}
	run.port = (uint16_t)strtoul(argv[1], NULL, 10);
	while (has_more || run.n_open > 0) {
		int n;

		while (has_more && run.n_open < BARE_AT_ONCE)
			has_more = begin(&run);
		n = epoll_wait(run.epoll, event, BARE_AT_ONCE, BARE_WAIT_MS);
		if (n <= 0)
			break; /* what has not answered by now has failed */
		for (int i = 0; i < n; i++)
			go_on(&run, &event[i]);
	}
	bare_print(run.n_answered, run.n_failed + run.n_open,
	    bare_now_s() - begin_s);
	return 0;
}
