/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Frames of our own against packets whose checksums were worked out by
 * another program, and what comes back, whole, cut, bent and hostile.
 */
#include "scanner/packet_codec.h"

#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "test/harness.h"

#define SCANNER UINT32_C(0x0affff01) /* 10.255.255.1 */
#define TARGET  UINT32_C(0x0a4d0008) /* 10.77.0.8 */
#define ROUTER  UINT32_C(0x0afe0001) /* 10.254.0.1 */

#define ETHERNET "02 72 63 00 00 02 02 72 63 00 00 01 08 00 "
#define PING_IP                                                  \
	"45 00 00 2c 00 00 40 00 40 11 26 6c 0a ff ff 01 0a 4d " \
	"00 08 09 29 95 95 00 18 16 75 02 0a 10 00 50 49 4e 47 " \
	"42 44 43 56 00 00 00 00 "
#define SYN_IP                                                   \
	"45 00 00 3c 00 00 40 00 40 06 26 67 0a ff ff 01 0a 4d " \
	"00 08 ee 4d 0b 97 de ad be ef "
#define SYN_REST                                                 \
	"00 00 00 00 a0 02 fa f0 a1 36 00 00 02 04 05 b4 04 02 " \
	"08 0a 00 00 00 01 00 00 00 00 01 03 03 07 "
#define PONG                                                     \
	"45 00 00 21 00 00 40 00 40 11 26 77 0a 4d 00 08 0a ff " \
	"ff 01 95 95 09 29 00 0d 8d 29 50 4f 4e 47 21 "
#define SYN_ACK                                                  \
	"45 00 00 2c 00 00 40 00 40 06 26 77 0a 4d 00 08 0a ff " \
	"ff 01 0b 97 ee 4d 11 22 33 44 de ad be f0 60 12 fe 88 " \
	"a9 4e 00 00 02 04 05 b4 "
#define RST                                                      \
	"45 00 00 28 00 00 40 00 40 06 26 7b 0a 4d 00 08 0a ff " \
	"ff 01 0b 97 ee 4d 00 00 00 00 de ad be f0 50 14 00 00 " \
	"03 f8 00 00 "
#define ICMP_UDP                                                 \
	"45 00 00 48 00 00 40 00 40 01 25 b6 0a fe 00 01 0a ff " \
	"ff 01 03 0d 11 72 00 00 00 00 " PING_IP
#define ICMP_TCP                                                 \
	"45 00 00 38 00 00 40 00 40 01 25 c6 0a fe 00 01 0a ff " \
	"ff 01 03 01 65 7c 00 00 00 00 " SYN_IP

static const struct packet_codec_path path = {
	{ 2, 0x72, 0x63, 0, 0, 2 },
	{ 2, 0x72, 0x63, 0, 0, 1 },
	SCANNER,
};

static void
check_frame(const uint8_t *frame, size_t len, const char *hex)
{
	uint8_t want[PACKET_CODEC_FRAME_MAX];
	ptrdiff_t want_len = hex_parse(hex, want, sizeof(want));

	CU_ASSERT_EQUAL_FATAL((ptrdiff_t)len, want_len);
	CU_ASSERT_EQUAL(memcmp(frame, want, len), 0);
}

static void
test_frames(void)
{
	static const uint8_t ping[16] = { 2, 10, 16, 0, 'P', 'I', 'N', 'G', 'B',
		'D', 'C', 'V' };
	const struct packet_codec_end udp = { TARGET, 38293, 2345 };
	const struct packet_codec_end tcp = { TARGET, 2967, 61005 };
	uint8_t frame[PACKET_CODEC_FRAME_MAX], longest[PROBE_REQUEST_MAX];
	struct packet_codec_end own;
	enum net_protocol protocol;

	harness_row("a ping");
	check_frame(frame,
	    packet_codec_udp(frame, &path, &udp, ping, sizeof(ping)),
	    ETHERNET PING_IP);
	packet_codec_read_own(frame, &own, &protocol);
	CU_ASSERT_EQUAL(protocol, NET_UDP);
	CU_ASSERT_EQUAL(own.addr, TARGET);
	CU_ASSERT_EQUAL(own.port, 38293);
	CU_ASSERT_EQUAL(own.our_port, 2345);
	harness_row("an odd number of bytes");
	check_frame(frame,
	    packet_codec_udp(frame, &path, &udp, (const uint8_t *)"\x01", 1),
	    ETHERNET "45 00 00 1d 00 00 40 00 40 11 26 7b 0a ff ff 01 0a 4d 00 "
		     "08 09 29 95 95 00 09 4b c8 01");
	harness_row("a checksum of 0 is sent as all ones");
	(void)packet_codec_udp(frame, &path, &udp, (const uint8_t *)"\x4c\xc6",
	    2);
	CU_ASSERT_EQUAL(frame[40], 0xff);
	CU_ASSERT_EQUAL(frame[41], 0xff);
	harness_row("no payload");
	CU_ASSERT_EQUAL(packet_codec_udp(frame, &path, &udp, ping, 0), 42);
	harness_row("the longest payload");
	memset(longest, 0xff, sizeof(longest));
	CU_ASSERT_EQUAL(packet_codec_udp(frame, &path, &udp, longest,
			    sizeof(longest)),
	    42 + PROBE_REQUEST_MAX);
	harness_row("a SYN");
	check_frame(frame, packet_codec_syn(frame, &path, &tcp, 0xdeadbeef),
	    ETHERNET SYN_IP SYN_REST);
	packet_codec_read_own(frame, &own, &protocol);
	CU_ASSERT_EQUAL(protocol, NET_TCP);
	CU_ASSERT_EQUAL(own.port, 2967);
}

