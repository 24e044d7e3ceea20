/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What holds for one sweep: the configuration, its [sweep NAME] and what was
 * typed, the last of which wins.
 */
#ifndef CLI_SWEEP_SETUP_H
#define CLI_SWEEP_SETUP_H

#include "cli/config.h"
#include "cli/sweep_options.h"
#include "cli/sweep_plan.h"

/*
 * Load the configuration into *config, after config_init(); fill in what
 * --name says and was not typed, and give the links what was.  Options then
 * point into the config.  has_operands: targets were typed.
 */
int sweep_setup_load(struct config *config, struct sweep_options *options,
    bool has_operands, struct err *err) __attribute__((warn_unused_result));

/* Release what sweep_setup_load() added to the options. */
void sweep_setup_fini(struct sweep_options *options);

/*
 * Refuse, with ERR_NETWORK, to begin when every link with targets is closed:
 * the message says when one opens.
 */
int sweep_setup_check_windows(const struct sweep_plan *plan, int64_t now_us,
    struct err *err) __attribute__((warn_unused_result));

/* "22:00-05:00, opens 2026-11-23 22:00 CET" of a closed link. */
void sweep_setup_add_window(struct text *out, const struct link_config *link,
    int64_t opens_us);

#endif
