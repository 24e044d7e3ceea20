/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Observations on their way to the store.  An observation has room for
 * sixteen fields and mostly has none, so they are kept in a form of their
 * own: what has a fixed size, then the texts one after the other.
 */
#include "cache/batch.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cache/cache_private.h"

/* So many are unpacked at once. */
#define BATCH_PART_MAX 1024

/*
 * Behind it: probe, match, name, each field's name and value, each with its
 * NUL, then the raw bytes.
 */
struct batch_item {
	struct addr addr, from;
	int64_t time_us;
	uint32_t rtt_us, raw_len;
	int icmp_type, icmp_code;
	unsigned tries;
	uint16_t port;
	uint8_t protocol, kind, role, n_fields;
	bool has_match, has_name, has_raw;
};

static void
batch_copy(struct batch *batch, const void *bytes, size_t len)
{
	batch->arena = mem_grow(batch->arena, &batch->arena_cap,
	    batch->arena_len + len, 1);
	memcpy(batch->arena + batch->arena_len, bytes, len);
	batch->arena_len += len;
}

static void
batch_copy_text(struct batch *batch, const char *text)
{
	if (text != NULL)
		batch_copy(batch, text, strlen(text) + 1);
}

void
batch_add(struct batch *batch, const struct observation *in)
{
	static const char zero[sizeof(int64_t)];
	struct batch_item item;

	/* Holes in a struct are not for valgrind to find. */
	memset(&item, 0, sizeof(item));
	item.addr = in->addr;
	item.from = in->from;
	item.time_us = in->time_us;
	item.rtt_us = in->rtt_us;
	item.icmp_type = in->icmp_type;
	item.icmp_code = in->icmp_code;
	item.tries = in->tries;
	item.port = in->port;
	item.protocol = (uint8_t)in->protocol;
	item.kind = (uint8_t)in->kind;
	item.role = (uint8_t)in->role;
	item.n_fields = (uint8_t)in->n_fields;
	item.has_match = in->match != NULL;
	item.has_name = in->name != NULL;
	item.has_raw = in->raw != NULL;
	item.raw_len = item.has_raw ? (uint32_t)in->raw_len : 0;
	/* The next one begins where a struct may stand. */
	batch_copy(batch, zero, -batch->arena_len % sizeof(zero));
	batch->at =
	    mem_grow(batch->at, &batch->cap, batch->n + 1, sizeof(*batch->at));
	batch->at[batch->n++] = batch->arena_len;
	batch_copy(batch, &item, sizeof(item));
	batch_copy_text(batch, in->probe);
	batch_copy_text(batch, in->match);
	batch_copy_text(batch, in->name);
	for (size_t i = 0; i < in->n_fields; i++) {
		batch_copy_text(batch, in->field[i].name);
		batch_copy_text(batch, in->field[i].value);
	}
	if (item.raw_len > 0)
		batch_copy(batch, in->raw, item.raw_len);
}

static const struct batch_item *
batch_item(const struct batch *batch, size_t i)
{
	return (const struct batch_item *)(const void *)(batch->arena +
							 batch->at[i]);
}

/* The text that *next is at, which then is at what follows. */
static const char *
batch_text(const char **next)
{
	const char *text = *next;

	*next += strlen(text) + 1;
	return text;
}

static void
batch_unpack(const struct batch_item *item, struct observation *out)
{
	const char *next = (const char *)(item + 1);

	memset(out, 0, offsetof(struct observation, field));
	out->addr = item->addr;
	out->from = item->from;
	out->time_us = item->time_us;
	out->rtt_us = item->rtt_us;
	out->icmp_type = item->icmp_type;
	out->icmp_code = item->icmp_code;
	out->tries = item->tries;
	out->port = item->port;
	out->protocol = item->protocol;
	out->kind = item->kind;
	out->role = item->role;
	out->probe = batch_text(&next);
	out->match = item->has_match ? batch_text(&next) : NULL;
	out->name = item->has_name ? batch_text(&next) : NULL;
	out->n_fields = item->n_fields;
	for (size_t i = 0; i < out->n_fields; i++) {
		out->field[i].name = batch_text(&next);
		out->field[i].value = batch_text(&next);
	}
	out->raw = item->has_raw ? (const uint8_t *)next : NULL;
	out->raw_len = item->raw_len;
}

static int
batch_cmp(const void *x, const void *y)
{
	const struct batch_item *a = *(const struct batch_item *const *)x;
	const struct batch_item *b = *(const struct batch_item *const *)y;

	return addr_cmp(&a->addr, &b->addr);
}

/* Unpack and write them, part by part, in the order of addresses. */
static int
batch_write(const struct batch_item *const *item, size_t n, struct cache *cache,
    int64_t sweep, struct err *err)
{
	struct observation *part =
	    mem_array(n < BATCH_PART_MAX ? n : BATCH_PART_MAX, sizeof(*part));
	int ret = 0;

	for (size_t i = 0, end; ret == 0 && i < n; i = end) {
		for (end = i; end < n && end - i < BATCH_PART_MAX; end++)
			batch_unpack(item[end], &part[end - i]);
		ret = cache_observe(cache, sweep, part, end - i, err);
	}
	free(part);
	return ret;
}

int
batch_flush(struct batch *batch, struct cache *cache, int64_t sweep,
    struct err *err)
{
	const struct batch_item **item;
	bool is_own;
	int ret;

	if (batch->n == 0)
		return 0;
	if (cache_enter(cache, &is_own, err) == -1)
		return -1;
	item = mem_array(batch->n, sizeof(*item));
	for (size_t i = 0; i < batch->n; i++)
		item[i] = batch_item(batch, i);
	qsort(item, batch->n, sizeof(*item), batch_cmp);
	ret = batch_write(item, batch->n, cache, sweep, err);
	free(item);
	ret = cache_leave(cache, is_own, ret, err);
	if (ret == 0)
		batch->n = batch->arena_len = 0;
	return ret;
}

void
batch_fini(struct batch *batch)
{
	free(batch->at);
	free(batch->arena);
	*batch = (struct batch)BATCH_INIT;
}
