/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The effective configuration of a sweep as keys and texts, in one order
 * and one form: kept with the sweep, so that another run that goes on with
 * it is the same sweep, or says what differs.
 */
#ifndef CLI_SETUP_H
#define CLI_SETUP_H

#include "base/text.h"
#include "cli/sweep_plan.h"

#define SETUP_ITEMS_MAX 64

/* Keys of sets, packed by base/rangepack.h; the others hold text. */
#define SETUP_TARGETS  "targets"
#define SETUP_NAMED    "named"
#define SETUP_EXCLUDED "excluded"
#define SETUP_EXPECTED "expected"

struct setup_item {
	const char *key; /* "--rate", "links"; constant */
	struct text value;
};

struct setup {
	struct setup_item item[SETUP_ITEMS_MAX];
	size_t n;
};

/* All of it, of a plan that is made; into an empty setup. */
void setup_describe(struct setup *setup, const struct sweep_plan *plan,
    const struct sweep_options *options);

/* Keep it with the sweep, and its hash. */
int setup_save(const struct setup *setup, struct cache *cache, int64_t sweep,
    struct err *err) __attribute__((warn_unused_result));

/* The same keys as setup_describe() gives; ERR_CACHE when the hash differs. */
int setup_load(struct setup *setup, struct cache *cache, int64_t sweep,
    struct err *err) __attribute__((warn_unused_result));

/* The value of a key, "" when there is none; borrowed. */
const struct text *setup_value(const struct setup *setup, const char *key);

/*
 * Options that were left out become what the setup says; their texts are
 * borrowed from it and from lists, which the caller frees after use.
 */
struct setup_lists {
	char *text[SETUP_ITEMS_MAX]; /* what the items point into */
	size_t n;
};
int setup_adopt(const struct setup *setup, struct sweep_options *options,
    struct setup_lists *lists, struct err *err)
    __attribute__((warn_unused_result));
void setup_lists_fini(struct setup_lists *lists);

/*
 * ERR_USAGE (an option) or ERR_NETWORK (a file) names the first thing that
 * is not as it was, and both values.  Sets are not compared.
 */
int setup_compare(const struct setup *was, const struct setup *is,
    struct err *err) __attribute__((warn_unused_result));

void setup_fini(struct setup *setup);

#endif
