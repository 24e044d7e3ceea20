/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Registry files with the old console's AddressCache key.
 */
#include "importer/registry.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/hex.h"
#include "base/mem.h"
#include "base/utf8.h"

#define REGISTRY_PROTOCOL_MAX 64  /* bytes of a Protocol that is learned */
#define REGISTRY_VALUE_MAX    256 /* bytes of a value, decoded */

enum registry_type {
	REGISTRY_DWORD,
	REGISTRY_SZ,
	REGISTRY_HEX,
};

struct registry {
	bool is_utf8;
	bool has_header, is_foreign; /* the first line was, or was not, right */
	bool is_regedit4;            /* strings in hex are ANSI, not UTF-16 */
	uint64_t line;               /* physical, from 1 */

	/* The line so far; continued lines are joined. */
	char buf[RECORD_LEN_MAX + 1];
	size_t len;
	bool is_long; /* longer than buf: the rest is dropped */
	uint8_t last; /* of the physical line, blanks apart; 0: none */
	uint64_t start_line;

	/* The entry under way: a key below AddressCache. */
	bool in_entry;
	bool was_cp1252;
	uint64_t entry_line;
	struct text name;
	struct addr addr; /* family 0: none yet */
	enum registry_type type;
	struct text why; /* what is wrong with it, "" for nothing */
	struct text protocol;

	/* Learned. */
	const char *address_type;
	struct text learned_protocol;
	struct text decoded, text, value; /* kept for their memory */
};

struct registry *
registry_new(bool is_utf8)
{
	struct registry *r = mem_new(sizeof(*r));

	r->is_utf8 = is_utf8;
	r->line = r->start_line = 1;
	return r;
}

void
registry_free(struct registry *r)
{
	if (r == NULL)
		return;
	text_fini(&r->name);
	text_fini(&r->why);
	text_fini(&r->protocol);
	text_fini(&r->learned_protocol);
	text_fini(&r->decoded);
	text_fini(&r->text);
	text_fini(&r->value);
	free(r);
}

void
registry_set_utf8(struct registry *r, bool is_utf8)
{
	r->is_utf8 = is_utf8;
}

const char *
registry_address_type(const struct registry *r)
{
	return r->address_type;
}

const char *
registry_protocol(const struct registry *r)
{
	return r->learned_protocol.len == 0 ? NULL
					    : text_str(&r->learned_protocol);
}

/* The entry is complete: hand it on, and learn from it. */
static int
registry_end_entry(struct registry *r, record_fn fn, void *arg, struct err *err)
{
	static const char *const types[] = { "dword", "sz", "hex" };
	struct record record = { .line = r->entry_line,
		.was_cp1252 = r->was_cp1252 };

	if (!r->in_entry)
		return 0;
	r->in_entry = false;
	if (r->why.len == 0 && r->addr.family == 0) {
		text_add(&r->why, "no Address_0: ");
		record_quote(&r->why, text_str(&r->name), r->name.len);
	}
	if (r->why.len > 0) {
		record.kind = RECORD_BAD;
		record.why = text_str(&r->why);
	} else {
		record.kind = RECORD_PAIR;
		record.name = text_str(&r->name);
		record.addr = r->addr;
		r->address_type = types[r->type];
		if (r->protocol.len > 0) {
			text_clear(&r->learned_protocol);
			text_add(&r->learned_protocol, text_str(&r->protocol));
		}
	}
	return fn(&record, arg, err);
}

/*
 * A key "[ROOT\...\AddressCache\NAME]" begins an entry; other keys, also
 * deeper ones and those to be deleted ("[-...]"), do not.
 */
static void
registry_begin_entry(struct registry *r, const char *text, size_t len,
    bool is_broken)
{
	static const char parent[] = "\\AddressCache";
	const size_t parent_len = sizeof(parent) - 1;
	const char *slash = memrchr(text, '\\', len);
	const char *name;
	size_t name_len;
	uint32_t bad;

	if (text[1] == '-' || slash == NULL ||
	    (size_t)(slash - text) < parent_len ||
	    strncasecmp(slash - parent_len, parent, parent_len) != 0)
		return;
	r->in_entry = true;
	r->entry_line = r->start_line;
	r->addr.family = 0;
	text_clear(&r->name);
	text_clear(&r->why);
	text_clear(&r->protocol);
	name = slash + 1;
	name_len = len - (size_t)(name - text);
	if (name_len > 0 && name[name_len - 1] == ']')
		name_len--;
	else if (!is_broken)
		text_add(&r->why, "a key without ']': ");
	record_trim_whole(&name, &name_len);
	text_add_len(&r->name, name, name_len);
	bad = record_fix_name(r->name.data, &r->name.len);
	if (is_broken)
		text_add(&r->why, r->is_utf8
				      ? "not in the encoding of the file: "
				      : "neither UTF-8 nor Windows-1252: ");
	else if (r->why.len == 0 && bad != 0)
		text_add(&r->why, "a control character in the name: ");
	else if (r->why.len == 0 && r->name.len == 0)
		text_add(&r->why, "no name: ");
	if (r->why.len > 0)
		record_quote(&r->why, text, len);
}

