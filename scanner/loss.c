/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * How many answers a link loses.
 */
#include "scanner/loss.h"

#include <math.h>

#define LOSS_Z           1.96 /* 95% of a normal distribution */
#define LOSS_TAIL        0.025
#define LOSS_SHARE_MAX   0.95
#define LOSS_POISSON_MAX 700.0 /* beyond it the normal one will do */

/* What was found. */
struct loss_world {
	double n_answers, n_hosts, n_further, n_open;
};

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
 * How many hosts lost all their answers, if a question's tries are all lost
 * with that chance.  Of those that answered, some answer one question only and
 * the others all: nothing else that fits their number and their answers' leaves
 * more unseen.
 */
static double
loss_unseen(const struct loss_world *world, const struct loss_asked *asked,
    double q)
{
	double n = asked->n_questions, lost = pow(q, asked->n_tries);
	double none = pow(lost, n), n_all = 0;

	if (n > 1) {
		/* What a host says that has all answers and was seen. */
		double each = n - n * (1 - pow(lost, n - 1)) *
				      pow(q, asked->n_rounds) / (1 - none);

		n_all = (world->n_answers - world->n_hosts) / (each - 1);
		if (n_all > world->n_hosts)
			n_all = world->n_hosts;
	}
	return (world->n_hosts - n_all) * lost / (1 - lost) +
	       n_all * none / (1 - none);
}

/*
 * How many answers of hosts that were seen were lost.  Who has one only and
 * was seen lacks none; the fewest have one if the others have two.
 */
static double
loss_lacking(const struct loss_world *world, double unseen, double lost)
{
	double n_answers = world->n_answers / (1 - lost);
	double n_one = 2 * (world->n_hosts + unseen) - n_answers;
	double n_lost;

	if (n_one > 0)
		n_answers -= n_one;
	n_lost = n_answers * lost + world->n_further * lost / (1 - lost);
	return n_lost < world->n_open ? n_lost : world->n_open;
}

/* The mean of how many hosts were missed, if q of all exchanges are lost. */
static double
loss_missed(const struct loss_world *world, const struct loss_asked *asked,
    double q, double *unseen)
{
	*unseen = loss_unseen(world, asked, q);
	return *unseen + loss_lacking(world, *unseen, pow(q, asked->n_rounds));
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

/* The share of exchanges that is lost, with its bounds. */
static double
loss_share(const struct loss *loss, unsigned n_tries, double *q_low,
    double *q_high)
{
	double n = 0, n_lost = 0, q, middle, spread;

	/* Those that all were put for; later ones the known alone answer. */
	for (unsigned i = 0; i < LOSS_TRIES_MAX && i < n_tries; i++) {
		n += (double)loss->n_answers[i];
		n_lost += i * (double)loss->n_answers[i];
	}
	if (n < 1)
		n = 1;
	q = n_lost == 0 ? 0 : loss_of_mean(n_lost / n, n_tries);
	/*
	 * The lost tries are a count: its interval is Wilson's, wider by how
	 * much more a geometric distribution varies than Poisson's.
	 */
	middle = n_lost + LOSS_Z * LOSS_Z / 2;
	spread = LOSS_Z * sqrt((n_lost + LOSS_Z * LOSS_Z / 4) / (1 - q));
	*q_low =
	    middle <= spread ? 0 : loss_of_mean((middle - spread) / n, n_tries);
	*q_high = loss_of_mean((middle + spread) / n, n_tries);
	return q;
}

struct loss_estimate
loss_estimate(const struct loss *loss, const struct loss_asked *asked)
{
	struct loss_estimate out = { .is_known = false };
	struct loss_world world = { 0, (double)loss->n_hosts,
		(double)loss->n_further, (double)asked->n_open };
	double q_low, q_high, unseen;

	if (asked->n_tries < 2 || loss->n_hosts == 0)
		return out;
	for (unsigned i = 0; i < LOSS_TRIES_MAX; i++)
		world.n_answers += (double)loss->n_answers[i];
	if (world.n_answers < world.n_hosts)
		world.n_answers = world.n_hosts;
	out.is_known = true;
	out.exchange = loss_share(loss, asked->n_tries, &q_low, &q_high);
	out.missed = loss_missed(&world, asked, out.exchange, &out.unseen);
	out.low =
	    loss_poisson(loss_missed(&world, asked, q_low, &unseen), LOSS_TAIL);
	out.high = loss_poisson(loss_missed(&world, asked, q_high, &unseen),
	    1 - LOSS_TAIL);
	return out;
}

bool
loss_is_too_high(const struct loss *loss, const struct loss_estimate *estimate,
    double n_hosts, unsigned max_missed_ppm)
{
	double there = (double)loss->n_hosts + estimate->unseen;

	return estimate->is_known && n_hosts > there * max_missed_ppm / 1e6;
}
