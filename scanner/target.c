/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Targets as typed, as a set of addresses.
 */
#include "scanner/target.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"

#define TARGET_TEXT_MAX 1024

void
target_init(struct target_set *set, target_lookup lookup, void *arg)
{
	*set = (struct target_set){ RANGESET_INIT, RANGESET_INIT, RANGESET_INIT,
		lookup, arg };
}

void
target_fini(struct target_set *set)
{
	rangeset_fini(&set->all);
	rangeset_fini(&set->single);
	rangeset_fini(&set->skipped);
}

static int
target_add_prefix(struct target_set *set, const char *text, struct err *err)
{
	struct prefix prefix;
	struct addr_range range;

	if (prefix_parse(&prefix, text, err) == -1)
		return -1;
	if (prefix.addr.family == 6 && prefix.len < TARGET_IPV6_LEN_MIN)
		return err_set(err, ERR_INPUT,
		    "an IPv6 prefix must be /%d or longer (65,536 "
		    "addresses), not '%s'",
		    TARGET_IPV6_LEN_MIN, text);
	range = prefix_range(&prefix);
	rangeset_add(&set->all, &range);
	return 0;
}

/* "10.0.0.5-10.0.0.9"; the text was seen to hold two whole addresses. */
static int
target_add_span(struct target_set *set, const char *text,
    const struct addr_range *range, struct err *err)
{
	if (range->first.family != range->last.family)
		return err_set(err, ERR_INPUT,
		    "the ends of a range must be of one family: '%s'", text);
	if (addr_cmp(&range->first, &range->last) > 0)
		return err_set(err, ERR_INPUT,
		    "a range must go from low to high: '%s'", text);
	if (range->first.family == 6 &&
	    (range->first.hi != range->last.hi ||
		addr_distance(&range->first, &range->last) > 0xffff))
		return err_set(err, ERR_INPUT,
		    "an IPv6 range must hold at most 65,536 addresses: '%s'",
		    text);
	rangeset_add(&set->all, range);
	return 0;
}

/* True when the text is two addresses with a "-" between them. */
static bool
target_is_span(const char *text, struct addr_range *range)
{
	const char *dash = strchr(text, '-');
	char first[ADDR_TEXT_LEN];
	struct err ignored;

	if (dash == NULL || (size_t)(dash - text) >= sizeof(first))
		return false;
	memcpy(first, text, (size_t)(dash - text));
	first[dash - text] = '\0';
	return addr_parse(&range->first, first, &ignored) == 0 &&
	       addr_parse(&range->last, dash + 1, &ignored) == 0;
}

/* What one octet of "10.0.0-3.1,7-9" allows. */
struct target_octet {
	bool is_in[256];
};

static int
target_parse_number(const char **p, unsigned *value)
{
	const char *start = *p;

	*value = 0;
	while (**p >= '0' && **p <= '9' && *value <= 255)
		*value = *value * 10 + (unsigned)(*(*p)++ - '0');
	return *p == start || *value > 255 ||
		       (start[0] == '0' && *p > start + 1)
		   ? -1
		   : 0;
}

/* Read one octet up to "." or the end; leaves *p there. */
static int
target_parse_octet(struct target_octet *octet, const char **p)
{
	memset(octet, 0, sizeof(*octet));
	if (**p == '*') {
		memset(octet->is_in, true, sizeof(octet->is_in));
		++*p;
		return 0;
	}
	for (;;) {
		unsigned low = 0, high = 255;

		if (**p != '-') {
			if (target_parse_number(p, &low) == -1)
				return -1;
			high = low;
		}
		if (**p == '-') {
			++*p;
			high = 255;
			if (**p >= '0' && **p <= '9' &&
			    target_parse_number(p, &high) == -1)
				return -1;
		}
		if (low > high)
			return -1;
		memset(octet->is_in + low, true, high - low + 1);
		if (**p != ',')
			return 0;
		++*p;
	}
}

/* True when the text is four octets, each a list of numbers and spans. */
static bool
target_parse_octets(struct target_octet octet[4], const char *text)
{
	for (int i = 0; i < 4; i++) {
		if (target_parse_octet(&octet[i], &text) == -1)
			return false;
		if (*text++ != (i < 3 ? '.' : '\0'))
			return false;
	}
	return true;
}

