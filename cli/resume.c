/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Going on with a sweep that was interrupted or killed.
 */
#include "cli/resume.h"

#include <inttypes.h>
#include <string.h>

#include "base/mem.h"
#include "base/rangepack.h"
#include "cli/say.h"
#include "scanner/shard.h"

int
resume_begin(struct resume *resume, struct sweep_options *options,
    struct cache *cache, struct err *err)
{
	int ret;

	memset(resume, 0, sizeof(*resume));
	ret = cache == NULL ? 0
			    : cache_journal_newest(cache, options->name,
				  &resume->sweep, err);
	if (ret == -1)
		return -1;
	if (ret == 0 && options->name != NULL) {
		options->use_resume = false;
		return 0;
	}
	if (ret == 0)
		return err_set(err, ERR_USAGE,
		    "--resume: there is no sweep that was interrupted; leave "
		    "the option out to begin one");
	if (setup_load(&resume->setup, cache, resume->sweep.id, err) == -1 ||
	    cache_journal_get(cache, resume->sweep.id, &resume->journal, err) ==
		-1)
		return -1;
	return setup_adopt(&resume->setup, options, &resume->lists, err);
}

/* A set of the setup, into an empty one. */
static int
resume_read_set(const struct resume *resume, const char *key,
    struct rangeset *set, struct err *err)
{
	const struct text *value = setup_value(&resume->setup, key);

	if (rangepack_read(set, value->data, value->len))
		return 0;
	return err_set(err, ERR_CACHE,
	    "sweep %" PRId64 " cannot be resumed: its set of %s is damaged",
	    resume->sweep.id, key);
}

/* The first address that is in a and not in b; false when there is none. */
static bool
resume_first_missing(const struct rangeset *a, const struct rangeset *b,
    char text[ADDR_TEXT_LEN])
{
	struct rangeset more = RANGESET_INIT;
	struct addr first;
	bool is_any;

	rangeset_subtract(&more, a, b);
	is_any = more.count > 0;
	if (is_any) {
		first = rangeset_at(&more, 0);
		(void)addr_format(&first, text);
	}
	rangeset_fini(&more);
	return is_any;
}

static int
resume_compare_sets(const char *what, const struct rangeset *was,
    const struct rangeset *is, struct err *err)
{
	char addr[ADDR_TEXT_LEN];

	if (resume_first_missing(is, was, addr))
		return err_set(err, ERR_USAGE,
		    "the sweep to be resumed is another one: %s is among the "
		    "%s now and was not (%" PRIu64 " addresses then, %" PRIu64
		    " now)",
		    addr, what, was->count, is->count);
	if (resume_first_missing(was, is, addr))
		return err_set(err, ERR_USAGE,
		    "the sweep to be resumed is another one: %s was among the "
		    "%s and is not any more (%" PRIu64
		    " addresses then, %" PRIu64 " now)",
		    addr, what, was->count, is->count);
	return 0;
}

static int
resume_check_sets(const struct sweep_plan *plan,
    const struct sweep_options *options, bool has_targets,
    const struct rangeset *always_excluded, const struct rangeset *targets,
    const struct rangeset *excluded, struct err *err)
{
	char addr[ADDR_TEXT_LEN];

	/* What a cache holds has changed since, and by this very sweep. */
	if (has_targets && plan->mode != SWEEP_OPTIONS_MODE_CACHE &&
	    resume_compare_sets("targets", targets, &plan->targets.all, err) ==
		-1)
		return -1;
	if (options->exclude.n + options->exclude_from.n > 0)
		return resume_compare_sets("excluded", excluded,
		    &plan->excluded, err);
	if (resume_first_missing(always_excluded, excluded, addr))
		return err_set(err, ERR_NETWORK,
		    "the sweep to be resumed is another one: %s is excluded "
		    "by the configuration now, and was not",
		    addr);
	return 0;
}

static void
resume_replace_set(struct rangeset *old, struct rangeset *new)
{
	rangeset_fini(old);
	*old = *new;
	*new = (struct rangeset)RANGESET_INIT;
}

