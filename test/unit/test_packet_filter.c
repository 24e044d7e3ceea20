/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Filters as the kernel runs them: on a pair of local sockets, which take
 * the same programs as a packet socket does.
 */
#include "scanner/packet_filter.h"

#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "scanner/packet_codec.h"
#include "test/harness.h"

enum {
	UDP_PORT = 2345,
	TCP_FIRST = 61000,
	N_TCP = 16,
};

/* A pair of sockets with the filter at the second's end. */
static void
pair_open(int fd[2], struct packet_filter *filter)
{
	const struct sock_fprog program = { filter->n, filter->code };

	CU_ASSERT_EQUAL_FATAL(socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0,
				  fd),
	    0);
	CU_ASSERT_EQUAL_FATAL(setsockopt(fd[1], SOL_SOCKET, SO_ATTACH_FILTER,
				  &program, sizeof(program)),
	    0);
}

/* Whether a packet of that length comes out as it went in. */
static bool
passes(const int fd[2], const uint8_t *packet, size_t len)
{
	uint8_t got[2048];
	ssize_t n;

	CU_ASSERT_EQUAL_FATAL(send(fd[0], packet, len, 0), (ssize_t)len);
	n = recv(fd[1], got, sizeof(got), MSG_DONTWAIT);
	if (n < 0)
		return false;
	CU_ASSERT_EQUAL((size_t)n, len);
	CU_ASSERT_EQUAL(memcmp(got, packet, len), 0);
	return true;
}

/* A packet with options of IP, so that the body's place varies. */
struct packet {
	uint8_t bytes[1024];
	size_t len;
};

static void
put16(uint8_t *at, unsigned value)
{
	at[0] = (uint8_t)(value >> 8);
	at[1] = (uint8_t)value;
}

static uint8_t *
put_ip(uint8_t *at, unsigned words, unsigned protocol)
{
	memset(at, 0, words * 4);
	at[0] = (uint8_t)(0x40 | words);
	at[9] = (uint8_t)protocol;
	return at + words * 4;
}

static struct packet
udp_to(unsigned words, unsigned port, unsigned udp_len)
{
	struct packet packet = { .len = words * 4 + udp_len };
	uint8_t *udp = put_ip(packet.bytes, words, 17);

	put16(udp + 2, port);
	put16(udp + 4, udp_len);
	return packet;
}

static struct packet
tcp_to(unsigned words, unsigned port, unsigned flags)
{
	struct packet packet = { .len = words * 4 + 20 };
	uint8_t *tcp = put_ip(packet.bytes, words, 6);

	put16(tcp + 2, port);
	tcp[13] = (uint8_t)flags;
	return packet;
}

static struct packet
icmp_about(unsigned words, unsigned type, unsigned quoted_words,
    unsigned protocol, unsigned our_port)
{
	struct packet packet = { .len = (words + quoted_words) * 4 + 16 };
	uint8_t *icmp = put_ip(packet.bytes, words, 1), *quoted;

	icmp[0] = (uint8_t)type;
	quoted = put_ip(icmp + 8, quoted_words, protocol);
	put16(quoted, our_port);
	return packet;
}

static struct packet
with(struct packet packet, size_t at, uint8_t value)
{
	packet.bytes[at] = value;
	return packet;
}

struct row {
	const char *name;
	struct packet packet;
	bool is_taken;
};

static void
check_rows(const struct row *rows, size_t n)
{
	struct packet_filter filter;
	int fd[2];

	packet_filter_answers(&filter, UDP_PORT, TCP_FIRST, N_TCP);
	pair_open(fd, &filter);
	for (size_t i = 0; i < n; i++) {
		harness_row(rows[i].name);
		CU_ASSERT_EQUAL(passes(fd, rows[i].packet.bytes,
				    rows[i].packet.len),
		    rows[i].is_taken);
	}
	harness_row("cut at each byte: nothing of what is not there is taken");
	for (size_t len = 1; len < 40; len++) {
		struct packet packet = icmp_about(5, 3, 5, 6, TCP_FIRST);

		CU_ASSERT_FALSE(passes(fd, packet.bytes, len));
	}
	(void)close(fd[0]);
	(void)close(fd[1]);
}

