/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A table for people, through libsmartcols.  On a terminal the columns are
 * fitted to its width: addresses, roles and states stay whole, a long name
 * ends in an ellipsis, and the last column goes on in the next line between
 * words.  Elsewhere (width 0) nothing is folded, and only names that no
 * machine has of right are cut: one such would make each line as wide.
 */
#include <inttypes.h>
#include <libsmartcols/libsmartcols.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/utf8.h"
#include "output/column.h"
#include "output/format_list.h"
#include "output/piece.h"

enum format_table_column {
	FORMAT_TABLE_ADDRESS,
	FORMAT_TABLE_NAME,
	FORMAT_TABLE_ROLE,
	FORMAT_TABLE_STATE,
	FORMAT_TABLE_ANSWER,
	FORMAT_TABLE_N_COLUMNS,
};

/*
 * Lines are printed in pages, so that memory stays bounded on any list; the
 * columns of a later page may be wider than those of the first.
 */
#define FORMAT_TABLE_PAGE_LINES 16384
#define FORMAT_TABLE_NAME_MIN   12
#define FORMAT_TABLE_NAME_MAX   64 /* even where the width is not limited */
#define FORMAT_TABLE_ANSWER_MIN 16

struct format_table {
	FILE *out;
	const struct inventory *inventory;
	struct inventory_view view;
	struct libscols_table *table;
	struct libscols_column *column[FORMAT_TABLE_N_COLUMNS];
	size_t n_lines;                       /* of this page */
	size_t width[FORMAT_TABLE_N_COLUMNS]; /* the widest cell of it */
	uint64_t n_hosts[CACHE_N_SECTIONS];
	struct text cell; /* memory kept from line to line */
	/*
	 * The table is UTF-8 whatever the user's locale is.  This matters to
	 * libsmartcols too, which never ends (2.38) on characters that the
	 * locale does not know.  0 where the system has no such locale; then
	 * libsmartcols writes them as \xHH.
	 */
	locale_t utf8;
};

/* Indexed by enum cache_section. */
static const struct {
	const char *role, *color, *one, *many;
} format_table_section[CACHE_N_SECTIONS] = {
	[CACHE_SERVERS] = { "server", "green", "server", "servers" },
	[CACHE_CLIENTS] = { "client", "cyan", "client", "clients" },
	[CACHE_UNIDENTIFIED] = { "unidentified", "yellow", "unidentified",
	    "unidentified" },
	[CACHE_ALIVE] = { "alive", "blue", "alive without agent",
	    "alive without agent" },
	[CACHE_MISSING] = { "missing", "red", "missing", "missing" },
};

static const char *const format_table_heading[FORMAT_TABLE_N_COLUMNS] = {
	[FORMAT_TABLE_ADDRESS] = "ADDRESS",
	[FORMAT_TABLE_NAME] = "NAME",
	[FORMAT_TABLE_ROLE] = "ROLE",
	[FORMAT_TABLE_STATE] = "STATE",
	[FORMAT_TABLE_ANSWER] = "ANSWER",
};

/*
 * For libsmartcols: the width of the widest line of a cell.  This is also
 * what makes the column no wider than it should be.
 */
static size_t
format_table_on_chunk_size(const struct libscols_column *column,
    const char *data, void *arg)
{
	const struct format_table *table = arg;
	size_t width = column_width(data);

	(void)column;
	return width < table->width[FORMAT_TABLE_ANSWER]
		   ? width
		   : table->width[FORMAT_TABLE_ANSWER];
}

/*
 * For libsmartcols: end the first line of data in place and return where the
 * next one starts, or NULL.  A word wider than the column is not cut.
 */
