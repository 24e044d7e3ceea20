/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A folder of a test's own, gone afterwards.
 */
#ifndef TEST_SCRATCH_H
#define TEST_SCRATCH_H

/*
 * CUnit's set-up and tear-down of a suite: make the folder (mode 0700, in
 * $TMPDIR or /tmp); remove it with all that is in it.  0 is success.
 */
int scratch_set_up(void);
int scratch_tear_down(void);

/*
 * The path of a name in the folder, in one of a few buffers that are used in
 * turn; the folder itself for "".
 */
const char *scratch_path(const char *name);

#endif
