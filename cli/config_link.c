/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * rollcall.conf: what may be said of a link.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "cli/config_private.h"
#include "scanner/zone.h"

#define CONFIG_LINK_SEPARATORS   " \t\r\n\v\f,"
#define CONFIG_LINK_RETRIES_MAX  10
#define CONFIG_LINK_TIMEOUT_MAX  60000
#define CONFIG_LINK_OVERHEAD_MAX 256
#define CONFIG_LINK_CLIENTS_MAX  100000000
#define CONFIG_LINK_WINDOWS_MAX  16

static int
config_link_add_prefix(struct config *config, struct link_config *link,
    const char *word, struct err *err)
{
	struct prefix prefix;

	if (prefix_parse(&prefix, word, err) == -1)
		return -1;
	for (size_t i = 0; i < config->links.n; i++) {
		const struct link_config *other = &config->links.link[i];

		for (size_t k = 0; k < other->n_prefixes; k++)
			if (other->prefix[k].len == prefix.len &&
			    addr_eq(&other->prefix[k].addr, &prefix.addr))
				return err_set(err, ERR_INPUT,
				    "'%s' is a prefix of link '%s' already",
				    word, other->name);
	}
	link_add_prefix(link, &prefix);
	return 0;
}

static int
config_link_set_prefixes(struct config *config, struct link_config *link,
    const char *value, struct err *err)
{
	if (strcmp(link->name, LINK_DEFAULT_NAME) == 0)
		return err_set(err, ERR_INPUT,
		    "this link is what no other one covers; it has no "
		    "prefixes of its own, and so not '%s'",
		    value);
	while (*(value += strspn(value, CONFIG_LINK_SEPARATORS)) != '\0') {
		size_t len = strcspn(value, CONFIG_LINK_SEPARATORS);
		char *word = mem_dup_len(value, len);
		int ret = config_link_add_prefix(config, link, word, err);

		free(word);
		if (ret == -1)
			return -1;
		value += len;
	}
	return 0;
}

static int
config_link_set_capacity(struct config *config, struct link_config *link,
    const char *value, struct err *err)
{
	(void)config;
	return num_parse_bits(&link->capacity_bps, value, "it", err);
}

/*
 * "10%", "10" or "2.5": per cent with so many decimals at most, of which the
 * last one is the unit of *n.  False when it is none, or above 100.
 */
static bool
config_link_read_percent(unsigned *n, const char *text, unsigned decimals)
{
	unsigned long max = 100, value = 0, unit = 1;
	const char *p = text;

	for (unsigned i = 0; i < decimals; i++)
		unit *= 10;
	for (; *p >= '0' && *p <= '9' && value <= max; p++)
		value = value * 10 + (unsigned long)(*p - '0');
	if (p == text || value > max)
		return false;
	value *= unit;
	if (p[0] == '.' && p[1] >= '0' && p[1] <= '9')
		for (p++; *p >= '0' && *p <= '9' && unit > 1; p++) {
			unit /= 10;
			value += (unsigned long)(*p - '0') * unit;
		}
	for (unsigned i = 0; i < decimals; i++)
		max *= 10;
	*n = (unsigned)value;
	p += *p == '%';
	return *p == '\0' && value <= max;
}

static int
config_link_set_share(struct config *config, struct link_config *link,
    const char *value, struct err *err)
{
	unsigned permille;

	(void)config;
	if (!config_link_read_percent(&permille, value, 1) || permille == 0)
		return err_set(err, ERR_INPUT,
		    "it must be 0.1%% to 100%% of the capacity, such as 10%%, "
		    "not '%s'",
		    value);
	link->share_permille = permille;
	return 0;
}

static int
config_link_add_window(struct link_config *link, const char *word,
    struct err *err)
{
	struct window window;

	if (link->n_windows == CONFIG_LINK_WINDOWS_MAX)
		return err_set(err, ERR_INPUT,
		    "a link has at most %d windows; '%s' is one too many",
		    CONFIG_LINK_WINDOWS_MAX, word);
	if (window_parse(&window, word, err) == -1)
		return -1;
	if (window.zone != NULL && zone_check(window.zone, err) == -1) {
		window_fini(&window);
		return -1;
	}
	link_add_window_take(link, &window);
	return 0;
}

/* Commas divide windows; blanks stand before a time zone. */
static int
config_link_set_window(struct config *config, struct link_config *link,
    const char *value, struct err *err)
{
	(void)config;
	for (const char *p = value;; p++) {
		size_t len = strcspn(p, ","), first = strspn(p, " \t");
		char *word;
		int ret;

		first = first > len ? len : first;
		p += first;
		len -= first;
		while (len > 0 && strchr(" \t", p[len - 1]) != NULL)
			len--;
		word = mem_dup_len(p, len);
		ret = config_link_add_window(link, word, err);
		free(word);
		if (ret == -1)
			return -1;
		p += strcspn(p, ",");
		if (*p == '\0')
			return 0;
	}
}

/* A number for one of the link's members. */
static int
config_link_set_number(unsigned *member, const char *value, uint64_t min,
    uint64_t max, const char *what, struct err *err)
{
	uint64_t n;

	if (num_parse(&n, value, min, max, what, err) == -1)
		return -1;
	*member = (unsigned)n;
	return 0;
}

