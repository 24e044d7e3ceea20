/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The probes that there are: shipped, installed, and given.
 */
#ifndef CLI_PROBES_H
#define CLI_PROBES_H

#include "base/opt.h"
#include "scanner/probe.h"

/* Where an administrator puts probes for everybody. */
#define PROBES_FOLDER SYSCONFDIR "/rollcall/probes.d"

/*
 * What rollcall ships, then PROBES_FOLDER, then the files; a later probe
 * replaces an earlier one of the same name.
 */
int probes_load(struct probe_set *set, const struct opt_list *files,
    struct err *err) __attribute__((warn_unused_result));

#endif
