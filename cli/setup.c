/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The effective configuration of a sweep as keys and texts.
 */
#include "cli/setup.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/rangepack.h"
#include "cache/cache_journal.h"

#define SETUP_HASH      "hash"
#define SETUP_QUESTIONS "questions"
#define SETUP_LINKS     "links"
#define SETUP_NAME      "name" /* of a [sweep NAME]; cache_journal_newest() */

/* Options that say where results go, or what else is done: not what the
 * sweep asks, or kept otherwise. */
static const char *const setup_other_options[] = { "output", "input", "exclude",
	"exclude-from", "no-names", "dry-run", "no-cache", "progress-every",
	"resume", "name", "wait", "check", "force", NULL };

static bool
setup_has_row(const struct opt *row)
{
	for (size_t i = 0; setup_other_options[i] != NULL; i++)
		if (strcmp(row->name, setup_other_options[i]) == 0)
			return false;
	return true;
}

static struct text *
setup_add(struct setup *setup, const char *key)
{
	struct setup_item *item = &setup->item[setup->n++];

	item->key = key;
	item->value = (struct text)TEXT_INIT;
	return &item->value;
}

/* What an option has, as text that setup_parse_option() reads again. */
static void
setup_format_option(struct text *out, const struct opt *row, const void *values)
{
	const void *at = (const char *)values + row->offset;
	const struct opt_list *list = at;

	switch (row->type) {
	case OPT_FLAG:
		text_add(out, *(const bool *)at ? "yes" : "no");
		break;
	case OPT_COUNT:
		text_addf(out, "%u", *(const unsigned *)at);
		break;
	case OPT_UINT:
	case OPT_BITS:
		text_addf(out, "%" PRIu64, *(const uint64_t *)at);
		break;
	case OPT_TEXT:
		if (*(const char *const *)at != NULL)
			text_add(out, *(const char *const *)at);
		break;
	case OPT_LIST:
		for (size_t i = 0; i < list->n; i++)
			text_addf(out, "%s\n", list->item[i]);
		break;
	case OPT_CHOICE:
		text_add(out, row->choices[*(const int *)at]);
		break;
	}
}

static void
setup_list_items(struct opt_list *list, char *text)
{
	for (char *end; (end = strchr(text, '\n')) != NULL; text = end + 1) {
		*end = '\0';
		list->item = mem_grow(list->item, &list->cap, list->n + 1,
		    sizeof(*list->item));
		list->item[list->n++] = text;
	}
}

static int
setup_parse_option(const struct opt *row, void *values, const char *text,
    struct setup_lists *lists, struct err *err)
{
	void *at = (char *)values + row->offset;
	uint64_t number = 0;
	char *copy;

	switch (row->type) {
	case OPT_FLAG:
		*(bool *)at = strcmp(text, "yes") == 0;
		return 0;
	case OPT_COUNT:
	case OPT_UINT:
	case OPT_BITS:
		if (num_parse(&number, text, 0, UINT64_MAX, row->name, err) ==
		    -1)
			return -1;
		if (row->type == OPT_COUNT)
			*(unsigned *)at = (unsigned)number;
		else
			*(uint64_t *)at = number;
		return 0;
	case OPT_TEXT:
	case OPT_LIST:
		copy = lists->text[lists->n++] = mem_dup(text);
		if (row->type == OPT_LIST)
			setup_list_items(at, copy);
		else
			*(const char **)at = *copy == '\0' ? NULL : copy;
		return 0;
	case OPT_CHOICE:
		for (int i = 0; row->choices[i] != NULL; i++)
			if (strcmp(row->choices[i], text) == 0) {
				*(int *)at = i;
				return 0;
			}
		return err_set(err, ERR_CACHE,
		    "the sweep in the cache has --%s %s, which is not known",
		    row->name, text);
	}
	return 0;
}

static uint64_t
setup_hash_bytes(uint64_t hash, const void *bytes, size_t len)
{
	const uint8_t *b = bytes;

	hash = hash_u64(hash, len);
	for (size_t at = 0; at < len; at += 8) {
		uint64_t part = 0;

		memcpy(&part, b + at, len - at < 8 ? len - at : 8);
		hash = hash_u64(hash, part);
	}
	return hash;
}

