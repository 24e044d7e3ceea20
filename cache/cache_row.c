/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Values as columns and back.
 */
#include "cache/cache_row.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

const int cache_row_addr_len[CACHE_ROW_ADDR_LENS] = { 4, 16 };

void
cache_row_bind_addr(sqlite3_stmt *stmt, int at, const struct addr *addr)
{
	uint8_t bytes[16];

	if (addr->family == 0)
		(void)sqlite3_bind_null(stmt, at);
	else
		(void)sqlite3_bind_blob(stmt, at, bytes,
		    (int)addr_to_bytes(addr, bytes), SQLITE_TRANSIENT);
}

void
cache_row_bind_text(sqlite3_stmt *stmt, int at, const char *text)
{
	(void)sqlite3_bind_text(stmt, at, text, -1, SQLITE_STATIC);
}

void
cache_row_bind_u64(sqlite3_stmt *stmt, int at, uint64_t value)
{
	(void)sqlite3_bind_int64(stmt, at, (int64_t)value);
}

struct addr
cache_row_addr(sqlite3_stmt *stmt, int at)
{
	const uint8_t *bytes = sqlite3_column_blob(stmt, at);
	int len = sqlite3_column_bytes(stmt, at);
	struct addr addr;

	(void)addr_from_bytes(&addr, bytes, bytes == NULL ? 0 : (size_t)len);
	return addr;
}

char *
cache_row_text(sqlite3_stmt *stmt, int at)
{
	return cache_row_text_in(stmt, at, NULL);
}

char *
cache_row_text_in(sqlite3_stmt *stmt, int at, struct arena *arena)
{
	const unsigned char *text = sqlite3_column_text(stmt, at);

	return text == NULL ? NULL : arena_dup(arena, (const char *)text);
}

uint32_t
cache_row_rtt(sqlite3_stmt *stmt, int at)
{
	int64_t rtt_us = sqlite3_column_int64(stmt, at);

	if (sqlite3_column_type(stmt, at) == SQLITE_NULL || rtt_us < 0 ||
	    rtt_us >= OBSERVATION_NO_RTT)
		return OBSERVATION_NO_RTT;
	return (uint32_t)rtt_us;
}

uint64_t
cache_row_u64(sqlite3_stmt *stmt, int at)
{
	return (uint64_t)sqlite3_column_int64(stmt, at);
}

unsigned
cache_row_enum(sqlite3_stmt *stmt, int at, unsigned max)
{
	int64_t value = sqlite3_column_int64(stmt, at);

	return value < 0 || value > max ? max : (unsigned)value;
}

/* What is plain goes over in one piece; special has the line feed as well. */
static void
cache_row_escape(struct text *out, const char *text, const char *special)
{
	for (;;) {
		size_t n = strcspn(text, special);

		text_add_len(out, text, n);
		text += n;
		if (*text == '\0')
			return;
		text_add_char(out, '\\');
		text_add_char(out, *text == '\n' ? 'n' : *text);
		text++;
	}
}

void
cache_row_add_field(struct text *out, const char *name, const char *value,
    int64_t field_us, int64_t time_us)
{
	cache_row_escape(out, name, "\\=@\n");
	if (field_us != time_us)
		text_addf(out, "@%" PRId64, field_us);
	text_add_char(out, '=');
	cache_row_escape(out, value, "\\\n");
	text_add_char(out, '\n');
}

/* Where an escaped value ends: at its line's end; a name at "@" or "=". */
static const char *
cache_row_end(const char *in, bool is_name)
{
	while (*in != '\0' && *in != '\n' &&
	       (!is_name || (*in != '@' && *in != '=')))
		in += *in == '\\' && in[1] != '\0' ? 2 : 1;
	return in;
}

static char *
cache_row_unescape(const char *in, const char *end, struct arena *arena)
{
	char *out, *at;

	if (memchr(in, '\\', (size_t)(end - in)) == NULL)
		return arena_dup_len(arena, in, (size_t)(end - in));
	out = at = arena_take(arena, (size_t)(end - in) + 1);
	for (; in < end; in++) {
		if (*in == '\\' && in + 1 < end) {
			in++;
			*at++ = *in == 'n' ? '\n' : *in;
		} else {
			*at++ = *in;
		}
	}
	*at = '\0';
	return out;
}

/* Name and value as they are escaped, with the time, to the end. */
static void
cache_row_push_field(struct host_service *service, const char *const name[2],
    const char *const value[2], int64_t time_us, struct arena *arena)
{
	struct host_field *field;

	service->field = arena_grow(arena, service->field, &service->fields_cap,
	    service->n_fields + 1, sizeof(*service->field));
	field = &service->field[service->n_fields++];
	field->name = cache_row_unescape(name[0], name[1], arena);
	field->value = cache_row_unescape(value[0], value[1], arena);
	field->time_us = time_us;
}

void
cache_row_parse_fields(struct host_service *service, const char *in,
    struct arena *arena)
{
	while (in != NULL && *in != '\0') {
		const char *name[2] = { in, cache_row_end(in, true) };
		int64_t time_us = service->time_us;

		in = name[1];
		if (*in == '@') {
			char *end;

			time_us = strtoll(in + 1, &end, 10);
			in = end;
		}
		if (*in == '=') {
			const char *value[2] = { in + 1,
				cache_row_end(in + 1, false) };

			cache_row_push_field(service, name, value, time_us,
			    arena);
			in = value[1];
		}
		in += strcspn(in, "\n");
		in += *in == '\n';
	}
}
