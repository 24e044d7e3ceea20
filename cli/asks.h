/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The questions of a sweep: which probes on which ports.  Pure.
 */
#ifndef CLI_ASKS_H
#define CLI_ASKS_H

#include "base/opt.h"
#include "scanner/sweep.h"

/*
 * Fill config->ask and n_asks from -p ("pds,rtvscan") and --port
 * ("rtvscan=2967,2968"), both repeatable; without -p the set's default
 * probes, without --port each probe's default ports.  ERR_USAGE quotes what
 * is wrong and names what there is.
 */
int asks_make(struct sweep_config *config, const struct probe_set *set,
    const struct opt_list *probes, const struct opt_list *ports,
    struct err *err) __attribute__((warn_unused_result));

#endif
