/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The estate that "rollcall demo" simulates, and the list of computers that
 * its administrator has.
 */
#ifndef CLI_DEMO_DATA_H
#define CLI_DEMO_DATA_H

#include "base/text.h"

/* network is the first three octets, "10.77.0": both are a /24 of it. */
void demo_data_estate(struct text *out, const char *network);
void demo_data_list(struct text *out, const char *network);

#endif
