/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What the files of the config share; nobody else includes this.
 */
#ifndef CLI_CONFIG_PRIVATE_H
#define CLI_CONFIG_PRIVATE_H

#include <stdbool.h>

#include "base/text.h"
#include "cli/config.h"

/* One file on its way into a config. */
struct config_reader {
	struct config *config;
	struct text seen; /* "\nSECTION\1KEY\n" of each key so far */
};

struct config_key {
	const char *name;
	bool is_repeatable; /* may go on on further lines */
	/* link is the section's; of [rollcall] the one that gives defaults. */
	int (*set)(struct config *config, struct link_config *link,
	    const char *value, struct err *err);
};

/* Was the key set, in this section? */
bool config_has_seen(const struct config_reader *reader, const char *section,
    const char *key);

/*
 * config_link.c: the keys of [link NAME], each list ended by a name of NULL:
 * those that describe one line, and those that [rollcall] may set for all.
 */
extern const struct config_key config_link_own_keys[];
extern const struct config_key config_link_common_keys[];

/*
 * config_sweep.c: [sweep NAME].  get() makes it when it is not there; add()
 * checks the value as if it had been typed.
 */
struct config_sweep *config_sweep_get(struct config *config, const char *name);
int config_sweep_add(struct config_sweep *sweep, const char *key,
    const char *value, struct err *err);
void config_sweep_free_all(struct config *config);

/*
 * What only the whole file can show: check the links, and give them what
 * [rollcall] says for all and they do not say themselves.
 */
int config_link_finish(const struct config_reader *reader, const char *path,
    struct err *err);

#endif
