/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * An inventory in a file as one side of a diff.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cache/merge.h"
#include "cli/side.h"
#include "output/inventory_read.h"
#include "scanner/target.h"

/*
 * What the sweep asked, from the words that were typed, if they say it:
 * neither names nor files do, and excludes are not written down.
 */
static void
side_file_targets(struct side *side, const struct cache_sweep *sweep)
{
	char *words, *save = NULL;
	struct target_set set;
	bool is_known = true;

	if (sweep->n_excluded > 0 || sweep->targets == NULL ||
	    *sweep->targets == '\0')
		return;
	target_init(&set, NULL, NULL);
	words = mem_dup(sweep->targets);
	for (char *word = strtok_r(words, " ", &save); word != NULL && is_known;
	     word = strtok_r(NULL, " ", &save))
		is_known = *word != '@' && *word != '-' &&
			   target_add(&set, word, NULL) == 0;
	target_finish(&set, NULL, 0);
	for (size_t i = 0; is_known && i < set.all.n; i++)
		rangeset_add(&side->side.targets, &set.all.range[i]);
	rangeset_seal(&side->side.targets);
	side->side.has_targets = is_known;
	target_fini(&set);
	free(words);
}

static void
side_file_head(struct side *side, const struct inventory *head)
{
	const struct cache_sweep *sweep = head->sweep;

	side->title.name = side->name;
	side->title.time_us = head->written_us;
	side->title.is_complete = true;
	if (sweep != NULL) {
		side->title.sweep = sweep->id;
		side->title.time_us = sweep->started_us;
		side->title.is_complete = sweep->state == CACHE_SWEEP_COMPLETE;
		side->side.probes =
		    sweep->probes == NULL ? NULL : mem_dup(sweep->probes);
		side_file_targets(side, sweep);
	}
	side->side.time_us = side->title.time_us;
	side->side.is_complete = side->title.is_complete;
}

/*
 * The services that this sweep heard, put first; how many they are.  What an
 * earlier one heard is no news of this one.
 */
static size_t
side_file_heard(struct host *host, int64_t sweep)
{
	size_t n = 0;

	for (size_t i = 0; i < host->n_services; i++) {
		struct host_service service = host->service[i];

		if (service.sweep != 0 && service.sweep < sweep)
			continue;
		host->service[i] = host->service[n];
		host->service[n++] = service;
	}
	return n;
}

static void
side_file_host(struct side *side, enum cache_section section, struct host *host)
{
	size_t n_services = host->n_services;

	if (section != CACHE_MISSING) {
		host->n_services = side_file_heard(host, side->title.sweep);
		host->best_role = host->role = merge_role(host);
	}
	diff_side_add(&side->side, host, section != CACHE_MISSING);
	host->n_services = n_services; /* for host_fini() */
}

int
side_load_file(struct side *side, const char *path, struct err *err)
{
	struct inventory_read *read = inventory_read_open(path, err);
	enum cache_section section;
	struct host host;
	int ret;

	if (read == NULL)
		return -1;
	side->name = mem_dup(path);
	side_file_head(side, inventory_read_head(read));
	while ((ret = inventory_read_next(read, &section, &host, err)) == 1) {
		side_file_host(side, section, &host);
		host_fini(&host);
	}
	inventory_read_close(read);
	return ret;
}
