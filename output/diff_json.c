/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A diff as JSON: what change hooks read.
 */
#include "output/diff_write.h"
#include "output/jsonout.h"

static void
diff_json_title(struct jsonout *j, const char *key,
    const struct diff_title *title)
{
	jsonout_object(j, key);
	jsonout_text(j, "name", title->name);
	jsonout_known(j, "sweep", (uint64_t)title->sweep);
	jsonout_time(j, "started", title->time_us);
	jsonout_bool(j, "complete", title->is_complete);
	jsonout_end(j);
}

static void
diff_json_item(struct jsonout *j, const char *key, const struct diff_item *item)
{
	char buf[ADDR_TEXT_LEN];

	if (item == NULL) {
		jsonout_text(j, key, NULL);
		return;
	}
	jsonout_object(j, key);
	jsonout_text(j, "address", addr_format(&item->addr, buf));
	jsonout_text(j, "name", item->name);
	jsonout_text(j, "role", diff_write_role(item));
	jsonout_time(j, "first_seen", item->first_us);
	jsonout_time(j, "last_seen", item->last_us);
	jsonout_end(j);
}

static void
diff_json_entry(struct jsonout *j, const struct diff_entry *entry)
{
	const struct diff_item *item =
	    entry->is != NULL ? entry->is : entry->was;
	char buf[ADDR_TEXT_LEN];

	jsonout_object(j, NULL);
	jsonout_text(j, "change", diff_change_name(entry->change));
	jsonout_text(j, "address", addr_format(&item->addr, buf));
	diff_json_item(j, "old", entry->was);
	diff_json_item(j, "new", entry->change == DIFF_GONE ? NULL : entry->is);
	jsonout_text(j, "verdict",
	    entry->verdict == VERDICT_NONE ? NULL
					   : verdict_name(entry->verdict));
	jsonout_text(j, "evidence", entry->evidence);
	jsonout_text(j, "known_by", entry->by);
	diff_json_item(j, "other", entry->other);
	diff_json_item(j, "clone_of",
	    entry->change == DIFF_NEW ? entry->is->clone : NULL);
	jsonout_array(j, "fields");
	for (size_t i = 0; i < entry->n_details; i++) {
		jsonout_object(j, NULL);
		jsonout_text(j, "field", entry->detail[i].key);
		jsonout_text(j, "old", entry->detail[i].was);
		jsonout_text(j, "new", entry->detail[i].is);
		jsonout_end(j);
	}
	jsonout_end(j);
	jsonout_end(j);
}

int
diff_json_write(FILE *out, const struct diff_document *document,
    struct err *err)
{
	const struct diff *diff = document->diff;
	struct jsonout j;

	(void)err;
	jsonout_init(&j, out, true);
	jsonout_object(&j, NULL);
	jsonout_text(&j, "generator", document->generator);
	diff_json_title(&j, "old", &document->was);
	diff_json_title(&j, "new", &document->is);
	jsonout_object(&j, "counts");
	for (int i = 0; i < DIFF_N_CHANGES; i++)
		jsonout_u64(&j, diff_change_name(i), diff->count[i]);
	jsonout_u64(&j, "compared", diff->n_compared);
	jsonout_u64(&j, "not_asked", diff->n_not_asked);
	jsonout_end(&j);
	jsonout_array(&j, "changes");
	for (size_t i = 0; i < diff->n; i++)
		diff_json_entry(&j, &diff->entry[i]);
	jsonout_end(&j);
	jsonout_end(&j);
	fputc('\n', out);
	jsonout_fini(&j);
	return 0;
}