/* The runs of the last octet under one prefix of three. */
static void
target_add_runs(struct target_set *set, uint32_t base,
    const struct target_octet *octet)
{
	for (unsigned low = 0; low < 256; low++) {
		unsigned high = low;
		struct addr_range range;

		if (!octet->is_in[low])
			continue;
		while (high < 255 && octet->is_in[high + 1])
			high++;
		range.first = addr_v4(base + low);
		range.last = addr_v4(base + high);
		rangeset_add(&set->all, &range);
		low = high;
	}
}

static unsigned
target_octet_runs(const struct target_octet *octet)
{
	unsigned n = 0;

	for (unsigned i = 0; i < 256; i++)
		n += octet->is_in[i] && (i == 0 || !octet->is_in[i - 1]);
	return n;
}

static unsigned
target_octet_count(const struct target_octet *octet)
{
	unsigned n = 0;

	for (unsigned i = 0; i < 256; i++)
		n += octet->is_in[i];
	return n;
}

static int
target_add_octets(struct target_set *set, const struct target_octet octet[4],
    const char *text, struct err *err)
{
	uint64_t pieces = (uint64_t)target_octet_count(&octet[0]) *
			  target_octet_count(&octet[1]) *
			  target_octet_count(&octet[2]) *
			  target_octet_runs(&octet[3]);

	if (pieces > TARGET_RANGES_MAX)
		return err_set(err, ERR_INPUT,
		    "'%s' falls into %" PRIu64 " ranges; at most %u are "
		    "taken: write prefixes instead",
		    text, pieces, TARGET_RANGES_MAX);
	for (uint32_t a = 0; a < 256; a++)
		for (uint32_t b = 0; octet[0].is_in[a] && b < 256; b++)
			for (uint32_t c = 0; octet[1].is_in[b] && c < 256; c++)
				if (octet[2].is_in[c])
					target_add_runs(set,
					    a << 24 | b << 16 | c << 8,
					    &octet[3]);
	return 0;
}

static int
target_add_name(struct target_set *set, const char *text, struct err *err)
{
	struct rangeset found = RANGESET_INIT;
	int ret;

	if (set->lookup == NULL)
		return err_set(err, ERR_INPUT,
		    "not an address, prefix or range: '%s'", text);
	ret = set->lookup(text, &found, set->lookup_arg, err);
	if (ret == 0)
		ret = err_set(err, ERR_INPUT,
		    "'%s' is no address, prefix or range, and the cache "
		    "knows no machine of that name",
		    text);
	for (size_t i = 0; ret == 1 && i < found.n; i++) {
		rangeset_add(&set->all, &found.range[i]);
		rangeset_add(&set->single, &found.range[i]);
	}
	rangeset_fini(&found);
	return ret == -1 ? -1 : 0;
}

/* Something made of digits and punctuation was meant as an address. */
static bool
target_looks_numeric(const char *text)
{
	return text[strspn(text, "0123456789.,-*/")] == '\0' ||
	       strchr(text, ':') != NULL;
}

static int
target_add_any(struct target_set *set, const char *text, struct err *err)
{
	struct target_octet octet[4];
	struct addr_range range;
	struct addr addr;
	struct err ignored;

	if (strchr(text, '/') != NULL)
		return target_add_prefix(set, text, err);
	if (addr_parse(&addr, text, &ignored) == 0) {
		range.first = range.last = addr;
		rangeset_add(&set->all, &range);
		rangeset_add(&set->single, &range);
		return 0;
	}
	if (target_is_span(text, &range))
		return target_add_span(set, text, &range, err);
	if (target_parse_octets(octet, text))
		return target_add_octets(set, octet, text, err);
	if (strpbrk(text, ",-*") == NULL && target_looks_numeric(text))
		return addr_parse(&addr, text, err); /* for its sentence */
	if (target_looks_numeric(text))
		return err_set(err, ERR_INPUT,
		    "not a range of addresses: '%s' (10.0.0.1-10.0.0.9, or "
		    "octets as in 10.0.0-3.1-254)",
		    text);
	return target_add_name(set, text, err);
}

