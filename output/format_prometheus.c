/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Numbers of a sweep for the textfile collector of Prometheus' node
 * exporter.  A file cannot hold an age that grows: it holds the time of the
 * sweep's end, and time() - rollcall_sweep_end_timestamp_seconds is the age.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "output/format_list.h"
#include "output/piece.h"

#define FORMAT_PROMETHEUS_N_ROLES    (OBSERVATION_ROLE_SERVER + 1)
#define FORMAT_PROMETHEUS_N_VERDICTS (VERDICT_NOT_ASKED + 1)

/* The hosts of one link, counted. */
struct format_prometheus_link {
	char *name;
	uint64_t n[FORMAT_PROMETHEUS_N_ROLES][FORMAT_PROMETHEUS_N_VERDICTS];
};

struct format_prometheus {
	FILE *out;
	const struct inventory *inventory;
	struct format_prometheus_link *link;
	size_t n, cap;
	struct text text; /* one label at a time, memory kept */
};

static int
format_prometheus_begin(void **state, FILE *out,
    const struct inventory *inventory, const struct inventory_view *view,
    struct err *err)
{
	struct format_prometheus *prometheus = mem_new(sizeof(*prometheus));

	(void)view;
	(void)err;
	prometheus->out = out;
	prometheus->inventory = inventory;
	*state = prometheus;
	return 0;
}

static int
format_prometheus_host(void *state, enum cache_section section,
    const struct host *host, struct err *err)
{
	struct format_prometheus *prometheus = state;
	const struct inventory *inventory = prometheus->inventory;
	const char *name = "default";
	unsigned role = section == CACHE_MISSING ? host->best_role : host->role;
	struct format_prometheus_link *link;
	size_t i;

	(void)err;
	if (inventory->link_of != NULL)
		name = inventory->link_of(inventory->links, &host->addr);
	for (i = 0; i < prometheus->n; i++)
		if (strcmp(prometheus->link[i].name, name) == 0)
			break;
	if (i == prometheus->n) {
		prometheus->link = mem_grow(prometheus->link, &prometheus->cap,
		    i + 1, sizeof(*prometheus->link));
		memset(&prometheus->link[i], 0, sizeof(prometheus->link[i]));
		prometheus->link[i].name = mem_dup(name);
		prometheus->n++;
	}
	link = &prometheus->link[i];
	link->n[role % FORMAT_PROMETHEUS_N_ROLES]
	       [(unsigned)host->verdict.code % FORMAT_PROMETHEUS_N_VERDICTS]++;
	return 0;
}

static void
format_prometheus_head(struct format_prometheus *prometheus, const char *name,
    const char *help)
{
	fprintf(prometheus->out, "# HELP %s %s\n# TYPE %s gauge\n", name, help,
	    name);
}

/* A label's value, in quotes. */
static const char *
format_prometheus_label(struct format_prometheus *prometheus, const char *value)
{
	struct text clean = TEXT_INIT;

	piece_clean(&clean, value);
	text_clear(&prometheus->text);
	text_add_char(&prometheus->text, '"');
	for (const char *c = text_str(&clean); *c != '\0'; c++) {
		if (*c == '"' || *c == '\\')
			text_add_char(&prometheus->text, '\\');
		text_add_char(&prometheus->text, *c);
	}
	text_add_char(&prometheus->text, '"');
	text_fini(&clean);
	return text_str(&prometheus->text);
}

static void
format_prometheus_hosts(struct format_prometheus *prometheus)
{
	format_prometheus_head(prometheus, "rollcall_hosts",
	    "Machines by what they are or were, and by the verdict on those that were expected.");
	for (size_t i = 0; i < prometheus->n; i++) {
		const struct format_prometheus_link *link =
		    &prometheus->link[i];
		const char *label =
		    format_prometheus_label(prometheus, link->name);

		for (unsigned r = 0; r < FORMAT_PROMETHEUS_N_ROLES; r++)
			for (unsigned v = 0; v < FORMAT_PROMETHEUS_N_VERDICTS;
			     v++)
				if (link->n[r][v] > 0)
					fprintf(prometheus->out,
					    "rollcall_hosts{link=%s,role=\"%s\",verdict=\"%s\"} %" PRIu64
					    "\n",
					    label, observation_role_name(r),
					    v == VERDICT_NONE ? "none"
							      : verdict_name(v),
					    link->n[r][v]);
	}
}

static void
format_prometheus_one(struct format_prometheus *prometheus, const char *name,
    const char *help, uint64_t value)
{
	format_prometheus_head(prometheus, name, help);
	fprintf(prometheus->out, "%s %" PRIu64 "\n", name, value);
}

/* Microseconds as seconds, without a locale's comma. */
static void
format_prometheus_seconds(FILE *out, uint64_t us)
{
	fprintf(out, "%" PRIu64 ".%06u\n", us / 1000000,
	    (unsigned)(us % 1000000));
}

