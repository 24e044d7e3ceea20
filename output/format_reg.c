/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A Windows registry file of the old console's AddressCache key: UTF-16LE
 * with a mark and CR LF, as regedit writes and reads it.
 *
 * Public texts name the key and, in a key per server below it, the values
 * Address_0 and Protocol, "dword values".  They say neither how an address
 * is a number nor which number is IP.  What an imported registry file taught
 * is written (inventory.h); without one what is assumed below, and the file
 * says which.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "output/format_list.h"
#include "output/namelist.h"

#define FORMAT_REG_KEY \
	"HKEY_LOCAL_MACHINE\\SOFTWARE\\INTEL\\LANDesk\\VirusProtect6\\CurrentVersion\\AddressCache"
#define FORMAT_REG_KEY_NAME_MAX 255 /* UTF-16 units, says Windows */

/* Assumed: as inet_addr() leaves an address in a PC's memory ... */
#define FORMAT_REG_ASSUMED_TYPE "dword"
/* ... and IP by its number among Windows' address families, AF_INET. */
#define FORMAT_REG_ASSUMED_PROTOCOL "dword:00000002"

struct format_reg {
	FILE *out;
	const struct inventory *inventory;
	struct namelist list;
};

static int
format_reg_begin(void **state, FILE *out, const struct inventory *inventory,
    const struct inventory_view *view, struct err *err)
{
	struct format_reg *reg = mem_new(sizeof(*reg));

	(void)view;
	(void)err;
	reg->out = out;
	reg->inventory = inventory;
	namelist_init(&reg->list, "reg");
	*state = reg;
	return 0;
}

static void
format_reg_put(const struct format_reg *reg, uint16_t unit)
{
	fputc(unit & 0xff, reg->out);
	fputc(unit >> 8, reg->out);
}

static size_t
format_reg_units(const char *text)
{
	size_t len = strlen(text), n = 0, used;

	for (size_t at = 0; at < len; at += used)
		n += utf8_decode(text + at, len - at, &used) > 0xffff ? 2 : 1;
	return n;
}

/* The text is clean UTF-8, or our own. */
static void
format_reg_write(const struct format_reg *reg, const char *text)
{
	size_t len = strlen(text), used;

	for (size_t at = 0; at < len; at += used) {
		int32_t c = utf8_decode(text + at, len - at, &used);

		if (c < 0)
			c = UTF8_REPLACEMENT;
		if (c > 0xffff) {
			format_reg_put(reg,
			    (uint16_t)(0xd800 + ((c - 0x10000) >> 10)));
			format_reg_put(reg,
			    (uint16_t)(0xdc00 + ((c - 0x10000) & 0x3ff)));
		} else {
			format_reg_put(reg, (uint16_t)c);
		}
	}
}

static void
format_reg_line(const struct format_reg *reg, const char *text)
{
	format_reg_write(reg, text);
	format_reg_write(reg, "\r\n");
}

static const char *
format_reg_refuse(const struct addr *addr, const char *name, const void *arg)
{
	(void)arg;
	if (addr->family != 4)
		return "the old console knows IPv4 only";
	if (strchr(name, '\\') != NULL)
		return "a key's name cannot hold a backslash";
	if (*name == ' ')
		return "a key's name cannot begin with a blank";
	if (format_reg_units(name) > FORMAT_REG_KEY_NAME_MAX)
		return "a key's name has at most 255 characters";
	return NULL;
}

static int
format_reg_host(void *state, enum cache_section section,
    const struct host *host, struct err *err)
{
	struct format_reg *reg = state;

	(void)section;
	(void)err;
	namelist_add_host(&reg->list, host, format_reg_refuse, NULL);
	return 0;
}

/* The part of a .reg line after "Address_0"=. */
static void
format_reg_add_address(struct text *line, const char *type,
    const struct addr *addr)
{
	uint8_t b[16];
	char buf[ADDR_TEXT_LEN];

	(void)addr_to_bytes(addr, b);
	if (strcmp(type, "sz") == 0)
		text_addf(line, "\"%s\"", addr_format(addr, buf));
	else if (strcmp(type, "hex") == 0)
		text_addf(line, "hex:%02x,%02x,%02x,%02x", b[0], b[1], b[2],
		    b[3]);
	else
		text_addf(line, "dword:%02x%02x%02x%02x", b[3], b[2], b[1],
		    b[0]);
}

static bool
format_reg_is_type(const char *type)
{
	return type != NULL &&
	       (strcmp(type, "dword") == 0 || strcmp(type, "sz") == 0 ||
		   strcmp(type, "hex") == 0);
}

/* Fit to be written after "Protocol"=: one line of printable ASCII. */
static bool
format_reg_is_value(const char *value)
{
	if (value == NULL || *value == '\0')
		return false;
	for (; *value != '\0'; value++)
		if (*value < ' ' || *value > '~')
			return false;
	return true;
}

static void
format_reg_comment(const struct format_reg *reg, const char *what,
    bool is_learned)
{
	struct text line = TEXT_INIT;

	text_addf(&line, "; %s: %s", what,
	    is_learned ? "as in a registry file that was imported"
		       : "ASSUMED, no public text gives it; compare it with "
			 "an entry that the console made");
	format_reg_line(reg, text_str(&line));
	text_fini(&line);
}

static void
format_reg_document(struct format_reg *reg)
{
	const char *type = reg->inventory->reg_address_type;
	const char *protocol = reg->inventory->reg_protocol;
	bool has_type = format_reg_is_type(type);
	bool has_protocol = format_reg_is_value(protocol);
	struct text line = TEXT_INIT;

	format_reg_put(reg, 0xfeff);
	format_reg_line(reg, "Windows Registry Editor Version 5.00");
	format_reg_line(reg, "");
	format_reg_comment(reg, "type of Address_0", has_type);
	format_reg_comment(reg, "type and value of Protocol", has_protocol);
	format_reg_line(reg, "");
	format_reg_line(reg, "[" FORMAT_REG_KEY "]");
	for (size_t i = 0; i < reg->list.n; i++) {
		format_reg_line(reg, "");
		text_addf(&line, "[" FORMAT_REG_KEY "\\%s]",
		    namelist_name(&reg->list, i));
		format_reg_line(reg, text_str(&line));
		text_clear(&line);
		text_add(&line, "\"Address_0\"=");
		format_reg_add_address(&line,
		    has_type ? type : FORMAT_REG_ASSUMED_TYPE,
		    &reg->list.entry[i].addr);
		format_reg_line(reg, text_str(&line));
		text_clear(&line);
		text_addf(&line, "\"Protocol\"=%s",
		    has_protocol ? protocol : FORMAT_REG_ASSUMED_PROTOCOL);
		format_reg_line(reg, text_str(&line));
		text_clear(&line);
	}
	format_reg_line(reg, "");
	text_fini(&line);
}

static int
format_reg_end(void *state, bool is_whole, struct err *err)
{
	struct format_reg *reg = state;

	(void)err;
	if (is_whole) {
		namelist_seal(&reg->list);
		format_reg_document(reg);
	}
	namelist_fini(&reg->list);
	free(reg);
	return 0;
}

const struct format format_reg = {
	.name = "reg",
	.summary = "a Windows registry file of the old console's AddressCache",
	.readers = "regedit, rollcall import --format reg",
	.suffix = ".reg",
	.begin = format_reg_begin,
	.host = format_reg_host,
	.end = format_reg_end,
};
