/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What changed since the sweep before.
 */
#include "output/html_change.h"

#include "output/diff_write.h"
#include "output/html_advice.h"
#include "output/html_row.h"

/* So many changes stand in one table; tables up to the second stand open. */
#define HTML_CHANGE_FOLD 250
#define HTML_CHANGE_OPEN 50

static const struct {
	const char *title, *about;
} html_change_kind[DIFF_N_CHANGES] = {
	[DIFF_NEW] = { "New", "Never seen before." },
	[DIFF_GONE] = { "Gone",
	    "They answered last time, were asked, and did not answer." },
	[DIFF_MOVED] = { "Moved",
	    "The same machine answers at another address." },
	[DIFF_CHANGED] = { "Changed",
	    "They answer otherwise than last time, or are missing for another reason." },
	[DIFF_BACK] = { "Back", "They were missing, and answer again." },
};

void
html_change_index(struct text *out, const struct inventory *inventory)
{
	if (inventory->changes == NULL)
		return;
	text_add(out, "<li><a href=\"#changes\">Changes</a> ");
	html_number(out, inventory->changes->diff->n);
	text_add(out, "</li>\n");
}

static void
html_change_item(struct text *out, const struct diff_item *item)
{
	html_addr(out, &item->addr);
	if (item->name != NULL) {
		text_add(out, " (");
		html_row_text(out, item->name);
		text_add_char(out, ')');
	}
}

static void
html_change_arrival(struct text *out, const struct diff_entry *entry)
{
	text_add(out, diff_write_role(entry->is));
	if (entry->other != NULL) {
		text_add(out, ", where there was ");
		html_change_item(out, entry->other);
	}
	if (entry->is->clone != NULL) {
		text_add(out, ", with the marks of ");
		html_change_item(out, entry->is->clone);
	}
}

static void
html_change_loss(struct text *out, const struct diff_entry *entry)
{
	if (entry->other != NULL) {
		text_add(out, "another machine is there now: ");
		html_change_item(out, entry->other);
		return;
	}
	text_add(out, html_advice_of(entry->verdict)->words);
	if (entry->evidence != NULL && entry->evidence[0] != '\0') {
		text_add(out, ": ");
		html_row_text(out, entry->evidence);
	}
}

static void
html_change_move(struct text *out, const struct diff_entry *entry)
{
	text_add(out, "from ");
	html_addr(out, &entry->was->addr);
	if (entry->was->last_us != 0) {
		text_add(out, ", where it was last seen ");
		html_time(out, entry->was->last_us);
	}
	if (entry->by != NULL)
		text_addf(out, "; known by its %s", entry->by);
}

static void
html_change_value(struct text *out, const char *value)
{
	if (value == NULL)
		text_add(out, "nothing");
	else
		html_row_text(out, value);
}

static void
html_change_details(struct text *out, const struct diff_entry *entry)
{
	for (size_t i = 0; i < entry->n_details; i++) {
		if (i > 0 || entry->change != DIFF_CHANGED)
			text_add(out, "<br/>");
		html_row_text(out, entry->detail[i].key);
		text_add(out, ": ");
		html_change_value(out, entry->detail[i].was);
		text_add(out, " \342\206\222 ");
		html_change_value(out, entry->detail[i].is);
	}
}

static void
html_change_row(struct text *out, const struct diff_entry *entry)
{
	const struct diff_item *item =
	    entry->is != NULL ? entry->is : entry->was;
	const char *name = item->name;

	if (name == NULL && entry->was != NULL)
		name = entry->was->name;
	text_add(out, "<tr><th scope=\"row\">");
	html_addr(out, &item->addr);
	text_add(out, "</th><td>");
	if (name != NULL)
		html_row_text(out, name);
	text_add(out, "</td><td>");
	switch (entry->change) {
	case DIFF_NEW:
	case DIFF_BACK:
		html_change_arrival(out, entry);
		break;
	case DIFF_GONE:
		html_change_loss(out, entry);
		break;
	case DIFF_MOVED:
		html_change_move(out, entry);
		break;
	case DIFF_CHANGED:
		break;
	}
	html_change_details(out, entry);
	text_add(out, "</td></tr>\n");
}

static void
html_change_put(FILE *out, struct text *text)
{
	(void)fwrite(text_str(text), 1, text->len, out);
	text_clear(text);
}

/* Entries of one kind, as one table; of: how many there are of that kind. */
static void
html_change_fold(struct text *out, const struct diff_entry *entry, size_t n,
    size_t of)
{
	const struct diff_item *first =
	    entry->is != NULL ? entry->is : entry->was;
	const char *title = html_change_kind[entry->change].title;

	text_addf(out, "<details class=\"fold\"%s><summary>%s",
	    of <= HTML_CHANGE_OPEN ? " open=\"open\"" : "", title);
	if (n < of) {
		text_add(out, ", from ");
		html_addr(out, &first->addr);
		text_add(out, " on");
	}
	text_add(out, ": ");
	html_count(out, n, "machine", "machines");
	text_addf(out,
	    "</summary>\n<div class=\"box\" role=\"region\" tabindex=\"0\" aria-label=\"%s from ",
	    title);
	html_addr(out, &first->addr);
	text_addf(out,
	    " on\"><table class=\"hosts changes\"><caption>%s</caption><thead><tr><th scope=\"col\">Address</th><th scope=\"col\">Name</th><th scope=\"col\">What changed</th></tr></thead><tbody>\n",
	    html_change_kind[entry->change].about);
	for (size_t i = 0; i < n; i++)
		html_change_row(out, &entry[i]);
	text_add(out, "</tbody></table></div></details>\n");
}

static void
html_change_counts(struct text *out, const struct diff_document *changes)
{
	const struct diff *diff = changes->diff;

	text_add(out, "<p>Since ");
	html_text(out, changes->was.name);
	if (changes->was.time_us != 0) {
		text_add(out, " of ");
		html_time(out, changes->was.time_us);
		text_add(out, " UTC");
	}
	if (!changes->was.is_complete)
		text_add(out, ", which did not come to its end");
	for (int i = 0; i < DIFF_N_CHANGES; i++) {
		text_add(out, i == 0 ? ": " : ", ");
		html_number(out, diff->count[i]);
		text_addf(out, " %s", diff_change_name((enum diff_change)i));
	}
	text_add(out, ", of ");
	html_count(out, diff->n_compared, "machine", "machines");
	text_add(out, " that both asked.");
	if (diff->n_not_asked > 0) {
		text_add_char(out, ' ');
		html_count(out, diff->n_not_asked, "was", "were");
		text_add(out, " not asked this time.");
	}
	text_add(out, "</p>\n");
}

void
html_change_section(FILE *out, const struct inventory *inventory)
{
	const struct diff *diff;
	struct text text = TEXT_INIT;

	if (inventory->changes == NULL)
		return;
	diff = inventory->changes->diff;
	text_addf(&text,
	    "<section aria-labelledby=\"changes\"><h2 id=\"changes\">Changes: ");
	html_number(&text, diff->n);
	text_add(&text, "</h2>\n");
	html_change_counts(&text, inventory->changes);
	for (size_t at = 0; at < diff->n;) {
		enum diff_change change = diff->entry[at].change;
		size_t n = 0;

		while (n < HTML_CHANGE_FOLD && at + n < diff->n &&
		       diff->entry[at + n].change == change)
			n++;
		html_change_fold(&text, &diff->entry[at], n,
		    diff->count[change]);
		html_change_put(out, &text);
		at += n;
	}
	text_add(&text, "</section>\n");
	html_change_put(out, &text);
	text_fini(&text);
}
