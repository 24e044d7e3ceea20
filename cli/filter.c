/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Which machines of the address cache are wanted.
 */
#include "cli/filter.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/* Steps for one name: far more than an honest pattern takes. */
#define FILTER_MATCH_LIMIT 100000
#define FILTER_HEAP_KIB    1024

struct filter {
	struct filter_options options;
	bool has_prefix;
	struct prefix prefix;
	pcre2_code *code; /* NULL: no pattern */
	pcre2_match_data *match;
	pcre2_match_context *limits;
};

static int
filter_compile(struct filter *filter, const char *pattern, struct err *err)
{
	PCRE2_UCHAR why[128];
	PCRE2_SIZE at = 0;
	int code = 0;

	filter->code = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED,
	    PCRE2_CASELESS | PCRE2_UTF | PCRE2_MATCH_INVALID_UTF |
		PCRE2_NEVER_BACKSLASH_C,
	    &code, &at, NULL);
	if (filter->code == NULL) {
		(void)pcre2_get_error_message(code, why, sizeof(why));
		return err_set(err, ERR_USAGE,
		    "--name '%s' is no regular expression: %s at character %zu",
		    pattern, (const char *)why, (size_t)at + 1);
	}
	filter->match = pcre2_match_data_create(1, NULL);
	filter->limits = pcre2_match_context_create(NULL);
	if (filter->match == NULL || filter->limits == NULL)
		return err_set(err, ERR_SYSTEM, "no memory for --name '%s'",
		    pattern);
	(void)pcre2_set_match_limit(filter->limits, FILTER_MATCH_LIMIT);
	(void)pcre2_set_heap_limit(filter->limits, FILTER_HEAP_KIB);
	return 0;
}

struct filter *
filter_new(const struct filter_options *options, struct err *err)
{
	struct filter *filter = mem_new(sizeof(*filter));

	filter->options = *options;
	filter->has_prefix = options->prefix != NULL;
	if (filter->has_prefix &&
	    prefix_parse(&filter->prefix, options->prefix, err) == -1) {
		if (err != NULL)
			err->code = ERR_USAGE;
		(void)err_wrap(err, "--prefix");
		goto fail;
	}
	if (options->name != NULL &&
	    filter_compile(filter, options->name, err) == -1)
		goto fail;
	return filter;
fail:
	filter_free(filter);
	return NULL;
}

void
filter_free(struct filter *filter)
{
	if (filter == NULL)
		return;
	pcre2_match_context_free(filter->limits);
	pcre2_match_data_free(filter->match);
	pcre2_code_free(filter->code);
	free(filter);
}

static bool
filter_has_source(const struct host *host, int source)
{
	for (size_t i = 0; i < host->n_names; i++)
		if ((int)host->name[i].source == source)
			return true;
	return false;
}

static int
filter_match(struct filter *filter, const struct host *host, struct err *err)
{
	for (size_t i = 0; i < host->n_names; i++) {
		const char *name = host->name[i].value;
		int code = pcre2_match(filter->code, (PCRE2_SPTR)name,
		    strlen(name), 0, 0, filter->match, filter->limits);

		if (code >= 0)
			return 1;
		if (code != PCRE2_ERROR_NOMATCH)
			return err_set(err, ERR_USAGE,
			    "--name '%s' takes too many steps with the name "
			    "'%.100s'; write it without nested repetitions",
			    filter->options.name, name);
	}
	return 0;
}

int
filter_wants(struct filter *filter, const struct host *host, int64_t now_us,
    uint64_t stale_after_s, struct err *err)
{
	const struct filter_options *options = &filter->options;

	if (options->state != 0 && (int)host_state_at(host, now_us,
				       stale_after_s) != options->state - 1)
		return 0;
	if (options->source != 0 &&
	    !filter_has_source(host, options->source - 1))
		return 0;
	if (filter->has_prefix &&
	    !prefix_contains(&filter->prefix, &host->addr))
		return 0;
	return filter->code == NULL ? 1 : filter_match(filter, host, err);
}
