/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * One side of a diff: machines as lists of facts.
 */
#include "cache/diff_private.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

#define DIFF_BLOCK_SIZE 65536
#define DIFF_KEYS_MAX   64

/* A piece of memory that texts are put into; all go together. */
struct diff_block {
	struct diff_block *next;
	size_t used, size;
	char bytes[];
};

static void *
diff_side_room(struct diff_side *side, size_t len)
{
	struct diff_block *block = side->block;
	void *room;

	len = (len + 7) & ~(size_t)7;
	if (block == NULL || block->size - block->used < len) {
		size_t size = len > DIFF_BLOCK_SIZE ? len : DIFF_BLOCK_SIZE;

		block = mem_new(sizeof(*block) + size);
		block->size = size;
		block->next = side->block;
		side->block = block;
	}
	room = block->bytes + block->used;
	block->used += len;
	return room;
}

static const char *
diff_side_keep(struct diff_side *side, const char *text)
{
	size_t len = text == NULL ? 0 : strlen(text) + 1;

	return text == NULL ? NULL
			    : memcpy(diff_side_room(side, len), text, len);
}

/* A key that many machines have: made once. */
struct diff_key {
	const char *probe, *field; /* field NULL: the service itself */
	const char *text;
	enum net_protocol protocol;
	uint16_t port;
};

static const struct diff_key *
diff_side_key(struct diff_side *side, const struct host_service *service,
    const char *field)
{
	struct text text = TEXT_INIT;
	struct diff_key *key;

	for (size_t i = 0; i < side->n_keys; i++) {
		key = &side->key[i];
		if ((key->field == NULL) == (field == NULL) &&
		    (field == NULL ? key->port == service->port &&
					 key->protocol == service->protocol
				   : strcmp(key->field, field) == 0) &&
		    strcmp(key->probe, service->probe) == 0)
			return key;
	}
	/* A document may hold as many as it likes. */
	if (side->n_keys == DIFF_KEYS_MAX)
		side->n_keys = 0;
	if (side->key == NULL)
		side->key = mem_array(DIFF_KEYS_MAX, sizeof(*side->key));
	if (field == NULL)
		text_addf(&text, "%s %s/%u", service->probe,
		    net_protocol_name(service->protocol), service->port);
	else
		text_addf(&text, "%s %s", service->probe, field);
	key = &side->key[side->n_keys++];
	*key = (struct diff_key){ diff_side_keep(side, service->probe),
		diff_side_keep(side, field),
		diff_side_keep(side, text_str(&text)), service->protocol,
		service->port };
	text_fini(&text);
	return key;
}

/* Put a fact in its place; the key and the probe live as long as the side. */
static struct diff_fact *
diff_side_put(struct diff_side *side, struct diff_item *item, const char *key,
    const char *value, const char *probe)
{
	size_t at = item->n_facts++;

	while (at > 0 && strcmp(item->fact[at - 1].key, key) > 0) {
		item->fact[at] = item->fact[at - 1];
		at--;
	}
	item->fact[at] = (struct diff_fact){
		.key = key,
		.value = diff_side_keep(side, value),
		.probe = probe,
	};
	return &item->fact[at];
}

/*
 * "refused" is no fact: a machine may answer the same question by a refusal
 * or by silence, as its limits for such answers will have it.
 */
static void
diff_side_put_service(struct diff_side *side, struct diff_item *item,
    const struct host_service *service)
{
	const struct diff_key *key = diff_side_key(side, service, NULL);
	struct diff_fact *fact;

	if (service->kind > OBSERVATION_OPEN)
		return;
	fact = diff_side_put(side, item, key->text,
	    service->kind == OBSERVATION_OPEN ? "open"
	    : service->match == NULL ? "an answer that no pattern matches"
				     : service->match,
	    key->probe);
	fact->is_service = true;
	fact->role = service->role;
	for (size_t i = 0; i < service->n_fields; i++) {
		const struct host_field *field = &service->field[i];

		/* That is among the names. */
		if (strcmp(field->name, "name") == 0)
			continue;
		key = diff_side_key(side, service, field->name);
		(void)diff_side_put(side, item, key->text, field->value,
		    key->probe);
	}
}

