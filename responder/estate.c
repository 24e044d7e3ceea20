/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A simulated estate.
 */
#include "responder/estate.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

#define ESTATE_WHOLE (UINT64_C(1) << 32)

/* Keys that keep the draws for one address independent of each other. */
enum estate_draw {
	ESTATE_DRAW_CLASS = 1,
	ESTATE_DRAW_DELAY,
	ESTATE_DRAW_MAC,
	ESTATE_DRAW_GUID_HIGH,
	ESTATE_DRAW_GUID_LOW,
	ESTATE_DRAW_OS,
};

static const char *const estate_class_names[ESTATE_N_CLASSES] = {
	[ESTATE_SILENT] = "silent",
	[ESTATE_SERVER] = "server",
	[ESTATE_CLIENT] = "client",
	[ESTATE_OPEN] = "open",
	[ESTATE_GUP] = "gup",
	[ESTATE_REFUSING] = "refusing",
};

const char *estate_class_name(enum estate_class class)
{
	return estate_class_names[class];
}

void
estate_init(struct estate *estate)
{
	memset(estate, 0, sizeof(*estate));
}

void
estate_fini(struct estate *estate)
{
	for (size_t i = 0; i < estate->n_listed; i++) {
		free(estate->listed[i].pong.data);
		free(estate->listed[i].answer.data);
	}
	free(estate->listed);
	free(estate->rule);
	estate_init(estate);
}

static uint64_t
estate_draw(const struct estate *estate, const struct addr *addr,
    enum estate_draw draw)
{
	uint64_t key = hash_u64(estate->seed, (uint64_t)draw);

	return hash_u64(hash_u64(key, addr->hi ^ addr->family), addr->lo);
}

bool
estate_rule_has_shares(const struct estate_rule *rule)
{
	for (int i = 0; i < ESTATE_N_CLASSES; i++)
		if (rule->share[i] > 0)
			return true;
	return false;
}

/* Addresses of a prefix that is known to have at most 2^63. */
static uint64_t
estate_prefix_size(const struct prefix *prefix)
{
	return UINT64_C(1) << (addr_bits(&prefix->addr) - prefix->len);
}

static bool
estate_prefix_is_small(const struct prefix *prefix)
{
	return addr_bits(&prefix->addr) - prefix->len <= 24;
}

static int
estate_rule_cmp(const void *a, const void *b)
{
	const struct estate_rule *x = a, *y = b;

	return addr_cmp(&x->prefix.addr, &y->prefix.addr);
}

static int
estate_listed_cmp(const void *a, const void *b)
{
	const struct estate_listed *x = a, *y = b;
	int order = addr_cmp(&x->addr, &y->addr);

	if (order != 0)
		return order;
	return x->line < y->line ? -1 : x->line > y->line;
}

/* The rule whose prefix holds the address, or NULL. */
static const struct estate_rule *
estate_rule_of(const struct estate *estate, const struct addr *addr)
{
	size_t low = 0, high = estate->n_rules;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (addr_cmp(&estate->rule[middle].prefix.addr, addr) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == 0 || !prefix_contains(&estate->rule[low - 1].prefix, addr))
		return NULL;
	return &estate->rule[low - 1];
}

