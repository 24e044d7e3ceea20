/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * rollcall.conf: sections, keys and what they mean.
 */
#include "cli/config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/text.h"
#include "cli/sections.h"
#include "scanner/target.h"

#define CONFIG_BLANKS      " \t\r\n\v\f"
#define CONFIG_SEPARATORS  CONFIG_BLANKS ","
#define CONFIG_DAY_S       UINT64_C(86400)
#define CONFIG_SYSTEM_FILE SYSCONFDIR "/rollcall/rollcall.conf"

/* One file on its way into a config. */
struct config_reader {
	struct config *config;
	struct text seen; /* "\nSECTION\1KEY\n" of each key so far */
};

struct config_key {
	const char *name;
	bool is_repeatable; /* may go on on further lines */
	/* link is NULL in [rollcall]. */
	int (*set)(struct config *config, struct link_config *link,
	    const char *value, struct err *err);
};

/* Call one for each word of value; blanks and commas divide them. */
static int
config_each_word(struct config *config, struct link_config *link,
    const char *value,
    int (*one)(struct config *, struct link_config *, const char *,
	struct err *),
    struct err *err)
{
	while (*(value += strspn(value, CONFIG_SEPARATORS)) != '\0') {
		size_t len = strcspn(value, CONFIG_SEPARATORS);
		char *word = mem_dup_len(value, len);
		int ret = one(config, link, word, err);

		free(word);
		if (ret == -1)
			return -1;
		value += len;
	}
	return 0;
}

