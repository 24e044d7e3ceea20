/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * How many answers a link loses, learned from the tries that the answers
 * took, and how many hosts were therefore missed.  Pure.
 *
 * The model: of a host that is there, each exchange is lost with the same
 * chance, whichever of its packets it was.  Then the try at which the answer
 * came has a geometric distribution, cut off at the last try; its mean gives
 * the loss, the loss gives the chance that all tries were lost.
 */
#ifndef SCANNER_LOSS_H
#define SCANNER_LOSS_H

#include <stdbool.h>
#include <stdint.h>

#define LOSS_TRIES_MAX 10

struct loss {
	/* First answers, by the try that they answered, counted from 0. */
	uint64_t n_answers[LOSS_TRIES_MAX];
	uint64_t n_hosts; /* that gave them; one may answer many questions */
};

struct loss_estimate {
	bool is_known;      /* else only one try was made, or none answered */
	double exchange;    /* the share of exchanges that is lost, 0 to 1 */
	double missed;      /* hosts that are there and were not found */
	uint64_t low, high; /* of missed: 95% of the time between these */
};

/* An answer to a question's try, the first of this host when is_host. */
void loss_answer(struct loss *loss, unsigned try, bool is_host);

/* After each question was put up to n_tries times to the silent. */
struct loss_estimate loss_estimate(const struct loss *loss, unsigned n_tries);

/* Whether more are missed than max_missed_ppm of a million hosts. */
bool loss_is_too_high(const struct loss *loss,
    const struct loss_estimate *estimate, unsigned max_missed_ppm);

#endif