static const struct estate_listed *
estate_listed_of(const struct estate *estate, const struct addr *addr)
{
	size_t low = 0, high = estate->n_listed;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = addr_cmp(&estate->listed[middle].addr, addr);

		if (order == 0)
			return &estate->listed[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* Shares are rounded to 2^-32 each; a sum so near to the whole means it. */
static int
estate_seal_shares(struct estate_rule *rule, struct err *err)
{
	char text[ADDR_TEXT_LEN];
	uint64_t sum = 0, *last = NULL;

	for (int i = 0; i < ESTATE_N_CLASSES; i++) {
		sum += rule->share[i];
		if (rule->share[i] > 0)
			last = &rule->share[i];
	}
	if (sum > ESTATE_WHOLE + ESTATE_N_CLASSES)
		return err_set(err, ERR_INPUT,
		    "the shares of %s are more than the whole",
		    prefix_format(&rule->prefix, text));
	if (last != NULL && sum + ESTATE_N_CLASSES >= ESTATE_WHOLE)
		*last = *last + ESTATE_WHOLE - sum;
	return 0;
}

static int
estate_seal_rules(struct estate *estate, struct err *err)
{
	char one[ADDR_TEXT_LEN], two[ADDR_TEXT_LEN];
	uint64_t n_shared = 0;

	for (size_t i = 0; i < estate->n_rules; i++) {
		struct estate_rule *rule = &estate->rule[i];
		const struct estate_rule *before = i == 0 ? NULL : rule - 1;

		if (before != NULL &&
		    prefix_contains(&before->prefix, &rule->prefix.addr))
			return err_set(err, ERR_INPUT,
			    "the prefixes %s and %s overlap",
			    prefix_format(&before->prefix, one),
			    prefix_format(&rule->prefix, two));
		if (!estate_rule_has_shares(rule))
			continue;
		if (!estate_prefix_is_small(&rule->prefix))
			return err_set(err, ERR_LIMIT,
			    "%s is too large for shares; at most 2^24 "
			    "addresses, or a list",
			    prefix_format(&rule->prefix, one));
		n_shared += estate_prefix_size(&rule->prefix);
		if (n_shared > ESTATE_SHARED_MAX)
			return err_set(err, ERR_LIMIT,
			    "prefixes with shares hold more than 2^24 "
			    "addresses in all");
		if (estate_seal_shares(rule, err) == -1)
			return -1;
	}
	return 0;
}

int
estate_seal(struct estate *estate, struct err *err)
{
	char text[ADDR_TEXT_LEN];

	if (estate->n_rules == 0)
		return err_set(err, ERR_INPUT,
		    "the estate has no prefix; write one, such as 'prefix "
		    "10.77.0.0/24'");
	qsort(estate->rule, estate->n_rules, sizeof(*estate->rule),
	    estate_rule_cmp);
	if (estate->n_listed > 0)
		qsort(estate->listed, estate->n_listed, sizeof(*estate->listed),
		    estate_listed_cmp);
	for (size_t i = 0; i < estate->n_listed; i++) {
		const struct estate_listed *one = &estate->listed[i];

		if (i > 0 && addr_eq(&one[-1].addr, &one->addr))
			return err_set(err, ERR_INPUT,
			    "%s is listed twice, in lines %u and %u",
			    addr_format(&one->addr, text), one[-1].line,
			    one->line);
		if (estate_rule_of(estate, &one->addr) == NULL)
			return err_set(err, ERR_INPUT,
			    "%s (line %u) is in none of the prefixes",
			    addr_format(&one->addr, text), one->line);
	}
	return estate_seal_rules(estate, err);
}

/* No host has the network's own or the broadcast address by share. */
static bool
estate_is_reserved(const struct prefix *prefix, const struct addr *addr)
{
	struct addr_range range;

	if (addr->family != 4 || prefix->len >= 31)
		return false;
	range = prefix_range(prefix);
	return addr_eq(addr, &range.first) || addr_eq(addr, &range.last);
}

static enum estate_class
estate_class_by_share(const struct estate *estate,
    const struct estate_rule *rule, const struct addr *addr)
{
	uint64_t drawn = estate_draw(estate, addr, ESTATE_DRAW_CLASS) >> 32;

	if (estate_is_reserved(&rule->prefix, addr))
		return ESTATE_SILENT;
	for (int i = 0; i < ESTATE_N_CLASSES; i++) {
		if (drawn < rule->share[i])
			return (enum estate_class)i;
		drawn -= rule->share[i];
	}
	return ESTATE_SILENT;
}

enum estate_class
estate_class_of(const struct estate *estate, const struct addr *addr)
{
	const struct estate_listed *listed = estate_listed_of(estate, addr);
	const struct estate_rule *rule;

	if (listed != NULL)
		return listed->class;
	rule = estate_rule_of(estate, addr);
	if (rule == NULL)
		return ESTATE_SILENT;
	return estate_class_by_share(estate, rule, addr);
}

/* The name by pattern; the parser has made sure that the longest fits. */
static void
estate_name(const struct estate_rule *rule, const struct addr *addr,
    enum estate_class class, char out[ESTATE_NAME_CAP])
{
	const char *from = rule->names;
	size_t len = 0;

	while (*from != '\0' && len < ESTATE_NAME_CAP - 1) {
		int n = 0;
		size_t left = ESTATE_NAME_CAP - len;

		if (strncmp(from, "{hex}", 5) == 0) {
			n = snprintf(out + len, left, "%08" PRIX32,
			    (uint32_t)addr->lo);
			from += 5;
		} else if (strncmp(from, "{index}", 7) == 0) {
			n = snprintf(out + len, left, "%" PRIu32,
			    (uint32_t)addr_distance(&rule->prefix.addr, addr));
			from += 7;
		} else if (strncmp(from, "{class}", 7) == 0) {
			n = snprintf(out + len, left, "%s",
			    estate_class_name(class));
			from += 7;
		} else {
			out[len++] = *from++;
		}
		len += (size_t)n;
		if (len > ESTATE_NAME_CAP - 1)
			len = ESTATE_NAME_CAP - 1;
	}
	out[len] = '\0';
}

static void
estate_put_be(uint8_t *out, size_t len, uint64_t value)
{
	for (size_t i = 0; i < len; i++)
		out[i] = (uint8_t)(value >> 8 * (len - 1 - i));
}

/* Locally administered; an IPv4 address can be read off. */
static void
estate_mac(const struct estate *estate, const struct addr *addr, uint8_t mac[6])
{
	mac[0] = 0x02;
	if (addr->family == 4)
		estate_put_be(mac + 1, 5, addr->lo);
	else
		estate_put_be(mac + 1, 5,
		    estate_draw(estate, addr, ESTATE_DRAW_MAC));
}

static void
estate_os(const struct estate *estate, const struct addr *addr,
    struct pds_pong_host *pds)
{
	static const struct {
		uint8_t major, minor;
		uint16_t build;
	} systems[] = {
		{ 5, 0, 2195 }, /* Windows 2000 */
		{ 5, 1, 2600 }, /* Windows XP */
		{ 5, 2, 3790 }, /* Windows Server 2003 */
	};
	size_t i = estate_draw(estate, addr, ESTATE_DRAW_OS) %
		   (sizeof(systems) / sizeof(systems[0]));

	pds->os_major = systems[i].major;
	pds->os_minor = systems[i].minor;
	pds->os_build = systems[i].build;
}

bool
estate_look_up(const struct estate *estate, const struct addr *addr,
    struct estate_host *host)
{
	const struct estate_rule *rule = estate_rule_of(estate, addr);
	uint64_t span_us;

	if (rule == NULL)
		return false;
	host->addr = *addr;
	host->listed = estate_listed_of(estate, addr);
	host->class = host->listed != NULL
			  ? host->listed->class
			  : estate_class_by_share(estate, rule, addr);
	if (host->listed != NULL && host->listed->name[0] != '\0')
		memcpy(host->pds.name, host->listed->name, ESTATE_NAME_CAP);
	else
		estate_name(rule, addr, host->class, host->pds.name);
	estate_mac(estate, addr, host->pds.mac);
	estate_put_be(host->pds.guid, 8,
	    estate_draw(estate, addr, ESTATE_DRAW_GUID_HIGH));
	estate_put_be(host->pds.guid + 8, 8,
	    estate_draw(estate, addr, ESTATE_DRAW_GUID_LOW));
	estate_os(estate, addr, &host->pds);
	span_us = UINT64_C(1000) * (rule->delay_max_ms - rule->delay_min_ms);
	host->delay_us =
	    rule->delay_min_ms * 1000 +
	    (uint32_t)(estate_draw(estate, addr, ESTATE_DRAW_DELAY) %
		       (span_us + 1));
	return true;
}

void
estate_walk_init(struct estate_walk *walk, const struct estate *estate,
    bool with_silent)
{
	*walk = (struct estate_walk){ estate, 0, 0, 0, with_silent };
}

/* The next address of the walk's rule, or false at its end. */
static bool
estate_walk_in_rule(struct estate_walk *walk, const struct estate_rule *rule,
    struct addr *addr)
{
	const struct estate *estate = walk->estate;

	if (estate_rule_has_shares(rule)) {
		if (walk->offset == estate_prefix_size(&rule->prefix))
			return false;
		*addr = addr_add(&rule->prefix.addr, walk->offset++);
		return true;
	}
	while (walk->listed < estate->n_listed) {
		const struct estate_listed *one = &estate->listed[walk->listed];

		if (addr_cmp(&one->addr, &rule->prefix.addr) >= 0) {
			if (!prefix_contains(&rule->prefix, &one->addr))
				return false;
			walk->listed++;
			*addr = one->addr;
			return true;
		}
		walk->listed++;
	}
	return false;
}

bool
estate_walk_next(struct estate_walk *walk, struct addr *addr,
    enum estate_class *class)
{
	const struct estate *estate = walk->estate;

	while (walk->rule < estate->n_rules) {
		const struct estate_rule *rule = &estate->rule[walk->rule];

		if (!estate_walk_in_rule(walk, rule, addr)) {
			walk->rule++;
			walk->offset = 0;
			continue;
		}
		*class = estate_class_of(estate, addr);
		if (walk->with_silent || *class != ESTATE_SILENT)
			return true;
	}
	return false;
}
