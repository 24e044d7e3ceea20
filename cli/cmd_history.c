/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * rollcall history: the sweeps that are kept, what they cost, and limits
 * that have been passed.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "cache/cache_history.h"
#include "cli/cmd.h"
#include "cli/config.h"
#include "cli/limits.h"
#include "cli/progress.h"
#include "cli/say.h"
#include "cli/stored.h"
#include "output/jsonout.h"

struct cmd_history_options {
	struct cmd_globals globals; /* first: struct cmd wants it there */
	int format;
	uint64_t keep; /* UINT64_MAX: as the configuration says */
};

static const char *const cmd_history_formats[] = { "text", "json", NULL };

enum { CMD_HISTORY_TEXT, CMD_HISTORY_JSON };

static const struct cmd_history_options cmd_history_defaults = {
	.keep = UINT64_MAX,
};

static const struct opt cmd_history_rows[] = {
	{ 'o', "output", OPT_CHOICE,
	    offsetof(struct cmd_history_options, format), .arg = "FORMAT",
	    .choices = cmd_history_formats,
	    .help = "show the sweeps as text (default) or json" },
	{ 0, "keep", OPT_UINT, offsetof(struct cmd_history_options, keep),
	    .min = 1, .max = INT64_MAX, .arg = "N",
	    .help = "prune: keep the N newest sweeps; without it, as many as "
		    "keep-sweeps in rollcall.conf says" },
	{ 0 },
};

static const char *
cmd_history_state(enum cache_sweep_state state)
{
	switch (state) {
	case CACHE_SWEEP_RUNNING:
		return "unfinished";
	case CACHE_SWEEP_COMPLETE:
		return "complete";
	case CACHE_SWEEP_INCOMPLETE:
		return "incomplete";
	}
	return "unknown";
}

/* What all links took, and the fullest second of any as a share of its. */
struct cmd_history_cost {
	uint64_t out_bytes, in_bytes;
	uint64_t peak_percent; /* of its budget; 0: none has one */
};

static void
cmd_history_add_cost(struct cmd_history_cost *cost,
    const struct cache_ledger *ledger, size_t n)
{
	*cost = (struct cmd_history_cost){ 0 };
	for (size_t i = 0; i < n; i++) {
		uint64_t peak = ledger[i].peak_out_bps > ledger[i].peak_in_bps
				    ? ledger[i].peak_out_bps
				    : ledger[i].peak_in_bps;

		cost->out_bytes += ledger[i].out_bytes;
		cost->in_bytes += ledger[i].in_bytes;
		if (ledger[i].budget_bps == 0)
			continue;
		/* Bits up to 2^57 a second: no line of that kind exists. */
		peak = peak * 100 / ledger[i].budget_bps;
		if (peak > cost->peak_percent)
			cost->peak_percent = peak;
	}
}

static int
cmd_history_text(const struct cache_sweep *sweep,
    const struct cache_ledger *ledger, size_t n, void *arg, struct err *err)
{
	char started[CLOCK_TEXT_LEN], span[CLOCK_TEXT_LEN] = "-";
	uint64_t *n_sweeps = arg;
	struct cmd_history_cost cost;
	struct text targets = TEXT_INIT;

	(void)err;
	cmd_history_add_cost(&cost, ledger, n);
	if (sweep->ended_us >= sweep->started_us)
		clock_format_span((uint64_t)(sweep->ended_us -
					     sweep->started_us),
		    span);
	utf8_clean(&targets, sweep->targets, strlen(sweep->targets));
	if ((*n_sweeps)++ == 0)
		printf("%5s %-24s %7s %-8s %-10s %9s %9s %9s %12s %12s %5s "
		       "%s\n",
		    "SWEEP", "STARTED", "TOOK", "MODE", "STATE", "ASKED",
		    "EXPECTED", "ANSWERED", "BYTES-OUT", "BYTES-IN", "PEAK",
		    "TARGETS");
	printf("%5" PRId64 " %-24s %7s %-8s %-10s %9" PRIu64 " %9" PRIu64
	       " %9" PRIu64 " %12" PRIu64 " %12" PRIu64 " ",
	    sweep->id, clock_format(sweep->started_us, started), span,
	    sweep->mode, cmd_history_state(sweep->state), sweep->n_targets,
	    sweep->n_expected, sweep->n_answered, cost.out_bytes,
	    cost.in_bytes);
	if (cost.peak_percent == 0)
		printf("%5s", "-");
	else
		printf("%4" PRIu64 "%%", cost.peak_percent);
	printf(" %s\n", targets.len == 0 ? "-" : text_str(&targets));
	text_fini(&targets);
	return 0;
}

