/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A diff as XML: diff.rng describes it.
 */
#include "output/diff_write.h"
#include "output/xmlout.h"

#define DIFF_XML_NAMESPACE "urn:rollcall:diff:1"

static void
diff_xml_title(struct xmlout *x, const char *element,
    const struct diff_title *title)
{
	xmlout_start(x, element);
	xmlout_attr(x, "name", title->name);
	if (title->sweep > 0)
		xmlout_attr_u64(x, "sweep", (uint64_t)title->sweep);
	if (title->time_us != 0)
		xmlout_attr_time(x, "started", title->time_us);
	xmlout_attr(x, "complete", title->is_complete ? "true" : "false");
	xmlout_end(x);
}

static void
diff_xml_item(struct xmlout *x, const char *element,
    const struct diff_item *item)
{
	char buf[ADDR_TEXT_LEN];

	if (item == NULL)
		return;
	xmlout_start(x, element);
	xmlout_attr(x, "address", addr_format(&item->addr, buf));
	xmlout_attr(x, "name", item->name);
	xmlout_attr(x, "role", diff_write_role(item));
	if (item->first_us != 0)
		xmlout_attr_time(x, "first", item->first_us);
	if (item->last_us != 0)
		xmlout_attr_time(x, "last", item->last_us);
	xmlout_end(x);
}

static void
diff_xml_detail(struct xmlout *x, const struct diff_detail *detail)
{
	xmlout_start(x, "field");
	xmlout_attr(x, "name", detail->key);
	xmlout_attr(x, "old", detail->was);
	xmlout_attr(x, "new", detail->is);
	xmlout_end(x);
}

static void
diff_xml_entry(struct xmlout *x, const struct diff_entry *entry)
{
	xmlout_start(x, diff_change_name(entry->change));
	if (entry->by != NULL)
		xmlout_attr(x, "known-by", entry->by);
	diff_xml_item(x, "old", entry->was);
	if (entry->change != DIFF_GONE)
		diff_xml_item(x, "new", entry->is);
	diff_xml_item(x, "other", entry->other);
	if (entry->change == DIFF_NEW)
		diff_xml_item(x, "clone", entry->is->clone);
	for (size_t i = 0; i < entry->n_details; i++)
		diff_xml_detail(x, &entry->detail[i]);
	if (entry->verdict != VERDICT_NONE) {
		xmlout_start(x, "verdict");
		xmlout_attr(x, "code", verdict_name(entry->verdict));
		if (entry->evidence != NULL)
			xmlout_text(x, entry->evidence);
		xmlout_end(x);
	}
	xmlout_end(x);
}

int
diff_xml_write(FILE *out, const struct diff_document *document, struct err *err)
{
	const struct diff *diff = document->diff;
	struct xmlout *x = xmlout_new(out);
	int ret;

	xmlout_start(x, "diff");
	xmlout_attr(x, "xmlns", DIFF_XML_NAMESPACE);
	xmlout_attr(x, "generator", document->generator);
	for (int i = 0; i < DIFF_N_CHANGES; i++)
		xmlout_attr_u64(x, diff_change_name(i), diff->count[i]);
	xmlout_attr_u64(x, "compared", diff->n_compared);
	xmlout_attr_u64(x, "not-asked", diff->n_not_asked);
	diff_xml_title(x, "from", &document->was);
	diff_xml_title(x, "to", &document->is);
	for (size_t i = 0; i < diff->n; i++)
		diff_xml_entry(x, &diff->entry[i]);
	ret = xmlout_finish(x, err);
	xmlout_free(x);
	return ret;
}