static void
format_prometheus_sweep(struct format_prometheus *prometheus,
    const struct cache_sweep *sweep)
{
	format_prometheus_one(prometheus, "rollcall_sweep_complete",
	    "Whether the newest sweep asked all that it should.",
	    piece_is_complete(prometheus->inventory));
	format_prometheus_head(prometheus,
	    "rollcall_sweep_start_timestamp_seconds", "When the sweep began.");
	fputs("rollcall_sweep_start_timestamp_seconds ", prometheus->out);
	format_prometheus_seconds(prometheus->out,
	    (uint64_t)piece_time_in_range(sweep->started_us));
	if (sweep->ended_us != 0) {
		format_prometheus_head(prometheus,
		    "rollcall_sweep_end_timestamp_seconds",
		    "When the sweep ended; subtract it from time() for its age.");
		fputs("rollcall_sweep_end_timestamp_seconds ", prometheus->out);
		format_prometheus_seconds(prometheus->out,
		    (uint64_t)piece_time_in_range(sweep->ended_us));
	}
	format_prometheus_one(prometheus, "rollcall_sweep_targets",
	    "Addresses to be asked.", sweep->n_targets);
	format_prometheus_one(prometheus, "rollcall_sweep_excluded",
	    "Addresses taken out by excludes.", sweep->n_excluded);
	format_prometheus_one(prometheus, "rollcall_sweep_expected",
	    "Machines that were expected.", sweep->n_expected);
	format_prometheus_one(prometheus, "rollcall_sweep_answered",
	    "Those of them that answered.", sweep->n_answered);
}

/* One number per link and direction; divided, since bits are no unit there. */
static void
format_prometheus_both(struct format_prometheus *prometheus, const char *name,
    const char *help, size_t out_at, size_t in_at, uint64_t divisor)
{
	const struct inventory *inventory = prometheus->inventory;

	format_prometheus_head(prometheus, name, help);
	for (size_t i = 0; i < inventory->n_links; i++) {
		const char *link = (const char *)&inventory->link[i];
		const char *label = format_prometheus_label(prometheus,
		    inventory->link[i].link);
		uint64_t out, in;

		memcpy(&out, link + out_at, sizeof(out));
		memcpy(&in, link + in_at, sizeof(in));
		fprintf(prometheus->out,
		    "%s{link=%s,direction=\"out\"} %" PRIu64 "\n"
		    "%s{link=%s,direction=\"in\"} %" PRIu64 "\n",
		    name, label, out / divisor, name, label, in / divisor);
	}
}

static void
format_prometheus_links(struct format_prometheus *prometheus)
{
	const struct inventory *inventory = prometheus->inventory;

	format_prometheus_both(prometheus, "rollcall_link_packets",
	    "Packets of the sweep on the link.",
	    offsetof(struct cache_ledger, out_packets),
	    offsetof(struct cache_ledger, in_packets), 1);
	format_prometheus_both(prometheus, "rollcall_link_bytes",
	    "Bytes of the sweep on the link, headers counted.",
	    offsetof(struct cache_ledger, out_bytes),
	    offsetof(struct cache_ledger, in_bytes), 1);
	format_prometheus_both(prometheus,
	    "rollcall_link_peak_bytes_per_second",
	    "The most of any one second.",
	    offsetof(struct cache_ledger, peak_out_bps),
	    offsetof(struct cache_ledger, peak_in_bps), 8);
	format_prometheus_head(prometheus, "rollcall_link_round_trip_seconds",
	    "Smoothed round trip of those who answered.");
	for (size_t i = 0; i < inventory->n_links; i++) {
		if (inventory->link[i].srtt_us == 0)
			continue;
		fprintf(prometheus->out,
		    "rollcall_link_round_trip_seconds{link=%s} ",
		    format_prometheus_label(prometheus,
			inventory->link[i].link));
		format_prometheus_seconds(prometheus->out,
		    inventory->link[i].srtt_us);
	}
}

/* Only of links whose loss is known: 0 would say that there was none. */
static void
format_prometheus_share(struct format_prometheus *prometheus, const char *name,
    const char *help, size_t at, unsigned decimals)
{
	const struct inventory *inventory = prometheus->inventory;
	char buf[PIECE_SHARE_LEN];
	uint64_t value;

	format_prometheus_head(prometheus, name, help);
	for (size_t i = 0; i < inventory->n_links; i++) {
		const struct cache_ledger *link = &inventory->link[i];

		if (link->n_tries == 0)
			continue;
		memcpy(&value, (const char *)link + at, sizeof(value));
		fprintf(prometheus->out, "%s{link=%s} %s\n", name,
		    format_prometheus_label(prometheus, link->link),
		    piece_share(value, decimals, buf));
	}
}

static void
format_prometheus_losses(struct format_prometheus *prometheus)
{
	format_prometheus_share(prometheus, "rollcall_link_loss_ratio",
	    "Share of the exchanges that was lost.",
	    offsetof(struct cache_ledger, loss_ppm), 6);
	format_prometheus_share(prometheus, "rollcall_link_missed_hosts",
	    "Expected number of hosts that are there and were not found.",
	    offsetof(struct cache_ledger, missed_milli), 3);
	format_prometheus_share(prometheus, "rollcall_link_missed_hosts_high",
	    "With 95% certainty at most so many.",
	    offsetof(struct cache_ledger, missed_high), 0);
}

static int
format_prometheus_end(void *state, bool is_whole, struct err *err)
{
	struct format_prometheus *prometheus = state;

	(void)err;
	if (is_whole) {
		format_prometheus_hosts(prometheus);
		if (prometheus->inventory->sweep != NULL) {
			format_prometheus_sweep(prometheus,
			    prometheus->inventory->sweep);
			format_prometheus_links(prometheus);
			format_prometheus_losses(prometheus);
		}
	}
	for (size_t i = 0; i < prometheus->n; i++)
		free(prometheus->link[i].name);
	free(prometheus->link);
	text_fini(&prometheus->text);
	free(prometheus);
	return 0;
}

const struct format format_prometheus = {
	.name = "prometheus",
	.summary =
	    "numbers: machines by link, role and verdict; the sweep; its "
	    "links",
	.readers = "Prometheus, by node_exporter's textfile collector",
	.suffix = ".prom",
	.begin = format_prometheus_begin,
	.host = format_prometheus_host,
	.end = format_prometheus_end,
};
