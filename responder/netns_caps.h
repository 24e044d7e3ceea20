/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Capabilities of a child, between fork and exec.
 */
#ifndef RESPONDER_NETNS_CAPS_H
#define RESPONDER_NETNS_CAPS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

/*
 * Give up all capabilities but those of the set (1 << CAP_...), which
 * survive exec, whatever the user.  With for_good the bounding set goes as
 * well, so that root has no more than anybody else.  -1 with errno.
 */
int netns_caps_keep(uint64_t set, bool for_good)
    __attribute__((warn_unused_result));

/* "net_raw,net_admin" as a set; ERR_USAGE names what can be given. */
int netns_caps_parse(uint64_t *set, const char *text, struct err *err)
    __attribute__((warn_unused_result));

#endif