/* Two hashes of 64 bits: against differences, not against people. */
static void
setup_hash(const struct setup *setup, struct text *out)
{
	uint64_t a = 1, b = 2;

	for (size_t i = 0; i < setup->n; i++) {
		const struct setup_item *item = &setup->item[i];

		a = setup_hash_bytes(a, item->key, strlen(item->key));
		b = setup_hash_bytes(b, item->key, strlen(item->key));
		a = setup_hash_bytes(a, item->value.data, item->value.len);
		b = setup_hash_bytes(b, item->value.data, item->value.len);
	}
	text_addf(out, "%016" PRIx64 "%016" PRIx64, a, b);
}

/* What is sent where, whatever a probe is called. */
static void
setup_add_questions(struct text *out, const struct sweep_config *config)
{
	for (size_t i = 0; i < config->n_asks; i++) {
		const struct sweep_ask *ask = &config->ask[i];
		const struct probe *probe = ask->probe;

		text_addf(out, "%s%s %s %u %016" PRIx64, i == 0 ? "" : ", ",
		    probe->name, net_protocol_name(probe->protocol), ask->port,
		    setup_hash_bytes(0, probe->request, probe->request_len));
	}
}

/* When links may be asked is left out: a sweep may go on at other hours. */
static void
setup_add_links(struct text *out, const struct link_table *links)
{
	char prefix[ADDR_TEXT_LEN];

	for (size_t i = 0; i < links->n; i++) {
		const struct link_config *link = &links->link[i];

		text_addf(out, "%s[%s", i == 0 ? "" : " ", link->name);
		for (size_t k = 0; k < link->n_prefixes; k++)
			text_addf(out, " %s",
			    prefix_format(&link->prefix[k], prefix));
		text_addf(out, " capacity %" PRIu64 " share %u",
		    link->capacity_bps, link->share_permille);
		if (link->retries != LINK_RETRIES_OF_SWEEP)
			text_addf(out, " retries %u", link->retries);
		if (link->timeout_ms != 0)
			text_addf(out, " timeout %u", link->timeout_ms);
		text_addf(out, " overhead %u yield %u max-missed %u]",
		    link->overhead, link->yield, link->max_missed_ppm);
	}
}

void
setup_describe(struct setup *setup, const struct sweep_plan *plan,
    const struct sweep_options *options)
{
	const struct sweep_config *config = &plan->sweep;
	struct text *value;

	setup->n = 0;
	for (const struct opt *row = sweep_options_rows; row->name != NULL;
	     row++) {
		if (!setup_has_row(row))
			continue;
		value = setup_add(setup, row->name);
		if (strcmp(row->name, "seed") == 0)
			text_addf(value, "%" PRIu64, config->seed);
		else
			setup_format_option(value, row, options);
	}
	setup_add_questions(setup_add(setup, SETUP_QUESTIONS), config);
	setup_add_links(setup_add(setup, SETUP_LINKS), config->links);
	rangepack_add(setup_add(setup, SETUP_TARGETS), config->targets);
	rangepack_add(setup_add(setup, SETUP_NAMED), config->named);
	rangepack_add(setup_add(setup, SETUP_EXCLUDED), config->excluded);
	rangepack_add(setup_add(setup, SETUP_EXPECTED), config->expected);
	if (options->name != NULL)
		text_add(setup_add(setup, SETUP_NAME), options->name);
}

int
setup_save(const struct setup *setup, struct cache *cache, int64_t sweep,
    struct err *err)
{
	struct text hash = TEXT_INIT;
	int ret = 0;

	for (size_t i = 0; ret == 0 && i < setup->n; i++)
		ret = cache_journal_setup_put(cache, sweep, setup->item[i].key,
		    setup->item[i].value.data, setup->item[i].value.len, err);
	setup_hash(setup, &hash);
	if (ret == 0)
		ret = cache_journal_setup_put(cache, sweep, SETUP_HASH,
		    hash.data, hash.len, err);
	text_fini(&hash);
	return ret;
}

/* One key, if the sweep has it. */
static int
setup_load_item(struct setup *setup, const char *key, struct cache *cache,
    int64_t sweep, struct err *err)
{
	struct text value = TEXT_INIT;
	int ret = cache_journal_setup_get(cache, sweep, key, &value, err);

	if (ret == 1)
		*setup_add(setup, key) = value;
	else
		text_fini(&value);
	return ret == -1 ? -1 : 0;
}

int
setup_load(struct setup *setup, struct cache *cache, int64_t sweep,
    struct err *err)
{
	static const char *const keys[] = { SETUP_QUESTIONS, SETUP_LINKS,
		SETUP_TARGETS, SETUP_NAMED, SETUP_EXCLUDED, SETUP_EXPECTED,
		SETUP_NAME };
	struct text is = TEXT_INIT, was = TEXT_INIT;
	int ret = 0;

