/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Reverse look-ups as bytes: the question for the name of an address, and
 * what its answer says (RFC 1035; RFC 3596 for IPv6).  Pure.
 */
#ifndef SCANNER_PTR_H
#define SCANNER_PTR_H

#include <stddef.h>
#include <stdint.h>

#include "base/addr.h"
#include "base/text.h"

#define PTR_PORT 53
/* Header, 32 labels of one digit, "ip6" and "arpa", root, type and class. */
#define PTR_QUERY_MAX (12 + 64 + 4 + 5 + 1 + 4)
#define PTR_REPLY_MAX 512 /* without EDNS none may be longer */

enum ptr_answer {
	PTR_FOREIGN,  /* not an answer to this question */
	PTR_NAMED,    /* here is the name */
	PTR_NAMELESS, /* there is none, or the server could not find out */
	PTR_REFUSED,  /* the server answers no such questions */
};

/* Write the question; returns its length. */
size_t ptr_query(uint8_t out[PTR_QUERY_MAX], uint16_t id,
    const struct addr *addr);

/*
 * Judge a datagram by the question with that id and address.  For PTR_NAMED
 * the name is appended, cleaned, never empty and without a dot at its end; of
 * several, the first in the order of bytes, since servers rotate them.
 */
enum ptr_answer ptr_read(const uint8_t *data, size_t len, uint16_t id,
    const struct addr *addr, struct text *name);

#endif
