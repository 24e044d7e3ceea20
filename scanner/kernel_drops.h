/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What the kernel throws away on its way out without a word to a TCP socket:
 * a SYN for which there is no place in the table of link addresses (on a
 * directly attached network every address that is asked takes one,
 * gc_thresh3), and one for which an interface's queue has no room.  Glue.
 */
#ifndef SCANNER_KERNEL_DROPS_H
#define SCANNER_KERNEL_DROPS_H

#include <stdint.h>

struct kernel_drops;

/* Packets; all zero before the first look. */
struct kernel_drops_counts {
	uint64_t n_table_full; /* of the machine's tables, IPv4 and IPv6 */
	uint64_t n_queue_full; /* of all interfaces of the namespace */
};

/* Never NULL; where the kernel does not tell, nothing is ever dropped. */
struct kernel_drops *kernel_drops_new(void);
void kernel_drops_free(struct kernel_drops *drops);

/*
 * Bring *counts up to date; *news, unless NULL, is what has been thrown away
 * since the look that they are from.
 */
void kernel_drops_look(const struct kernel_drops *drops,
    struct kernel_drops_counts *counts, struct kernel_drops_counts *news);

#endif
