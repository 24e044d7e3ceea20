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

#include "base/clock.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/utf8.h"
#include "cache/verdict_private.h"

/* A clause lists so many observations; the rest is counted. */
#define VERDICT_LIST_MAX 4

enum verdict_rank
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
	case OBSERVATION_NEIGHBOUR:
		return VERDICT_RANK_NEIGHBOUR;
	case OBSERVATION_SILENT:
		return VERDICT_RANK_SILENT;
	case OBSERVATION_EXCLUDED:
		return VERDICT_RANK_EXCLUDED;
	case OBSERVATION_NOT_ASKED:
		return VERDICT_RANK_NOT_ASKED;
	case OBSERVATION_NAMED:
		break;
	}
	return VERDICT_RANK_NOTHING;
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
	case VERDICT_RANK_NEIGHBOUR:
	case VERDICT_RANK_SILENT:
		return VERDICT_SILENT;
	case VERDICT_RANK_EXCLUDED:
		return VERDICT_EXCLUDED;
	case VERDICT_RANK_NOT_ASKED:
	case VERDICT_RANK_NOTHING:
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

/*
 * A router's word or nothing about a question is no news where the question
 * has a stronger observation.
 */
static bool
verdict_is_covered(const struct observation *const *in, size_t n,
    const struct observation *weaker)
{
	if (weaker->kind == OBSERVATION_NEIGHBOUR)
		return n > 0 && observation_proves_life(in[0]);
	if (verdict_rank_of(weaker) < VERDICT_RANK_UNREACHABLE)
		return false;
	for (size_t i = 0; i < n; i++)
		if (verdict_rank_of(in[i]) != verdict_rank_of(weaker) &&
		    verdict_same_question(in[i], weaker))
			return true;
	return false;
}

bool
verdict_same_question(const struct observation *a, const struct observation *b)
{
	return a->port == b->port && a->protocol == b->protocol &&
	       strcmp(a->probe, b->probe) == 0;
}

const struct observation **
verdict_select(const struct observation *observation, size_t n, size_t *kept)
{
	const struct observation **in = mem_array(n + 1, sizeof(*in));

	*kept = 0;
	for (size_t i = 0; i < n; i++)
		in[i] = &observation[i];
	qsort(in, n, sizeof(*in), verdict_sort);
	for (size_t i = 0;
	     i < n && verdict_rank_of(in[i]) != VERDICT_RANK_NOTHING; i++)
		if ((*kept == 0 || verdict_cmp(in[*kept - 1], in[i]) != 0) &&
		    !verdict_is_covered(in, *kept, in[i]))
			in[(*kept)++] = in[i];
	return in;
}

bool
verdict_was_asked(const struct observation *observation)
{
	return verdict_rank_of(observation) <= VERDICT_RANK_SILENT;
}

/* The link is blamed only for what was asked and is silent. */
static bool
verdict_is_down(const struct verdict_area *area)
{
	return area->name != NULL && area->n_alive == 0 &&
	       area->n_lost >= VERDICT_LINK_DOWN_MIN;
}

static enum verdict_code
verdict_decide(enum verdict_rank rank, const struct verdict_facts *facts)
{
	enum verdict_code code = verdict_code_of(rank);

	if (facts == NULL)
		return code;
	/* Who was not asked may be there all the same. */
	if (facts->move != NULL && rank != VERDICT_RANK_ANSWER &&
	    rank < VERDICT_RANK_EXCLUDED)
		return VERDICT_MOVED;
	if (rank == VERDICT_RANK_SILENT && facts->last_us != 0 &&
	    (verdict_is_down(&facts->link) || verdict_is_down(&facts->network)))
		return VERDICT_LINK_DOWN;
	return code;
}

static void
verdict_add_move(struct text *out, const struct verdict_move *move)
{
	char addr[ADDR_TEXT_LEN], time[CLOCK_TEXT_LEN];

	text_addf(out, "moved to %s: the %s %s answered there at %s",
	    addr_format(&move->to, addr), move->by, move->value,
	    clock_format(move->to_us, time));
	if (move->from_us != 0)
		text_addf(out, ", and here last at %s",
		    clock_format(move->from_us, time));
	text_add(out, "; ");
}

