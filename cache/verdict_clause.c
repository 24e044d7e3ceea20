/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Observations in words.
 */
#include "cache/verdict_private.h"

#include <errno.h>
#include <stdint.h>

static const char *
verdict_protocol(const struct observation *in)
{
	return in->protocol == NET_TCP ? "TCP" : "UDP";
}

/* What it means when this machine does not even send: as in connect(2). */
static const char *
verdict_errno_name(int sys_errno)
{
	switch (sys_errno) {
	case ENETUNREACH:
		return "this machine knows no route to it";
	case EHOSTUNREACH:
	case EHOSTDOWN:
		return "this machine cannot reach it: ARP is not answered, or "
		       "its route says so";
	case ENETDOWN:
		return "this machine's own interface is down";
	case EACCES:
		return "a route or filter of this machine forbids it";
	case EPERM:
		return "a packet filter of this machine forbids it";
	case EINVAL:
		return "a blackhole route of this machine swallows it";
	default:
		return "this machine cannot send to it";
	}
}

/* RFC 792, RFC 1812 section 5.2.7.1 and RFC 4443 section 3.1. */
static const char *
verdict_icmp_name(const struct observation *in)
{
	static const struct {
		uint8_t family, type, code;
		const char *name;
	} names[] = {
		{ 4, 3, 0, "network unreachable" },
		{ 4, 3, 1, "host unreachable" },
		{ 4, 3, 2, "protocol unreachable" },
		{ 4, 3, 3, "port unreachable" },
		{ 4, 3, 6, "network unknown" },
		{ 4, 3, 7, "host unknown" },
		{ 4, 3, 9, "network administratively prohibited" },
		{ 4, 3, 10, "host administratively prohibited" },
		{ 4, 3, 13, "communication administratively prohibited" },
		{ 4, 11, 0, "time to live exceeded" },
		{ 6, 1, 0, "no route to the address" },
		{ 6, 1, 1, "administratively prohibited" },
		{ 6, 1, 3, "address unreachable" },
		{ 6, 1, 4, "port unreachable" },
		{ 6, 1, 5, "source address refused by policy" },
		{ 6, 1, 6, "route rejected" },
		{ 6, 3, 0, "hop limit exceeded" },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].family == in->addr.family &&
		    names[i].type == in->icmp_type &&
		    names[i].code == in->icmp_code)
			return names[i].name;
	switch (in->kind) {
	case OBSERVATION_REFUSED:
		return "port unreachable";
	case OBSERVATION_PROHIBITED:
		return "administratively prohibited";
	default:
		return "unreachable";
	}
}

/* "pds (UDP 38293, 3 tries)" */
static void
verdict_add_asked(struct text *out, const struct observation *in)
{
	text_addf(out, "%s (%s %u", in->probe, verdict_protocol(in), in->port);
	if (in->tries == 1 && in->kind == OBSERVATION_SILENT)
		text_add(out, ", 1 try");
	else if (in->tries > 1)
		text_addf(out, ", %u tries", in->tries);
	text_add(out, ")");
}

static void
verdict_add_life(struct text *out, const struct observation *in)
{
	switch (in->kind) {
	case OBSERVATION_REPLY:
		text_add(out, "reply to ");
		verdict_add_asked(out, in);
		if (in->match == NULL)
			text_add(out, " that no pattern matches");
		else
			text_addf(out, " that matches \"%s\"", in->match);
		break;
	case OBSERVATION_OPEN:
		text_addf(out, "connection accepted on %s %u (%s)",
		    verdict_protocol(in), in->port, in->probe);
		break;
	default:
		text_addf(out, "%s from %s %u (%s)",
		    in->protocol == NET_TCP && in->icmp_type == -1
			? "RST"
			: "ICMP port unreachable",
		    verdict_protocol(in), in->port, in->probe);
	}
}

/* "host unreachable, said 10.1.0.1 (ICMP 3/1), about " */
static void
verdict_add_icmp(struct text *out, const struct observation *in)
{
	char from[ADDR_TEXT_LEN];

	if (in->icmp_type == OBSERVATION_OWN_ERRNO) {
		text_addf(out, "%s (errno %d), when asked for ",
		    verdict_errno_name(in->icmp_code), in->icmp_code);
		return;
	}
	if (in->kind == OBSERVATION_REFUSED && in->icmp_type == -1)
		text_add(out, "refused");
	else
		text_add(out, verdict_icmp_name(in));
	if (in->from.family != 0)
		text_addf(out, ", said %s", addr_format(&in->from, from));
	if (in->icmp_type != -1)
		text_addf(out, " (%s %d/%d)",
		    in->addr.family == 6 ? "ICMPv6" : "ICMP", in->icmp_type,
		    in->icmp_code);
	text_add(out, ", when asked for ");
}

static bool
verdict_same_icmp(const struct observation *a, const struct observation *b)
{
	return a->kind == b->kind && addr_cmp(&a->from, &b->from) == 0 &&
	       a->icmp_type == b->icmp_type && a->icmp_code == b->icmp_code;
}

void
verdict_add_one(struct text *out, const struct observation *in,
    const struct observation *previous)
{
	switch (verdict_rank_of(in)) {
	case VERDICT_RANK_ANSWER:
	case VERDICT_RANK_LIFE:
		verdict_add_life(out, in);
		break;
	case VERDICT_RANK_PROHIBITED:
	case VERDICT_RANK_UNREACHABLE:
		if (previous == NULL || !verdict_same_icmp(in, previous))
			verdict_add_icmp(out, in);
		verdict_add_asked(out, in);
		break;
	case VERDICT_RANK_NEIGHBOUR:
		text_addf(out, "%s was %s%s",
		    in->addr.family == 6 ? "neighbour discovery" : "ARP",
		    in->match == NULL ? "not answered" : "answered with ",
		    in->match == NULL ? "" : in->match);
		break;
	case VERDICT_RANK_SILENT:
		if (previous == NULL)
			text_add(out, "no answer to ");
		verdict_add_asked(out, in);
		break;
	case VERDICT_RANK_EXCLUDED:
		if (previous == NULL)
			text_add(out, "excluded from this sweep");
		break;
	case VERDICT_RANK_NOT_ASKED:
		if (previous == NULL)
			text_add(out,
			    in->match == NULL
				? "the sweep ended before it asked for "
				: "the link's window closed before the sweep "
				  "asked for ");
		verdict_add_asked(out, in);
		break;
	case VERDICT_RANK_NOTHING:
		break;
	}
}
