/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The kernel's table of link addresses, as far as it can be too small: on a
 * directly attached network every address that is asked takes a place in it
 * (gc_thresh3), and a SYN that finds none is thrown away without a word to
 * the socket.  Glue.
 */
#ifndef SCANNER_NEIGHBOUR_TABLE_H
#define SCANNER_NEIGHBOUR_TABLE_H

#include <stdint.h>

struct neighbour_table;

/* Never NULL; where the kernel does not tell, the table is never full. */
struct neighbour_table *neighbour_table_new(void);
void neighbour_table_free(struct neighbour_table *table);

/*
 * How often a packet has found no place, on this machine, IPv4 and IPv6,
 * since it was started.
 */
uint64_t neighbour_table_n_full(struct neighbour_table *table);

#endif