static int
cmd_history_json(const struct cache_sweep *sweep,
    const struct cache_ledger *ledger, size_t n, void *arg, struct err *err)
{
	struct jsonout *j = arg;
	struct cmd_history_cost cost;

	(void)err;
	cmd_history_add_cost(&cost, ledger, n);
	jsonout_object(j, NULL);
	jsonout_u64(j, "id", (uint64_t)sweep->id);
	jsonout_time(j, "started", sweep->started_us);
	jsonout_time(j, "ended", sweep->ended_us);
	jsonout_text(j, "mode", sweep->mode);
	jsonout_text(j, "state", cmd_history_state(sweep->state));
	jsonout_text(j, "targets", sweep->targets);
	jsonout_text(j, "probes", sweep->probes);
	jsonout_u64(j, "asked", sweep->n_targets);
	jsonout_u64(j, "excluded", sweep->n_excluded);
	jsonout_u64(j, "expected", sweep->n_expected);
	jsonout_u64(j, "answered", sweep->n_answered);
	jsonout_u64(j, "out_bytes", cost.out_bytes);
	jsonout_u64(j, "in_bytes", cost.in_bytes);
	jsonout_known(j, "peak_percent", cost.peak_percent);
	jsonout_end(j);
	return 0;
}

static int
cmd_history_show(struct cache *cache, const struct cmd_history_options *options,
    const struct config *config, struct err *err)
{
	uint64_t n_sweeps = 0;
	struct jsonout j;
	int ret;

	if (options->format == CMD_HISTORY_JSON) {
		jsonout_init(&j, stdout, true);
		jsonout_array(&j, NULL);
		ret = cache_history_each(cache, cmd_history_json, &j, err);
		jsonout_end(&j);
		jsonout_fini(&j);
		putchar('\n');
	} else {
		ret =
		    cache_history_each(cache, cmd_history_text, &n_sweeps, err);
		if (ret == 0 && n_sweeps == 0)
			say("no sweep is kept");
	}
	(void)fflush(stdout);
	return ret == 0 ? limits_say(cache, config, clock_now_wall_us(), err)
			: ret;
}

static int
cmd_history_prune(struct cache *cache,
    const struct cmd_history_options *options, const struct config *config,
    struct err *err)
{
	uint64_t keep =
	    options->keep == UINT64_MAX ? config->keep_sweeps : options->keep;
	uint64_t n_gone;

	if (cache_history_prune(cache, keep, &n_gone, err) == -1)
		return -1;
	if (!options->globals.is_quiet)
		say("%" PRIu64 " %s forgotten", n_gone,
		    n_gone == 1 ? "sweep" : "sweeps");
	return 0;
}

static int
cmd_history_run(void *values, int n, char **operand, struct err *err)
{
	const struct cmd_history_options *options = values;
	const char *given = options->globals.cache;
	bool is_prune = n == 1 && strcmp(operand[0], "prune") == 0;
	struct cache *cache = NULL;
	struct config config;
	int ret = -1;

	if (n == 1 && !is_prune)
		return err_set(err, ERR_USAGE,
		    "history takes nothing or 'prune', not '%s'", operand[0]);
	if (!is_prune && options->keep != UINT64_MAX)
		return err_set(err, ERR_USAGE,
		    "--keep belongs to 'history prune'");
	config_init(&config);
	if (config_load(&config, options->globals.config, err) == -1 ||
	    (is_prune ? stored_need_writable(&cache, given, err)
		      : stored_need(&cache, given, err)) == -1)
		goto out;
	ret = is_prune ? cmd_history_prune(cache, options, &config, err)
		       : cmd_history_show(cache, options, &config, err);
out:
	cache_close(cache);
	config_fini(&config);
	return ret;
}

const struct cmd cmd_history = {
	.name = "history",
	.args = "[prune]",
	.summary = "the sweeps that are kept, and what they cost",
	.details =
	    "PEAK is the fullest second of any link as a share of its budget; "
	    "100% is no more than was allowed.  Limits that have been passed "
	    "are warnings: clients on a link (max-clients in rollcall.conf) "
	    "and machines without contact (stale-after).\n"
	    "\n"
	    "'history prune' forgets old sweeps now; every sweep does it, too, "
	    "when it has ended (keep-sweeps).  What is known of machines "
	    "stays.\n",
	.opts = cmd_history_rows,
	.values_size = sizeof(struct cmd_history_options),
	.defaults = &cmd_history_defaults,
	.n_operands_max = 1,
	.run = cmd_history_run,
};
