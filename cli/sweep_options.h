/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The options that say what a sweep asks, and how; one table for every
 * command that plans or runs one.
 */
#ifndef CLI_SWEEP_OPTIONS_H
#define CLI_SWEEP_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/opt.h"
#include "cli/cmd.h"

#define SWEEP_OPTIONS_SEED_RANDOM UINT64_MAX

/* -m; the order of the choices. */
enum sweep_options_mode {
	SWEEP_OPTIONS_MODE_INTENSE, /* every target */
	/* Of them what the cache expects; without a target all of that. */
	SWEEP_OPTIONS_MODE_CACHE,
	/* The attached subnets at once, then what the cache expects. */
	SWEEP_OPTIONS_MODE_LOCAL,
};

struct sweep_options {
	struct cmd_globals globals; /* first: struct cmd wants it there */
	struct opt_list output;
	int mode, transport;
	struct opt_list input, exclude, exclude_from;
	bool may_be_public;
	struct opt_list probe, probe_file, port, dns;
	uint64_t rate_pps, budget_bps, retries, timeout_ms, source_port, seed;
	bool use_no_names, use_no_cache, is_dry_run, is_check;
	uint64_t progress_every_s;
	const char *shard; /* "I/N", or NULL */
	bool use_resume;
	const char *name; /* of a [sweep NAME]; NULL: none */
	bool waits_for_windows;
	struct opt_list target; /* what [sweep NAME] asks; not an option */
};

extern const struct opt sweep_options_rows[];
extern const struct sweep_options sweep_options_defaults;

/* Was that option typed?  name is its long one. */
bool sweep_options_were_given(const struct sweep_options *options,
    const char *name);

const char *sweep_options_mode_name(enum sweep_options_mode mode);

#endif
