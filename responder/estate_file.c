/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The estate file: one statement a line, a word and its values.
 */
#include "responder/estate_file.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/hex.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/text.h"
#include "base/utf8.h"

#define ESTATE_FILE_LINE_CAP 4096
#define ESTATE_FILE_NAMES    "HOST-{hex}"

struct estate_file {
	struct estate *estate;
	/* Statements before the first prefix line go to defaults, later ones
	 * to rule[first_open] and all behind it. */
	struct estate_rule defaults;
	size_t first_open;
	unsigned line;
};

/* One statement: value is all behind the word, without blanks around it. */
struct estate_file_word {
	const char *word;
	int (*take)(struct estate_file *file, int arg, char *value,
	    struct err *err);
	int arg;
};

/* Cut the next word off *rest; NULL when there is none. */
static char *
estate_file_next(char **rest)
{
	char *word = *rest + strspn(*rest, " \t"), *end;

	if (*word == '\0')
		return NULL;
	end = word + strcspn(word, " \t");
	if (*end != '\0')
		*end++ = '\0';
	*rest = end;
	return word;
}

static int
estate_file_seed(struct estate_file *file, int arg, char *value,
    struct err *err)
{
	(void)arg;
	if (num_parse(&file->estate->seed, value, 0, UINT64_MAX, "seed", err) ==
	    0)
		return 0;
	if (err != NULL)
		err->code = ERR_INPUT; /* not the command line */
	return -1;
}

/* Networks that no estate can stand in. */
static int
estate_file_check_prefix(const struct prefix *prefix, struct err *err)
{
	char text[ADDR_TEXT_LEN];
	bool is_4 = prefix->addr.family == 4;
	uint64_t top = is_4 ? prefix->addr.lo >> 24 : prefix->addr.hi >> 56;

	if (prefix->len < (is_4 ? 8u : 16u))
		return err_set(err, ERR_LIMIT, "%s is too large; at most %s",
		    prefix_format(prefix, text), is_4 ? "a /8" : "a /16");
	if (is_4 ? top == 0 || top >= 224 : top == 0 || top >= 0xfe)
		return err_set(err, ERR_INPUT,
		    "%s holds no ordinary hosts; take a private network",
		    prefix_format(prefix, text));
	return 0;
}

static int
estate_file_prefix(struct estate_file *file, int arg, char *value,
    struct err *err)
{
	struct estate *estate = file->estate;
	char *word;

	(void)arg;
	file->first_open = estate->n_rules;
	while ((word = estate_file_next(&value)) != NULL) {
		struct estate_rule rule = file->defaults;

		if (prefix_parse(&rule.prefix, word, err) == -1 ||
		    estate_file_check_prefix(&rule.prefix, err) == -1)
			return -1;
		if (estate->n_rules == ESTATE_PREFIX_MAX)
			return err_set(err, ERR_LIMIT, "more than %d prefixes",
			    ESTATE_PREFIX_MAX);
		estate->rule = mem_grow(estate->rule, &estate->rule_cap,
		    estate->n_rules + 1, sizeof(*estate->rule));
		estate->rule[estate->n_rules++] = rule;
	}
	return 0;
}

/* The rules that a statement at this point speaks of. */
static struct estate_rule *
estate_file_open_rules(struct estate_file *file, size_t *n)
{
	if (file->estate->n_rules == 0) {
		*n = 1;
		return &file->defaults;
	}
	*n = file->estate->n_rules - file->first_open;
	return &file->estate->rule[file->first_open];
}

/* Digits, at most nine of them. */
static const char *
estate_file_digits(const char *p, uint64_t *value)
{
	const char *start = p;

	*value = 0;
	for (; *p >= '0' && *p <= '9' && p - start < 9; p++)
		*value = *value * 10 + (uint64_t)(*p - '0');
	return p == start ? NULL : p;
}

/* "1/8" or "12.5%" as parts of 2^32, rounded to the nearest. */
static int
estate_file_parse_share(uint64_t *share, const char *text, struct err *err)
{
	uint64_t part, whole = 100, digit;
	const char *p = estate_file_digits(text, &part);

	if (p != NULL && *p == '/') {
		p = estate_file_digits(p + 1, &whole);
	} else if (p != NULL) {
		if (*p == '.')
			for (p++; *p >= '0' && *p <= '9' && whole < 1000000;
			     p++) {
				digit = (uint64_t)(*p - '0');
				part = part * 10 + digit;
				whole *= 10;
			}
		p = *p == '%' ? p + 1 : NULL;
	}
	if (p == NULL || *p != '\0' || whole == 0 || part > whole)
		return err_set(err, ERR_INPUT,
		    "a share must be a fraction such as 1/8 or a percentage "
		    "such as 2.5%%, at most the whole, not '%s'",
		    text);
	*share = ((part << 32) + whole / 2) / whole;
	return 0;
}