struct row {
	const char *name, *hex;
	bool is_taken;
	enum packet_codec_kind kind;
	enum net_protocol protocol;
	uint32_t from;
	uint16_t port, our_port;
	uint32_t seq;
	size_t payload_len;
	int at; /* change this byte of hex to that; -1: none */
	uint8_t to;
};

static const struct row rows[] = {
	{ "a pong", PONG, true, PACKET_CODEC_UDP, NET_UDP, TARGET, 38293, 2345,
	    0, 5, -1, 0 },
	{ "a pong without a checksum", PONG, false, PACKET_CODEC_UDP, NET_UDP,
	    TARGET, 38293, 2345, 0, 5, 26, 0 },
	{ "SYN and ACK", SYN_ACK, true, PACKET_CODEC_OPEN, NET_TCP, TARGET,
	    2967, 61005, 0xdeadbeef, 0, -1, 0 },
	{ "RST and ACK", RST, true, PACKET_CODEC_CLOSED, NET_TCP, TARGET, 2967,
	    61005, 0xdeadbeef, 0, -1, 0 },
	{ "ICMP about a ping", ICMP_UDP, true, PACKET_CODEC_ICMP, NET_UDP,
	    ROUTER, 38293, 2345, 0, 16, -1, 0 },
	{ "ICMP about a SYN, 8 bytes of it", ICMP_TCP, true, PACKET_CODEC_ICMP,
	    NET_TCP, ROUTER, 2967, 61005, 0xdeadbeef, 0, -1, 0 },
	{ "IP version 6", PONG, .at = 0, .to = 0x65 },
	{ "a header of 16 bytes", PONG, .at = 0, .to = 0x44 },
	{ "a header longer than the packet", RST, .at = 0, .to = 0x4f },
	{ "longer than what is here", PONG, .at = 3, .to = 0x22 },
	{ "shorter than its header", PONG, .at = 3, .to = 19 },
	{ "the first fragment", PONG, .at = 6, .to = 0x60 },
	{ "a later fragment", PONG, .at = 7, .to = 1 },
	{ "another protocol", PONG, .at = 9, .to = 132 },
	{ "a wrong IP checksum", PONG, .at = 10, .to = 0x27 },
	{ "a UDP length below its header", PONG, .at = 25, .to = 7 },
	{ "a UDP length beyond the packet", PONG, .at = 25, .to = 14 },
	{ "a damaged pong", PONG, .at = 32, .to = 0x20 },
	{ "a damaged SYN-ACK", SYN_ACK, .at = 43, .to = 0xb5 },
	{ "a damaged RST", RST, .at = 39, .to = 1 },
	{ "a damaged ICMP", ICMP_UDP, .at = 71, .to = 1 },
	{ "SYN without ACK", SYN_ACK, .at = 33, .to = 0x02 },
	{ "SYN, ACK and FIN", SYN_ACK, .at = 33, .to = 0x13 },
	{ "ACK alone", SYN_ACK, .at = 33, .to = 0x10 },
	{ "RST without ACK", RST, .at = 33, .to = 0x04 },
	{ "an echo reply", ICMP_UDP, .at = 20, .to = 0 },
	{ "a quoted fragment", ICMP_TCP, .at = 35, .to = 1 },
	{ "another protocol quoted", ICMP_TCP, .at = 37, .to = 47 },
	{ "a quoted header of 60 bytes", ICMP_TCP, .at = 28, .to = 0x4f },
	{ "IPv6 quoted", ICMP_TCP, .at = 28, .to = 0x65 },
};