	setup->n = 0;
	for (const struct opt *row = sweep_options_rows;
	     ret == 0 && row->name != NULL; row++)
		if (setup_has_row(row))
			ret = setup_load_item(setup, row->name, cache, sweep,
			    err);
	for (size_t i = 0; ret == 0 && i < sizeof(keys) / sizeof(keys[0]); i++)
		ret = setup_load_item(setup, keys[i], cache, sweep, err);
	if (ret == 0)
		ret = cache_journal_setup_get(cache, sweep, SETUP_HASH, &was,
		    err);
	setup_hash(setup, &is);
	if (ret != -1 && strcmp(text_str(&is), text_str(&was)) != 0)
		ret = err_set(err, ERR_CACHE,
		    "sweep %" PRId64 " cannot be resumed: what the cache "
		    "keeps of its configuration is damaged or by another "
		    "version of rollcall",
		    sweep);
	text_fini(&is);
	text_fini(&was);
	return ret == -1 ? -1 : 0;
}

const struct text *
setup_value(const struct setup *setup, const char *key)
{
	static const struct text none = TEXT_INIT;

	for (size_t i = 0; i < setup->n; i++)
		if (strcmp(setup->item[i].key, key) == 0)
			return &setup->item[i].value;
	return &none;
}

/* Another version may not have known this key. */
static bool
setup_has(const struct setup *setup, const char *key)
{
	for (size_t i = 0; i < setup->n; i++)
		if (strcmp(setup->item[i].key, key) == 0)
			return true;
	return false;
}

int
setup_adopt(const struct setup *setup, struct sweep_options *options,
    struct setup_lists *lists, struct err *err)
{
	struct text is = TEXT_INIT, by_default = TEXT_INIT;
	int ret = 0;

	for (const struct opt *row = sweep_options_rows;
	     ret == 0 && row->name != NULL; row++) {
		if (!setup_has_row(row))
			continue;
		text_clear(&is);
		text_clear(&by_default);
		setup_format_option(&is, row, options);
		setup_format_option(&by_default, row, &sweep_options_defaults);
		if (strcmp(text_str(&is), text_str(&by_default)) == 0 &&
		    setup_has(setup, row->name))
			ret = setup_parse_option(row, options,
			    text_str(setup_value(setup, row->name)), lists,
			    err);
	}
	text_fini(&is);
	text_fini(&by_default);
	return ret;
}

void
setup_lists_fini(struct setup_lists *lists)
{
	for (size_t i = 0; i < lists->n; i++)
		free(lists->text[i]);
	lists->n = 0;
}

/* Lists have a line for each item; in a sentence a blank is enough. */
static void
setup_quote(struct text *out, const struct text *value)
{
	for (size_t i = 0; i < value->len; i++)
		if (value->data[i] != '\n')
			text_add_char(out, value->data[i]);
		else if (i + 1 < value->len)
			text_add_char(out, ' ');
}

static bool
setup_is_set(const char *key)
{
	return strcmp(key, SETUP_TARGETS) == 0 ||
	       strcmp(key, SETUP_NAMED) == 0 ||
	       strcmp(key, SETUP_EXCLUDED) == 0 ||
	       strcmp(key, SETUP_EXPECTED) == 0;
}

int
setup_compare(const struct setup *was, const struct setup *is, struct err *err)
{
	struct text old = TEXT_INIT, new = TEXT_INIT;
	int ret = 0;

	for (size_t i = 0; ret == 0 && i < is->n; i++) {
		const struct setup_item *item = &is->item[i];
		const struct text *before = setup_value(was, item->key);
		bool is_file = strcmp(item->key, SETUP_LINKS) == 0 ||
			       strcmp(item->key, SETUP_QUESTIONS) == 0;

		if (setup_is_set(item->key) || !setup_has(was, item->key) ||
		    (before->len == item->value.len &&
			strcmp(text_str(before), text_str(&item->value)) == 0))
			continue;
		text_clear(&old);
		text_clear(&new);
		setup_quote(&old, before);
		setup_quote(&new, &item->value);
		ret = err_set(err, is_file ? ERR_NETWORK : ERR_USAGE,
		    "the sweep to be resumed is another one: %s%s was '%s' "
		    "and is '%s'",
		    is_file ? "" : "--", item->key, text_str(&old),
		    text_str(&new));
	}
	text_fini(&old);
	text_fini(&new);
	return ret;
}

void
setup_fini(struct setup *setup)
{
	for (size_t i = 0; i < setup->n; i++)
		text_fini(&setup->item[i].value);
	setup->n = 0;
}
