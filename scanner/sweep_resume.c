/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * How far a sweep is, for the journal, and going on from there.
 *
 * Walks are lines of eight numbers: link, phase, stream, pass, position, then
 * the link's tries, those of them that were for all, and whom the last was for
 * (enum tracker_whom).  The same configuration and seed give the same links,
 * phases and walks again.
 */
#include <event2/event.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "scanner/sweep_private.h"

/* For answers that a full round of reading left for the next one. */
#define SWEEP_JOURNAL_MARGIN_US 100000

static void
sweep_journal_extras(struct sweep_link *link, struct journal *journal)
{
	size_t at;

	while ((at = extra_changed(link->extra)) != EXTRA_NONE) {
		const struct extra_ask *ask = extra_at(link->extra, at);
		struct journal_extra *kept;

		/* Who was heard once will be heard again. */
		if (ask->phase == SWEEP_HEARD)
			continue;
		kept = journal_add(journal, ask->probe->name);
		kept->addr = ask->addr;
		kept->protocol = ask->probe->protocol;
		kept->port = ask->port;
		kept->tries = extra_tries_over(ask);
		kept->has_answered = ask->has_answered;
		kept->was_served = ask->was_served;
	}
}

static void
sweep_journal_walks(struct sweep *sweep, size_t link_no, int phase,
    uint64_t now_ns, struct text *walks)
{
	struct sweep_link *link = &sweep->link[link_no];
	struct tracker *tracker = link->tracker[phase];

	for (size_t i = 0; tracker != NULL && i < sweep->config.n_asks; i++) {
		struct tracker_place place = tracker_save(tracker, i, now_ns,
		    sweep_link_timeout_us(link, tracker_try(tracker, i)));

		text_addf(walks, "%zu %d %zu %u %" PRIu64 " %u %u %d\n",
		    link_no, phase, i, place.pass, place.position,
		    link->n_tries, link->n_full_tries, tracker_whom(tracker));
	}
}

/*
 * A moment up to which all answers that came have been read: the loop looked
 * at its sockets then, read them first, and so much later got here.  What had
 * not timed out at that moment is not over, however late it is now.
 */
static uint64_t
sweep_journal_ns(const struct sweep *sweep)
{
	uint64_t now_ns = clock_now_ns(), age_us = 0;
	struct timeval looked, now;

	if (event_base_gettimeofday_cached(sweep->base, &looked) == 0 &&
	    evutil_gettimeofday(&now, NULL) == 0 &&
	    evutil_timercmp(&now, &looked, >))
		age_us = (uint64_t)(now.tv_sec - looked.tv_sec) * 1000000 +
			 (uint64_t)now.tv_usec - (uint64_t)looked.tv_usec;
	age_us += SWEEP_JOURNAL_MARGIN_US;
	return now_ns > age_us * 1000 ? now_ns - age_us * 1000 : 0;
}

void
sweep_journal(struct sweep *sweep, struct journal *journal)
{
	uint64_t now_ns = sweep_journal_ns(sweep);

	journal_clear(journal);
	for (size_t i = 0; i < sweep->n_links; i++) {
		for (int phase = 0; phase < SWEEP_N_PHASES; phase++)
			sweep_journal_walks(sweep, i, phase, now_ns,
			    &journal->walks);
		sweep_journal_extras(&sweep->link[i], journal);
	}
	journal->ledger = sweep_ledger(sweep, &journal->n_ledgers);
}

/* The further rounds that a link had gone into: how many, and the last. */
static bool
sweep_restore_rounds(struct sweep_link *link, unsigned n_tries,
    unsigned n_full_tries, unsigned last)
{
	unsigned n_last_full = last == TRACKER_ALL;

	if (n_tries > LOSS_TRIES_MAX || last > TRACKER_KNOWN)
		return false;
	while (link->n_tries < n_tries) {
		bool is_full =
		    link->n_tries + 1 == n_tries
			? last == TRACKER_ALL
			: link->n_full_tries + n_last_full < n_full_tries;

		sweep_link_extend(link, is_full ? TRACKER_ALL : TRACKER_KNOWN);
	}
	return link->n_tries == n_tries && link->n_full_tries == n_full_tries;
}

