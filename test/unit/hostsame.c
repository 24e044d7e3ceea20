/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Two hosts compared, piece by piece.
 */
#include "test/unit/hostsame.h"

#include <string.h>

#include "test/harness.h"

static void
hostsame_text(const char *a, const char *b)
{
	CU_ASSERT_EQUAL_FATAL(a == NULL, b == NULL);
	if (a != NULL)
		CU_ASSERT_STRING_EQUAL(a, b);
}

static void
hostsame_service(const struct host_service *a, const struct host_service *b)
{
	hostsame_text(a->probe, b->probe);
	hostsame_text(a->match, b->match);
	CU_ASSERT_EQUAL(a->protocol, b->protocol);
	CU_ASSERT_EQUAL(a->port, b->port);
	CU_ASSERT_EQUAL(a->kind, b->kind);
	CU_ASSERT_EQUAL(a->role, b->role);
	CU_ASSERT_EQUAL(a->rtt_us, b->rtt_us);
	CU_ASSERT_EQUAL(a->time_us, b->time_us);
	CU_ASSERT_EQUAL(a->sweep, b->sweep);
	CU_ASSERT_EQUAL_FATAL(a->n_fields, b->n_fields);
	for (size_t i = 0; i < a->n_fields; i++) {
		hostsame_text(a->field[i].name, b->field[i].name);
		hostsame_text(a->field[i].value, b->field[i].value);
		CU_ASSERT_EQUAL(a->field[i].time_us, b->field[i].time_us);
	}
	CU_ASSERT_EQUAL_FATAL(a->raw == NULL, b->raw == NULL);
	CU_ASSERT_EQUAL_FATAL(a->raw_len, b->raw_len);
	CU_ASSERT_EQUAL(a->raw == NULL ? 0 : memcmp(a->raw, b->raw, a->raw_len),
	    0);
}

void
hostsame_check(const struct host *a, const struct host *b)
{
	CU_ASSERT(addr_eq(&a->addr, &b->addr));
	CU_ASSERT_EQUAL(a->role, b->role);
	CU_ASSERT_EQUAL(a->best_role, b->best_role);
	CU_ASSERT_EQUAL(a->first_us, b->first_us);
	CU_ASSERT_EQUAL(a->last_us, b->last_us);
	CU_ASSERT_EQUAL(a->imported_us, b->imported_us);
	CU_ASSERT_EQUAL(a->verdict.code, b->verdict.code);
	CU_ASSERT_STRING_EQUAL(a->verdict.evidence, b->verdict.evidence);
	CU_ASSERT_EQUAL_FATAL(a->n_names, b->n_names);
	for (size_t i = 0; i < a->n_names; i++) {
		hostsame_text(a->name[i].value, b->name[i].value);
		hostsame_text(a->name[i].detail, b->name[i].detail);
		CU_ASSERT_EQUAL(a->name[i].source, b->name[i].source);
		CU_ASSERT_EQUAL(a->name[i].time_us, b->name[i].time_us);
		CU_ASSERT_EQUAL(a->name[i].sweep, b->name[i].sweep);
	}
	CU_ASSERT_EQUAL_FATAL(a->n_services, b->n_services);
	for (size_t i = 0; i < a->n_services; i++)
		hostsame_service(&a->service[i], &b->service[i]);
}
