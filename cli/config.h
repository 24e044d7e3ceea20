/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * rollcall.conf: the links, what is never asked, and when a host is stale.
 */
#ifndef CLI_CONFIG_H
#define CLI_CONFIG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/rangeset.h"
#include "scanner/link.h"

#define CONFIG_FILE_MAX            (4u << 20) /* bytes */
#define CONFIG_STALE_DAYS_DEFAULT  30
#define CONFIG_STALE_DAYS_MAX      36500
#define CONFIG_KEEP_SWEEPS_DEFAULT 60
#define CONFIG_KEEP_SWEEPS_MAX     1000000

#define CONFIG_SWEEP_TARGETS "targets" /* of [sweep NAME]: no option */

/* One line of a [sweep NAME]. */
struct config_setting {
	char *key, *value;
};

/* A sweep by name: options of 'rollcall sweep', and "targets". */
struct config_sweep {
	char *name;
	struct config_setting *setting; /* in the order of the file */
	size_t n, cap;
};

struct config {
	char *path; /* of the file that was read; NULL: there was none */
	struct link_table links;
	struct link_config common; /* what [rollcall] says for all links */
	struct config_sweep *sweep;
	size_t n_sweeps, sweeps_cap;
	struct rangeset excluded; /* sealed */
	uint64_t stale_after_s;   /* 0: never */
	uint64_t keep_sweeps;     /* 0: all */
	char *on_change;          /* a command for the shell; NULL: none */
	bool use_syslog;
};

/* What holds without a file. */
void config_init(struct config *config);
void config_fini(struct config *config);

/*
 * Read the text of a file; path is for messages.  ERR_INPUT names file, line,
 * section, key and value.
 */
int config_parse(struct config *config, const char *path, const char *text,
    size_t len, struct err *err) __attribute__((warn_unused_result));

/* The sweep of that name; ERR_USAGE says which there are. */
const struct config_sweep *config_sweep_find(const struct config *config,
    const char *name, struct err *err);

/*
 * Read the file given (--config), which must be there; else the user's own
 * (not for root), else the system's, where an absent one is as good as an
 * empty one.
 */
int config_load(struct config *config, const char *given, struct err *err)
    __attribute__((warn_unused_result));

#endif
