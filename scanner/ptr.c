/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Reverse look-ups as bytes.
 */
#include "scanner/ptr.h"

#include <string.h>

#include "base/utf8.h"
#include "base/wire.h"

enum {
	PTR_HEADER_LEN = 12,
	PTR_TYPE = 12,
	PTR_CLASS_IN = 1,
	PTR_FLAG_RECURSE = 0x0100, /* RD */
	PTR_FLAG_ANSWER = 0x8000,  /* QR */
	PTR_MASK_OPCODE = 0x7800,
	PTR_MASK_CODE = 0x000f,
	PTR_CODE_OK = 0,
	PTR_CODE_NOT_IMPLEMENTED = 4,
	PTR_CODE_REFUSED = 5,
	PTR_POINTER = 0xc0,   /* the two highest bits of a label's length */
	PTR_NAME_MAX = 255,   /* bytes on the wire, lengths and root counted */
	PTR_ANSWERS_MAX = 64, /* more do not fit into a reply */
};

static size_t
ptr_put_be16(uint8_t *out, size_t at, uint16_t value)
{
	out[at] = (uint8_t)(value >> 8);
	out[at + 1] = (uint8_t)value;
	return at + 2;
}

static size_t
ptr_put_label(uint8_t *out, size_t at, const char *label)
{
	size_t len = strlen(label);

	out[at] = (uint8_t)len;
	memcpy(out + at + 1, label, len);
	return at + 1 + len;
}

/* 7.2.0.192.in-addr.arpa, or the 32 digits of an IPv6 address. */
static size_t
ptr_put_name(uint8_t *out, size_t at, const struct addr *addr)
{
	uint8_t bytes[16];
	size_t len = addr_to_bytes(addr, bytes);

	while (len-- > 0) {
		uint8_t byte = bytes[len];
		char label[4] = { 0 };

		if (addr->family == 6) {
			label[0] = "0123456789abcdef"[byte & 15];
			at = ptr_put_label(out, at, label);
			label[0] = "0123456789abcdef"[byte >> 4];
		} else {
			size_t n = 0;

			if (byte >= 100)
				label[n++] = (char)('0' + byte / 100);
			if (byte >= 10)
				label[n++] = (char)('0' + byte / 10 % 10);
			label[n] = (char)('0' + byte % 10);
		}
		at = ptr_put_label(out, at, label);
	}
	at = ptr_put_label(out, at, addr->family == 6 ? "ip6" : "in-addr");
	at = ptr_put_label(out, at, "arpa");
	out[at] = 0;
	return at + 1;
}

size_t
ptr_query(uint8_t out[PTR_QUERY_MAX], uint16_t id, const struct addr *addr)
{
	size_t at = ptr_put_be16(out, 0, id);

	at = ptr_put_be16(out, at, PTR_FLAG_RECURSE);
	at = ptr_put_be16(out, at, 1); /* questions */
	memset(out + at, 0, 6);
	at = ptr_put_name(out, at + 6, addr);
	at = ptr_put_be16(out, at, PTR_TYPE);
	return ptr_put_be16(out, at, PTR_CLASS_IN);
}

/* Step over a name: up to its root, or its first pointer. */
static void
ptr_skip_name(struct wire *in)
{
	for (;;) {
		uint8_t len = wire_u8(in);

		if (!wire_ok(in) || len == 0)
			return;
		if ((len & PTR_POINTER) == PTR_POINTER) {
			wire_skip(in, 1);
			return;
		}
		wire_skip(in, len & PTR_POINTER ? SIZE_MAX : len);
	}
}

/*
 * A label as text: a dot or backslash in it is escaped (RFC 1035 section
 * 5.1), so that it does not look like two labels.
 */
static void
ptr_add_label(struct text *raw, const uint8_t *label, size_t len)
{
	if (raw->len > 0)
		text_add_char(raw, '.');
	for (size_t i = 0; i < len; i++) {
		if (label[i] == '.' || label[i] == '\\')
			text_add_char(raw, '\\');
		text_add_char(raw, (char)label[i]);
	}
}