static int
config_link_set_retries(struct config *config, struct link_config *link,
    const char *value, struct err *err)
{
	(void)config;
	return config_link_set_number(&link->retries, value, 0,
	    CONFIG_LINK_RETRIES_MAX, "it", err);
}

static int
config_link_set_timeout(struct config *config, struct link_config *link,
    const char *value, struct err *err)
{
	(void)config;
	return config_link_set_number(&link->timeout_ms, value, 1,
	    CONFIG_LINK_TIMEOUT_MAX, "it (milliseconds)", err);
}

static int
config_link_set_overhead(struct config *config, struct link_config *link,
    const char *value, struct err *err)
{
	(void)config;
	return config_link_set_number(&link->overhead, value, 0,
	    CONFIG_LINK_OVERHEAD_MAX, "it (bytes per packet beyond IP)", err);
}

static int
config_link_set_max_clients(struct config *config, struct link_config *link,
    const char *value, struct err *err)
{
	(void)config;
	return config_link_set_number(&link->max_clients, value, 1,
	    CONFIG_LINK_CLIENTS_MAX, "it", err);
}

static int
config_link_set_max_missed(struct config *config, struct link_config *link,
    const char *value, struct err *err)
{
	unsigned ppm;

	(void)config;
	if (!config_link_read_percent(&ppm, value, 4) || ppm == 0)
		return err_set(err, ERR_INPUT,
		    "it must be 0.0001%% to 100%% of the machines, such as "
		    "0.1%%, not '%s'",
		    value);
	link->max_missed_ppm = ppm;
	return 0;
}

static int
config_link_set_yield(struct config *config, struct link_config *link,
    const char *value, struct err *err)
{
	(void)config;
	if (strcmp(value, "yes") != 0 && strcmp(value, "no") != 0)
		return err_set(err, ERR_INPUT, "it must be yes or no, not '%s'",
		    value);
	link->yield =
	    strcmp(value, "yes") == 0 ? LINK_YIELD_YES : LINK_YIELD_NO;
	return 0;
}

const struct config_key config_link_own_keys[] = {
	{ "prefixes", true, config_link_set_prefixes },
	{ "capacity", false, config_link_set_capacity },
	{ "share", false, config_link_set_share },
	{ NULL, false, NULL },
};

const struct config_key config_link_common_keys[] = {
	{ "window", true, config_link_set_window },
	{ "retries", false, config_link_set_retries },
	{ "timeout", false, config_link_set_timeout },
	{ "yield", false, config_link_set_yield },
	{ "overhead", false, config_link_set_overhead },
	{ "max-clients", false, config_link_set_max_clients },
	{ "max-missed", false, config_link_set_max_missed },
	{ NULL, false, NULL },
};

static bool
config_link_says(const struct config_reader *reader,
    const struct link_config *link, const char *key)
{
	struct text section = TEXT_INIT;
	bool says;

	text_addf(&section, "link %s", link->name);
	says = config_has_seen(reader, text_str(&section), key);
	text_fini(&section);
	return says;
}

static void
config_link_inherit_windows(struct link_config *link,
    const struct link_config *common)
{
	for (size_t i = 0; i < common->n_windows; i++) {
		struct window window = common->window[i];

		window.zone = window.zone == NULL ? NULL : mem_dup(window.zone);
		link_add_window_take(link, &window);
	}
}

static void
config_link_inherit(const struct config_reader *reader,
    struct link_config *link)
{
	const struct link_config *common = &reader->config->common;

	if (!config_link_says(reader, link, "window"))
		config_link_inherit_windows(link, common);
	if (!config_link_says(reader, link, "retries"))
		link->retries = common->retries;
	if (!config_link_says(reader, link, "timeout"))
		link->timeout_ms = common->timeout_ms;
	if (!config_link_says(reader, link, "yield"))
		link->yield = common->yield;
	if (!config_link_says(reader, link, "overhead"))
		link->overhead = common->overhead;
	if (!config_link_says(reader, link, "max-clients"))
		link->max_clients = common->max_clients;
	if (!config_link_says(reader, link, "max-missed"))
		link->max_missed_ppm = common->max_missed_ppm;
}

static int
config_link_check(const struct config_reader *reader,
    const struct link_config *link, const char *path, struct err *err)
{
	if (link->n_prefixes == 0 && strcmp(link->name, LINK_DEFAULT_NAME) != 0)
		return err_set(err, ERR_INPUT, "%s: [link %s] has no prefixes",
		    path, link->name);
	if (config_link_says(reader, link, "share") && link->capacity_bps == 0)
		return err_set(err, ERR_INPUT,
		    "%s: [link %s] has a share, but no capacity to take it of",
		    path, link->name);
	return 0;
}

int
config_link_finish(const struct config_reader *reader, const char *path,
    struct err *err)
{
	struct link_table *links = &reader->config->links;

	if (link_table_find(links, LINK_DEFAULT_NAME) == NULL)
		for (const struct config_key *key = config_link_common_keys;
		     key->name != NULL; key++)
			if (config_has_seen(reader, "rollcall", key->name)) {
				(void)link_table_add(links, LINK_DEFAULT_NAME);
				break;
			}
	for (size_t i = 0; i < links->n; i++) {
		if (config_link_check(reader, &links->link[i], path, err) == -1)
			return -1;
		config_link_inherit(reader, &links->link[i]);
	}
	return 0;
}
