/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * How fast a link may be asked when nobody has said.  Slow at first, faster
 * while nothing speaks against it, so that a first sweep neither takes all
 * day nor floods a line.  Pure: facts come in, a rate comes out.
 */
#ifndef SCANNER_RAMP_H
#define SCANNER_RAMP_H

#include <stdbool.h>
#include <stdint.h>

#define RAMP_FIRST_PPS   50u
#define RAMP_KNEE_PPS    1000u   /* beyond it only while answers keep coming */
#define RAMP_LAST_PPS    150000u /* what one socket carries without loss */
#define RAMP_INTERVAL_NS UINT64_C(1000000000)
#define RAMP_RUN_ANSWERS 32
/* Without a limit (-r 0) the start is fast and the steps are short. */
#define RAMP_FAST_FIRST_PPS   60000u
#define RAMP_FAST_INTERVAL_NS UINT64_C(50000000)

struct ramp {
	uint64_t rate_pps;
	uint64_t last_pps; /* never above */
	uint64_t interval_ns;
	uint64_t since_ns; /* the interval's start; 0: not begun */
	bool is_fast;
	/*
	 * Fast: when whoever hears the first questions would have answered by
	 * now.  If until then nobody at all has, nobody is there as far as one
	 * can know, and what is not there cannot be lost.  0: never.
	 */
	uint64_t silence_ns, begin_ns;
	bool has_answers;
	/* In the interval so far. */
	uint64_t n_sent, n_answers;
	bool was_pressed;
	/* Of the interval before; answers in a thousand probes. */
	uint64_t yield_permille;
	bool has_yield;
	uint32_t base_rtt_us; /* the lowest interval's; 0: none */
	/* Round trips in runs; of each run the lowest counts. */
	uint32_t run_min_us;
	unsigned n_run;
	uint64_t min_sum_us, n_mins;
};

/* is_fast: -r 0.  last_pps 0: RAMP_LAST_PPS. */
void ramp_init(struct ramp *ramp, bool is_fast, uint64_t last_pps);

/* How long an answer may take.  Without it, silence says nothing. */
void ramp_set_silence(struct ramp *ramp, uint64_t silence_ns);

void ramp_sent(struct ramp *ramp);
void ramp_answer(struct ramp *ramp, uint32_t rtt_us); /* UINT32_MAX: none */

/* ENOBUFS, a full neighbour table or receive queue: slow down now. */
void ramp_pressed(struct ramp *ramp);

/* From now on never above that. */
void ramp_cap(struct ramp *ramp, uint64_t last_pps);

/* Returns whether the rate has changed; call before each sending. */
bool ramp_tick(struct ramp *ramp, uint64_t now_ns);

#endif
