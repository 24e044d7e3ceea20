/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * One machine for people: each piece with its source and its time.
 */
#include "cli/host_print.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/utf8.h"

#define HOST_PRINT_RAW_MAX 64 /* bytes of an unmatched reply that are shown */

/* What stands in the cache came from outside once: clean it again. */
static void
host_print_clean(FILE *out, const char *text)
{
	struct text clean = TEXT_INIT;

	utf8_clean(&clean, text, strlen(text));
	fputs(text_str(&clean), out);
	text_fini(&clean);
}

static void
host_print_time(FILE *out, const char *label, int64_t time_us)
{
	char buf[CLOCK_TEXT_LEN];

	if (time_us != 0)
		fprintf(out, "  %-12s%s\n", label, clock_format(time_us, buf));
}

static void
host_print_source(FILE *out, int64_t time_us, int64_t sweep)
{
	char buf[CLOCK_TEXT_LEN];

	fprintf(out, ", %s", clock_format(time_us, buf));
	if (sweep != 0)
		fprintf(out, ", sweep %" PRId64, sweep);
	fputs(")\n", out);
}

static void
host_print_name(FILE *out, const struct host_name *name)
{
	fputs("  name        ", out);
	host_print_clean(out, name->value);
	fprintf(out, "  (%s", host_source_name(name->source));
	if (name->detail != NULL) {
		fputc(' ', out);
		host_print_clean(out, name->detail);
	}
	host_print_source(out, name->time_us, name->sweep);
}

static void
host_print_raw(FILE *out, const struct host_service *service)
{
	fprintf(out, "    raw %zu bytes: ", service->raw_len);
	for (size_t i = 0; i < service->raw_len && i < HOST_PRINT_RAW_MAX; i++)
		fprintf(out, "%02x", service->raw[i]);
	fputs(service->raw_len > HOST_PRINT_RAW_MAX ? "...\n" : "\n", out);
}

/* A field that the newest reply lacked was said earlier: then, when. */
static void
host_print_field(FILE *out, const struct host_service *service,
    const struct host_field *field)
{
	char buf[CLOCK_TEXT_LEN];

	fprintf(out, "    %s = ", field->name);
	host_print_clean(out, field->value);
	if (field->time_us != service->time_us)
		fprintf(out, "  (%s)", clock_format(field->time_us, buf));
	fputc('\n', out);
}

static void
host_print_service(FILE *out, const struct host_service *service)
{
	char span[CLOCK_TEXT_LEN];

	fprintf(out, "  service     %s %s/%u %s", service->probe,
	    net_protocol_name(service->protocol), service->port,
	    observation_kind_name(service->kind));
	if (service->match != NULL) {
		fputs(", ", out);
		host_print_clean(out, service->match);
	}
	if (service->rtt_us != OBSERVATION_NO_RTT)
		fprintf(out, ", %s", clock_format_span(service->rtt_us, span));
	fprintf(out, "  (%s", observation_role_name(service->role));
	host_print_source(out, service->time_us, service->sweep);
	for (size_t i = 0; i < service->n_fields; i++)
		host_print_field(out, service, &service->field[i]);
	if (service->raw_len > 0)
		host_print_raw(out, service);
}

void
host_print(FILE *out, const struct host *host, uint64_t stale_after_s,
    int64_t now_us)
{
	const struct host_name *name = host_display_name(host);
	char buf[ADDR_TEXT_LEN];

	fputs(addr_format(&host->addr, buf), out);
	if (name != NULL) {
		fputs("  ", out);
		host_print_clean(out, name->value);
	}
	fprintf(out, "\n  %-12s%s\n", "role",
	    observation_role_name(host->role));
	fprintf(out, "  %-12s%s\n", "state",
	    host_state_name(host_state_at(host, now_us, stale_after_s)));
	host_print_time(out, "first seen", host->first_us);
	host_print_time(out, "last seen", host->last_us);
	host_print_time(out, "imported", host->imported_us);
	for (size_t i = 0; i < host->n_names; i++)
		host_print_name(out, &host->name[i]);
	for (size_t i = 0; i < host->n_services; i++)
		host_print_service(out, &host->service[i]);
	if (host->verdict.code != VERDICT_NONE)
		fprintf(out, "  %-12s%s: %s\n", "verdict",
		    verdict_name(host->verdict.code), host->verdict.evidence);
}
