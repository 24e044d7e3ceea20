/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What people type for "whom to ask" and "whom to leave out", as a set of
 * addresses.  Forms: an address, a prefix (IPv6 up to /112), FIRST-LAST,
 * octet ranges (10.0.0-3.1-254, 10.0.0.1,5,9, 10.0.*.1), @FILE, and names that
 * somebody can look up.
 */
#ifndef SCANNER_TARGET_H
#define SCANNER_TARGET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/rangeset.h"

#define TARGET_FILE_MAX     (64u << 20) /* bytes of one target file */
#define TARGET_RANGES_MAX   (1u << 20)  /* pieces of one octet-range target */
#define TARGET_IPV6_LEN_MIN 112         /* shortest prefix: 65,536 addresses */

/*
 * Look up a name: add its addresses to found.  Returns 1 when there were
 * some, 0 when the name is not known, -1 and *err when the look-up failed.
 */
typedef int (*target_lookup)(const char *name, struct rangeset *found,
    void *arg, struct err *err);

struct target_set {
	struct rangeset all;     /* sealed by target_finish() */
	struct rangeset single;  /* those that were named one by one */
	struct rangeset skipped; /* network and broadcast addresses left out */
	target_lookup lookup;    /* NULL: names are refused */
	void *lookup_arg;
};

void target_init(struct target_set *set, target_lookup lookup, void *arg);
void target_fini(struct target_set *set);

/* One target as typed.  ERR_USAGE quotes it. */
int target_add(struct target_set *set, const char *text, struct err *err)
    __attribute__((warn_unused_result));

/*
 * A file of targets, "-" being standard input: any number on a line with
 * blanks between them; "#" starts a comment; a file names no other file.
 * ERR_INPUT names file and line.
 */
int target_add_file(struct target_set *set, const char *path, struct err *err)
    __attribute__((warn_unused_result));

/*
 * Seal.  The network and broadcast address of each known prefix (an attached
 * subnet, a link's prefix) are taken out, except those named singly and
 * those of prefixes of one or two addresses.
 */
void target_finish(struct target_set *set, const struct prefix *known,
    size_t n_known);

/*
 * Refuse globally routable addresses among the targets that are not
 * excluded.  ERR_INPUT names the first.
 */
int target_check_public(const struct target_set *set,
    const struct rangeset *excluded, struct err *err)
    __attribute__((warn_unused_result));

#endif
