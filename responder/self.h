/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What this machine says of itself in its default pong.
 */
#ifndef RESPONDER_SELF_H
#define RESPONDER_SELF_H

#include "responder/pds_pong.h"

/*
 * Host name, the MAC of the first interface that has one, the kernel's
 * version and a GUID made of these, the same at each start.
 */
void self_describe(struct pds_pong_host *self);

#endif
