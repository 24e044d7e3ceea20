/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Changes made by hand.
 */
#include "test/unit/changes.h"

#include <string.h>

void
changes_fill(struct changes *changes)
{
	struct diff_item *item = changes->item, *other = &changes->other;
	struct diff_detail *detail = changes->detail;
	const struct diff_entry entry[CHANGES_N] = {
		{ .change = DIFF_NEW, .is = &item[0], .other = other },
		{ .change = DIFF_GONE,
		    .was = &item[1],
		    .verdict = VERDICT_SILENT,
		    .evidence =
			"no answer to <pds> (UDP 38293, 3 tries) and rtvscan (TCP 2967, 3 tries); last heard at 2026-01-08T11:00:00Z" },
		{ .change = DIFF_GONE, .was = &item[2], .other = other },
		{ .change = DIFF_MOVED,
		    .was = other,
		    .is = &item[3],
		    .by = "device-id",
		    .detail = detail,
		    .n_details = 1 },
		{ .change = DIFF_CHANGED,
		    .was = &item[4],
		    .is = &item[4],
		    .detail = detail,
		    .n_details = 2 },
		{ .change = DIFF_BACK, .was = &item[5], .is = &item[5] },
	};

	memset(changes, 0, sizeof(*changes));
	memcpy(changes->entry, entry, sizeof(entry));
	detail[0] = (struct diff_detail){ "name", "x", "y" };
	detail[1] = (struct diff_detail){ "os", NULL, "]]>" };
	for (unsigned i = 0; i < CHANGES_N; i++) {
		item[i].addr = addr_v4(0x0a000001 + i);
		item[i].name = i == 1 ? NULL : "n";
		item[i].identity.role = OBSERVATION_ROLE_CLIENT;
	}
	other->addr = addr_v4(0x0a000009);
	other->name = "<b>";
	other->last_us = INT64_C(1767870000000000); /* 2026-01-08 11:00 */
	item[5].clone = other;
	changes->diff = (struct diff){ .entry = changes->entry,
		.n = CHANGES_N,
		.count = { 1, 2, 1, 1, 1 },
		.n_compared = 1234,
		.n_not_asked = 1 };
	changes->document = (struct diff_document){
		.diff = &changes->diff,
		.was = { "sweep 6", 6, other->last_us, false },
	};
}
