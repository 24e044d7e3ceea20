/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * One record's text into name and address.
 */
#include "importer/pair.h"

#include <string.h>
#include <strings.h>

#include "base/utf8.h"

/* "[", the longest address (45), "]": longer is no address. */
#define PAIR_ADDR_MAX 47

/* What stands on the address's side of a delimiter. */
enum pair_item {
	PAIR_ITEM_OTHER,
	PAIR_ITEM_ADDR,
	PAIR_ITEM_MARKED, /* an address behind a comment mark */
};

/* A part of the record's text. */
struct pair_part {
	const char *text;
	size_t len;
};

static const char *
pair_word(const char *given)
{
	if (strcasecmp(given, "LF") == 0)
		return "\n";
	if (strcasecmp(given, "SP") == 0)
		return " ";
	return given;
}

static int
pair_rules_delimiters(struct pair_rules *rules, const char *first,
    const char *second, struct err *err)
{
	size_t used;

	rules->first_len = strlen(first);
	rules->second_len = strlen(second);
	if (rules->first_len == 0)
		return err_set(err, ERR_USAGE,
		    "the first delimiter must not be empty");
	if (rules->first_len >= sizeof(rules->first))
		return err_set(err, ERR_USAGE,
		    "the first delimiter must have at most %zu bytes, not %zu",
		    sizeof(rules->first) - 1, rules->first_len);
	if (!utf8_is_valid(first, rules->first_len) ||
	    !utf8_is_valid(second, rules->second_len))
		return err_set(err, ERR_USAGE,
		    "a delimiter must be written in UTF-8");
	if (rules->second_len > 0)
		(void)utf8_decode(second, rules->second_len, &used);
	if (rules->second_len == 0 || used != rules->second_len)
		return err_set(err, ERR_USAGE,
		    "the second delimiter must be one character, LF or SP, "
		    "not '%.40s'",
		    second);
	memcpy(rules->first, first, rules->first_len + 1);
	memcpy(rules->second, second, rules->second_len + 1);
	return 0;
}

int
pair_rules_init(struct pair_rules *rules, const char *first, const char *second,
    const char *order, struct err *err)
{
	memset(rules, 0, sizeof(*rules));
	if (pair_rules_delimiters(rules, pair_word(first ? first : ","),
		pair_word(second ? second : "LF"), err) == -1)
		return -1;
	if (strcmp(rules->first, rules->second) == 0)
		return err_set(err, ERR_USAGE,
		    "the delimiters must differ; both are '%s'",
		    first ? first : second);
	if (strstr(rules->first, rules->second) != NULL)
		return err_set(err, ERR_USAGE,
		    "the first delimiter, '%s', must not hold the second",
		    first ? first : ",");
	if (order == NULL || strcmp(order, "1") == 0)
		rules->order = PAIR_NAME_FIRST;
	else if (strcmp(order, "2") == 0)
		rules->order = PAIR_ADDRESS_FIRST;
	else
		return err_set(err, ERR_USAGE,
		    "the order must be 1 (name, address) or 2 (address, "
		    "name), not '%.40s'",
		    order);
	rules->needs_brackets = strchr(rules->first, ':') != NULL ||
				strchr(rules->second, ':') != NULL;
	return 0;
}

/* The whole part is an address?  *err says why not, if that can be said. */
static bool
pair_is_addr(const struct pair_rules *rules, struct pair_part part,
    struct addr *addr, struct err *err)
{
	char buf[PAIR_ADDR_MAX + 1];
	bool in_brackets;

	if (part.len == 0 || part.len > PAIR_ADDR_MAX ||
	    memchr(part.text, '\0', part.len) != NULL)
		return false;
	in_brackets = part.len >= 2 && part.text[0] == '[' &&
		      part.text[part.len - 1] == ']';
	if (in_brackets) {
		part.text++;
		part.len -= 2;
	}
	memcpy(buf, part.text, part.len);
	buf[part.len] = '\0';
	return addr_parse(addr, buf, in_brackets ? NULL : err) == 0 &&
	       (addr->family == 4 || in_brackets || !rules->needs_brackets);
}

static bool
pair_is_mark(char c)
{
	return c == ';' || c == ':';
}

static bool
pair_at_first(const struct pair_rules *rules, const char *at, size_t len)
{
	return len >= rules->first_len &&
	       memcmp(at, rules->first, rules->first_len) == 0;
}