/* The newest name of each source that speaks for the machine or for DNS. */
static void
diff_side_put_names(struct diff_side *side, struct diff_item *item,
    const struct host *host)
{
	static const char *const key[] = {
		[HOST_SOURCE_AGENT] = "name",
		[HOST_SOURCE_NETBIOS] = "name netbios",
		[HOST_SOURCE_DNS] = "name dns",
	};
	const struct host_name *best[HOST_SOURCE_IMPORT] = { NULL };

	for (size_t i = 0; i < host->n_names; i++) {
		const struct host_name *name = &host->name[i];

		if (name->source < HOST_SOURCE_IMPORT &&
		    (best[name->source] == NULL ||
			name->time_us > best[name->source]->time_us))
			best[name->source] = name;
	}
	for (int i = 0; i < HOST_SOURCE_IMPORT; i++)
		if (best[i] != NULL)
			diff_side_put(side, item, key[i], best[i]->value, NULL);
}

static void
diff_side_put_facts(struct diff_side *side, struct diff_item *item,
    const struct host *host)
{
	size_t n = HOST_SOURCE_IMPORT;

	for (size_t i = 0; i < host->n_services; i++)
		n += 1 + host->service[i].n_fields;
	item->fact = diff_side_room(side, n * sizeof(*item->fact));
	diff_side_put_names(side, item, host);
	for (size_t i = 0; i < host->n_services; i++)
		diff_side_put_service(side, item, &host->service[i]);
}

void
diff_side_add(struct diff_side *side, const struct host *host, bool is_there)
{
	const struct host_name *name = host_display_name(host);
	struct diff_item *item;

	side->item =
	    mem_grow(side->item, &side->cap, side->n + 1, sizeof(*side->item));
	item = &side->item[side->n++];
	memset(item, 0, sizeof(*item));
	item->addr = host->addr;
	item->verdict = host->verdict.code;
	item->is_there =
	    host->n_services > 0 && !verdict_is_missing(host->verdict.code);
	if (host->verdict.evidence[0] != '\0' && !is_there)
		item->evidence = diff_side_keep(side, host->verdict.evidence);
	if (name != NULL)
		item->name = diff_side_keep(side, name->value);
	item->first_us = host->first_us;
	item->last_us = host->last_us;
	identity_of(&item->identity, host);
	for (int kind = 0; kind < IDENTITY_N_KINDS; kind++)
		item->identity.mark[kind].value =
		    diff_side_keep(side, item->identity.mark[kind].value);
	if (is_there)
		diff_side_put_facts(side, item, host);
}

static int
diff_side_cmp(const void *a, const void *b)
{
	const struct diff_item *x = a, *y = b;

	return addr_cmp(&x->addr, &y->addr);
}

void
diff_side_seal(struct diff_side *side)
{
	size_t kept = 0, at = 1;

	/* As they come from a sweep. */
	while (at < side->n &&
	       diff_side_cmp(&side->item[at - 1], &side->item[at]) < 0)
		at++;
	if (at >= side->n)
		return;
	if (side->n > 1)
		qsort(side->item, side->n, sizeof(*side->item), diff_side_cmp);
	for (size_t i = 0; i < side->n; i++)
		if (kept == 0 ||
		    diff_side_cmp(&side->item[kept - 1], &side->item[i]) != 0)
			side->item[kept++] = side->item[i];
	side->n = kept;
}

struct diff_item *
diff_side_find(const struct diff_side *side, const struct addr *addr)
{
	struct diff_item key = { .addr = *addr };

	if (side->n == 0)
		return NULL;
	return bsearch(&key, side->item, side->n, sizeof(key), diff_side_cmp);
}

bool
diff_side_used(const struct diff_side *side, const char *probe)
{
	const char *at = side->probes;
	size_t len = strlen(probe);

	if (at == NULL)
		return true;
	while (*at != '\0') {
		size_t word = strcspn(at, ",");

		if (word == len && strncmp(at, probe, len) == 0)
			return true;
		at += word + (at[word] == ',');
	}
	return false;
}

bool
diff_side_asked(const struct diff_side *side, const struct addr *addr)
{
	return side->is_complete && side->has_targets &&
	       rangeset_contains(&side->targets, addr);
}

void
diff_side_fini(struct diff_side *side)
{
	struct diff_block *next;

	for (struct diff_block *block = side->block; block != NULL;
	     block = next) {
		next = block->next;
		free(block);
	}
	free(side->item);
	free(side->key);
	free(side->probes);
	rangeset_fini(&side->targets);
	*side = (struct diff_side)DIFF_SIDE_INIT;
}
