/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * sweep --check: one line for monitoring.
 */
#include "cli/check.h"

#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "cache/cache_history.h"
#include "cli/progress.h"

#define CHECK_NAMES_MAX 5

struct check {
	uint64_t n[VERDICT_NOT_ASKED + 1]; /* by verdict */
	struct addr shown[CHECK_NAMES_MAX];
	enum verdict_code code[CHECK_NAMES_MAX];
	size_t n_shown;
	uint64_t n_missing;
};

static bool
check_counts(enum verdict_code code)
{
	return verdict_is_missing(code) && code != VERDICT_MOVED &&
	       code != VERDICT_EXCLUDED && code != VERDICT_NOT_ASKED;
}

static void
check_on_verdict(const struct addr *addr, enum verdict_code code, void *arg)
{
	struct check *check = arg;

	check->n[code]++;
	if (!check_counts(code))
		return;
	check->n_missing++;
	if (check->n_shown == CHECK_NAMES_MAX)
		return;
	check->shown[check->n_shown] = *addr;
	check->code[check->n_shown++] = code;
}

/* A bar would begin the performance data. */
static void
check_add_name(struct text *line, const char *name)
{
	size_t at = line->len;

	utf8_clean(line, name, strlen(name));
	for (; at < line->len; at++)
		if (line->data[at] == '|')
			line->data[at] = '/';
}

static int
check_add_host(struct text *line, struct cache *cache, const struct addr *addr,
    enum verdict_code code, struct err *err)
{
	const struct host_name *name;
	char buf[ADDR_TEXT_LEN];
	struct host host;
	int ret = cache_get(cache, addr, &host, err);

	text_add(line, addr_format(addr, buf));
	if (ret == 1) {
		name = host_display_name(&host);
		if (name != NULL) {
			text_add(line, " (");
			check_add_name(line, name->value);
			text_add(line, ")");
		}
		host_fini(&host);
	}
	text_addf(line, " %s", verdict_name(code));
	return ret == -1 ? -1 : 0;
}

static int
check_add_missing(struct text *line, struct cache *cache,
    const struct check *check, struct err *err)
{
	for (size_t i = 0; i < check->n_shown; i++) {
		text_add(line, i == 0 ? ": " : ", ");
		if (check_add_host(line, cache, &check->shown[i],
			check->code[i], err) == -1)
			return -1;
	}
	if (check->n_missing > check->n_shown)
		text_addf(line, " and %" PRIu64 " more",
		    check->n_missing - check->n_shown);
	return 0;
}

/* NAME=VALUE;WARNING;CRITICAL;MINIMUM, as the plugins' guidelines say. */
static void
check_add_data(struct text *line, const struct check *check,
    const struct cache_sweep *sweep)
{
	uint64_t ms = (uint64_t)(sweep->ended_us - sweep->started_us) / 1000;

	text_addf(line,
	    " | expected=%" PRIu64 ";;;0 answered=%" PRIu64
	    ";;;0 missing=%" PRIu64 ";0;;0 moved=%" PRIu64
	    ";;;0 excluded=%" PRIu64 ";;;0 not_asked=%" PRIu64
	    ";;;0 time=%" PRIu64 ".%03us;;;0\n",
	    sweep->n_expected, sweep->n_answered, check->n_missing,
	    check->n[VERDICT_MOVED], check->n[VERDICT_EXCLUDED],
	    check->n[VERDICT_NOT_ASKED], ms / 1000, (unsigned)(ms % 1000));
}

int
check_print(FILE *out, struct cache *cache, const struct cache_sweep *sweep,
    struct err *err)
{
	bool is_complete = sweep->state == CACHE_SWEEP_COMPLETE;
	struct check check = { { 0 }, { { 0, 0, 0 } }, { 0 }, 0, 0 };
	struct text line = TEXT_INIT;
	int ret;

	ret = cache_history_verdicts(cache, sweep->id, check_on_verdict, &check,
	    err);
	text_addf(&line, "ROLLCALL %s - ",
	    !is_complete          ? "UNKNOWN"
	    : check.n_missing > 0 ? "WARNING"
				  : "OK");
	if (!is_complete)
		text_add(&line, "the sweep is incomplete; ");
	if (check.n_missing > 0)
		progress_add_number(&line, check.n_missing);
	else
		text_add(&line, "none");
	text_add(&line, " of ");
	progress_add_number(&line, sweep->n_expected);
	text_add(&line, " expected missing");
	if (ret == 0)
		ret = check_add_missing(&line, cache, &check, err);
	check_add_data(&line, &check, sweep);
	if (ret == 0)
		fputs(text_str(&line), out);
	text_fini(&line);
	return ret == -1 ? -1 : check.n_missing > 0;
}
