/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A bounded binary heap ordered by time.
 */
#include "responder/delay_queue.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void
delay_queue_init(struct delay_queue *queue, size_t max)
{
	memset(queue, 0, sizeof(*queue));
	queue->max = max;
}

void
delay_queue_fini(struct delay_queue *queue)
{
	free(queue->item);
	memset(queue, 0, sizeof(*queue));
}

static bool
delay_queue_is_before(const struct delay_queue_item *a,
    const struct delay_queue_item *b)
{
	if (a->due_ns != b->due_ns)
		return a->due_ns < b->due_ns;
	return a->serial < b->serial;
}

bool
delay_queue_put(struct delay_queue *queue, const struct delay_queue_item *item)
{
	struct delay_queue_item new = *item;
	size_t at = queue->n;

	if (queue->n == queue->max)
		return false;
	new.serial = queue->serial++;
	queue->item = mem_grow(queue->item, &queue->cap, queue->n + 1,
	    sizeof(*queue->item));
	queue->n++;
	while (at > 0) {
		size_t parent = (at - 1) / 2;

		if (!delay_queue_is_before(&new, &queue->item[parent]))
			break;
		queue->item[at] = queue->item[parent];
		at = parent;
	}
	queue->item[at] = new;
	return true;
}

bool
delay_queue_take(struct delay_queue *queue, uint64_t now_ns,
    struct delay_queue_item *item)
{
	struct delay_queue_item last;
	size_t at = 0, child;

	if (queue->n == 0 || queue->item[0].due_ns > now_ns)
		return false;
	*item = queue->item[0];
	last = queue->item[--queue->n];
	while ((child = 2 * at + 1) < queue->n) {
		if (child + 1 < queue->n &&
		    delay_queue_is_before(&queue->item[child + 1],
			&queue->item[child]))
			child++;
		if (!delay_queue_is_before(&queue->item[child], &last))
			break;
		queue->item[at] = queue->item[child];
		at = child;
	}
	queue->item[at] = last;
	return true;
}

uint64_t
delay_queue_next_ns(const struct delay_queue *queue)
{
	return queue->n == 0 ? UINT64_MAX : queue->item[0].due_ns;
}
