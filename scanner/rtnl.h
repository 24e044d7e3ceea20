/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Questions to the kernel's routing over rtnetlink.  Glue.
 */
#ifndef SCANNER_RTNL_H
#define SCANNER_RTNL_H

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* Takes one message; its attributes are at most len bytes. */
typedef void (*rtnl_fn)(const struct nlmsghdr *message, void *arg);

/* A socket that listens to groups (0: none), or -1. */
int rtnl_open(uint32_t groups, struct err *err)
    __attribute__((warn_unused_result));

/*
 * Send a request (its header filled in but for flags and number) and call fn
 * for each message of the answer.  Returns the kernel's errno, 0 for success.
 */
int rtnl_ask(int fd, struct nlmsghdr *request, bool is_dump, rtnl_fn fn,
    void *arg);

/*
 * Call fn for what the groups said since.  False when some of it was lost,
 * so that all must be looked up again.
 */
bool rtnl_listen(int fd, rtnl_fn fn, void *arg);

/* The fixed part of a message, behind its header. */
const void *rtnl_body(const struct nlmsghdr *message);

/*
 * The attribute of that type behind the fixed part of a message, at least
 * min_len bytes long, or NULL.
 */
const void *rtnl_attribute(const struct nlmsghdr *message, size_t fixed_len,
    unsigned short type, size_t min_len);

/* The same inside an attribute's len bytes. */
const void *rtnl_nested(const void *data, size_t len, unsigned short type,
    size_t min_len, size_t *found_len);

/* Put an attribute at a request's end; the caller has made room. */
void rtnl_put(struct nlmsghdr *request, unsigned short type, const void *data,
    size_t len);

#endif
