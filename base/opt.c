/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Options as rows, read by getopt_long.
 */
#include "base/opt.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/text.h"

#define OPT_LONG_BASE 0x100 /* getopt's value of row i is this plus i */

static bool
opt_has_value(const struct opt *row)
{
	return row->type != OPT_FLAG && row->type != OPT_COUNT;
}

/* "--rate" or "-r" for messages: as the user is likelier to know it. */
static void
opt_name(const struct opt *row, struct text *out)
{
	if (row->letter != 0)
		text_addf(out, "-%c/--%s", row->letter, row->name);
	else
		text_addf(out, "--%s", row->name);
}

static int
opt_store_choice(const struct opt *row, int *value, const char *text,
    const char *what, struct err *err)
{
	struct text valid = TEXT_INIT;

	for (int i = 0; row->choices[i] != NULL; i++) {
		if (strcmp(row->choices[i], text) == 0) {
			*value = i;
			text_fini(&valid);
			return 0;
		}
		text_addf(&valid, "%s%s", i == 0 ? "" : ", ", row->choices[i]);
	}
	err_set(err, ERR_USAGE, "%s must be one of %s, not '%s'", what,
	    text_str(&valid), text);
	text_fini(&valid);
	return -1;
}

static int
opt_store(const struct opt *row, void *values, const char *text,
    struct err *err)
{
	void *value = (char *)values + row->offset;
	struct text what = TEXT_INIT;
	struct opt_list *list;
	int ret = 0;

	opt_name(row, &what);
	switch (row->type) {
	case OPT_FLAG:
		*(bool *)value = true;
		break;
	case OPT_COUNT:
		++*(unsigned *)value;
		break;
	case OPT_UINT:
		ret = num_parse(value, text, row->min, row->max,
		    text_str(&what), err);
		break;
	case OPT_BITS:
		ret = num_parse_bits(value, text, text_str(&what), err);
		break;
	case OPT_TEXT:
		*(const char **)value = text;
		break;
	case OPT_LIST:
		list = value;
		list->item = mem_grow(list->item, &list->cap, list->n + 1,
		    sizeof(*list->item));
		list->item[list->n++] = text;
		break;
	case OPT_CHOICE:
		ret = opt_store_choice(row, value, text, text_str(&what), err);
		break;
	}
	text_fini(&what);
	return ret;
}

/* getopt's own tables, made from the rows. */
struct opt_tables {
	struct option *longs;
	struct text shorts;
};

static void
opt_tables_init(struct opt_tables *tables, const struct opt *rows,
    bool operands_end_options)
{
	size_t n = 0;

	while (rows[n].name != NULL)
		n++;
	tables->longs = mem_array(n + 1, sizeof(*tables->longs));
	tables->shorts = (struct text)TEXT_INIT;
	text_add(&tables->shorts, operands_end_options ? "+:" : ":");
	for (size_t i = 0; i < n; i++) {
		tables->longs[i].name = rows[i].name;
		tables->longs[i].has_arg = opt_has_value(&rows[i]);
		tables->longs[i].val = OPT_LONG_BASE + (int)i;
		if (rows[i].letter != 0) {
			text_add_char(&tables->shorts, (char)rows[i].letter);
			if (opt_has_value(&rows[i]))
				text_add_char(&tables->shorts, ':');
		}
	}
}

static const struct opt *
opt_row_of(const struct opt *rows, int got)
{
	if (got >= OPT_LONG_BASE)
		return &rows[got - OPT_LONG_BASE];
	for (; rows->name != NULL; rows++)
		if (rows->letter == got)
			return rows;
	return NULL;
}

