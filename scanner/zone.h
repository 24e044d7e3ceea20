/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Time zones by name, as the C library knows them.
 */
#ifndef SCANNER_ZONE_H
#define SCANNER_ZONE_H

#include "base/err.h"

/*
 * Is there a zone of that name?  The C library itself takes any name and
 * makes UTC of those that it does not know.
 */
int zone_check(const char *name, struct err *err)
    __attribute__((warn_unused_result));

#endif
