/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The formats of a diff, and the one for people: a line for each change.
 */
#include "output/diff_write.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/utf8.h"

const struct diff_format diff_write_formats[] = {
	{ "text", diff_write_text },
	{ "json", diff_json_write },
	{ "xml", diff_xml_write },
	{ NULL, NULL },
};

const struct diff_format *
diff_write_find(const char *name)
{
	for (const struct diff_format *format = diff_write_formats;
	     format->name != NULL; format++)
		if (strcmp(format->name, name) == 0)
			return format;
	return NULL;
}

const char *
diff_write_role(const struct diff_item *item)
{
	return observation_role_name(item->identity.role);
}

/* What stands in the cache or in a file came from outside once. */
static void
diff_write_clean(struct text *out, const char *text)
{
	utf8_clean(out, text, strlen(text));
}

static void
diff_write_addr(struct text *out, const struct diff_item *item)
{
	char buf[ADDR_TEXT_LEN];

	text_add(out, addr_format(&item->addr, buf));
}

static void
diff_write_time(struct text *out, int64_t time_us)
{
	char buf[CLOCK_TEXT_LEN];

	text_add(out, clock_format(time_us, buf));
}

static void
diff_write_named(struct text *out, const struct diff_item *item)
{
	diff_write_addr(out, item);
	if (item->name == NULL)
		return;
	text_add(out, " (");
	diff_write_clean(out, item->name);
	text_add(out, ")");
}

static void
diff_write_move(struct text *out, const struct diff_entry *entry)
{
	text_add(out, "from ");
	diff_write_addr(out, entry->was);
	if (entry->was->last_us != 0) {
		text_add(out, ", there last at ");
		diff_write_time(out, entry->was->last_us);
	}
	text_add(out, ", here at ");
	diff_write_time(out, entry->is->last_us);
	if (entry->by != NULL)
		text_addf(out, ", known by its %s", entry->by);
}

static void
diff_write_loss(struct text *out, const struct diff_entry *entry)
{
	if (entry->other != NULL) {
		text_add(out, "another machine is there now: ");
		diff_write_named(out, entry->other);
		return;
	}
	text_add(out, verdict_name(entry->verdict));
	if (entry->evidence != NULL) {
		text_add(out, ": ");
		diff_write_clean(out, entry->evidence);
	}
}

static void
diff_write_arrival(struct text *out, const struct diff_entry *entry)
{
	text_add(out, diff_write_role(entry->is));
	if (entry->other != NULL) {
		text_add(out, ", where there was ");
		diff_write_named(out, entry->other);
	}
	if (entry->is->clone != NULL) {
		text_add(out, ", with the marks of ");
		diff_write_named(out, entry->is->clone);
	}
}

static void
diff_write_value(struct text *out, const char *value)
{
	if (value == NULL)
		text_add(out, "nothing");
	else
		diff_write_clean(out, value);
}

static void
diff_write_details(struct text *out, const struct diff_entry *entry)
{
	for (size_t i = 0; i < entry->n_details; i++) {
		const struct diff_detail *detail = &entry->detail[i];

		if (i > 0 || entry->change == DIFF_MOVED)
			text_add(out, "; ");
		diff_write_clean(out, detail->key);
		text_add(out, ": ");
		diff_write_value(out, detail->was);
		text_add(out, " -> ");
		diff_write_value(out, detail->is);
	}
}

static void
diff_write_line(struct text *out, const struct diff_entry *entry)
{
	const struct diff_item *item =
	    entry->is != NULL ? entry->is : entry->was;
	const char *name = item->name != NULL || entry->was == NULL
			       ? item->name
			       : entry->was->name;
	char buf[ADDR_TEXT_LEN];

	text_addf(out, "%-8s %-15s ", diff_change_name(entry->change),
	    addr_format(&item->addr, buf));
	if (name != NULL)
		diff_write_clean(out, name);
	else
		text_add(out, "-");
	text_add(out, "  ");
	switch (entry->change) {
	case DIFF_NEW:
	case DIFF_BACK:
		diff_write_arrival(out, entry);
		break;
	case DIFF_GONE:
		diff_write_loss(out, entry);
		break;
	case DIFF_MOVED:
		diff_write_move(out, entry);
		break;
	case DIFF_CHANGED:
		break;
	}
	diff_write_details(out, entry);
	text_add(out, "\n");
}

static void
diff_write_title(FILE *out, const char *what, const struct diff_title *title)
{
	char buf[CLOCK_TEXT_LEN];
	struct text name = TEXT_INIT;

	diff_write_clean(&name, title->name);
	fprintf(out, "%s %s", what, text_str(&name));
	if (title->time_us != 0)
		fprintf(out, ", %s", clock_format(title->time_us, buf));
	fputs(title->is_complete ? "\n" : ", incomplete\n", out);
	text_fini(&name);
}

int
diff_write_text(FILE *out, const struct diff_document *document,
    struct err *err)
{
	const struct diff *diff = document->diff;
	struct text line = TEXT_INIT;

	(void)err;
	diff_write_title(out, "---", &document->was);
	diff_write_title(out, "+++", &document->is);
	for (size_t i = 0; i < diff->n; i++) {
		text_clear(&line);
		diff_write_line(&line, &diff->entry[i]);
		fputs(text_str(&line), out);
	}
	for (int i = 0; i < DIFF_N_CHANGES; i++)
		fprintf(out, "%s%zu %s", i == 0 ? "" : ", ", diff->count[i],
		    diff_change_name(i));
	fprintf(out, " of %" PRIu64 " compared", diff->n_compared);
	if (diff->n_not_asked > 0)
		fprintf(out, "; %" PRIu64 " were not asked again",
		    diff->n_not_asked);
	fputc('\n', out);
	text_fini(&line);
	return 0;
}
