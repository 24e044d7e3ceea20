/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Changes made by hand, one of each kind, for the tests of the report.
 */
#ifndef TEST_UNIT_CHANGES_H
#define TEST_UNIT_CHANGES_H

#include "output/diff_write.h"

#define CHANGES_N 6

struct changes {
	struct diff_item item[CHANGES_N], other;
	struct diff_detail detail[2];
	struct diff_entry entry[CHANGES_N];
	struct diff diff;
	struct diff_document document;
};

/*
 * New, gone, replaced, moved, changed and back: 10.0.0.1 to 10.0.0.6, and
 * 10.0.0.9.  The struct points into itself.
 */
void changes_fill(struct changes *changes);

#endif