static void
verdict_add_down(struct text *out, const struct verdict_facts *facts)
{
	const struct verdict_area *area =
	    verdict_is_down(&facts->link) ? &facts->link : &facts->network;

	text_addf(out,
	    "; nobody in %s answers, and %llu who did before are lost",
	    area->name, (unsigned long long)area->n_lost);
	if (area->n_unreachable > 0)
		text_addf(out, "; of %llu a router says so",
		    (unsigned long long)area->n_unreachable);
}

/* Whether a silent machine is off or filtered, as far as can be told. */
static void
verdict_add_silence(struct text *out, const struct observation *strongest,
    const struct verdict_facts *facts)
{
	const struct verdict_area *near =
	    facts->network.name != NULL ? &facts->network : &facts->link;
	char time[CLOCK_TEXT_LEN];

	if (strongest->kind == OBSERVATION_NEIGHBOUR)
		text_add(out, strongest->match == NULL
				  ? ": it is off, or not there"
				  : ": it is on, and a firewall on it drops "
				    "the questions");
	if (facts->last_us != 0)
		text_addf(out, "; last heard at %s",
		    clock_format(facts->last_us, time));
	else
		text_add(out, "; never heard before");
	if (near->name == NULL)
		return;
	if (near->n_alive == 0)
		text_addf(out, "; nobody in %s answers", near->name);
	else
		text_addf(out, "; %llu in %s %s",
		    (unsigned long long)near->n_alive, near->name,
		    near->n_alive == 1 ? "answers" : "answer");
	if (strongest->kind == OBSERVATION_NEIGHBOUR || near->n_alive == 0)
		return;
	if (near->n_unreachable > 0)
		text_add(out, ", and a router reports who is off there: it is "
			      "rather filtered than off");
	else
		text_add(out, ": it is off, or a firewall on it drops the "
			      "questions");
}

static void
verdict_add_facts(struct text *out, enum verdict_code code,
    const struct observation *strongest, const struct verdict_facts *facts)
{
	if (facts == NULL)
		return;
	if (code == VERDICT_LINK_DOWN)
		verdict_add_down(out, facts);
	else if (code == VERDICT_SILENT)
		verdict_add_silence(out, strongest, facts);
}

struct verdict
verdict_of(const struct observation *observation, size_t n,
    const struct verdict_facts *facts)
{
	struct verdict verdict = { VERDICT_NOT_ASKED,
		"not asked in this sweep" };
	const struct observation **in;
	struct text evidence = TEXT_INIT;
	size_t kept;

	in = verdict_select(observation, n, &kept);
	if (kept == 0)
		goto out;
	verdict.code = verdict_decide(verdict_rank_of(in[0]), facts);
	if (verdict.code == VERDICT_MOVED)
		verdict_add_move(&evidence, facts->move);
	for (size_t i = 0, end; i < kept; i = end) {
		enum verdict_rank rank = verdict_rank_of(in[i]);

		for (end = i + 1;
		     end < kept && verdict_rank_of(in[end]) == rank;)
			end++;
		if (i > 0)
			text_add(&evidence, "; ");
		verdict_add_clause(&evidence, in + i, end - i, i == 0);
	}
	verdict_add_facts(&evidence, verdict.code, in[0], facts);
	verdict_set_evidence(&verdict, &evidence);
out:
	text_fini(&evidence);
	free(in);
	return verdict;
}

void
verdict_explain(const struct observation *observation, size_t n,
    void (*fn)(const char *line, int64_t time_us, void *arg), void *arg)
{
	const struct observation **in;
	struct text line = TEXT_INIT;
	size_t kept;

	in = verdict_select(observation, n, &kept);
	for (size_t i = 0; i < kept; i++) {
		text_clear(&line);
		verdict_add_one(&line, in[i], NULL);
		fn(text_str(&line), in[i]->time_us, arg);
	}
	text_fini(&line);
	free(in);
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
