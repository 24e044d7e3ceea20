/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * How far a sweep has come, as a value.
 */
#include "cache/journal.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct journal_extra *
journal_add(struct journal *journal, const char *probe)
{
	struct journal_extra *extra;

	journal->extra = mem_grow(journal->extra, &journal->extras_cap,
	    journal->n_extras + 1, sizeof(*journal->extra));
	extra = &journal->extra[journal->n_extras++];
	memset(extra, 0, sizeof(*extra));
	extra->probe = mem_dup(probe);
	return extra;
}

void
journal_clear(struct journal *journal)
{
	text_clear(&journal->walks);
	for (size_t i = 0; i < journal->n_extras; i++)
		free(journal->extra[i].probe);
	journal->n_extras = 0;
	for (size_t i = 0; i < journal->n_ledgers; i++)
		free(journal->ledger[i].link);
	free(journal->ledger);
	journal->ledger = NULL;
	journal->n_ledgers = 0;
}

void
journal_fini(struct journal *journal)
{
	journal_clear(journal);
	text_fini(&journal->walks);
	free(journal->extra);
	*journal = (struct journal)JOURNAL_INIT;
}

static uint64_t
journal_max(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

/* The lower of two, where 0 is none. */
static uint64_t
journal_least(uint64_t a, uint64_t b)
{
	return a == 0 || (b != 0 && b < a) ? b : a;
}

void
journal_add_ledger(struct cache_ledger *sum, const struct cache_ledger *part)
{
	sum->n_targets = part->n_targets;
	sum->capacity_bps = part->capacity_bps;
	sum->budget_bps = part->budget_bps;
	sum->out_packets += part->out_packets;
	sum->out_bytes += part->out_bytes;
	sum->in_packets += part->in_packets;
	sum->in_bytes += part->in_bytes;
	sum->peak_out_bps = journal_max(sum->peak_out_bps, part->peak_out_bps);
	sum->peak_in_bps = journal_max(sum->peak_in_bps, part->peak_in_bps);
	if (part->srtt_us != 0) {
		sum->srtt_us = part->srtt_us;
		sum->rttvar_us = part->rttvar_us;
	}
	sum->peak10_out_bps =
	    journal_max(sum->peak10_out_bps, part->peak10_out_bps);
	sum->peak10_in_bps =
	    journal_max(sum->peak10_in_bps, part->peak10_in_bps);
	sum->unseen_out_packets += part->unseen_out_packets;
	sum->unseen_out_bytes += part->unseen_out_bytes;
	sum->unseen_in_packets += part->unseen_in_packets;
	sum->unseen_in_bytes += part->unseen_in_bytes;
	sum->least_udp_us =
	    journal_least(sum->least_udp_us, part->least_udp_us);
	sum->least_tcp_us =
	    journal_least(sum->least_tcp_us, part->least_tcp_us);
	/* Who goes on knows the answers of before: the estimate is of all. */
	sum->n_tries = part->n_tries;
	sum->loss_ppm = part->loss_ppm;
	sum->missed_milli = part->missed_milli;
	sum->missed_low = part->missed_low;
	sum->missed_high = part->missed_high;
	sum->max_missed_ppm = part->max_missed_ppm;
	sum->is_lossy = part->is_lossy;
	sum->n_clients = part->n_clients;
	sum->max_clients = part->max_clients;
}
