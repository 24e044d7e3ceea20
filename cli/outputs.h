/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What -o asks for, checked before the work begins.
 */
#ifndef CLI_OUTPUTS_H
#define CLI_OUTPUTS_H

#include "base/opt.h"
#include "cli/cmd.h"
#include "cli/config.h"
#include "output/format.h"

struct outputs {
	struct format_request *request;
	char **text; /* what the requests point into */
	size_t n;
	bool is_forced; /* write even what its reader may misunderstand */
};

/*
 * Read the values of -o; none is a table on standard output.  Formats must
 * exist (ERR_USAGE), and files must be such as can be written (ERR_INPUT).
 * Release with outputs_fini() in either case.
 */
int outputs_init(struct outputs *outputs, const struct opt_list *given,
    struct err *err) __attribute__((warn_unused_result));

/* Refuse what cannot be written of a sweep with so many links: ERR_USAGE. */
int outputs_check_links(const struct outputs *outputs, size_t n_links,
    struct err *err) __attribute__((warn_unused_result));

/*
 * Write the inventory; what is the same for all commands is filled in here:
 * its generator and time, and what the configuration says.
 */
int outputs_write(const struct outputs *outputs, struct inventory *inventory,
    const struct config *config, const struct cmd_globals *globals,
    struct err *err) __attribute__((warn_unused_result));

/* The same, with what the cache knows: what imports taught of registry files,
 * and where a format wants it what the sweep asked and what has changed. */
int outputs_write_stored(const struct outputs *outputs,
    struct inventory *inventory, struct cache *cache,
    const struct config *config, const struct cmd_globals *globals,
    struct err *err) __attribute__((warn_unused_result));

void outputs_fini(struct outputs *outputs);

#endif