static void
test_answers(void)
{
	const struct row rows[] = {
		{ "a pong", udp_to(5, UDP_PORT, 40), true },
		{ "a pong behind options", udp_to(15, UDP_PORT, 40), true },
		{ "the longest", udp_to(5, UDP_PORT, 556), true },
		{ "longer", udp_to(5, UDP_PORT, 557), false },
		{ "another UDP port", udp_to(5, UDP_PORT + 1, 40), false },
		{ "UDP to a port of TCP", udp_to(5, TCP_FIRST, 40), false },
		{ "the first fragment", with(udp_to(5, UDP_PORT, 40), 6, 0x20),
		    false },
		{ "a later fragment", with(udp_to(5, UDP_PORT, 40), 7, 1),
		    false },
		{ "not to be fragmented",
		    with(udp_to(5, UDP_PORT, 40), 6, 0x40), true },
		{ "SYN-ACK to the first", tcp_to(5, TCP_FIRST, 0x12), true },
		{ "RST to the last", tcp_to(6, TCP_FIRST + 15, 0x14), true },
		{ "below the first", tcp_to(5, TCP_FIRST - 1, 0x12), false },
		{ "above the last", tcp_to(5, TCP_FIRST + 16, 0x12), false },
		{ "an ACK", tcp_to(5, TCP_FIRST, 0x10), false },
		{ "data", tcp_to(5, TCP_FIRST, 0x18), false },
		{ "TCP to the port of UDP", tcp_to(5, UDP_PORT, 0x12), false },
		{ "another protocol", with(udp_to(5, UDP_PORT, 40), 9, 132),
		    false },
	};

	check_rows(rows, HARNESS_ROWS(rows));
}

static void
test_errors(void)
{
	const struct row rows[] = {
		{ "unreachable, about UDP", icmp_about(5, 3, 5, 17, UDP_PORT),
		    true },
		{ "exceeded, about UDP", icmp_about(6, 11, 7, 17, UDP_PORT),
		    true },
		{ "about TCP", icmp_about(5, 3, 5, 6, TCP_FIRST + 15), true },
		{ "about TCP behind options",
		    icmp_about(15, 3, 15, 6, TCP_FIRST), true },
		{ "about TCP of others", icmp_about(5, 3, 5, 6, TCP_FIRST + 16),
		    false },
		{ "about UDP of others", icmp_about(5, 3, 5, 17, UDP_PORT + 1),
		    false },
		{ "about UDP from a port of TCP",
		    icmp_about(5, 3, 5, 17, TCP_FIRST), false },
		{ "about another protocol", icmp_about(5, 3, 5, 1, UDP_PORT),
		    false },
		{ "an echo reply", icmp_about(5, 0, 5, 17, UDP_PORT), false },
		{ "a redirect", icmp_about(5, 5, 5, 17, UDP_PORT), false },
	};

	check_rows(rows, HARNESS_ROWS(rows));
}

/* The range may end with the last port there is. */
static void
test_last_port(void)
{
	const struct packet packet = tcp_to(5, 65535, 0x12);
	struct packet_filter filter;
	int fd[2];

	packet_filter_answers(&filter, 0, 65535 - 15, 16);
	pair_open(fd, &filter);
	CU_ASSERT_TRUE(passes(fd, packet.bytes, packet.len));
	(void)close(fd[0]);
	(void)close(fd[1]);
}

static void
test_long(void)
{
	static const uint8_t datagram[600];
	struct packet_filter filter;
	int fd[2];

	packet_filter_long(&filter);
	pair_open(fd, &filter);
	CU_ASSERT_FALSE(passes(fd, datagram, 8));
	CU_ASSERT_FALSE(passes(fd, datagram, PACKET_FILTER_UDP_LEN_MAX));
	CU_ASSERT_TRUE(passes(fd, datagram, PACKET_FILTER_UDP_LEN_MAX + 1));
	(void)close(fd[0]);
	(void)close(fd[1]);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "answers", test_answers },
		{ "errors", test_errors },
		{ "last port", test_last_port },
		{ "long", test_long },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "packet_filter", .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
