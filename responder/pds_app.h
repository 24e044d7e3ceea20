/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The registrar inside PDS: which APP ID is answered with which bytes.
 */
#ifndef RESPONDER_PDS_APP_H
#define RESPONDER_PDS_APP_H

#include <stdbool.h>

#include "base/err.h"
#include "responder/pds_pong.h"

#define PDS_APP_PONG_MAX 1400 /* fits one frame */
#define PDS_APP_MAX      64

struct pds_app {
	uint8_t id[PDS_PONG_ID_LEN];
	uint8_t *pong; /* NULL: the host's own BDCV pong */
	size_t len;
};

/* Zeroed at start. */
struct pds_app_table {
	struct pds_app app[PDS_APP_MAX];
	size_t n;
};

/*
 * Register "ID=HEX", HEX being the whole datagram to send, or
 * "BDCV=default" for a pong made of what is known of the host.  ERR_USAGE
 * quotes the text.
 */
int pds_app_register(struct pds_app_table *table, const char *text,
    struct err *err) __attribute__((warn_unused_result));

/* NULL when nothing is registered under the id. */
const struct pds_app *pds_app_find(const struct pds_app_table *table,
    const uint8_t id[PDS_PONG_ID_LEN]);

void pds_app_table_fini(struct pds_app_table *table);

#endif
