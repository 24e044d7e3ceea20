/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Who answered what was asked of many at once, and was in no target set.
 * Pure.
 */
#ifndef SCANNER_HEARD_H
#define SCANNER_HEARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/addr.h"
#include "scanner/tracker.h"

#define HEARD_MAX  65536u /* whoever answers beyond that is left out */
#define HEARD_NONE SIZE_MAX

struct heard;

struct heard *heard_new(void);
void heard_free(struct heard *heard);

/* Its place, made when it is new; HEARD_NONE when there are too many. */
size_t heard_add(struct heard *heard, const struct addr *addr, uint32_t link);

/* Its place, or HEARD_NONE. */
size_t heard_find(const struct heard *heard, const struct addr *addr);

struct addr heard_addr(const struct heard *heard, size_t at);
uint32_t heard_link(const struct heard *heard, size_t at);
size_t heard_count(const struct heard *heard);

/* As tracker_mark() and tracker_is_marked(). */
bool heard_mark(struct heard *heard, enum tracker_mark mark, size_t at);
bool heard_is_marked(const struct heard *heard, enum tracker_mark mark,
    size_t at);

#endif
