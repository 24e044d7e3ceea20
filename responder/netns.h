/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * One user namespace with two network namespaces: the scanner's and the
 * estate's.  No privilege is needed where the kernel allows it.
 */
#ifndef RESPONDER_NETNS_H
#define RESPONDER_NETNS_H

#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"
#include "responder/netns_script.h"

struct netns {
	int scanner_fd, estate_fd; /* -1: not open */
};

/*
 * Put this process into a new user namespace, in which its user and group
 * are themselves, and there into the estate's network namespace.  There is
 * no way back.  ERR_NETWORK says what the kernel refused and what helps.
 */
int netns_enter(struct netns *netns, struct err *err)
    __attribute__((warn_unused_result));

/* Join the two and set up the estate's routes and rules. */
int netns_build(const struct netns *netns, const struct netns_script *script,
    struct err *err) __attribute__((warn_unused_result));

/*
 * In a child: go to the scanner's namespace, keep only the capabilities of
 * the set, tie its life to the parent's and become the command.  Returns
 * only on failure, with errno.
 */
void netns_become(const struct netns *netns, char *const *argv, uint64_t caps,
    pid_t parent);

void netns_close(struct netns *netns);

#endif
