/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Sample replies of test/data/<probe>/: what to expect, and the bytes.  The
 * form is described in test/data/README.md.
 */
#ifndef TEST_SAMPLE_H
#define TEST_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cache/observation.h"

#define SAMPLE_MAX 8192

struct sample {
	char *text; /* owns the strings below */
	const char *pattern, *role;
	const char *name;                          /* NULL: none */
	const char *field[OBSERVATION_FIELDS_MAX]; /* "NAME VALUE" */
	size_t n_fields;
	uint8_t reply[SAMPLE_MAX];
	size_t len;
};

/* False when the file cannot be read or is none of that form. */
bool sample_read(struct sample *sample, const char *path);
void sample_fini(struct sample *sample);

#endif
