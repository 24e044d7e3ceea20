/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Registry files (.reg) with the old console's AddressCache key: bytes in
 * chunks of any size become records.  Pure, and of constant memory.
 *
 * What is public: each server has a key of its own under AddressCache, with
 * values Address_0 and Protocol.  Their types are not: all that fit are read
 * (FORMAT.md says what is assumed), and what was met can be asked for.
 */
#ifndef IMPORTER_REGISTRY_H
#define IMPORTER_REGISTRY_H

#include "importer/record.h"

struct registry;

/* is_utf8: as in grammar_new(). */
struct registry *registry_new(bool is_utf8);

/* NULL is harmless. */
void registry_free(struct registry *registry);

void registry_set_utf8(struct registry *registry, bool is_utf8);

int registry_feed(struct registry *registry, const void *bytes, size_t len,
    record_fn fn, void *arg, struct err *err)
    __attribute__((warn_unused_result));
int registry_finish(struct registry *registry, record_fn fn, void *arg,
    struct err *err) __attribute__((warn_unused_result));

/*
 * What the last good entry taught: the type of Address_0 ("dword", "sz",
 * "hex") and Protocol as it stands in the file ("dword:00000002"); NULL when
 * there was none.  Borrowed.
 */
const char *registry_address_type(const struct registry *registry);
const char *registry_protocol(const struct registry *registry);

#endif
