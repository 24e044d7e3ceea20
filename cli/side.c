/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The sides of a diff.
 */
#include "cli/side.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

bool
side_is_sweep(const char *operand)
{
	return *operand != '\0' &&
	       operand[strspn(operand, "0123456789")] == '\0';
}

static int
side_take_sweep(struct side *side, struct cache *cache,
    const struct cache_sweep *sweep, struct err *err)
{
	struct text name = TEXT_INIT;

	text_addf(&name, "sweep %" PRId64, sweep->id);
	side->name = text_take(&name);
	side->title = (struct diff_title){
		.name = side->name,
		.sweep = sweep->id,
		.time_us = sweep->started_us,
		.is_complete = sweep->state == CACHE_SWEEP_COMPLETE,
	};
	return cache_diff_side(cache, sweep, &side->side, err);
}

int
side_load_sweep(struct side *side, struct cache *cache, int64_t id,
    struct err *err)
{
	struct cache_sweep sweep;
	int ret = cache_sweep_get(cache, id, &sweep, err);

	if (ret == 0 && id == 0)
		ret = err_set(err, ERR_INPUT,
		    "the address cache '%s' holds no sweep yet; "
		    "'rollcall sweep' makes one",
		    cache_path_of(cache));
	else if (ret == 0)
		ret = err_set(err, ERR_INPUT,
		    "the address cache '%s' holds no sweep %" PRId64
		    "; 'rollcall history' lists them",
		    cache_path_of(cache), id);
	else if (ret == 1)
		ret = side_take_sweep(side, cache, &sweep, err);
	cache_sweep_fini(&sweep);
	return ret;
}

int
side_load_newest(struct side *was, struct side *is, struct cache *cache,
    int64_t id, struct err *err)
{
	struct cache_sweep sweep;
	int64_t base;
	int ret;

	if (side_load_sweep(is, cache, id, err) == -1)
		return -1;
	ret = cache_sweep_get(cache, is->title.sweep, &sweep, err);
	if (ret == 1)
		ret = cache_diff_base(cache, &sweep, &base, err);
	cache_sweep_fini(&sweep);
	if (ret == 0)
		return err_set(err, ERR_INPUT,
		    "the address cache '%s' holds no sweep before sweep "
		    "%" PRId64 " to compare it with",
		    cache_path_of(cache), is->title.sweep);
	return ret == -1 ? -1 : side_load_sweep(was, cache, base, err);
}

void
side_fini(struct side *side)
{
	free(side->name);
	diff_side_fini(&side->side);
	*side = (struct side)SIDE_INIT;
}