static char *
format_table_on_next_chunk(const struct libscols_column *column, char *data,
    void *arg)
{
	const struct format_table *table = arg;
	size_t fit = column_fit(data, table->width[FORMAT_TABLE_ANSWER]);
	char *blank = NULL;

	(void)column;
	if (data[fit] == '\0')
		return NULL;
	for (size_t i = 0; i <= fit; i++)
		if (data[i] == ' ')
			blank = data + i;
	if (blank == NULL)
		blank = strchr(data, ' ');
	if (blank == NULL)
		return NULL;
	*blank = '\0';
	return blank + 1;
}

static int
format_table_new(struct format_table *table)
{
	struct libscols_column *answer;

	table->table = scols_new_table();
	if (table->table == NULL)
		return -1;
	for (int i = 0; i < FORMAT_TABLE_N_COLUMNS; i++) {
		table->column[i] = scols_table_new_column(table->table,
		    format_table_heading[i], 0, 0);
		if (table->column[i] == NULL)
			return -1;
	}
	if (scols_table_set_stream(table->table, table->out) != 0 ||
	    scols_table_set_termforce(table->table, SCOLS_TERMFORCE_NEVER) !=
		0 ||
	    scols_table_enable_colors(table->table, table->view.use_color) !=
		0 ||
	    scols_table_enable_noencoding(table->table,
		table->utf8 != (locale_t)0) != 0)
		return -1;
	if (table->view.width == 0)
		return 0;
	answer = table->column[FORMAT_TABLE_ANSWER];
	if (scols_column_set_flags(answer, SCOLS_FL_WRAP) != 0 ||
	    scols_column_set_wrapfunc(answer, format_table_on_chunk_size,
		format_table_on_next_chunk, table) != 0)
		return -1;
	return 0;
}

static int
format_table_fail(struct err *err)
{
	return err_set(err, ERR_SYSTEM, "cannot make the table");
}

static void
format_table_free(struct format_table *table)
{
	scols_unref_table(table->table);
	text_fini(&table->cell);
	if (table->utf8 != (locale_t)0)
		freelocale(table->utf8);
	free(table);
}

static int
format_table_begin(void **state, FILE *out, const struct inventory *inventory,
    const struct inventory_view *view, struct err *err)
{
	struct format_table *table = mem_new(sizeof(*table));

	table->out = out;
	table->inventory = inventory;
	table->view = *view;
	table->utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	if (format_table_new(table) == -1) {
		format_table_free(table);
		return format_table_fail(err);
	}
	*state = table;
	return 0;
}

/* What one port said, as in "rtvscan:2967 refused". */
static void
format_table_add_service(struct text *cell, const struct host_service *service)
{
	if (cell->len > 0)
		text_add(cell, ", ");
	utf8_clean(cell, service->probe, strlen(service->probe));
	text_addf(cell, ":%u", (unsigned)service->port);
	if (service->kind != OBSERVATION_REPLY) {
		text_add_char(cell, ' ');
		text_add(cell, observation_kind_name(service->kind));
	} else if (service->match == NULL) {
		text_add(cell, " unknown reply");
	} else if (service->role <= OBSERVATION_ROLE_UNIDENTIFIED) {
		text_add_char(cell, ' ');
		utf8_clean(cell, service->match, strlen(service->match));
	}
}

/* The strongest evidence only: replies and open ports, else refused ones. */
static void
format_table_add_services(struct text *cell, const struct host *host,
    const struct cache_sweep *sweep)
{
	for (int refused = 0; refused < 2 && cell->len == 0; refused++)
		for (size_t i = 0; i < host->n_services; i++) {
			const struct host_service *service = &host->service[i];
			bool is_refused = service->kind == OBSERVATION_REFUSED;

			if (is_refused == (refused == 1) &&
			    (sweep == NULL || service->sweep == sweep->id))
				format_table_add_service(cell, service);
		}
}

static void
format_table_add_answer(const struct format_table *table, struct text *cell,
    enum cache_section section, const struct host *host)
{
	const struct verdict *verdict = &host->verdict;