int
target_add(struct target_set *set, const char *text, struct err *err)
{
	if (*text == '@')
		return target_add_file(set, text + 1, err);
	if (*text == '\0')
		return err_set(err, ERR_USAGE, "a target must not be empty");
	if (strlen(text) > TARGET_TEXT_MAX)
		return err_set(err, ERR_USAGE,
		    "a target must not be longer than %d characters: "
		    "'%.40s...'",
		    TARGET_TEXT_MAX, text);
	if (target_add_any(set, text, err) == -1) {
		if (err != NULL && err->code == ERR_INPUT)
			err->code = ERR_USAGE; /* it was typed */
		return -1;
	}
	return 0;
}

static int
target_add_line(struct target_set *set, char *line, struct err *err)
{
	char *rest = NULL;

	line[strcspn(line, "#")] = '\0';
	for (char *word = strtok_r(line, " \t\r", &rest); word != NULL;
	     word = strtok_r(NULL, " \t\r", &rest)) {
		if (*word == '@')
			return err_set(err, ERR_INPUT,
			    "a file of targets cannot name another: '%s'",
			    word);
		if (target_add(set, word, err) == -1)
			return -1;
	}
	return 0;
}

int
target_add_file(struct target_set *set, const char *path, struct err *err)
{
	const char *shown = strcmp(path, "-") == 0 ? "standard input" : path;
	struct text content = TEXT_INIT;
	unsigned line_no = 0;
	int ret = -1;

	if (file_read(&content, path, TARGET_FILE_MAX, err) == -1)
		goto out;
	for (size_t at = 0; at < content.len;) {
		char *line = content.data + at;
		char *end = memchr(line, '\n', content.len - at);
		size_t len =
		    end == NULL ? content.len - at : (size_t)(end - line);

		line_no++;
		line[len] = '\0'; /* over the line end, or the final NUL */
		if (memchr(line, '\0', len) != NULL) {
			err_set(err, ERR_INPUT,
			    "%s:%u: a NUL byte; this is "
			    "not a text file of targets",
			    shown, line_no);
			goto out;
		}
		if (target_add_line(set, line, err) == -1) {
			err_wrap(err, "%s:%u", shown, line_no);
			if (err != NULL && err->code == ERR_USAGE)
				err->code = ERR_INPUT; /* it was read */
			goto out;
		}
		at += len + 1;
	}
	ret = 0;
out:
	text_fini(&content);
	return ret;
}

void
target_finish(struct target_set *set, const struct prefix *known,
    size_t n_known)
{
	struct rangeset edges = RANGESET_INIT, in_all = RANGESET_INIT,
			kept = RANGESET_INIT;

	rangeset_seal(&set->all);
	rangeset_seal(&set->single);
	for (size_t i = 0; i < n_known; i++) {
		struct addr_range all = prefix_range(&known[i]), edge;

		/* IPv6 has no broadcast address. */
		if (known[i].addr.family != 4 || known[i].len > 30)
			continue;
		edge.first = edge.last = all.first;
		rangeset_add(&edges, &edge);
		edge.first = edge.last = all.last;
		rangeset_add(&edges, &edge);
	}
	rangeset_seal(&edges);
	rangeset_intersect(&in_all, &edges, &set->all);
	rangeset_subtract(&set->skipped, &in_all, &set->single);
	rangeset_subtract(&kept, &set->all, &set->skipped);
	rangeset_fini(&set->all);
	set->all = kept;
	rangeset_fini(&in_all);
	rangeset_fini(&edges);
}

int
target_check_public(const struct target_set *set,
    const struct rangeset *excluded, struct err *err)
{
	struct rangeset asked = RANGESET_INIT;
	char buf[ADDR_TEXT_LEN];
	struct addr first;
	int ret = 0;

	rangeset_subtract(&asked, &set->all, excluded);
	for (size_t i = 0; ret == 0 && i < asked.n; i++)
		if (addr_range_global(&asked.range[i], &first))
			ret = err_set(err, ERR_USAGE,
			    "%s is in public address space; rollcall asks "
			    "private networks only, unless --allow-public "
			    "says that these machines are yours",
			    addr_format(&first, buf));
	rangeset_fini(&asked);
	return ret;
}