static int
config_add_prefix(struct config *config, struct link_config *link,
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
config_set_prefixes(struct config *config, struct link_config *link,
    const char *value, struct err *err)
{
	return config_each_word(config, link, value, config_add_prefix, err);
}

static int
config_set_capacity(struct config *config, struct link_config *link,
    const char *value, struct err *err)
{
	(void)config;
	return num_parse_bits(&link->capacity_bps, value, "it", err);
}

/* "10%", "10" or "2.5%": percent with at most one decimal, as permille. */
static int
config_set_share(struct config *config, struct link_config *link,
    const char *value, struct err *err)
{
	unsigned permille = 0;
	const char *p = value;

	(void)config;
	for (; *p >= '0' && *p <= '9' && permille <= 1000; p++)
		permille = permille * 10 + (unsigned)(*p - '0') * 10;
	if (p != value && p[0] == '.' && p[1] >= '0' && p[1] <= '9') {
		permille += (unsigned)(p[1] - '0');
		p += 2;
	}
	p += p != value && *p == '%';
	if (p == value || *p != '\0' || permille == 0 || permille > 1000)
		return err_set(err, ERR_INPUT,
		    "it must be 0.1%% to 100%% of the capacity, such as 10%%, "
		    "not '%s'",
		    value);
	link->share_permille = permille;
	return 0;
}

static int
config_set_stale_after(struct config *config, struct link_config *link,
    const char *value, struct err *err)
{
	uint64_t days;

	(void)link;
	if (num_parse(&days, value, 0, CONFIG_STALE_DAYS_MAX,
		"it (days, 0 for never)", err) == -1)
		return -1;
	config->stale_after_s = days * CONFIG_DAY_S;
	return 0;
}

static int
config_add_exclude(struct config *config, struct link_config *link,
    const char *word, struct err *err)
{
	struct target_set set;
	int ret;

	(void)link;
	target_init(&set, NULL, NULL);
	ret = target_add(&set, word, err);
	target_finish(&set, NULL, 0);
	for (size_t i = 0; ret == 0 && i < set.all.n; i++)
		rangeset_add(&config->excluded, &set.all.range[i]);
	target_fini(&set);
	return ret;
}

/* Blanks only: a comma belongs to octet ranges. */
static int
config_set_exclude(struct config *config, struct link_config *link,
    const char *value, struct err *err)
{
	char *copy = mem_dup(value), *save = NULL;
	int ret = 0;

	for (char *word = strtok_r(copy, CONFIG_BLANKS, &save);
	     word != NULL && ret == 0;
	     word = strtok_r(NULL, CONFIG_BLANKS, &save))
		ret = config_add_exclude(config, link, word, err);
	free(copy);
	return ret;
}

static const struct config_key config_link_keys[] = {
	{ "prefixes", true, config_set_prefixes },
	{ "capacity", false, config_set_capacity },
	{ "share", false, config_set_share },
	{ NULL, false, NULL },
};

static const struct config_key config_rollcall_keys[] = {
	{ "stale-after", false, config_set_stale_after },
	{ "exclude", true, config_set_exclude },
	{ NULL, false, NULL },
};

/*
 * What a section is: its keys, and its link if it is one.  NULL and *err
 * when it is none of ours.
 */
static const struct config_key *
config_section(struct config *config, const char *section,
    struct link_config **link, struct err *err)
{
	const char *name = section + strlen("link");

	*link = NULL;
	if (strcmp(section, "rollcall") == 0)
		return config_rollcall_keys;
	if (strncmp(section, "link", strlen("link")) != 0 ||
	    strspn(name, " \t") == 0 || name[strspn(name, " \t")] == '\0') {
		err_set(err, ERR_INPUT,
		    *section == '\0' ? "a key stands before the first section; "
				       "there are [rollcall] and [link NAME]"
				     : "no section is called [%s]; there are "
				       "[rollcall] and [link NAME]",
		    section);
		return NULL;
	}
	name += strspn(name, " \t");
	if (strcmp(name, LINK_DEFAULT_NAME) == 0) {
		err_set(err, ERR_INPUT,
		    "[link %s] must have another name: that one stands for "
		    "all that no link covers",
		    name);
		return NULL;
	}
	*link = link_table_find(&config->links, name);
	if (*link == NULL)
		*link = link_table_add(&config->links, name);
	return config_link_keys;
}

static bool
config_has_seen(const struct config_reader *reader, const char *section,
    const char *key)
{
	struct text mark = TEXT_INIT;
	bool found;

	text_addf(&mark, "\n%s\1%s\n", section, key);
	found = strstr(text_str(&reader->seen), text_str(&mark)) != NULL;
	text_fini(&mark);
	return found;
}

static int
config_on_section(const char *section, void *arg, struct err *err)
{
	struct config_reader *reader = arg;
	struct link_config *link;

	return config_section(reader->config, section, &link, err) == NULL ? -1
									   : 0;
}

static int
config_on_value(const char *section, const char *key, const char *value,
    void *arg, struct err *err)
{
	struct config_reader *reader = arg;
	struct link_config *link;
	const struct config_key *row =
	    config_section(reader->config, section, &link, err);
	struct text keys = TEXT_INIT;

	if (row == NULL)
		return -1;
	for (; row->name != NULL && strcmp(row->name, key) != 0; row++)
		text_addf(&keys, "%s%s", keys.len == 0 ? "" : ", ", row->name);
	if (row->name == NULL)
		err_set(err, ERR_INPUT,
		    "[%s] has no key '%s' (given as '%s'); there are %s",
		    section, key, value, text_str(&keys));
	text_fini(&keys);
	if (row->name == NULL)
		return -1;
	if (!row->is_repeatable && config_has_seen(reader, section, key))
		return err_set(err, ERR_INPUT,
		    "[%s] %s is set already; '%s' is one too many", section,
		    key, value);
	text_addf(&reader->seen, "\n%s\1%s\n", section, key);
	if (row->set(reader->config, link, value, err) == 0)
		return 0;
	err->code = ERR_INPUT; /* not what was typed, but a file's */
	return err_wrap(err, "[%s] %s", section, key);
}

/* What only the whole file can show. */
static int
config_check_links(const struct config_reader *reader, const char *path,
    struct err *err)
{
	const struct link_table *links = &reader->config->links;

	for (size_t i = 0; i < links->n; i++) {
		const struct link_config *link = &links->link[i];
		struct text section = TEXT_INIT;
		bool has_share;

		text_addf(&section, "link %s", link->name);
		has_share =
		    config_has_seen(reader, text_str(&section), "share");
		text_fini(&section);
		if (link->n_prefixes == 0)
			return err_set(err, ERR_INPUT,
			    "%s: [link %s] has no prefixes", path, link->name);
		if (has_share && link->capacity_bps == 0)
			return err_set(err, ERR_INPUT,
			    "%s: [link %s] has a share, but no capacity to "
			    "take it of",
			    path, link->name);
	}
	return 0;
}

void
config_init(struct config *config)
{
	*config = (struct config){
		.links = LINK_TABLE_INIT,
		.excluded = RANGESET_INIT,
		.stale_after_s = CONFIG_STALE_DAYS_DEFAULT * CONFIG_DAY_S,
	};
	rangeset_seal(&config->excluded);
}

void
config_fini(struct config *config)
{
	free(config->path);
	link_table_fini(&config->links);
	rangeset_fini(&config->excluded);
}

int
config_parse(struct config *config, const char *path, const char *text,
    size_t len, struct err *err)
{
	static const struct sections_callbacks callbacks = {
		.section = config_on_section,
		.value = config_on_value,
	};
	struct config_reader reader = { config, TEXT_INIT };
	int ret = sections_read(path, text, len, &callbacks, &reader, err);

	if (ret == 0)
		ret = config_check_links(&reader, path, err);
	text_fini(&reader.seen);
	rangeset_seal(&config->excluded);
	return ret;
}

/* Where a user's own file is, or NULL for root and the homeless. */
static char *
config_user_path(void)
{
	const char *folder = getenv("XDG_CONFIG_HOME");
	const char *home = getenv("HOME");
	struct text path = TEXT_INIT;

	if (geteuid() == 0)
		return NULL;
	if (folder != NULL && *folder == '/')
		text_add(&path, folder);
	else if (home != NULL && *home == '/')
		text_addf(&path, "%s/.config", home);
	else
		return NULL;
	text_add(&path, "/rollcall/rollcall.conf");
	return text_take(&path);
}

/* A folder that we may not look into may hold one: that must be said. */
static bool
config_is_there(const char *path)
{
	return access(path, F_OK) == 0 || (errno != ENOENT && errno != ENOTDIR);
}

int
config_load(struct config *config, const char *given, struct err *err)
{
	char *own = given == NULL ? config_user_path() : NULL;
	const char *path = given != NULL ? given
			   : own != NULL && access(own, F_OK) == 0
			       ? own
			       : CONFIG_SYSTEM_FILE;
	struct text text = TEXT_INIT;
	int ret = 0;

	if (given != NULL || config_is_there(path)) {
		ret = file_read(&text, path, CONFIG_FILE_MAX, err);
		if (ret == 0)
			ret = config_parse(config, path, text_str(&text),
			    text.len, err);
		if (ret == 0)
			config->path = mem_dup(path);
	}
	text_fini(&text);
	free(own);
	return ret;
}
