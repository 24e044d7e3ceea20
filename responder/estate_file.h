/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The file that describes a simulated estate; pds-responder(1) documents its
 * grammar.
 */
#ifndef RESPONDER_ESTATE_FILE_H
#define RESPONDER_ESTATE_FILE_H

#include "responder/estate.h"

#define ESTATE_FILE_MAX (8u << 20)

/*
 * Read the text (len bytes, NULs are an error) into *estate, which is
 * initialised here and sealed; estate_fini() on success only.  name stands
 * in messages: "NAME:LINE: what is wrong".  ERR_INPUT or ERR_LIMIT.
 */
int estate_file_parse(struct estate *estate, const char *content, size_t len,
    const char *name, struct err *err) __attribute__((warn_unused_result));

/* The same from a file, "-" being standard input. */
int estate_file_read(struct estate *estate, const char *path, struct err *err)
    __attribute__((warn_unused_result));

#endif
