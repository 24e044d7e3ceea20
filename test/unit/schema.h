/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Documents against output/inventory.rng and output/inventory.xsd, inside
 * the test program.
 */
#ifndef TEST_UNIT_SCHEMA_H
#define TEST_UNIT_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>

struct schema_result {
	bool is_well_formed;
	bool is_rng_valid, is_xsd_valid;
	char why[512]; /* the first complaint */
};

/* Load both once; false when one of them cannot be used. */
bool schema_load(void);
void schema_free(void);

struct schema_result schema_check(const char *document, size_t len);

#endif
