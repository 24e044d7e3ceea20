/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * One machine of an inventory that is read.  Private to inventory_read.
 */
#ifndef OUTPUT_INVENTORY_READ_HOST_H
#define OUTPUT_INVENTORY_READ_HOST_H

#include "cache/cache.h"
#include "output/inventory_read_xml.h"

/*
 * Read the machine whose element the cursor is on, to its end.  The caller
 * gives the host to host_fini() only when this returns 0.
 */
int inventory_read_host(struct inventory_read_xml *x,
    enum cache_section section, struct host *host, struct err *err)
    __attribute__((warn_unused_result));

#endif
