/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Golden files: what a program should write, byte for byte, in test/data.
 * "make golden" writes them anew; the review reads the diff.
 */
#ifndef TEST_UNIT_GOLDEN_H
#define TEST_UNIT_GOLDEN_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Whether content is that of test/data/NAME.  Where not, it is left in
 * NAME's last part plus ".got" in the current folder, and a line says where.
 */
bool golden_is(const char *name, const char *content);
bool golden_is_bytes(const char *name, const void *content, size_t len);

#endif
