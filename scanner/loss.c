/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * How many answers a link loses.
 */
#include "scanner/loss.h"

#include <math.h>

#define LOSS_Z             1.96 /* 95% of a normal distribution */
#define LOSS_TAIL          0.025
#define LOSS_QUESTIONS_MAX 64
#define LOSS_SHARE_MAX     0.95
#define LOSS_POISSON_MAX   700.0 /* beyond it the normal one will do */

void
loss_answer(struct loss *loss, unsigned try, bool is_host)
{
	loss->n_answers[try < LOSS_TRIES_MAX ? try : LOSS_TRIES_MAX - 1]++;
	loss->n_hosts += is_host;
}

/* The mean number of lost tries before an answer, if q of all are lost. */
static double
loss_mean_of(double q, unsigned n_tries)
{
	double all = pow(q, n_tries);

	return q / (1 - q) - n_tries * all / (1 - all);
}

/* The q of which that is the mean: it grows with q. */
static double
loss_of_mean(double mean, unsigned n_tries)
{
	double low = 0, high = LOSS_SHARE_MAX;

	for (int i = 0; i < 50; i++) {
		double q = (low + high) / 2;

		if (loss_mean_of(q, n_tries) < mean)
			low = q;
		else
			high = q;
	}
	return high;
}

/*
 * How many questions each host would answer if nothing were lost, when those
 * found answered each of them on average and all of a question's tries are
 * lost with that chance: each = m (1 - lost) / (1 - lost^m), since who lost
 * all m is not among the found.
 */
static double
loss_questions(double each, double lost)
{
	double low = 1, high = LOSS_QUESTIONS_MAX;

	for (int i = 0; i < 50; i++) {
		double m = (low + high) / 2;

		if (m * (1 - lost) / (1 - pow(lost, m)) < each)
			low = m;
		else
			high = m;
	}
	return low;
}

/* Hosts missed for as many found, if q of all exchanges are lost. */
static double
loss_missed(double q, unsigned n_tries, double n_answers, double n_hosts)
{
	double lost = pow(q, n_tries);
	double m = loss_questions(n_answers / n_hosts, lost);
	double more = m - floor(m), fewer = pow(lost, floor(m));

	/* Some answer so many questions, some one more: all must be lost. */
	return n_hosts * ((1 - more) * fewer / (1 - fewer) +
			     more * fewer * lost / (1 - fewer * lost));
}

/* Of Poisson's distribution: the lowest n with at least p at or below. */
static uint64_t
loss_poisson(double mean, double p)
{
	double term, sum;
	uint64_t n = 0;

	if (mean > LOSS_POISSON_MAX) {
		double z = p < 0.5 ? -LOSS_Z : LOSS_Z;

		return (uint64_t)(mean + z * sqrt(mean));
	}
	term = sum = exp(-mean);
	while (sum < p) {
		term *= mean / (double)++n;
		sum += term;
	}
	return n;
}

struct loss_estimate
loss_estimate(const struct loss *loss, unsigned n_tries)
{
	struct loss_estimate out = { .is_known = false };
	double n = 0, n_lost = 0, n_hosts = (double)loss->n_hosts;
	double q, middle, spread, q_low, q_high;

	for (unsigned i = 0; i < LOSS_TRIES_MAX; i++) {
		n += (double)loss->n_answers[i];
		n_lost += i * (double)loss->n_answers[i];
	}
	if (n_tries < 2 || n_hosts == 0)
		return out;
	if (n < n_hosts)
		n = n_hosts;
	q = n_lost == 0 ? 0 : loss_of_mean(n_lost / n, n_tries);
	/*
	 * The lost tries are a count: its interval is Wilson's, wider by how
	 * much more a geometric distribution varies than Poisson's.
	 */
	middle = n_lost + LOSS_Z * LOSS_Z / 2;
	spread = LOSS_Z * sqrt((n_lost + LOSS_Z * LOSS_Z / 4) / (1 - q));
	q_low =
	    middle <= spread ? 0 : loss_of_mean((middle - spread) / n, n_tries);
	q_high = loss_of_mean((middle + spread) / n, n_tries);
	out.is_known = true;
	out.exchange = q;
	out.missed = loss_missed(q, n_tries, n, n_hosts);
	out.low =
	    loss_poisson(loss_missed(q_low, n_tries, n, n_hosts), LOSS_TAIL);
	out.high = loss_poisson(loss_missed(q_high, n_tries, n, n_hosts),
	    1 - LOSS_TAIL);
	return out;
}

bool
loss_is_too_high(const struct loss *loss, const struct loss_estimate *estimate,
    unsigned max_missed_ppm)
{
	double there = (double)loss->n_hosts + estimate->missed;

	return estimate->is_known &&
	       estimate->missed > there * max_missed_ppm / 1e6;
}
