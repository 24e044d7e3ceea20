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
	struct text cell; /* under way; memory kept */
	bool is_first;    /* cell of the row */
};

/* Write csv->cell and empty it. */
static void
format_csv_put(struct format_csv *csv)
{
	const char *cell = text_str(&csv->cell);
	bool is_formula = *cell != '\0' && strchr("=+-@\t\r", *cell) != NULL;

	if (!csv->is_first)
		fputc(',', csv->out);
	csv->is_first = false;
	if (strpbrk(cell, "\",\r\n") == NULL) {
		fputs(is_formula ? "'" : "", csv->out);
		fputs(cell, csv->out);
	} else {
		fputs(is_formula ? "\"'" : "\"", csv->out);
		for (; *cell != '\0'; cell++) {
			if (*cell == '"')
				fputc('"', csv->out);
			fputc(*cell, csv->out);
		}
		fputc('"', csv->out);
	}
	text_clear(&csv->cell);
}

/* A text from outside, or NULL, as a cell. */
static void
format_csv_text(struct format_csv *csv, const char *text)
{
	piece_clean(&csv->cell, text);
	format_csv_put(csv);
}

static void
format_csv_time(struct format_csv *csv, int64_t wall_us)
{
	char buf[CLOCK_TEXT_LEN];

	if (wall_us != 0)
		text_add(&csv->cell, piece_time(wall_us, buf));
	format_csv_put(csv);
}

static void
format_csv_end_row(struct format_csv *csv)
{
	fputs("\r\n", csv->out);
	csv->is_first = true;
}

/* Between several pieces of one cell. */
static void
format_csv_divide(struct format_csv *csv)
{
	if (csv->cell.len > 0)
		text_add(&csv->cell, "; ");
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
	csv->is_first = true;
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
			piece_clean(&csv->cell, host->name[i].value);
		}
		format_csv_put(csv);
	}
}

static void
format_csv_services(struct format_csv *csv, const struct host *host)
{
	for (size_t i = 0; i < host->n_services; i++) {
		const struct host_service *service = &host->service[i];

		format_csv_divide(csv);
		piece_clean(&csv->cell, service->probe);
		text_addf(&csv->cell, " %s/%u %s",
		    net_protocol_name(service->protocol),
		    (unsigned)service->port,
		    observation_kind_name(service->kind));
		if (service->match != NULL) {
			text_add_char(&csv->cell, ' ');
			piece_clean(&csv->cell, service->match);
		}
	}
	format_csv_put(csv);
	for (size_t i = 0; i < host->n_services; i++)
		for (size_t k = 0; k < host->service[i].n_fields; k++) {
			format_csv_divide(csv);
			piece_clean(&csv->cell, host->service[i].probe);
			text_add_char(&csv->cell, '.');
			piece_clean(&csv->cell, host->service[i].field[k].name);
			text_add_char(&csv->cell, '=');
			piece_clean(&csv->cell,
			    host->service[i].field[k].value);
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
