/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Numbers as people write them.  Each error quotes the text and says what
 * would be right.
 */
#ifndef BASE_NUM_H
#define BASE_NUM_H

#include <stdint.h>

#include "base/err.h"

/* A decimal number from min to max; what names it in the message. */
int num_parse(uint64_t *value, const char *text, uint64_t min, uint64_t max,
    const char *what, struct err *err) __attribute__((warn_unused_result));

/*
 * A rate in bits per second: "9600", "56k", "1.5M", "1G" (powers of 1000,
 * as lines are sold), at most 1000G.
 */
int num_parse_bits(uint64_t *bits_per_s, const char *text, const char *what,
    struct err *err) __attribute__((warn_unused_result));

#endif