/* Into a buffer of its exact size, so that a read beyond it shows. */
static uint8_t *
packet_of(const char *hex, size_t *len)
{
	uint8_t buf[256], *packet;
	ptrdiff_t n = hex_parse(hex, buf, sizeof(buf));

	CU_ASSERT_FATAL(n > 0);
	packet = malloc((size_t)n);
	CU_ASSERT_PTR_NOT_NULL_FATAL(packet);
	memcpy(packet, buf, (size_t)n);
	*len = (size_t)n;
	return packet;
}

static void
check_answer(const struct row *row, const struct packet_codec_answer *answer)
{
	CU_ASSERT_EQUAL(answer->kind, row->kind);
	CU_ASSERT_EQUAL(answer->protocol, row->protocol);
	CU_ASSERT_EQUAL(answer->from, row->from);
	CU_ASSERT_EQUAL(answer->end.addr, TARGET);
	CU_ASSERT_EQUAL(answer->end.port, row->port);
	CU_ASSERT_EQUAL(answer->end.our_port, row->our_port);
	CU_ASSERT_EQUAL(answer->seq, row->seq);
	CU_ASSERT_EQUAL(answer->payload_len, row->payload_len);
}

static void
test_rows(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		const struct row *row = &rows[i];
		struct packet_codec_answer answer;
		size_t len;
		uint8_t *packet = packet_of(row->hex, &len);

		harness_row(row->name);
		if (row->at >= 0)
			packet[row->at] = row->to;
		CU_ASSERT_EQUAL(packet_codec_read(&answer, packet, len, true),
		    row->is_taken);
		if (row->is_taken)
			check_answer(row, &answer);
		free(packet);
	}
}

/* No packet cut at any byte is taken for an answer, and none crashes. */
static void
test_cut(void)
{
	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		size_t whole_len;
		uint8_t *whole = packet_of(rows[i].hex, &whole_len);

		harness_row(rows[i].name);
		for (size_t len = 0; len < whole_len; len++) {
			struct packet_codec_answer answer;
			uint8_t *cut = malloc(len == 0 ? 1 : len);

			CU_ASSERT_PTR_NOT_NULL_FATAL(cut);
			memcpy(cut, whole, len);
			CU_ASSERT_FALSE(
			    packet_codec_read(&answer, cut, len, true));
			CU_ASSERT_FALSE(
			    packet_codec_read(&answer, cut, len, false));
			free(cut);
		}
		free(whole);
	}
}

/* What quotes less than the ports and 4 bytes more says nothing. */
static void
test_short_quote(void)
{
	for (size_t missing = 0; missing <= 8; missing++) {
		struct packet_codec_answer answer;
		size_t len;
		uint8_t *packet = packet_of(ICMP_TCP, &len);

		len -= missing;
		packet[3] = (uint8_t)len;
		/* The checksum of IP goes up by what the length goes down. */
		packet[11] = (uint8_t)(0xc6 + missing);
		harness_row(missing == 0 ? "whole" : "cut");
		CU_ASSERT_EQUAL(packet_codec_read(&answer, packet, len, false),
		    missing == 0);
		free(packet);
	}
}

/* Ethernet fills up short frames; an interface may leave a checksum open. */
static void
test_around(void)
{
	struct packet_codec_answer answer;
	uint8_t padded[64] = { 0 };
	size_t len;
	uint8_t *packet = packet_of(SYN_ACK, &len);

	harness_row("padding");
	memset(padded, 0xaa, sizeof(padded));
	memcpy(padded, packet, len);
	CU_ASSERT_TRUE(packet_codec_read(&answer, padded, 60, true));
	harness_row("padding behind UDP");
	free(packet);
	packet = packet_of(PONG, &len);
	memcpy(padded, packet, len);
	CU_ASSERT_TRUE(packet_codec_read(&answer, padded, 46, true));
	CU_ASSERT_EQUAL(answer.len, 5);
	CU_ASSERT_EQUAL(memcmp(answer.data, "PONG!", 5), 0);
	harness_row("a checksum that is still to be filled in");
	packet[26] ^= 0x55;
	CU_ASSERT_FALSE(packet_codec_read(&answer, packet, len, true));
	CU_ASSERT_TRUE(packet_codec_read(&answer, packet, len, false));
	harness_row("UDP may have none");
	packet[26] = packet[27] = 0;
	CU_ASSERT_TRUE(packet_codec_read(&answer, packet, len, true));
	free(packet);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "frames", test_frames },
		{ "rows", test_rows },
		{ "cut", test_cut },
		{ "short quote", test_short_quote },
		{ "around", test_around },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "packet_codec", .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
