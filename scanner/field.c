/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Field types: one row each, in the table below.
 */
#include "scanner/field.h"

#include <string.h>

#include "base/hex.h"
#include "base/utf8.h"
#include "cache/observation.h"

static uint32_t
field_le(const uint8_t *bytes, size_t len)
{
	uint32_t number = 0;

	while (len-- > 0)
		number = number << 8 | bytes[len];
	return number;
}

static uint32_t
field_be(const uint8_t *bytes, size_t len)
{
	uint32_t number = 0;

	for (size_t i = 0; i < len; i++)
		number = number << 8 | bytes[i];
	return number;
}

static void
field_add_le(struct text *out, const uint8_t *bytes, size_t len)
{
	text_addf(out, "%u", (unsigned)field_le(bytes, len));
}

static void
field_add_be(struct text *out, const uint8_t *bytes, size_t len)
{
	text_addf(out, "%u", (unsigned)field_be(bytes, len));
}

static bool
field_is_all(const uint8_t *bytes, size_t len, uint8_t value)
{
	for (size_t i = 0; i < len; i++)
		if (bytes[i] != value)
			return false;
	return true;
}

static void
field_add_port_le(struct text *out, const uint8_t *bytes, size_t len)
{
	if (field_le(bytes, len) != 0)
		field_add_le(out, bytes, len);
}

static void
field_add_port_be(struct text *out, const uint8_t *bytes, size_t len)
{
	if (field_be(bytes, len) != 0)
		field_add_be(out, bytes, len);
}

static void
field_add_ascii(struct text *out, const uint8_t *bytes, size_t len)
{
	utf8_clean(out, bytes, len);
}

static void
field_add_utf16le(struct text *out, const uint8_t *bytes, size_t len)
{
	utf8_clean_utf16(out, bytes, len, false);
}

static void
field_add_hex(struct text *out, const uint8_t *bytes, size_t len)
{
	hex_add(out, bytes, len, '\0');
}

/*
 * Machines without a card to speak of send zeros (Samba's NBSTAT answer
 * does); as an identity that would make them all one machine.
 */
static void
field_add_mac(struct text *out, const uint8_t *bytes, size_t len)
{
	if (field_is_all(bytes, len, 0) || field_is_all(bytes, len, 0xff))
		return;
	hex_add(out, bytes, len, ':');
}

/* 4-2-2-2-6 in the order sent, no swap: as public tools print a device id. */
static void
field_add_guid(struct text *out, const uint8_t *bytes, size_t len)
{
	static const uint8_t part_len[] = { 4, 2, 2, 2, 6 };

	if (field_is_all(bytes, len, 0))
		return;
	for (size_t i = 0; i < sizeof(part_len); i++) {
		if (i > 0)
			text_add_char(out, '-');
		hex_add(out, bytes, part_len[i], '\0');
		bytes += part_len[i];
	}
}

/* LE16 build, minor, major; written as "major.minor.build". */
static void
field_add_os_version(struct text *out, const uint8_t *bytes, size_t len)
{
	(void)len;
	text_addf(out, "%u.%u.%u", (unsigned)bytes[3], (unsigned)bytes[2],
	    (unsigned)field_le(bytes, 2));
}

#define FIELD_ANY 1, OBSERVATION_RAW_MAX

/* In alphabetical order, which is how people read them in a message. */
static const struct field_type field_types[] = {
	{ "ascii", FIELD_ANY, field_add_ascii, NULL, false },
	{ "guid", 16, 16, field_add_guid, NULL, false },
	{ "hex", FIELD_ANY, field_add_hex, NULL, false },
	{ "mac", 6, 6, field_add_mac, NULL, false },
	{ "os-version", 4, 4, field_add_os_version, NULL, false },
	{ "tcp-port", 2, 2, field_add_port_le, field_le, true },
	{ "tcp-port-be", 2, 2, field_add_port_be, field_be, true },
	{ "u16be", 2, 2, field_add_be, field_be, false },
	{ "u16le", 2, 2, field_add_le, field_le, false },
	{ "u32be", 4, 4, field_add_be, field_be, false },
	{ "u32le", 4, 4, field_add_le, field_le, false },
	{ "u8", 1, 1, field_add_le, field_le, false },
	{ "utf16le", FIELD_ANY, field_add_utf16le, NULL, false },
};

#define FIELD_N_TYPES (sizeof(field_types) / sizeof(field_types[0]))

const struct field_type *
field_type_find(const char *name)
{
	for (size_t i = 0; i < FIELD_N_TYPES; i++)
		if (strcmp(field_types[i].name, name) == 0)
			return &field_types[i];
	return NULL;
}

void
field_type_list(struct text *out)
{
	for (size_t i = 0; i < FIELD_N_TYPES; i++) {
		if (i > 0)
			text_add(out, ", ");
		text_add(out, field_types[i].name);
	}
}

bool
field_add(const struct field_type *type, struct text *out, const uint8_t *bytes,
    size_t len)
{
	size_t start = out->len;

	if (len < type->len_min || len > type->len_max)
		return false;
	type->add(out, bytes, len);
	return out->len > start;
}

bool
field_number(const struct field_type *type, uint32_t *number,
    const uint8_t *bytes, size_t len)
{
	if (type->number == NULL || len < type->len_min || len > type->len_max)
		return false;
	*number = type->number(bytes, len);
	return true;
}