/* "...", with \" and \\, into r->value; false when it does not end. */
static bool
registry_read_string(struct registry *r, const char *text)
{
	text_clear(&r->value);
	for (text++; *text != '"'; text++) {
		if (*text == '\\')
			text++;
		if (*text == '\0')
			return false;
		text_add_char(&r->value, *text);
	}
	return true;
}

/* An address in words. */
static bool
registry_addr_of_text(struct registry *r, const char *text, size_t len)
{
	char buf[ADDR_TEXT_LEN];

	record_trim_whole(&text, &len);
	if (len >= sizeof(buf))
		return false;
	memcpy(buf, text, len);
	buf[len] = '\0';
	r->type = REGISTRY_SZ;
	return strlen(buf) == len && addr_parse(&r->addr, buf, NULL) == 0;
}

/*
 * A DWORD is taken as what inet_addr() gives on a PC: the first octet is the
 * lowest byte.  Assumed; no public text says so.
 */
static void
registry_addr_of_dword(struct registry *r, uint32_t value)
{
	uint8_t bytes[4] = { (uint8_t)value, (uint8_t)(value >> 8),
		(uint8_t)(value >> 16), (uint8_t)(value >> 24) };

	r->type = REGISTRY_DWORD;
	addr_from_bytes(&r->addr, bytes, 4);
}

/* "hex:c0,a8,03,79", "hex(4):...": bytes by the type in the brackets. */
static bool
registry_addr_of_hex(struct registry *r, char *text)
{
	uint8_t bytes[REGISTRY_VALUE_MAX];
	unsigned long type = 3; /* REG_BINARY */
	char *end = text + 3;
	ptrdiff_t len;

	if (*end == '(') {
		type = strtoul(end + 1, &end, 16);
		if (*end++ != ')')
			return false;
	}
	if (*end++ != ':')
		return false;
	for (char *c = end; *c != '\0'; c++)
		if (*c == ',')
			*c = ' ';
	len = hex_parse(end, bytes, sizeof(bytes));
	switch (type) {
	case 1: /* REG_SZ */
	case 2: /* REG_EXPAND_SZ */
		if (len <= 0)
			return false;
		text_clear(&r->value);
		if (r->is_regedit4)
			text_add_len(&r->value, bytes, (size_t)len);
		else
			for (ptrdiff_t i = 0; i + 1 < len; i += 2)
				utf8_add(&r->value,
				    bytes[i] | (uint32_t)bytes[i + 1] << 8);
		return registry_addr_of_text(r, text_str(&r->value),
		    r->value.len);
	case 4: /* REG_DWORD */
		if (len == 4)
			registry_addr_of_dword(r, bytes[0] |
						      (uint32_t)bytes[1] << 8 |
						      (uint32_t)bytes[2] << 16 |
						      (uint32_t)bytes[3] << 24);
		return len == 4;
	case 0: /* REG_NONE */
	case 3:
		r->type = REGISTRY_HEX;
		return (len == 4 || len == 16) &&
		       addr_from_bytes(&r->addr, bytes, (size_t)len);
	default:
		return false;
	}
}

