/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The inventory read back from rollcall's own XML, one machine at a time.
 * Needs no cache.  The document is a stranger's: nothing is fetched, a
 * document type is refused, depth, sizes and numbers are bounded.
 *
 * Attributes and elements that are not known are passed over, and a value
 * that is not known is treated as absent, as output/inventory.rng promises
 * later versions.  Another namespace is another format and refused; so is a
 * document without what inventory.rng requires.  All errors are ERR_INPUT or
 * ERR_LIMIT and name file and line.
 */
#ifndef OUTPUT_INVENTORY_READ_H
#define OUTPUT_INVENTORY_READ_H

#include <stddef.h>

#include "output/inventory.h"

#define INVENTORY_READ_DEPTH_MAX 32        /* elements within each other */
#define INVENTORY_READ_TEXT_MAX  (1 << 20) /* bytes of one text */
#define INVENTORY_READ_HOST_MAX  (4 << 20) /* bytes of one machine */
#define INVENTORY_READ_HOSTS_MAX (1 << 24) /* machines */
#define INVENTORY_READ_LINKS_MAX (1 << 16)

struct inventory_read;

/*
 * Open a document ("-" is standard input) and read all that stands before its
 * first machine.  NULL and *err on failure.
 */
struct inventory_read *inventory_read_open(const char *path, struct err *err);

/* The same for len bytes, borrowed until the end; origin names them. */
struct inventory_read *inventory_read_memory(const void *bytes, size_t len,
    const char *origin, struct err *err);

/* Harmless on NULL. */
void inventory_read_close(struct inventory_read *read);

/*
 * What the document says but the machines: sweep (or NULL), links, when it
 * was written.  Its each() delivers the machines that inventory_read_next()
 * has not, so that the document can be written again.  Belongs to the reader.
 */
const struct inventory *inventory_read_head(const struct inventory_read *read);

/*
 * The next machine: section by section, addresses ascending within each (a
 * document in another order is refused).  Returns 1 and a host that the
 * caller gives to host_fini(), 0 when the document ended as it should, or -1,
 * and then for good.
 *
 * The host's pieces stand as in the document.  Derived by the reader are:
 * best_role from the section, or where it is missing from the attribute;
 * role from the section, or where it is missing from the services.
 */
int inventory_read_next(struct inventory_read *read,
    enum cache_section *section, struct host *host, struct err *err)
    __attribute__((warn_unused_result));

#endif