/* Could any address begin or end so?  Spares the trial of most words. */
static bool
pair_may_be_addr(struct pair_part part)
{
	static const char chars[] = "0123456789abcdefABCDEF:.[];";

	return part.len > 0 && strchr(chars, part.text[0]) != NULL &&
	       strchr(chars, part.text[part.len - 1]) != NULL &&
	       part.text[part.len - 1] != '\0' && part.text[0] != '\0';
}

static enum pair_item
pair_item_of(const struct pair_rules *rules, struct pair_part part,
    bool may_be_marked, struct addr *addr)
{
	record_trim(&part.text, &part.len);
	if (!pair_may_be_addr(part))
		return PAIR_ITEM_OTHER;
	if (pair_is_addr(rules, part, addr, NULL))
		return PAIR_ITEM_ADDR;
	if (!may_be_marked || !pair_is_mark(part.text[0]))
		return PAIR_ITEM_OTHER;
	part.text++;
	part.len--;
	record_trim(&part.text, &part.len);
	return pair_is_addr(rules, part, addr, NULL) ? PAIR_ITEM_MARKED
						     : PAIR_ITEM_OTHER;
}

/* A record cut at one delimiter. */
struct pair_cut {
	struct pair_part name, addr;
	enum pair_item item;
};

/* Order 1: the last delimiter whose right side is an address. */
static bool
pair_cut_last(const struct pair_rules *rules, struct pair_part all,
    struct pair_cut *cut, struct addr *addr)
{
	if (all.len < rules->first_len)
		return false;
	for (size_t at = all.len - rules->first_len + 1; at-- > 0;) {
		if (!pair_at_first(rules, all.text + at, all.len - at))
			continue;
		cut->addr.text = all.text + at + rules->first_len;
		cut->addr.len = all.len - at - rules->first_len;
		cut->item = pair_item_of(rules, cut->addr, true, addr);
		if (cut->item == PAIR_ITEM_OTHER)
			continue;
		cut->name.text = all.text;
		cut->name.len = at;
		return true;
	}
	return false;
}

/* Order 2: the first delimiter after the address. */
static bool
pair_cut_first(const struct pair_rules *rules, struct pair_part all,
    struct pair_cut *cut, struct addr *addr)
{
	/* what is a delimiter is no comment mark */
	bool may_be_marked = !pair_at_first(rules, all.text, all.len);

	for (size_t at = 0; at + rules->first_len <= all.len; at++) {
		if (!pair_at_first(rules, all.text + at, all.len - at))
			continue;
		cut->addr.text = all.text;
		cut->addr.len = at;
		cut->item = pair_item_of(rules, cut->addr, may_be_marked, addr);
		if (cut->item == PAIR_ITEM_OTHER)
			continue;
		cut->name.text = all.text + at + rules->first_len;
		cut->name.len = all.len - at - rules->first_len;
		return true;
	}
	return false;
}

static bool
pair_cut(const struct pair_rules *rules, struct pair_part all,
    struct pair_cut *cut, struct addr *addr)
{
	return rules->order == PAIR_NAME_FIRST
		   ? pair_cut_last(rules, all, cut, addr)
		   : pair_cut_first(rules, all, cut, addr);
}

static void
pair_say(struct text *why, const char *what, struct pair_part part)
{
	text_addf(why, "%s: ", what);
	record_quote(why, part.text, part.len);
}

/* The first delimiter as the user would type it. */
static const char *
pair_first_word(const struct pair_rules *rules)
{
	if (strcmp(rules->first, "\n") == 0)
		return "LF";
	return strcmp(rules->first, " ") == 0 ? "SP" : rules->first;
}

/* What stands where the address should be, by the order alone. */
static bool
pair_address_side(const struct pair_rules *rules, struct pair_part all,
    struct pair_part *side)
{
	const char *hit = NULL;

	for (size_t at = 0; at + rules->first_len <= all.len; at++)
		if (pair_at_first(rules, all.text + at, all.len - at)) {
			hit = all.text + at;
			if (rules->order == PAIR_ADDRESS_FIRST)
				break;
		}
	if (hit == NULL)
		return false;
	if (rules->order == PAIR_ADDRESS_FIRST) {
		side->text = all.text;
		side->len = (size_t)(hit - all.text);
	} else {
		side->text = hit + rules->first_len;
		side->len = all.len - (size_t)(side->text - all.text);
	}
	record_trim(&side->text, &side->len);
	return true;
}

/* Would the record be good in the other order? */
static bool
pair_is_turned(const struct pair_rules *rules, struct pair_part all)
{
	struct pair_rules other = *rules;
	struct pair_cut cut;
	struct addr addr;

	other.order = rules->order == PAIR_NAME_FIRST ? PAIR_ADDRESS_FIRST
						      : PAIR_NAME_FIRST;
	return pair_cut(&other, all, &cut, &addr);
}

