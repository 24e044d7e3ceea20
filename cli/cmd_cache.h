/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The sub-commands of rollcall cache, each at the foot of a file of its own,
 * cli/cmd_cache_<name>.c.
 */
#ifndef CLI_CMD_CACHE_H
#define CLI_CMD_CACHE_H

#include "cli/cmd.h"

extern const struct cmd cmd_cache_list, cmd_cache_show, cmd_cache_delete,
    cmd_cache_clear, cmd_cache_check, cmd_cache_protect;

#endif
