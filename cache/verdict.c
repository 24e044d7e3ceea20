/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The verdict on one address and its sentence.  Observations are sorted by
 * what they prove, so the given order does not matter; those of one kind
 * become one clause.
 */
#include "cache/verdict.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/utf8.h"

/* A clause lists so many observations; the rest is counted. */
#define VERDICT_LIST_MAX 4

/* What a clause of the sentence is about, strongest first. */
enum verdict_rank {
	VERDICT_RANK_ANSWER,
	VERDICT_RANK_LIFE,
	VERDICT_RANK_PROHIBITED,
	VERDICT_RANK_UNREACHABLE,
	VERDICT_RANK_SILENT,
	VERDICT_RANK_EXCLUDED,
	VERDICT_RANK_NOT_ASKED,
};

static enum verdict_rank
verdict_rank_of(const struct observation *in)
{
	if (observation_is_answer(in))
		return VERDICT_RANK_ANSWER;
	if (observation_proves_life(in))
		return VERDICT_RANK_LIFE;
	switch (in->kind) {
	case OBSERVATION_REPLY:
	case OBSERVATION_OPEN:
	case OBSERVATION_REFUSED: /* by somebody else: a firewall */
	case OBSERVATION_PROHIBITED:
		return VERDICT_RANK_PROHIBITED;
	case OBSERVATION_UNREACHABLE:
		return VERDICT_RANK_UNREACHABLE;
	case OBSERVATION_SILENT:
		return VERDICT_RANK_SILENT;
	case OBSERVATION_EXCLUDED:
		return VERDICT_RANK_EXCLUDED;
	case OBSERVATION_NOT_ASKED:
		break;
	}
	return VERDICT_RANK_NOT_ASKED;
}

static enum verdict_code
verdict_code_of(enum verdict_rank rank)
{
	switch (rank) {
	case VERDICT_RANK_ANSWER:
		return VERDICT_ANSWERED;
	case VERDICT_RANK_LIFE:
		return VERDICT_ALIVE_NO_AGENT;
	case VERDICT_RANK_PROHIBITED:
		return VERDICT_PROHIBITED;
	case VERDICT_RANK_UNREACHABLE:
		return VERDICT_UNREACHABLE;
	case VERDICT_RANK_SILENT:
		return VERDICT_SILENT;
	case VERDICT_RANK_EXCLUDED:
		return VERDICT_EXCLUDED;
	case VERDICT_RANK_NOT_ASKED:
		break;
	}
	return VERDICT_NOT_ASKED;
}

/* The stronger role, then what was asked; equal means the same fact. */
static int
verdict_cmp(const struct observation *a, const struct observation *b)
{
	enum verdict_rank x = verdict_rank_of(a), y = verdict_rank_of(b);
	int diff;

	if (x != y)
		return x < y ? -1 : 1;
	if (a->role != b->role)
		return a->role > b->role ? -1 : 1;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	diff = addr_cmp(&a->from, &b->from);
	if (diff != 0)
		return diff;
	if (a->icmp_type != b->icmp_type)
		return a->icmp_type < b->icmp_type ? -1 : 1;
	if (a->icmp_code != b->icmp_code)
		return a->icmp_code < b->icmp_code ? -1 : 1;
	diff = strcmp(a->probe, b->probe);
	if (diff != 0)
		return diff;
	if (a->port != b->port)
		return a->port < b->port ? -1 : 1;
	if (a->protocol != b->protocol)
		return a->protocol < b->protocol ? -1 : 1;
	diff = strcmp(a->match == NULL ? "" : a->match,
	    b->match == NULL ? "" : b->match);
	return diff;
}

/* For qsort(): the most tries of the same fact come first and stay. */
static int
verdict_sort(const void *x, const void *y)
{
	const struct observation *const *a = x, *const *b = y;
	int diff = verdict_cmp(*a, *b);

	if (diff != 0 || (*a)->tries == (*b)->tries)
		return diff;
	return (*a)->tries > (*b)->tries ? -1 : 1;
}

static const char *
verdict_protocol(const struct observation *in)
{
	return in->protocol == NET_TCP ? "TCP" : "UDP";
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

/* One observation; previous is the one before in the same clause or NULL. */
static void
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
			text_add(out, "the sweep ended before it asked for ");
		verdict_add_asked(out, in);
		break;
	}
}

