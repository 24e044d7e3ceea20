/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The machines as comma-separated values (RFC 4180) for spreadsheets: a
 * header row, lines that end with CR LF, UTF-8 without a mark.
 *
 * A spreadsheet takes a cell that begins with one of = + - @ for a formula,
 * and may skip a tab or carriage return before it.  Names come from the
 * network, so each cell that begins with one of these gets an apostrophe in
 * front: it is shown as text.  Quotes alone do not prevent that.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "output/format_list.h"
#include "output/piece.h"

struct format_csv {
	FILE *out;
	const struct inventory *inventory;
	struct text row;  /* under way; memory kept */
	size_t start;     /* of the row's last cell */
	struct text cell; /* to be written anew */
};

/* A guard before what would be a formula, quotes around what needs them. */
static void
format_csv_guard(struct format_csv *csv, bool is_formula, bool is_quoted)
{
	const char *at;

	text_clear(&csv->cell);
	text_add(&csv->cell, csv->row.data + csv->start);
	csv->row.len = csv->start;
	if (is_quoted)
		text_add_char(&csv->row, '"');
	if (is_formula)
		text_add_char(&csv->row, '\'');
	for (at = text_str(&csv->cell); *at != '\0';) {
		size_t n = strcspn(at, "\"");

		text_add_len(&csv->row, at, n);
		at += n;
		if (*at == '"') {
			text_add(&csv->row, "\"\"");
			at++;
		}
	}
	if (is_quoted)
		text_add_char(&csv->row, '"');
}

/* End the row's last cell and begin another one. */
static void
format_csv_put(struct format_csv *csv)
{
	const char *cell = text_str(&csv->row) + csv->start;

	if (csv->row.len > csv->start) {
		bool is_formula = strchr("=+-@\t\r", *cell) != NULL;
		bool is_quoted = strpbrk(cell, "\",\r\n") != NULL;

		if (is_formula || is_quoted)
			format_csv_guard(csv, is_formula, is_quoted);
	}
	text_add_char(&csv->row, ',');
	csv->start = csv->row.len;
}

/* A text from outside, or NULL, as a cell. */
static void
format_csv_text(struct format_csv *csv, const char *text)
{
	piece_clean(&csv->row, text);
	format_csv_put(csv);
}

static void
format_csv_time(struct format_csv *csv, int64_t wall_us)
{
	char buf[CLOCK_TEXT_LEN];

	if (wall_us != 0)
		text_add(&csv->row, piece_time(wall_us, buf));
	format_csv_put(csv);
}

static void
format_csv_end_row(struct format_csv *csv)
{
	csv->row.len--; /* no cell behind the last comma */
	text_add(&csv->row, "\r\n");
	(void)fwrite(csv->row.data, 1, csv->row.len, csv->out);
	text_clear(&csv->row);
	csv->start = 0;
}

/* Between several pieces of one cell. */
static void
format_csv_divide(struct format_csv *csv)
{
	if (csv->row.len > csv->start)
		text_add(&csv->row, "; ");
}

static int
format_csv_begin(void **state, FILE *out, const struct inventory *inventory,
    const struct inventory_view *view, struct err *err)
{
	static const char *const column[] = { "address", "name", "role",
		"state", "first_seen", "last_seen", "imported", "verdict",
		"evidence", "names_agent", "names_netbios", "names_dns",
		"names_import", "services", "fields" };
	struct format_csv *csv = mem_new(sizeof(*csv));

	(void)view;
	(void)err;
	csv->out = out;
	csv->inventory = inventory;
	for (size_t i = 0; i < sizeof(column) / sizeof(column[0]); i++)
		format_csv_text(csv, column[i]);
	format_csv_end_row(csv);
	*state = csv;
	return 0;
}

static void
format_csv_names(struct format_csv *csv, const struct host *host)
{
	for (int source = HOST_SOURCE_AGENT; source <= HOST_SOURCE_IMPORT;
	     source++) {
		for (size_t i = 0; i < host->n_names; i++) {
			if ((int)host->name[i].source != source)
				continue;
			format_csv_divide(csv);
			piece_clean(&csv->row, host->name[i].value);
		}
		format_csv_put(csv);
	}
}

/* "pds udp/38293 reply" and the pattern that matched. */
static void
format_csv_service(struct text *row, const struct host_service *service)
{
	piece_clean(row, service->probe);
	text_add_char(row, ' ');
	text_add(row, net_protocol_name(service->protocol));
	text_add_char(row, '/');
	text_add_uint(row, service->port);
	text_add_char(row, ' ');
	text_add(row, observation_kind_name(service->kind));
	if (service->match != NULL) {
		text_add_char(row, ' ');
		piece_clean(row, service->match);
	}
}

static void
format_csv_services(struct format_csv *csv, const struct host *host)
{
	for (size_t i = 0; i < host->n_services; i++) {
		format_csv_divide(csv);
		format_csv_service(&csv->row, &host->service[i]);
	}
	format_csv_put(csv);
	for (size_t i = 0; i < host->n_services; i++)
		for (size_t k = 0; k < host->service[i].n_fields; k++) {
			const struct host_field *field =
			    &host->service[i].field[k];

			format_csv_divide(csv);
			piece_clean(&csv->row, host->service[i].probe);
			text_add_char(&csv->row, '.');
			piece_clean(&csv->row, field->name);
			text_add_char(&csv->row, '=');
			piece_clean(&csv->row, field->value);
		}
	format_csv_put(csv);
}

static int
format_csv_host(void *state, enum cache_section section,
    const struct host *host, struct err *err)
{
	struct format_csv *csv = state;
	const struct host_name *name = host_display_name(host);
	char addr[ADDR_TEXT_LEN];

	(void)err;
	format_csv_text(csv, addr_format(&host->addr, addr));
	format_csv_text(csv, name == NULL ? NULL : name->value);
	format_csv_text(csv, piece_role(section, host));
	format_csv_text(csv, piece_state(csv->inventory, host));
	format_csv_time(csv, host->first_us);
	format_csv_time(csv, host->last_us);
	format_csv_time(csv, host->imported_us);
	format_csv_text(csv, verdict_name(host->verdict.code));
	format_csv_text(csv, host->verdict.evidence);
	format_csv_names(csv, host);
	format_csv_services(csv, host);
	format_csv_end_row(csv);
	return 0;
}

static int
format_csv_end(void *state, bool is_whole, struct err *err)
{
	struct format_csv *csv = state;

	(void)is_whole;
	(void)err;
	text_fini(&csv->row);
	text_fini(&csv->cell);
	free(csv);
	return 0;
}

const struct format format_csv = {
	.name = "csv",
	.summary = "a row per machine, comma-separated (RFC 4180)",
	.readers = "spreadsheets, databases",
	.suffix = ".csv",
	.begin = format_csv_begin,
	.host = format_csv_host,
	.end = format_csv_end,
};