static int
opt_refuse(int got, const struct opt *rows, char **argv, struct err *err)
{
	const struct opt *row;
	const char *arg = argv[optind - 1];

	if (got == ':') {
		row = opt_row_of(rows, optopt);
		return err_set(err, ERR_USAGE, "option '%s' needs a value: %s",
		    arg, row == NULL || row->arg == NULL ? "?" : row->arg);
	}
	if (optopt >= OPT_LONG_BASE)
		return err_set(err, ERR_USAGE, "option '%s' takes no value",
		    arg);
	if (optopt != 0)
		return err_set(err, ERR_USAGE, "there is no option '-%c'",
		    optopt);
	return err_set(err, ERR_USAGE,
	    "there is no option '%s', or it is cut short", arg);
}

int
opt_set(const struct opt *row, void *values, const char *text, struct err *err)
{
	bool is_on = strcmp(text, "yes") == 0;

	if (opt_has_value(row))
		return opt_store(row, values, text, err);
	if (!is_on && strcmp(text, "no") != 0)
		return err_set(err, ERR_USAGE,
		    "--%s must be yes or no, not '%s'", row->name, text);
	return is_on ? opt_store(row, values, NULL, err) : 0;
}

const struct opt *
opt_find(const struct opt *rows, const char *name)
{
	for (; rows->name != NULL; rows++)
		if (strcmp(rows->name, name) == 0)
			return rows;
	return NULL;
}

int
opt_parse(const struct opt *rows, void *values, int argc, char **argv,
    bool operands_end_options, int *first_operand, struct err *err)
{
	return opt_parse_noting(rows, values, argc, argv, operands_end_options,
	    first_operand, NULL, err);
}

int
opt_parse_noting(const struct opt *rows, void *values, int argc, char **argv,
    bool operands_end_options, int *first_operand, bool *given, struct err *err)
{
	struct opt_tables tables;
	int got, ret = 0;

	opt_tables_init(&tables, rows, operands_end_options);
	opterr = 0;
	optind = 0; /* glibc: start afresh */
	while (
	    ret == 0 && (got = getopt_long(argc, argv, text_str(&tables.shorts),
			     tables.longs, NULL)) != -1) {
		const struct opt *row =
		    got == '?' || got == ':' ? NULL : opt_row_of(rows, got);

		ret = row == NULL ? opt_refuse(got, rows, argv, err)
				  : opt_store(row, values, optarg, err);
		if (row != NULL && given != NULL)
			given[row - rows] = true;
	}
	*first_operand = optind;
	free(tables.longs);
	text_fini(&tables.shorts);
	return ret;
}

void
opt_print_wrapped(FILE *out, const char *text, unsigned indent, unsigned at,
    unsigned width)
{
	while (*text != '\0') {
		size_t len = strcspn(text, " ");

		if (at + 1 + len > width && at > indent) {
			fprintf(out, "\n%*s", (int)indent, "");
			at = indent;
		} else if (at > indent) {
			fputc(' ', out);
			at++;
		}
		fwrite(text, 1, len, out);
		at += (unsigned)len;
		text += len;
		text += strspn(text, " ");
	}
	fputc('\n', out);
}

void
opt_print_help(FILE *out, const struct opt *rows, unsigned width)
{
	enum { OPT_HELP_AT = 28 };

	for (; rows->name != NULL; rows++) {
		struct text left = TEXT_INIT;
		unsigned at;

		if (rows->letter != 0)
			text_addf(&left, "  -%c, --%s", rows->letter,
			    rows->name);
		else
			text_addf(&left, "      --%s", rows->name);
		if (rows->arg != NULL)
			text_addf(&left, " %s", rows->arg);
		fputs(text_str(&left), out);
		at = (unsigned)left.len;
		if (at + 2 > OPT_HELP_AT) {
			fputc('\n', out);
			at = 0;
		}
		fprintf(out, "%*s", (int)(OPT_HELP_AT - at), "");
		opt_print_wrapped(out, rows->help, OPT_HELP_AT, OPT_HELP_AT,
		    width);
		text_fini(&left);
	}
}

void
opt_list_fini(struct opt_list *list)
{
	free(list->item);
	*list = (struct opt_list){ NULL, 0, 0 };
}