static int
estate_file_share(struct estate_file *file, int class, char *value,
    struct err *err)
{
	uint64_t share = 0;
	size_t n;
	struct estate_rule *rule = estate_file_open_rules(file, &n);

	if (estate_file_parse_share(&share, value, err) == -1)
		return -1;
	for (size_t i = 0; i < n; i++)
		rule[i].share[class] = share;
	return 0;
}

/* "20ms"; returns the character behind it or NULL. */
static const char *
estate_file_ms(const char *p, uint32_t *ms)
{
	uint64_t value;

	p = estate_file_digits(p, &value);
	if (p == NULL || strncmp(p, "ms", 2) != 0 ||
	    value > ESTATE_DELAY_MAX_MS)
		return NULL;
	*ms = (uint32_t)value;
	return p + 2;
}

static int
estate_file_delay(struct estate_file *file, int arg, char *value,
    struct err *err)
{
	uint32_t min_ms = 0, max_ms;
	size_t n;
	struct estate_rule *rule = estate_file_open_rules(file, &n);
	const char *p = estate_file_ms(value, &min_ms);

	(void)arg;
	max_ms = min_ms;
	if (p != NULL && strncmp(p, "..", 2) == 0)
		p = estate_file_ms(p + 2, &max_ms);
	if (p == NULL || *p != '\0' || max_ms < min_ms)
		return err_set(err, ERR_INPUT,
		    "a delay must be such as 20ms or 20ms..80ms, at most "
		    "%dms, not '%s'",
		    ESTATE_DELAY_MAX_MS, value);
	for (size_t i = 0; i < n; i++) {
		rule[i].delay_min_ms = min_ms;
		rule[i].delay_max_ms = max_ms;
	}
	return 0;
}

/* A name fits when the longest that it can become does. */
static int
estate_file_check_name(const char *name, bool is_pattern, struct err *err)
{
	size_t len = strlen(name);

	if (is_pattern)
		for (const char *p = name; (p = strchr(p, '{')) != NULL; p++)
			/* {hex} and {class} give 8, {index} 10 characters */
			len += 5;
	if (len == 0 || len >= ESTATE_NAME_CAP)
		return err_set(err, ERR_INPUT,
		    "a name must have 1 to %d bytes, not '%s'",
		    ESTATE_NAME_CAP - 1, name);
	if (!utf8_is_valid(name, strlen(name)))
		return err_set(err, ERR_INPUT, "a name must be UTF-8");
	return 0;
}

static int
estate_file_names(struct estate_file *file, int arg, char *value,
    struct err *err)
{
	size_t n;
	struct estate_rule *rule = estate_file_open_rules(file, &n);

	(void)arg;
	if (estate_file_check_name(value, true, err) == -1)
		return -1;
	for (size_t i = 0; i < n; i++)
		memcpy(rule[i].names, value, strlen(value) + 1);
	return 0;
}

static int
estate_file_host(struct estate_file *file, int class, char *value,
    struct err *err)
{
	struct estate *estate = file->estate;
	struct estate_listed one = { 0 };
	char *address = estate_file_next(&value);

	value += strspn(value, " \t");
	if (addr_parse(&one.addr, address, err) == -1)
		return -1;
	if (*value != '\0') {
		if (estate_file_check_name(value, false, err) == -1)
			return -1;
		memcpy(one.name, value, strlen(value) + 1);
	}
	if (estate->n_listed == ESTATE_LISTED_MAX)
		return err_set(err, ERR_LIMIT, "more than %d hosts are listed",
		    ESTATE_LISTED_MAX);
	one.class = (enum estate_class) class;
	one.line = file->line;
	estate->listed = mem_grow(estate->listed, &estate->listed_cap,
	    estate->n_listed + 1, sizeof(*estate->listed));
	estate->listed[estate->n_listed++] = one;
	return 0;
}

/* Bytes that the host listed last sends in place of its own. */
static int
estate_file_bytes(struct estate_file *file, int is_pong, char *value,
    struct err *err)
{
	uint8_t bytes[ESTATE_ANSWER_MAX];
	ptrdiff_t len = hex_parse(value, bytes, sizeof(bytes));
	struct estate_listed *one;
	struct estate_bytes *to;

