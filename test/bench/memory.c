/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A whole sweep of 10.0.0.0/LENGTH in virtual time, in which one address of
 * 4,096 answers, so that its memory can be measured from outside:
 *	memory LENGTH
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "test/virtual.h"

static enum virtual_class
class_seldom(const struct addr *addr)
{
	return addr->lo % 4096 == 7 ? VIRTUAL_SERVER : VIRTUAL_SILENT;
}

int
main(int argc, char **argv)
{
	struct virtual_world world;
	struct rangeset targets = RANGESET_INIT;
	unsigned long len = argc == 2 ? strtoul(argv[1], NULL, 10) : 0;
	struct addr_range range;

	if (len < 8 || len > 32) {
		fputs("usage: memory LENGTH, from 8 to 32\n", stderr);
		return 2;
	}
	range.first = addr_v4(0x0a000000);
	range.last = addr_add(&range.first, (UINT64_C(1) << (32 - len)) - 1);
	rangeset_add(&targets, &range);
	rangeset_seal(&targets);
	virtual_init(&world);
	world.class_of = class_seldom;
	world.config.targets = &targets;
	world.config.rate_pps = SWEEP_RATE_NO_LIMIT;
	world.config.retries = 0;
	world.config.timeout_ms = 200;
	virtual_run(&world);
	printf("questions=%.0f virtual=%.1f heap=%.1f\n", (double)world.n_sent,
	    (double)(world.now_ns - world.began_ns) / CLOCK_NS_PER_S,
	    (double)world.heap_peak / (1 << 20));
	virtual_fini(&world);
	rangeset_fini(&targets);
	return world.is_complete ? 0 : 1;
}