/*
 * The name at the cursor, of which a server wrote each byte: pointers go
 * only backwards, so that they come to an end.
 */
static bool
ptr_read_name(struct wire *in, struct text *raw)
{
	size_t lowest = in->at, total = 1;

	text_clear(raw);
	for (;;) {
		uint8_t len = wire_u8(in);
		const uint8_t *label;

		if (!wire_ok(in))
			return false;
		if (len == 0)
			return true;
		if ((len & PTR_POINTER) == PTR_POINTER) {
			size_t to = (size_t)(len & 0x3f) << 8;

			to |= wire_u8(in);
			if (!wire_ok(in) || to >= lowest)
				return false;
			lowest = to;
			wire_seek(in, to);
			continue;
		}
		label = len & PTR_POINTER ? NULL : wire_bytes(in, len);
		total += 1u + len;
		if (label == NULL || total > PTR_NAME_MAX)
			return false;
		ptr_add_label(raw, label, len);
	}
}

/* One record of the answer; the best name so far is kept cleaned in best. */
static void
ptr_read_record(struct wire *in, struct text *raw, struct text *best)
{
	uint16_t type, class, len;
	struct text clean = TEXT_INIT;
	struct wire inside;

	ptr_skip_name(in);
	type = wire_be16(in);
	class = wire_be16(in);
	wire_skip(in, 4); /* time to live */
	len = wire_be16(in);
	inside = *in;
	wire_skip(in, len);
	if (!wire_ok(in) || type != PTR_TYPE || class != PTR_CLASS_IN ||
	    !ptr_read_name(&inside, raw))
		return;
	utf8_clean(&clean, text_str(raw), raw->len);
	if (clean.len > 0 &&
	    (best->len == 0 || strcmp(text_str(&clean), text_str(best)) < 0)) {
		text_clear(best);
		text_add(best, text_str(&clean));
	}
	text_fini(&clean);
}

enum ptr_answer
ptr_read(const uint8_t *data, size_t len, uint16_t id, const struct addr *addr,
    struct text *name)
{
	uint8_t asked[PTR_QUERY_MAX];
	size_t asked_len = ptr_query(asked, id, addr);
	struct wire in = wire_reader(data, len);
	struct text raw = TEXT_INIT, best = TEXT_INIT;
	uint16_t got_id = wire_be16(&in), flags = wire_be16(&in);
	uint16_t n_questions = wire_be16(&in), n_answers = wire_be16(&in);
	enum ptr_answer answer = PTR_NAMELESS;

	/* The question must come back; its letters may change their case. */
	if (len < asked_len || got_id != id || n_questions != 1 ||
	    !(flags & PTR_FLAG_ANSWER) || (flags & PTR_MASK_OPCODE) != 0)
		return PTR_FOREIGN;
	for (size_t i = PTR_HEADER_LEN; i < asked_len; i++)
		if (data[i] != asked[i] &&
		    !(asked[i] >= 'a' && data[i] == asked[i] - ('a' - 'A')))
			return PTR_FOREIGN;
	switch (flags & PTR_MASK_CODE) {
	case PTR_CODE_OK:
		break;
	case PTR_CODE_NOT_IMPLEMENTED:
	case PTR_CODE_REFUSED:
		return PTR_REFUSED;
	default:
		return PTR_NAMELESS;
	}
	wire_seek(&in, asked_len);
	if (n_answers > PTR_ANSWERS_MAX)
		n_answers = PTR_ANSWERS_MAX;
	while (n_answers-- > 0 && wire_ok(&in))
		ptr_read_record(&in, &raw, &best);
	if (best.len > 0) {
		text_add(name, text_str(&best));
		answer = PTR_NAMED;
	}
	text_fini(&raw);
	text_fini(&best);
	return answer;
}
