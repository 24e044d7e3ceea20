/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Programs of classic BPF.
 */
#include "scanner/packet_filter.h"

#include <assert.h>
#include <string.h>

enum {
	PACKET_FILTER_TAKE = 0xffff, /* all of it */
	PACKET_FILTER_DROP = 0,
	PACKET_FILTER_ICMP = 1,
	PACKET_FILTER_TCP = 6,
	PACKET_FILTER_UDP = 17,
};

static void
packet_filter_op(struct packet_filter *filter, unsigned code, uint32_t k)
{
	assert(filter->n < PACKET_FILTER_CAP);
	filter->code[filter->n++] =
	    (struct sock_filter)BPF_STMT((unsigned short)code, k);
}

/* Go on if the condition holds, else skip n more instructions. */
static void
packet_filter_or_skip(struct packet_filter *filter, unsigned condition,
    uint32_t k, unsigned n)
{
	assert(filter->n < PACKET_FILTER_CAP);
	filter->code[filter->n++] =
	    (struct sock_filter)BPF_JUMP((unsigned short)(BPF_JMP | condition |
							  BPF_K),
		k, 0, (uint8_t)n);
}

/* The same the other way: skip if it holds. */
static void
packet_filter_unless_skip(struct packet_filter *filter, unsigned condition,
    uint32_t k, unsigned n)
{
	packet_filter_or_skip(filter, condition, k, 0);
	filter->code[filter->n - 1].jt = (uint8_t)n;
}

/* Four instructions: take the packet if the half-word loaded is a port of
 * that range, else drop it. */
static void
packet_filter_range(struct packet_filter *filter, uint16_t first, uint16_t n)
{
	packet_filter_or_skip(filter, BPF_JGE, first, 2);
	packet_filter_unless_skip(filter, BPF_JGE, first + (uint32_t)n, 1);
	packet_filter_op(filter, BPF_RET, PACKET_FILTER_TAKE);
	packet_filter_op(filter, BPF_RET, PACKET_FILTER_DROP);
}

void
packet_filter_answers(struct packet_filter *filter, uint16_t udp_port,
    uint16_t tcp_first, uint16_t n_tcp)
{
	memset(filter, 0, sizeof(*filter));
	/* No fragment, neither the first nor a later one; X is where the
	 * body starts. */
	packet_filter_op(filter, BPF_LD | BPF_H | BPF_ABS, 6);
	packet_filter_or_skip(filter, BPF_JSET, 0x3fff, 1);
	packet_filter_op(filter, BPF_RET, PACKET_FILTER_DROP);
	packet_filter_op(filter, BPF_LDX | BPF_B | BPF_MSH, 0);
	packet_filter_op(filter, BPF_LD | BPF_B | BPF_ABS, 9);
	/* UDP */
	packet_filter_or_skip(filter, BPF_JEQ, PACKET_FILTER_UDP, 6);
	packet_filter_op(filter, BPF_LD | BPF_H | BPF_IND, 2);
	packet_filter_or_skip(filter, BPF_JEQ, udp_port, 3);
	packet_filter_op(filter, BPF_LD | BPF_H | BPF_IND, 4);
	packet_filter_unless_skip(filter, BPF_JGT, PACKET_FILTER_UDP_LEN_MAX,
	    1);
	packet_filter_op(filter, BPF_RET, PACKET_FILTER_TAKE);
	packet_filter_op(filter, BPF_RET, PACKET_FILTER_DROP);
	/* TCP: flags SYN and RST */
	packet_filter_or_skip(filter, BPF_JEQ, PACKET_FILTER_TCP, 8);
	packet_filter_op(filter, BPF_LD | BPF_B | BPF_IND, 13);
	packet_filter_unless_skip(filter, BPF_JSET, 0x06, 1);
	packet_filter_op(filter, BPF_RET, PACKET_FILTER_DROP);
	packet_filter_op(filter, BPF_LD | BPF_H | BPF_IND, 2);
	packet_filter_range(filter, tcp_first, n_tcp);
	/* ICMP: destination unreachable, time exceeded */
	packet_filter_unless_skip(filter, BPF_JEQ, PACKET_FILTER_ICMP, 1);
	packet_filter_op(filter, BPF_RET, PACKET_FILTER_DROP);
	packet_filter_op(filter, BPF_LD | BPF_B | BPF_IND, 0);
	packet_filter_unless_skip(filter, BPF_JEQ, 3, 2);
	packet_filter_unless_skip(filter, BPF_JEQ, 11, 1);
	packet_filter_op(filter, BPF_RET, PACKET_FILTER_DROP);
	/* What it quotes: its header is 8 bytes on, and 4 * (byte & 15) long */
	packet_filter_op(filter, BPF_LD | BPF_B | BPF_IND, 8 + 9);
	packet_filter_op(filter, BPF_ST, 0); /* the protocol */
	packet_filter_op(filter, BPF_LD | BPF_B | BPF_IND, 8);
	packet_filter_op(filter, BPF_ALU | BPF_AND | BPF_K, 15);
	packet_filter_op(filter, BPF_ALU | BPF_LSH | BPF_K, 2);
	packet_filter_op(filter, BPF_ALU | BPF_ADD | BPF_X, 0);
	packet_filter_op(filter, BPF_MISC | BPF_TAX, 0);
	packet_filter_op(filter, BPF_LD | BPF_MEM, 0);
	packet_filter_or_skip(filter, BPF_JEQ, PACKET_FILTER_UDP, 4);
	packet_filter_op(filter, BPF_LD | BPF_H | BPF_IND, 8);
	packet_filter_or_skip(filter, BPF_JEQ, udp_port, 1);
	packet_filter_op(filter, BPF_RET, PACKET_FILTER_TAKE);
	packet_filter_op(filter, BPF_RET, PACKET_FILTER_DROP);
	packet_filter_unless_skip(filter, BPF_JEQ, PACKET_FILTER_TCP, 1);
	packet_filter_op(filter, BPF_RET, PACKET_FILTER_DROP);
	packet_filter_op(filter, BPF_LD | BPF_H | BPF_IND, 8);
	packet_filter_range(filter, tcp_first, n_tcp);
}

void
packet_filter_long(struct packet_filter *filter)
{
	memset(filter, 0, sizeof(*filter));
	packet_filter_op(filter, BPF_LD | BPF_W | BPF_LEN, 0);
	packet_filter_or_skip(filter, BPF_JGT, PACKET_FILTER_UDP_LEN_MAX, 1);
	packet_filter_op(filter, BPF_RET, PACKET_FILTER_TAKE);
	packet_filter_op(filter, BPF_RET, PACKET_FILTER_DROP);
}
