/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Other programs with a script on their standard input: ip(8) and nft(8).
 */
#ifndef RESPONDER_NETNS_TOOL_H
#define RESPONDER_NETNS_TOOL_H

#include "base/err.h"

/*
 * Run argv[0], found in PATH or where administrators' programs are, with the
 * script as its input and CAP_NET_ADMIN kept.  Anything but exit status 0 is
 * ERR_NETWORK with the first line that the program said; when it is missing,
 * the message names the Debian package.
 */
int netns_tool_run(const char *const *argv, const char *package,
    const char *script, struct err *err) __attribute__((warn_unused_result));

#endif
