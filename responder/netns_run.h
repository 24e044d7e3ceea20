/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * An estate in namespaces around a command: start, pass signals on, clean up.
 */
#ifndef RESPONDER_NETNS_RUN_H
#define RESPONDER_NETNS_RUN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "responder/server.h"

struct netns_run_config {
	struct server_config server; /* with an estate */
	char *const *argv;           /* the command */
	uint64_t caps;               /* that the command keeps, 1 << CAP_... */
	unsigned for_s; /* end the command after that long; 0: never */
	int ready_fd;   /* told and closed before the command starts; -1 */
	bool use_stats; /* print the counters to stderr at the end */
};

/*
 * Run the command in the scanner's namespace and serve the estate until it
 * ends.  *exit_status is the command's, 128 and the signal's number when one
 * ended it, 127 when it cannot be found.  Signals stay as the caller had
 * them for the command; this process is of no other use afterwards.
 */
int netns_run(const struct netns_run_config *config, int *exit_status,
    struct err *err) __attribute__((warn_unused_result));

#endif
