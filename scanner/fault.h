/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Whose fault an error is: the one table that sorts errno values and ICMP
 * messages.  Pure.
 */
#ifndef SCANNER_FAULT_H
#define SCANNER_FAULT_H

#include <stdint.h>

#include "cache/observation.h"

enum fault {
	FAULT_NONE,
	FAULT_REFUSED,     /* the peer's: somebody is there and says no */
	FAULT_UNREACHABLE, /* the path's */
	FAULT_PROHIBITED,  /* the path's: a filter says so */
	FAULT_TIMEOUT,     /* nothing came */
	FAULT_SLOW_DOWN,   /* ours, for the moment: try again later */
	FAULT_OURS,        /* anything else: the sweep cannot go on */
};

/* What a failed call means for the address that it was about. */
enum fault fault_of_errno(int sys_errno);

/* What an ICMP (family 4) or ICMPv6 (family 6) message means. */
enum fault fault_of_icmp(unsigned family, unsigned type, unsigned code);

/* REFUSED, UNREACHABLE or PROHIBITED as an observation. */
enum observation_kind fault_observation(enum fault fault);

#endif
