/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Pieces of a machine as text.
 */
#include "output/piece.h"

#include <string.h>

#include "base/utf8.h"

#define PIECE_LAST_US INT64_C(253402300799999999) /* the end of 9999 */

const char *
piece_time(int64_t wall_us, char buf[CLOCK_TEXT_LEN])
{
	if (wall_us < 0)
		wall_us = 0;
	if (wall_us > PIECE_LAST_US)
		wall_us = PIECE_LAST_US;
	return clock_format(wall_us, buf);
}

void
piece_clean(struct text *out, const char *text)
{
	if (text != NULL)
		utf8_clean(out, text, strlen(text));
}

const char *
piece_role(enum cache_section section, const struct host *host)
{
	return observation_role_name(
	    section == CACHE_MISSING ? host->best_role : host->role);
}

const char *
piece_state(const struct inventory *inventory, const struct host *host)
{
	return host_state_name(host_state_at(host, inventory->written_us,
	    inventory->stale_after_s));
}

bool
piece_is_complete(const struct inventory *inventory)
{
	return inventory->sweep == NULL ||
	       inventory->sweep->state == CACHE_SWEEP_COMPLETE;
}