	if (file->estate->n_listed == 0)
		return err_set(err, ERR_INPUT,
		    "bytes must follow the host that sends them");
	one = &file->estate->listed[file->estate->n_listed - 1];
	if (one->class != ESTATE_SERVER &&
	    (is_pong || one->class != ESTATE_CLIENT))
		return err_set(err, ERR_INPUT,
		    is_pong ? "only a server sends a pong"
			    : "only a server or a client answers the hello");
	if (len <= 0)
		return err_set(err, ERR_INPUT, "must be 1 to %d bytes in hex",
		    ESTATE_ANSWER_MAX);
	to = is_pong ? &one->pong : &one->answer;
	if (to->data != NULL)
		return err_set(err, ERR_INPUT, "given twice for one host");
	to->data = mem_new((size_t)len);
	memcpy(to->data, bytes, (size_t)len);
	to->len = (size_t)len;
	return 0;
}

/* "open 2%" is a share, "open 10.77.0.6" a host. */
static int
estate_file_share_or_host(struct estate_file *file, int class, char *value,
    struct err *err)
{
	if (value[strcspn(value, "/%")] != '\0')
		return estate_file_share(file, class, value, err);
	return estate_file_host(file, class, value, err);
}

static const struct estate_file_word estate_file_words[] = {
	{ "seed", estate_file_seed, 0 },
	{ "prefix", estate_file_prefix, 0 },
	{ "servers", estate_file_share, ESTATE_SERVER },
	{ "clients", estate_file_share, ESTATE_CLIENT },
	{ "open", estate_file_share_or_host, ESTATE_OPEN },
	{ "gup", estate_file_share_or_host, ESTATE_GUP },
	{ "refusing", estate_file_share_or_host, ESTATE_REFUSING },
	{ "delay", estate_file_delay, 0 },
	{ "names", estate_file_names, 0 },
	{ "server", estate_file_host, ESTATE_SERVER },
	{ "client", estate_file_host, ESTATE_CLIENT },
	{ "silent", estate_file_host, ESTATE_SILENT },
	{ "pong", estate_file_bytes, true },
	{ "answer", estate_file_bytes, false },
};

/* Cut a comment and the blanks around the statement off. */
static char *
estate_file_trim(char *line)
{
	size_t len;

	for (char *p = line; (p = strchr(p, '#')) != NULL; p++)
		if (p == line || p[-1] == ' ' || p[-1] == '\t') {
			*p = '\0';
			break;
		}
	line += strspn(line, " \t");
	len = strlen(line);
	while (len > 0 && strchr(" \t\r", line[len - 1]) != NULL)
		line[--len] = '\0';
	return line;
}

static int
estate_file_statement(struct estate_file *file, char *line, struct err *err)
{
	char *value = estate_file_trim(line), *word;
	size_t n = sizeof(estate_file_words) / sizeof(estate_file_words[0]);

	word = estate_file_next(&value);
	if (word == NULL)
		return 0;
	value += strspn(value, " \t");
	for (size_t i = 0; i < n; i++) {
		const struct estate_file_word *row = &estate_file_words[i];

		if (strcmp(word, row->word) != 0)
			continue;
		if (*value == '\0')
			return err_set(err, ERR_INPUT, "'%s' needs a value",
			    word);
		return row->take(file, row->arg, value, err);
	}
	return err_set(err, ERR_INPUT,
	    "'%s' is no statement of an estate file; pds-responder(1) lists "
	    "them",
	    word);
}

int
estate_file_parse(struct estate *estate, const char *content, size_t len,
    const char *name, struct err *err)
{
	struct estate_file file = { .estate = estate,
		.defaults = { .names = ESTATE_FILE_NAMES } };
	const char *end = content + len;
	char line[ESTATE_FILE_LINE_CAP];

	estate_init(estate);
	while (content < end) {
		const char *newline =
		    memchr(content, '\n', (size_t)(end - content));
		size_t line_len =
		    (size_t)((newline == NULL ? end : newline) - content);
		int ret;

		file.line++;
		if (line_len >= sizeof(line)) {
			ret = err_set(err, ERR_LIMIT,
			    "the line is longer than %zu bytes",
			    sizeof(line) - 1);
		} else if (memchr(content, '\0', line_len) != NULL) {
			ret = err_set(err, ERR_INPUT, "a NUL is in the line");
		} else {
			memcpy(line, content, line_len);
			line[line_len] = '\0';
			ret = estate_file_statement(&file, line, err);
		}
		if (ret == -1) {
			err_wrap(err, "%s:%u", name, file.line);
			goto fail;
		}
		content += line_len + 1;
	}
	if (estate_seal(estate, err) == 0)
		return 0;
	err_wrap(err, "%s", name);
fail:
	estate_fini(estate);
	return -1;
}

int
estate_file_read(struct estate *estate, const char *path, struct err *err)
{
	struct text content = TEXT_INIT;
	int ret = file_read(&content, path, ESTATE_FILE_MAX, err);

	if (ret == 0)
		ret = estate_file_parse(estate, text_str(&content), content.len,
		    path, err);
	text_fini(&content);
	return ret;
}