	if (section != CACHE_MISSING) {
		format_table_add_services(cell, host, table->inventory->sweep);
	} else if (verdict->code == VERDICT_NONE) {
		text_add(cell, "not yet found by a sweep");
	} else {
		text_add(cell, verdict_name(verdict->code));
		if (verdict->evidence[0] != '\0') {
			text_add(cell, ": ");
			utf8_clean(cell, verdict->evidence,
			    strlen(verdict->evidence));
		}
	}
}

/* The content of table->cell becomes the cell. */
static int
format_table_set(struct format_table *table, struct libscols_line *line,
    enum format_table_column column)
{
	size_t width;

	piece_one_line(&table->cell, 0);
	if (column == FORMAT_TABLE_NAME)
		column_cut(&table->cell, FORMAT_TABLE_NAME_MAX);
	width = column_width(text_str(&table->cell));
	if (width > table->width[column])
		table->width[column] = width;
	return scols_line_set_data(line, column, text_str(&table->cell));
}

static int
format_table_set_text(struct format_table *table, struct libscols_line *line,
    enum format_table_column column, const char *text)
{
	text_clear(&table->cell);
	utf8_clean(&table->cell, text, strlen(text));
	return format_table_set(table, line, column);
}

static size_t
format_table_max(size_t a, size_t b)
{
	return a > b ? a : b;
}

/* Fit the widths of name and answer to the terminal, given the others. */
static void
format_table_share(struct format_table *table)
{
	size_t *name = &table->width[FORMAT_TABLE_NAME];
	size_t *answer = &table->width[FORMAT_TABLE_ANSWER];
	size_t rest = table->view.width, fixed = FORMAT_TABLE_N_COLUMNS - 1;

	for (int i = 0; i < FORMAT_TABLE_N_COLUMNS; i++)
		if (i != FORMAT_TABLE_NAME && i != FORMAT_TABLE_ANSWER)
			fixed += table->width[i];
	rest = rest > fixed ? rest - fixed : 0;
	rest = format_table_max(rest,
	    FORMAT_TABLE_NAME_MIN + FORMAT_TABLE_ANSWER_MIN);
	if (*name + *answer > rest) {
		/* Two fifths and three; what one leaves is the other's. */
		size_t most = rest * 2 / 5;

		if (*answer < rest - most)
			most = rest - *answer;
		if (*name > most)
			*name = most;
		if (*answer > rest - *name)
			*answer = rest - *name;
	}
}

static int
format_table_cut_names(struct format_table *table)
{
	size_t width = table->width[FORMAT_TABLE_NAME];
	struct libscols_iter *iter = scols_new_iter(SCOLS_ITER_FORWARD);
	struct libscols_line *line;
	int ret = iter == NULL ? -1 : 0;

	while (
	    ret == 0 && scols_table_next_line(table->table, iter, &line) == 0) {
		const char *name = scols_cell_get_data(
		    scols_line_get_cell(line, FORMAT_TABLE_NAME));

		if (name == NULL || column_width(name) <= width)
			continue;
		text_clear(&table->cell);
		text_add(&table->cell, name);
		column_cut(&table->cell, width);
		ret = scols_line_set_data(line, FORMAT_TABLE_NAME,
		    text_str(&table->cell));
	}
	scols_free_iter(iter);
	return ret;
}

static int
format_table_print(struct format_table *table, struct err *err)
{
	if (table->n_lines == 0)
		return 0;
	for (int i = 0; i < FORMAT_TABLE_N_COLUMNS; i++)
		table->width[i] = format_table_max(table->width[i],
		    strlen(format_table_heading[i]));
	if (table->view.width > 0) {
		format_table_share(table);
		if (format_table_cut_names(table) != 0)
			return format_table_fail(err);
	}
	if (scols_print_table(table->table) != 0)
		return format_table_fail(err);
	scols_table_remove_lines(table->table);
	(void)scols_table_enable_noheadings(table->table, 1);
	table->n_lines = 0;
	memset(table->width, 0, sizeof(table->width));
	return 0;
}