static bool
registry_addr_of_value(struct registry *r, char *value)
{
	uint8_t bytes[4];

	if (*value == '"')
		return registry_read_string(r, value) &&
		       registry_addr_of_text(r, text_str(&r->value),
			   r->value.len);
	if (strncasecmp(value, "dword:", 6) == 0) {
		if (hex_parse(value + 6, bytes, sizeof(bytes)) != 4)
			return false;
		registry_addr_of_dword(r,
		    (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 |
			(uint32_t)bytes[2] << 8 | bytes[3]);
		return true;
	}
	return strncasecmp(value, "hex", 3) == 0 &&
	       registry_addr_of_hex(r, value);
}

/* Whether a value can be written back as it is. */
static bool
registry_is_plain(const char *value)
{
	size_t len = strlen(value);

	for (size_t i = 0; i < len; i++)
		if (value[i] < ' ' || value[i] > '~')
			return false;
	return len > 0 && len <= REGISTRY_PROTOCOL_MAX;
}

/* "name"=value within an entry. */
static void
registry_take_value(struct registry *r, char *text)
{
	static const char address[] = "\"Address_0\"=";
	static const char protocol[] = "\"Protocol\"=";

	if (strncasecmp(text, protocol, sizeof(protocol) - 1) == 0) {
		text_clear(&r->protocol);
		if (!r->is_long &&
		    registry_is_plain(text + sizeof(protocol) - 1))
			text_add(&r->protocol, text + sizeof(protocol) - 1);
		return;
	}
	if (strncasecmp(text, address, sizeof(address) - 1) != 0 ||
	    r->why.len > 0)
		return;
	r->addr.family = 0;
	text_clear(&r->text);
	text_add(&r->text, text); /* reading a value changes it */
	if (r->is_long ||
	    !registry_addr_of_value(r, text + sizeof(address) - 1)) {
		r->addr.family = 0;
		text_addf(&r->why,
		    "not an address of '%s': ", text_str(&r->name));
		record_quote(&r->why, r->text.data, r->text.len);
	}
}

/* The file's first line that is not blank. */
static int
registry_take_header(struct registry *r, const char *text, record_fn fn,
    void *arg, struct err *err)
{
	struct record record = { .kind = RECORD_BAD, .line = r->start_line };

	r->has_header = true;
	r->is_regedit4 = strncasecmp(text, "REGEDIT4", 8) == 0;
	if (r->is_regedit4 ||
	    strncasecmp(text, "Windows Registry Editor Version ", 32) == 0)
		return 0;
	r->is_foreign = true;
	text_clear(&r->why);
	text_add(&r->why, "not a registry file: ");
	record_quote(&r->why, text, strlen(text));
	record.why = text_str(&r->why);
	return fn(&record, arg, err);
}

/* One whole line, its continuations joined. */
static int
registry_end_line(struct registry *r, record_fn fn, void *arg, struct err *err)
{
	const char *bytes = r->buf;
	size_t len = r->len;
	bool was_cp1252, is_broken;
	char *text;

	r->len = 0;
	record_trim_whole(&bytes, &len);
	if (r->is_foreign || len == 0)
		return 0;
	text_clear(&r->decoded);
	is_broken = record_decode(&r->decoded, bytes, len, !r->is_utf8,
			&was_cp1252) == -1;
	text = r->decoded.data;
	if (!r->has_header)
		return registry_take_header(r, text, fn, arg, err);
	if (text[0] == '[') {
		if (registry_end_entry(r, fn, arg, err) == -1)
			return -1;
		registry_begin_entry(r, text, r->decoded.len, is_broken);
		r->was_cp1252 = was_cp1252;
	} else if (r->in_entry && text[0] == '"') {
		registry_take_value(r, text);
	}
	return 0;
}

/* Add bytes of one physical line. */
static void
registry_take(struct registry *r, const uint8_t *bytes, size_t len)
{
	size_t fits = RECORD_LEN_MAX - r->len;

	if (fits > len)
		fits = len;
	memcpy(r->buf + r->len, bytes, fits);
	r->len += fits;
	if (fits < len)
		r->is_long = true;
	for (size_t i = len; i-- > 0;)
		if (record_blank_len((const char *)bytes + i, 1) == 0) {
			r->last = bytes[i];
			break;
		}
}

/* A value in hex goes on where its line ends in a backslash. */
static bool
registry_goes_on(const struct registry *r)
{
	return r->last == '\\' && memmem(r->buf, r->len, "=hex", 4) != NULL;
}

int
registry_feed(struct registry *r, const void *bytes, size_t len, record_fn fn,
    void *arg, struct err *err)
{
	const uint8_t *b = bytes, *end = b + len, *lf;

	while (b < end) {
		lf = memchr(b, '\n', (size_t)(end - b));
		registry_take(r, b, (size_t)((lf == NULL ? end : lf) - b));
		if (lf == NULL)
			break;
		b = lf + 1;
		r->line++;
		if (registry_goes_on(r)) {
			if (!r->is_long)
				r->len = (size_t)((char *)memrchr(r->buf, '\\',
						      r->len) -
						  r->buf);
			r->last = 0;
			continue;
		}
		if (registry_end_line(r, fn, arg, err) == -1)
			return -1;
		r->start_line = r->line;
		r->is_long = false;
		r->last = 0;
	}
	return 0;
}

int
registry_finish(struct registry *r, record_fn fn, void *arg, struct err *err)
{
	if (registry_end_line(r, fn, arg, err) == -1)
		return -1;
	return registry_end_entry(r, fn, arg, err);
}