/* One line of the walks; false when it is none of this sweep. */
static bool
sweep_restore_walk(struct sweep *sweep, const char *line)
{
	unsigned link, phase, stream, n_tries, n_full_tries, last;
	struct tracker_place place;

	return sscanf(line, "%u %u %u %u %" SCNu64 " %u %u %u", &link, &phase,
		   &stream, &place.pass, &place.position, &n_tries,
		   &n_full_tries, &last) == 8 &&
	       link < sweep->n_links && phase < SWEEP_N_PHASES &&
	       stream < sweep->config.n_asks &&
	       sweep->link[link].tracker[phase] != NULL &&
	       sweep_restore_rounds(&sweep->link[link], n_tries, n_full_tries,
		   last) &&
	       tracker_restore(sweep->link[link].tracker[phase], stream,
		   &place);
}

static bool
sweep_restore_extra(struct sweep *sweep, const struct journal_extra *kept)
{
	struct extra_ask ask = {
		.addr = kept->addr,
		.probe = probe_find(sweep->config.probes, kept->probe),
		.port = kept->port,
		.tries = (uint8_t)kept->tries,
		.has_answered = kept->has_answered,
		.was_served = kept->was_served,
	};
	uint32_t link;

	if (ask.probe == NULL || ask.probe->protocol != kept->protocol ||
	    probe_check_port(ask.probe, ask.port, NULL) == -1 ||
	    !sweep_link_find(sweep, &ask.addr, &link, &ask.phase, &ask.target))
		return false;
	(void)extra_add(sweep->link[link].extra, &ask);
	return true;
}

int
sweep_restore(struct sweep *sweep, const struct journal *journal,
    struct err *err)
{
	const char *line = text_str(&journal->walks);

	for (; *line != '\0'; line += strcspn(line, "\n"), line += *line != 0)
		if (!sweep_restore_walk(sweep, line))
			return err_set(err, ERR_CACHE,
			    "the journal of the sweep is damaged: its walks "
			    "are not those of this sweep ('%.*s')",
			    (int)strcspn(line, "\n"), line);
	for (size_t i = 0; i < journal->n_extras; i++)
		if (!sweep_restore_extra(sweep, &journal->extra[i]))
			return err_set(err, ERR_CACHE,
			    "the journal of the sweep is damaged: it has a "
			    "question by '%s' that this sweep cannot put",
			    journal->extra[i].probe);
	return 0;
}

/* The stream that an observation belongs to, or -1. */
static int
sweep_restore_stream(const struct sweep *sweep, const struct observation *seen)
{
	for (size_t i = 0; i < sweep->config.n_asks; i++) {
		const struct sweep_ask *ask = &sweep->config.ask[i];

		if (ask->port == seen->port &&
		    ask->probe->protocol == seen->protocol &&
		    strcmp(ask->probe->name, seen->probe) == 0)
			return (int)i;
	}
	return -1;
}

void
sweep_restore_seen(struct sweep *sweep, const struct observation *seen)
{
	int stream = sweep_restore_stream(sweep, seen);
	const struct probe *probe =
	    probe_find(sweep->config.probes, seen->probe);
	struct sweep_place place = { .addr = seen->addr };
	struct tracker *tracker;
	uint32_t rtt_us;

	/* A router's "unreachable" is not final, nor are words on silence. */
	if (seen->kind > OBSERVATION_PROHIBITED ||
	    !sweep_link_find(sweep, &seen->addr, &place.link_no, &place.phase,
		&place.target))
		return;
	place.link = &sweep->link[place.link_no];
	tracker = place.tracker = place.link->tracker[place.phase];
	if (stream >= 0 && seen->tries > 0 && observation_proves_life(seen))
		loss_answer(&place.link->loss, seen->tries - 1,
		    !tracker_is_marked(tracker, TRACKER_SEEN, place.target));
	if (stream >= 0)
		(void)tracker_answer(tracker, (size_t)stream, place.target,
		    seen->kind == OBSERVATION_REPLY && seen->match != NULL &&
			seen->role >= OBSERVATION_ROLE_CLIENT,
		    0, &rtt_us);
	sweep_count_host(sweep, &place, seen);
	if (probe != NULL && seen->kind == OBSERVATION_REPLY &&
	    seen->match != NULL)
		sweep_follow_reply(sweep, place.link_no, place.phase,
		    place.target, probe, probe_port_told(probe, seen));
}
