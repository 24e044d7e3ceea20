/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Random observations that repeat, and a host as text.
 */
#include "test/observations.h"

#include "base/hash.h"
#include "base/hex.h"
#include "base/text.h"

unsigned
observations_roll(struct observations_dice *dice, unsigned sides)
{
	return (unsigned)(hash_u64(dice->seed, dice->n++) % sides);
}

struct observation
observations_random(struct observations_dice *dice)
{
	static const char *const probes[] = { "pds", "rtvscan", "nbstat" };
	static const char *const texts[] = { "", "a", "b", "\xc3\xa4" };
	static const uint8_t raw[] = { 1, 2, 1, 3 };
	struct observation in = { .addr = { 0, 1, 4 } };

	in.probe = probes[observations_roll(dice, 3)];
	in.protocol = (enum net_protocol)observations_roll(dice, 2);
	in.port = (uint16_t)(1 + observations_roll(dice, 2));
	in.kind = observations_roll(dice, 8) < 6 ? observations_roll(dice, 3)
						 : observations_roll(dice, 9);
	in.role = observations_roll(dice, 5);
	in.time_us = (int64_t)observations_roll(dice, 5) - 1;
	in.rtt_us = observations_roll(dice, 3) == 0
			? OBSERVATION_NO_RTT
			: observations_roll(dice, 2);
	if (observations_roll(dice, 6) == 0)
		in.from = addr_v4(1 + observations_roll(dice, 2));
	in.icmp_type = in.icmp_code = -1;
	in.tries = observations_roll(dice, 3);
	in.match = observations_roll(dice, 2)
		       ? texts[observations_roll(dice, 3)]
		       : NULL;
	in.name = observations_roll(dice, 2) ? texts[observations_roll(dice, 4)]
					     : NULL;
	for (in.n_fields = observations_roll(dice, 4) % 3;
	     in.field[0].name == NULL;)
		for (size_t i = 0; i < 2; i++) {
			in.field[i].name = texts[observations_roll(dice, 3)];
			in.field[i].value = texts[observations_roll(dice, 4)];
		}
	if (observations_roll(dice, 2)) {
		in.raw = raw + observations_roll(dice, 2);
		in.raw_len = observations_roll(dice, 3);
	}
	return in;
}

char *
observations_dump_host(const struct host *host)
{
	struct text out = TEXT_INIT;

	text_addf(&out, "role %d best %d first %lld last %lld imported %lld\n",
	    (int)host->role, (int)host->best_role, (long long)host->first_us,
	    (long long)host->last_us, (long long)host->imported_us);
	for (size_t i = 0; i < host->n_names; i++)
		text_addf(&out, "name %d '%s' '%s' %lld %lld\n",
		    (int)host->name[i].source, host->name[i].value,
		    host->name[i].detail, (long long)host->name[i].time_us,
		    (long long)host->name[i].sweep);
	for (size_t i = 0; i < host->n_services; i++) {
		const struct host_service *s = &host->service[i];

		text_addf(&out, "service %s %d %u %d %d %s %u %lld %lld ",
		    s->probe, (int)s->protocol, s->port, (int)s->kind,
		    (int)s->role, s->match == NULL ? "-" : s->match, s->rtt_us,
		    (long long)s->time_us, (long long)s->sweep);
		if (s->raw_len > 0)
			hex_add(&out, s->raw, s->raw_len, 0);
		for (size_t j = 0; j < s->n_fields; j++)
			text_addf(&out, " %s=%s@%lld", s->field[j].name,
			    s->field[j].value, (long long)s->field[j].time_us);
		text_add(&out, "\n");
	}
	return text_take(&out);
}
