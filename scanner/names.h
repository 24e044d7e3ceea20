/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A socket for each name server.
 */
#ifndef SCANNER_NAMES_H
#define SCANNER_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/addr.h"

struct event_base;
struct names;

/* A datagram from a server, which the kernel has checked for its address. */
typedef void (*names_on_datagram)(size_t server, const uint8_t *data,
    size_t len, size_t wire_len, void *arg);

/* The addresses are copied. */
struct names *names_new(struct event_base *base, const struct addr *server,
    size_t n_servers, names_on_datagram on_datagram, void *arg);
void names_free(struct names *names);

/* False when nothing left: no route, no descriptor, no room. */
bool names_send(struct names *names, size_t server, const uint8_t *data,
    size_t len);

/* Take nothing from now on. */
void names_close(struct names *names);

#endif
