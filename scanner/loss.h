/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * How many answers a link loses, learned from the tries that the answers
 * took, and how many hosts were therefore missed: not seen at all, or seen in
 * part, with one of their answers lost.  Pure.
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

#define LOSS_TRIES_MAX 16

struct loss {
	/* First answers, by the try that they answered, counted from 0. */
	uint64_t n_answers[LOSS_TRIES_MAX];
	uint64_t n_hosts;   /* that gave them; one may answer many questions */
	uint64_t n_further; /* answers to what was asked because of others */
};

/* How much was asked. */
struct loss_asked {
	unsigned n_questions; /* of every host; at least 1 */
	unsigned n_tries;     /* of each question to who never answered */
	unsigned n_rounds;    /* and to who answered another; not fewer */
	uint64_t n_open; /* questions that hosts left, who answered others */
};

struct loss_estimate {
	bool is_known;      /* else only one try was made, or none answered */
	double exchange;    /* the share of exchanges that is lost, 0 to 1 */
	double unseen;      /* hosts that are there and did not answer at all */
	double missed;      /* with those that lack an answer */
	uint64_t low, high; /* of missed: 95% of the time between these */
};

/* An answer to a question's try, the first of this host when is_host. */
void loss_answer(struct loss *loss, unsigned try, bool is_host);

struct loss_estimate loss_estimate(const struct loss *loss,
    const struct loss_asked *asked);

/* Whether so many hosts are more than max_missed_ppm of a million. */
bool loss_is_too_high(const struct loss *loss,
    const struct loss_estimate *estimate, double n_hosts,
    unsigned max_missed_ppm);

#endif
