/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * rollcall.conf: sweeps by name.  Their keys are the long options of
 * 'rollcall sweep', and their values are checked as if they had been typed.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cli/config_private.h"
#include "cli/sweep_options.h"

#define CONFIG_SWEEP_BLANKS " \t"

/* Options that make no sense in a file that says what shall be done. */
static const char *const config_sweep_unfit[] = { "name", "dry-run", "resume" };

struct config_sweep *
config_sweep_get(struct config *config, const char *name)
{
	struct config_sweep *sweep;

	for (size_t i = 0; i < config->n_sweeps; i++)
		if (strcmp(config->sweep[i].name, name) == 0)
			return &config->sweep[i];
	config->sweep = mem_grow(config->sweep, &config->sweeps_cap,
	    config->n_sweeps + 1, sizeof(*config->sweep));
	sweep = &config->sweep[config->n_sweeps++];
	*sweep = (struct config_sweep){ .name = mem_dup(name) };
	return sweep;
}

static bool
config_sweep_is_fit(const struct opt *row)
{
	for (size_t i = 0; i < sizeof(config_sweep_unfit) / sizeof(char *); i++)
		if (strcmp(row->name, config_sweep_unfit[i]) == 0)
			return false;
	return true;
}

static int
config_sweep_refuse(const char *key, const char *value, struct err *err)
{
	struct text keys = TEXT_INIT;

	text_add(&keys, CONFIG_SWEEP_TARGETS);
	for (const struct opt *row = sweep_options_rows; row->name != NULL;
	     row++)
		if (config_sweep_is_fit(row))
			text_addf(&keys, ", %s", row->name);
	err_set(err, ERR_INPUT, "there is no key '%s' (given as '%s') but %s",
	    key, value, text_str(&keys));
	text_fini(&keys);
	return -1;
}

static bool
config_sweep_has(const struct config_sweep *sweep, const char *key)
{
	for (size_t i = 0; i < sweep->n; i++)
		if (strcmp(sweep->setting[i].key, key) == 0)
			return true;
	return false;
}

/* Would the option take the value? */
static int
config_sweep_check(const struct opt *row, const char *value, struct err *err)
{
	struct sweep_options scratch = sweep_options_defaults;
	int ret = opt_set(row, &scratch, value, err);

	if (row->type == OPT_LIST)
		opt_list_fini((
		    struct opt_list *)(void *)((char *)&scratch + row->offset));
	return ret;
}

static void
config_sweep_keep(struct config_sweep *sweep, const char *key,
    const char *value, size_t len)
{
	sweep->setting = mem_grow(sweep->setting, &sweep->cap, sweep->n + 1,
	    sizeof(*sweep->setting));
	sweep->setting[sweep->n].key = mem_dup(key);
	sweep->setting[sweep->n++].value = mem_dup_len(value, len);
}

int
config_sweep_add(struct config_sweep *sweep, const char *key, const char *value,
    struct err *err)
{
	bool is_targets = strcmp(key, CONFIG_SWEEP_TARGETS) == 0;
	const struct opt *row = opt_find(sweep_options_rows, key);

	if (!is_targets && (row == NULL || !config_sweep_is_fit(row)))
		return config_sweep_refuse(key, value, err);
	if (!is_targets && row->type != OPT_LIST &&
	    config_sweep_has(sweep, key))
		return err_set(err, ERR_INPUT,
		    "it is set already; '%s' is one too many", value);
	if (*value == '\0')
		return err_set(err, ERR_INPUT, "it has no value");
	if (!is_targets && config_sweep_check(row, value, err) == -1)
		return -1;
	/* Blanks divide targets; in names of files they are letters. */
	if (!is_targets && strcmp(key, "exclude") != 0) {
		config_sweep_keep(sweep, key, value, strlen(value));
		return 0;
	}
	while (*(value += strspn(value, CONFIG_SWEEP_BLANKS)) != '\0') {
		size_t len = strcspn(value, CONFIG_SWEEP_BLANKS);

		config_sweep_keep(sweep, key, value, len);
		value += len;
	}
	return 0;
}

const struct config_sweep *
config_sweep_find(const struct config *config, const char *name,
    struct err *err)
{
	struct text names = TEXT_INIT;

	for (size_t i = 0; i < config->n_sweeps; i++) {
		if (strcmp(config->sweep[i].name, name) == 0) {
			text_fini(&names);
			return &config->sweep[i];
		}
		text_addf(&names, "%s%s", i == 0 ? "" : ", ",
		    config->sweep[i].name);
	}
	err_set(err, ERR_USAGE,
	    config->n_sweeps == 0
		? "there is no sweep '%s': %s has no section [sweep NAME]%s"
		: "there is no sweep '%s' in %s, but %s",
	    name, config->path == NULL ? "rollcall.conf" : config->path,
	    text_str(&names));
	text_fini(&names);
	return NULL;
}

void
config_sweep_free_all(struct config *config)
{
	for (size_t i = 0; i < config->n_sweeps; i++) {
		struct config_sweep *sweep = &config->sweep[i];

		for (size_t k = 0; k < sweep->n; k++) {
			free(sweep->setting[k].key);
			free(sweep->setting[k].value);
		}
		free(sweep->setting);
		free(sweep->name);
	}
	free(config->sweep);
}