/* Would it be good if a bare IPv6 address were allowed? */
static bool
pair_lacks_brackets(const struct pair_rules *rules, struct pair_part all)
{
	struct pair_rules bare = *rules;
	struct pair_cut cut;
	struct addr addr;

	bare.needs_brackets = false;
	return rules->needs_brackets && pair_cut(&bare, all, &cut, &addr);
}

static void
pair_explain(const struct pair_rules *rules, struct pair_part all,
    struct text *why)
{
	struct pair_part side;
	struct addr addr;
	struct err err = ERR_INIT;

	if (pair_is_addr(rules, all, &addr, NULL)) {
		pair_say(why, "no name", all);
		return;
	}
	if (!pair_address_side(rules, all, &side)) {
		text_addf(why, "no '%s' between name and address: ",
		    pair_first_word(rules));
		record_quote(why, all.text, all.len);
		return;
	}
	if (side.len == 0)
		pair_say(why, "no address", all);
	else if (pair_lacks_brackets(rules, all))
		pair_say(why,
		    "with ':' as delimiter an IPv6 address stands in brackets",
		    all);
	else if (!pair_may_be_addr(side) && pair_is_turned(rules, all))
		pair_say(why, "name and address are the other way round", all);
	else if (!pair_is_addr(rules, side, &addr, &err) &&
		 err.code != ERR_NONE)
		utf8_clean(why, err.text, strlen(err.text));
	else
		pair_say(why, "not an address", side);
}

/* Put a good name in place: NUL-ended, fit to be kept. */
static enum pair_result
pair_take_name(char *text, size_t text_len, struct pair_part name,
    const char **out, struct text *why)
{
	char *fixed = text + (name.text - text);
	struct pair_part all = { text, text_len };
	size_t len = name.len;
	uint32_t bad;
	char after = fixed[len];

	fixed[len] = '\0';
	bad = record_fix_name(fixed, &len);
	if (bad == 0) {
		*out = fixed;
		return PAIR_FOUND;
	}
	fixed[len] = after;
	if (bad == RECORD_NUL)
		pair_say(why,
		    "a NUL in the name; is the file UTF-16 (--encoding)?", all);
	else {
		text_addf(why, "a control character (U+%04X) in the name: ",
		    (unsigned)bad);
		record_quote(why, all.text, all.len);
	}
	return PAIR_BAD;
}

enum pair_result
pair_parse(const struct pair_rules *rules, char *text, size_t len,
    const char **name, struct addr *addr, struct text *why)
{
	struct pair_part all = { text, len };
	struct pair_cut cut;
	struct addr ignored;
	bool is_marked;

	record_trim_whole(&all.text, &all.len);
	if (all.len == 0)
		return PAIR_BLANK;
	is_marked = pair_is_mark(all.text[0]) &&
		    !pair_at_first(rules, all.text, all.len);
	if (!pair_cut(rules, all, &cut, addr)) {
		if (is_marked && !pair_is_addr(rules, all, &ignored, NULL))
			return PAIR_COMMENT;
		pair_explain(rules, all, why);
		return PAIR_BAD;
	}
	record_trim(&cut.name.text, &cut.name.len);
	if (cut.item == PAIR_ITEM_MARKED)
		return PAIR_COMMENT;
	/* in order 2 the mark would be the address's own first colon */
	if (is_marked && rules->order == PAIR_NAME_FIRST &&
	    !pair_is_addr(rules, cut.name, &ignored, NULL))
		return PAIR_COMMENT;
	if (cut.name.len == 0) {
		pair_say(why, "no name", all);
		return PAIR_BAD;
	}
	return pair_take_name(text, len, cut.name, name, why);
}

bool
pair_can_carry(const char *name)
{
	struct pair_rules rules;
	struct text record = TEXT_INIT, why = TEXT_INIT;
	const char *got = NULL;
	struct addr addr;
	bool can;

	text_addf(&record, "%s,10.0.0.1", name);
	can = pair_rules_init(&rules, NULL, NULL, NULL, NULL) == 0 &&
	      record.len <= RECORD_LEN_MAX && strchr(name, '\n') == NULL &&
	      utf8_is_valid(record.data, record.len) &&
	      pair_parse(&rules, record.data, record.len, &got, &addr, &why) ==
		  PAIR_FOUND &&
	      strcmp(got, name) == 0;
	text_fini(&record);
	text_fini(&why);
	return can;
}