/* What a clause proves, behind its colon. */
static const char *
verdict_conclusion(const struct observation *strongest)
{
	switch (verdict_rank_of(strongest)) {
	case VERDICT_RANK_ANSWER:
		switch (strongest->role) {
		case OBSERVATION_ROLE_SERVER:
			return ": a server";
		case OBSERVATION_ROLE_CLIENT:
			return ": a client, or a server whose PDS is blocked";
		default:
			return ": something is there that proves no agent";
		}
	case VERDICT_RANK_LIFE:
		return ": a machine is there, but no agent";
	default:
		return "";
	}
}

/* The n observations of one rank, sorted, as one clause. */
static void
verdict_add_clause(struct text *out, const struct observation *const *in,
    size_t n, bool is_first)
{
	bool is_excluded = verdict_rank_of(in[0]) == VERDICT_RANK_EXCLUDED;
	size_t shown = n > VERDICT_LIST_MAX ? VERDICT_LIST_MAX : n;

	for (size_t i = 0; i < shown; i++) {
		if (i > 0 && !is_excluded)
			text_add(out, i + 1 == n ? " and " : ", ");
		verdict_add_one(out, in[i], i == 0 ? NULL : in[i - 1]);
	}
	if (shown < n && !is_excluded)
		text_addf(out, " and %zu more", n - shown);
	if (is_first)
		text_add(out, verdict_conclusion(in[0]));
}

/* Copy into the verdict; what does not fit is cut at a character. */
static void
verdict_set_evidence(struct verdict *verdict, const struct text *evidence)
{
	const char *text = text_str(evidence);
	size_t len = evidence->len, used;

	if (len >= VERDICT_EVIDENCE_CAP) {
		size_t at = 0;

		len = VERDICT_EVIDENCE_CAP - sizeof("...");
		while (at < len) {
			utf8_decode(text + at, evidence->len - at, &used);
			if (at + used > len)
				break;
			at += used;
		}
		memcpy(verdict->evidence, text, at);
		memcpy(verdict->evidence + at, "...", sizeof("..."));
		return;
	}
	memcpy(verdict->evidence, text, len + 1);
}

struct verdict
verdict_of(const struct observation *observation, size_t n)
{
	struct verdict verdict = { VERDICT_NOT_ASKED,
		"not asked in this sweep" };
	const struct observation **in;
	struct text evidence = TEXT_INIT;
	size_t kept = 0;

	if (n == 0)
		return verdict;
	in = mem_array(n, sizeof(*in));
	for (size_t i = 0; i < n; i++)
		in[i] = &observation[i];
	qsort(in, n, sizeof(*in), verdict_sort);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || verdict_cmp(in[kept - 1], in[i]) != 0)
			in[kept++] = in[i];
	verdict.code = verdict_code_of(verdict_rank_of(in[0]));
	for (size_t i = 0, end; i < kept; i = end) {
		enum verdict_rank rank = verdict_rank_of(in[i]);

		for (end = i + 1;
		     end < kept && verdict_rank_of(in[end]) == rank;)
			end++;
		if (i > 0)
			text_add(&evidence, "; ");
		verdict_add_clause(&evidence, in + i, end - i, i == 0);
	}
	verdict_set_evidence(&verdict, &evidence);
	text_fini(&evidence);
	free(in);
	return verdict;
}

const char *
verdict_name(enum verdict_code code)
{
	switch (code) {
	case VERDICT_NONE:
		return "";
	case VERDICT_ANSWERED:
		return "answered";
	case VERDICT_MOVED:
		return "moved";
	case VERDICT_ALIVE_NO_AGENT:
		return "alive-no-agent";
	case VERDICT_PROHIBITED:
		return "prohibited";
	case VERDICT_UNREACHABLE:
		return "unreachable";
	case VERDICT_LINK_DOWN:
		return "link-down";
	case VERDICT_SILENT:
		return "silent";
	case VERDICT_EXCLUDED:
		return "excluded";
	case VERDICT_NOT_ASKED:
		return "not-asked";
	}
	return "unknown";
}

bool
verdict_is_missing(enum verdict_code code)
{
	return code != VERDICT_NONE && code != VERDICT_ANSWERED;
}