static int
format_table_add_line(struct format_table *table, enum cache_section section,
    const struct host *host)
{
	const struct inventory *inventory = table->inventory;
	const struct host_name *name = host_display_name(host);
	struct libscols_line *line = scols_table_new_line(table->table, NULL);
	char addr[ADDR_TEXT_LEN];

	if (line == NULL ||
	    format_table_set_text(table, line, FORMAT_TABLE_ADDRESS,
		addr_format(&host->addr, addr)) != 0 ||
	    format_table_set_text(table, line, FORMAT_TABLE_NAME,
		name == NULL ? "" : name->value) != 0 ||
	    format_table_set_text(table, line, FORMAT_TABLE_ROLE,
		format_table_section[section].role) != 0 ||
	    scols_cell_set_color(scols_line_get_cell(line, FORMAT_TABLE_ROLE),
		format_table_section[section].color) != 0 ||
	    format_table_set_text(table, line, FORMAT_TABLE_STATE,
		host_state_name(host_state_at(host, inventory->written_us,
		    inventory->stale_after_s))) != 0)
		return -1;
	text_clear(&table->cell);
	format_table_add_answer(table, &table->cell, section, host);
	return format_table_set(table, line, FORMAT_TABLE_ANSWER);
}

static int
format_table_host(void *state, enum cache_section section,
    const struct host *host, struct err *err)
{
	struct format_table *table = state;
	locale_t before = uselocale(table->utf8);
	int ret = 0;

	table->n_hosts[section]++;
	if (format_table_add_line(table, section, host) != 0)
		ret = format_table_fail(err);
	else if (++table->n_lines == FORMAT_TABLE_PAGE_LINES)
		ret = format_table_print(table, err);
	(void)uselocale(before);
	return ret;
}

/*
 * "254 asked: 32 servers, 2 missing", with nothing that is 0, and an empty
 * line between it and the table.
 */
static void
format_table_add_summary(const struct format_table *table, struct text *line)
{
	const struct cache_sweep *sweep = table->inventory->sweep;
	uint64_t n_all = 0;
	const char *comma = "";

	for (int i = 0; i < CACHE_N_SECTIONS; i++)
		n_all += table->n_hosts[i];
	if (n_all > 0)
		text_add_char(line, '\n');
	if (sweep == NULL)
		text_addf(line, "%" PRIu64 " known", n_all);
	else if (sweep->state == CACHE_SWEEP_COMPLETE)
		text_addf(line, "%" PRIu64 " asked", sweep->n_targets);
	else
		text_addf(line, "%" PRIu64 " targets, not all asked",
		    sweep->n_targets);
	text_add(line, ": ");
	for (int i = 0; i < CACHE_N_SECTIONS; i++) {
		uint64_t n = table->n_hosts[i];

		if (n == 0)
			continue;
		text_addf(line, "%s%" PRIu64 " %s", comma, n,
		    n == 1 ? format_table_section[i].one
			   : format_table_section[i].many);
		comma = ", ";
	}
	if (n_all == 0)
		text_add(line, "nobody found");
	text_add_char(line, '\n');
}

static int
format_table_end(void *state, bool is_whole, struct err *err)
{
	struct format_table *table = state;
	locale_t before = uselocale(table->utf8);
	int ret = 0;

	if (is_whole) {
		ret = format_table_print(table, err);
		text_clear(&table->cell);
		format_table_add_summary(table, &table->cell);
		if (table->view.width > 0)
			column_fold(&table->cell, table->view.width);
		(void)fputs(text_str(&table->cell), table->out);
		if (ret == 0 && ferror(table->out))
			ret =
			    err_set(err, ERR_SYSTEM, "cannot write the table");
	}
	(void)uselocale(before);
	format_table_free(table);
	return ret;
}

const struct format format_table = {
	.name = "table",
	.summary = "a table for people",
	.readers = "people; as wide as the terminal",
	.suffix = ".txt",
	.begin = format_table_begin,
	.host = format_table_host,
	.end = format_table_end,
};