static void
resume_replace_text(struct text *text, const char *by)
{
	text_clear(text);
	text_add(text, by);
}

int
resume_take_plan(struct resume *resume, struct sweep_plan *plan,
    const struct sweep_options *options, bool has_targets,
    const struct rangeset *always_excluded, struct err *err)
{
	struct rangeset targets = RANGESET_INIT, excluded = RANGESET_INIT,
			expected = RANGESET_INIT, named = RANGESET_INIT;
	struct setup is = { .n = 0 };
	int ret = -1;

	if (resume_read_set(resume, SETUP_TARGETS, &targets, err) == -1 ||
	    resume_read_set(resume, SETUP_NAMED, &named, err) == -1 ||
	    resume_read_set(resume, SETUP_EXCLUDED, &excluded, err) == -1 ||
	    resume_read_set(resume, SETUP_EXPECTED, &expected, err) == -1 ||
	    resume_check_sets(plan, options, has_targets, always_excluded,
		&targets, &excluded, err) == -1)
		goto out;
	resume_replace_set(&plan->targets.all, &targets);
	resume_replace_set(&plan->named, &named);
	resume_replace_set(&plan->excluded, &excluded);
	resume_replace_set(&plan->expected, &expected);
	rangeset_fini(&plan->asked);
	rangeset_subtract(&plan->asked, &plan->targets.all, &plan->excluded);
	plan->n_asked = resume->sweep.n_targets;
	plan->n_excluded = resume->sweep.n_excluded;
	resume_replace_text(&plan->targets_text, resume->sweep.targets);
	resume_replace_text(&plan->probes_text, resume->sweep.probes);
	setup_describe(&is, plan, options);
	ret = setup_compare(&resume->setup, &is, err);
	plan->resume = resume;
out:
	setup_fini(&is);
	rangeset_fini(&targets);
	rangeset_fini(&named);
	rangeset_fini(&excluded);
	rangeset_fini(&expected);
	return ret;
}

static int
resume_on_seen(const struct observation *seen, void *arg, struct err *err)
{
	(void)err;
	sweep_restore_seen(arg, seen);
	return 0;
}

/* Another run may have gone on with it since resume_begin(). */
static int
resume_reload(struct resume *resume, struct cache *cache, struct err *err)
{
	struct cache_sweep now;
	int ret = cache_sweep_get(cache, resume->sweep.id, &now, err);

	if (ret == 1 && now.state == CACHE_SWEEP_COMPLETE)
		ret = err_set(err, ERR_NETWORK,
		    "sweep %" PRId64 " has come to its end meanwhile",
		    resume->sweep.id);
	cache_sweep_fini(&now);
	if (ret == -1)
		return -1;
	journal_clear(&resume->journal);
	ret = cache_journal_get(cache, resume->sweep.id, &resume->journal, err);
	return ret == -1 ? -1 : 0;
}

int
resume_engine(struct resume *resume, struct sweep *engine, struct cache *cache,
    struct err *err)
{
	if (resume_reload(resume, cache, err) == -1 ||
	    cache_journal_resume(cache, &resume->sweep, err) == -1)
		return -1;
	if (sweep_restore(engine, &resume->journal, err) == -1)
		return -1;
	return cache_journal_each(cache, resume->sweep.id, resume_on_seen,
	    engine, err);
}

void
resume_add_ledger(const struct resume *resume, struct cache_ledger *ledger,
    size_t n)
{
	const struct journal *journal = &resume->journal;

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < journal->n_ledgers; k++) {
			struct cache_ledger sum = journal->ledger[k];

			if (strcmp(sum.link, ledger[i].link) != 0)
				continue;
			journal_add_ledger(&sum, &ledger[i]);
			sum.link = ledger[i].link;
			ledger[i] = sum;
		}
}

void
resume_fini(struct resume *resume)
{
	cache_sweep_fini(&resume->sweep);
	journal_fini(&resume->journal);
	setup_fini(&resume->setup);
	setup_lists_fini(&resume->lists);
}
