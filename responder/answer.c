/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What is answered, whatever the protocol.
 */
#include "responder/answer.h"

#include <string.h>

#include "base/clock.h"

void
answer_identify(const struct answer *answer, const struct addr *local,
    struct answer_identity *identity)
{
	if (answer->estate == NULL) {
		identity->class = ESTATE_SERVER;
		identity->delay_us = 0;
		identity->pds = answer->self;
		identity->listed = NULL;
		return;
	}
	if (!estate_look_up(answer->estate, local, &identity->host)) {
		identity->class = ESTATE_SILENT;
		return;
	}
	identity->class = identity->host.class;
	identity->delay_us = identity->host.delay_us;
	identity->pds = &identity->host.pds;
	identity->listed = identity->host.listed;
}

size_t
answer_pong(const struct answer *answer, const struct answer_identity *identity,
    const uint8_t id[PDS_PONG_ID_LEN], uint8_t scratch[PDS_PONG_CAP],
    const uint8_t **bytes)
{
	const struct pds_app *app;

	if (identity->class != ESTATE_SERVER)
		return 0;
	app = pds_app_find(answer->apps, id);
	if (app == NULL)
		return 0;
	if (app->pong != NULL) {
		*bytes = app->pong;
		return app->len;
	}
	if (identity->listed != NULL && identity->listed->pong.data != NULL) {
		*bytes = identity->listed->pong.data;
		return identity->listed->pong.len;
	}
	*bytes = scratch;
	return pds_pong_build(scratch, identity->pds);
}

void
answer_arm(struct answer *answer)
{
	uint64_t due_ns = delay_queue_next_ns(&answer->later), now_ns, wait_us;
	struct timeval wait;

	answer->armed_ns = due_ns;
	if (due_ns == UINT64_MAX)
		return;
	now_ns = clock_now_ns();
	wait_us = due_ns > now_ns ? (due_ns - now_ns + 999) / 1000 : 0;
	wait.tv_sec = (time_t)(wait_us / CLOCK_US_PER_S);
	wait.tv_usec = (suseconds_t)(wait_us % CLOCK_US_PER_S);
	(void)evtimer_add(answer->later_timer, &wait);
}

void
answer_later(struct answer *answer, const struct delay_queue_item *item)
{
	if (!delay_queue_put(&answer->later, item)) {
		answer->stats.dropped++;
		return;
	}
	if (item->due_ns < answer->armed_ns)
		answer_arm(answer);
}
