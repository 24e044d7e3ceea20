/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Answers that came in frames, told as any transport tells them.
 */
#include "scanner/packet_take.h"

/* Whether it answers, or is about, a SYN of ours. */
static bool
packet_take_is_ours(const struct packet_take *take,
    const struct packet_codec_answer *answer)
{
	struct packet_cookie cookie =
	    packet_cookie_of(take->key, answer->end.addr, answer->end.port);

	return answer->end.our_port == take->tcp_first + cookie.port_index &&
	       answer->seq == cookie.seq;
}

static void
packet_take_tcp(struct packet_take *take,
    const struct packet_codec_answer *answer, uint64_t at_ns)
{
	struct transport_syn in = {
		.addr = addr_v4(answer->end.addr),
		.port = answer->end.port,
		.fault = answer->kind == PACKET_CODEC_OPEN ? FAULT_NONE
							   : FAULT_REFUSED,
		.icmp_type = -1,
		.icmp_code = -1,
	};

	if (!packet_take_is_ours(take, answer)) {
		take->n_ignored++;
		return;
	}
	if (answer->kind == PACKET_CODEC_ICMP) {
		in.fault =
		    fault_of_icmp(4, answer->icmp_type, answer->icmp_code);
		in.from = addr_v4(answer->from);
		in.icmp_type = answer->icmp_type;
		in.icmp_code = answer->icmp_code;
	}
	take->callbacks->on_syn(&in, at_ns, take->arg);
}

static void
packet_take_udp(struct packet_take *take,
    const struct packet_codec_answer *answer, uint64_t at_ns)
{
	if (answer->end.our_port != take->udp_port) {
		take->n_ignored++;
	} else if (answer->kind == PACKET_CODEC_UDP) {
		struct transport_datagram in = {
			.addr = addr_v4(answer->end.addr),
			.port = answer->end.port,
			.data = answer->data,
			.len = answer->len,
			.wire_len = answer->payload_len,
		};

		take->callbacks->on_datagram(&in, at_ns, take->arg);
	} else {
		struct transport_error error = {
			.addr = addr_v4(answer->end.addr),
			.port = answer->end.port,
			.fault = fault_of_icmp(4, answer->icmp_type,
			    answer->icmp_code),
			.from = addr_v4(answer->from),
			.icmp_type = answer->icmp_type,
			.icmp_code = answer->icmp_code,
			.payload_len = answer->payload_len,
		};

		take->callbacks->on_error(&error, at_ns, take->arg);
	}
}

void
packet_take(struct packet_take *take, const uint8_t *data, size_t len,
    bool must_check, uint64_t at_ns)
{
	struct packet_codec_answer answer;

	if (!packet_codec_read(&answer, data, len, must_check))
		take->n_ignored++;
	else if (answer.protocol == NET_TCP)
		packet_take_tcp(take, &answer, at_ns);
	else
		packet_take_udp(take, &answer, at_ns);
}
