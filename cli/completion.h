/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Bash completion, made from the command table and its option rows.
 */
#ifndef CLI_COMPLETION_H
#define CLI_COMPLETION_H

#include <stdio.h>

#include "cli/cmd.h"
#include "output/format.h"
#include "scanner/probe.h"

/* Write the script for the commands of table; formats is NULL-ended. */
void completion_write(FILE *out, const struct cmd *const *table,
    const struct format *const *formats, const struct probe_set *probes);

#endif
