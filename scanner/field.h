/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Field types: how bytes of a reply become a value for people.  Pure.  A new
 * type is one row of the table in field.c.
 */
#ifndef SCANNER_FIELD_H
#define SCANNER_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

struct field_type {
	const char *name;        /* as in probes.xml: "u16le" */
	size_t len_min, len_max; /* bytes that a value may have */
	/* Append the value; called only with a length within the bounds. */
	void (*add)(struct text *out, const uint8_t *bytes, size_t len);
	/* The same as a number; NULL for types that are none. */
	uint32_t (*number)(const uint8_t *bytes, size_t len);
	bool is_tcp_port; /* the engine asks Rtvscan there in addition */
};

/* The type of that name, or NULL. */
const struct field_type *field_type_find(const char *name);

/* All names in a row, for a message: "ascii, guid, hex, ...". */
void field_type_list(struct text *out);

/*
 * Append the value that len bytes have under this type: clean UTF-8 without
 * controls.  Returns false, and appends nothing, when there is no value: a
 * length that the type cannot have, an empty text, or bytes that stand for
 * "none" (a MAC or GUID of zeros only, a MAC of ones only, port 0).
 */
bool field_add(const struct field_type *type, struct text *out,
    const uint8_t *bytes, size_t len);

/* The number that len bytes are; false when the type or length has none. */
bool field_number(const struct field_type *type, uint32_t *number,
    const uint8_t *bytes, size_t len);

#endif
