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
#include "cli/config_private.h"
#include "cli/sections.h"
#include "scanner/target.h"

#define CONFIG_BLANKS      " \t\r\n\v\f"
#define CONFIG_DAY_S       UINT64_C(86400)
#define CONFIG_SYSTEM_FILE SYSCONFDIR "/rollcall/rollcall.conf"

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
config_set_keep_sweeps(struct config *config, struct link_config *link,
    const char *value, struct err *err)
{
	(void)link;
	return num_parse(&config->keep_sweeps, value, 0, CONFIG_KEEP_SWEEPS_MAX,
	    "it (sweeps, 0 for all)", err);
}

static int
config_set_on_change(struct config *config, struct link_config *link,
    const char *value, struct err *err)
{
	(void)link;
	(void)err;
	free(config->on_change);
	config->on_change = *value == '\0' ? NULL : mem_dup(value);
	return 0;
}

static int
config_set_syslog(struct config *config, struct link_config *link,
    const char *value, struct err *err)
{
	(void)link;
	config->use_syslog = strcmp(value, "yes") == 0;
	if (!config->use_syslog && strcmp(value, "no") != 0)
		return err_set(err, ERR_INPUT, "it must be yes or no, not '%s'",
		    value);
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

static const struct config_key config_rollcall_keys[] = {
	{ "stale-after", false, config_set_stale_after },
	{ "exclude", true, config_set_exclude },
	{ "keep-sweeps", false, config_set_keep_sweeps },
	{ "on-change", false, config_set_on_change },
	{ "syslog", false, config_set_syslog },
	{ NULL, false, NULL },
};

/* What a section is. */
struct config_section {
	const struct config_key *keys[2]; /* lists */
	struct link_config *link;   /* which they are of, or are defaults of */
	struct config_sweep *sweep; /* or NULL; its keys are options */
};

/* The name behind the word that a section begins with, or NULL. */
static const char *
config_name_in(const char *section, const char *word)
{
	size_t len = strlen(word), n_blanks;

	if (strncmp(section, word, len) != 0)
		return NULL;
	n_blanks = strspn(section + len, " \t");
	return n_blanks == 0 || section[len + n_blanks] == '\0'
		   ? NULL
		   : section + len + n_blanks;
}

/* Returns -1 and *err when it is none of ours. */
static int
config_section(struct config_section *found, struct config *config,
    const char *section, struct err *err)
{
	const char *name;

	*found = (struct config_section){ .keys[1] = config_link_common_keys };
	if (strcmp(section, "rollcall") == 0) {
		found->keys[0] = config_rollcall_keys;
		found->link = &config->common;
		return 0;
	}
	if ((name = config_name_in(section, "sweep")) != NULL) {
		found->sweep = config_sweep_get(config, name);
		return 0;
	}
	if ((name = config_name_in(section, "link")) == NULL)
		return err_set(err, ERR_INPUT,
		    *section == '\0'
			? "a key stands before the first section; there are "
			  "[rollcall], [link NAME] and [sweep NAME]"
			: "no section is called [%s]; there are [rollcall], "
			  "[link NAME] and [sweep NAME]",
		    section);
	found->keys[0] = config_link_own_keys;
	found->link = link_table_find(&config->links, name);
	if (found->link == NULL)
		found->link = link_table_add(&config->links, name);
	return 0;
}

bool
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
	struct config_section found;

	return config_section(&found, reader->config, section, err);
}

static const struct config_key *
config_find_key(const struct config_section *section, const char *key,
    struct text *keys)
{
	for (size_t i = 0; i < 2; i++)
		for (const struct config_key *row = section->keys[i];
		     row->name != NULL; row++) {
			if (strcmp(row->name, key) == 0)
				return row;
			text_addf(keys, "%s%s", keys->len == 0 ? "" : ", ",
			    row->name);
		}
	return NULL;
}

static int
config_on_value(const char *section, const char *key, const char *value,
    void *arg, struct err *err)
{
	struct config_reader *reader = arg;
	struct config_section found;
	const struct config_key *row;
	struct text keys = TEXT_INIT;

	if (config_section(&found, reader->config, section, err) == -1)
		return -1;
	if (found.sweep != NULL) {
		if (config_sweep_add(found.sweep, key, value, err) == 0)
			return 0;
		err->code = ERR_INPUT;
		return err_wrap(err, "[%s] %s", section, key);
	}
	row = config_find_key(&found, key, &keys);
	if (row == NULL)
		err_set(err, ERR_INPUT,
		    "[%s] has no key '%s' (given as '%s'); there are %s",
		    section, key, value, text_str(&keys));
	text_fini(&keys);
	if (row == NULL)
		return -1;
	if (!row->is_repeatable && config_has_seen(reader, section, key))
		return err_set(err, ERR_INPUT,
		    "[%s] %s is set already; '%s' is one too many", section,
		    key, value);
	text_addf(&reader->seen, "\n%s\1%s\n", section, key);
	if (row->set(reader->config, found.link, value, err) == 0)
		return 0;
	err->code = ERR_INPUT; /* not what was typed, but a file's */
	return err_wrap(err, "[%s] %s", section, key);
}

void
config_init(struct config *config)
{
	*config = (struct config){
		.links = LINK_TABLE_INIT,
		.common = link_config_default,
		.excluded = RANGESET_INIT,
		.stale_after_s = CONFIG_STALE_DAYS_DEFAULT * CONFIG_DAY_S,
		.keep_sweeps = CONFIG_KEEP_SWEEPS_DEFAULT,
		.use_syslog = true,
	};
	rangeset_seal(&config->excluded);
}

void
config_fini(struct config *config)
{
	free(config->path);
	free(config->on_change);
	link_table_fini(&config->links);
	link_config_fini(&config->common);
	config_sweep_free_all(config);
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
		ret = config_link_finish(&reader, path, err);
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
