/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What holds for one sweep.
 */
#include "cli/sweep_setup.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "scanner/zone.h"

/* Excludes are added up: who types one wants no other one to be asked. */
static bool
sweep_setup_adds_up(const char *key)
{
	return strcmp(key, "exclude") == 0 || strcmp(key, "exclude-from") == 0;
}

/* Whether a setting of the section is overruled by what was typed. */
static bool
sweep_setup_is_overruled(const struct sweep_options *options, bool has_operands,
    const char *key)
{
	bool is_target =
	    strcmp(key, CONFIG_SWEEP_TARGETS) == 0 || strcmp(key, "input") == 0;

	if (is_target)
		return has_operands ||
		       sweep_options_were_given(options, "input");
	return !sweep_setup_adds_up(key) &&
	       sweep_options_were_given(options, key);
}

static void
sweep_setup_add_target(struct opt_list *list, const char *target)
{
	list->item =
	    mem_grow(list->item, &list->cap, list->n + 1, sizeof(*list->item));
	list->item[list->n++] = target;
}

static int
sweep_setup_take(struct sweep_options *options, bool has_operands,
    const struct config_sweep *sweep, struct err *err)
{
	for (size_t i = 0; i < sweep->n; i++) {
		const struct config_setting *setting = &sweep->setting[i];

		if (sweep_setup_is_overruled(options, has_operands,
			setting->key))
			continue;
		if (strcmp(setting->key, CONFIG_SWEEP_TARGETS) == 0)
			sweep_setup_add_target(&options->target,
			    setting->value);
		else if (opt_set(opt_find(sweep_options_rows, setting->key),
			     options, setting->value, err) == -1)
			return err_wrap(err, "[sweep %s]", sweep->name);
	}
	return 0;
}

/* What is typed wins over what a link says. */
static void
sweep_setup_overrule_links(struct config *config,
    const struct sweep_options *options)
{
	for (size_t i = 0; i < config->links.n; i++) {
		struct link_config *link = &config->links.link[i];

		if (sweep_options_were_given(options, "retries"))
			link->retries = (unsigned)options->retries;
		if (sweep_options_were_given(options, "timeout"))
			link->timeout_ms = (unsigned)options->timeout_ms;
	}
}

int
sweep_setup_load(struct config *config, struct sweep_options *options,
    bool has_operands, struct err *err)
{
	const struct config_sweep *sweep;

	if (config_load(config, options->globals.config, err) == -1)
		return -1;
	if (options->name != NULL) {
		sweep = config_sweep_find(config, options->name, err);
		if (sweep == NULL ||
		    sweep_setup_take(options, has_operands, sweep, err) == -1)
			return -1;
	}
	sweep_setup_overrule_links(config, options);
	link_table_schedule(&config->links, clock_now_wall_us());
	return 0;
}

void
sweep_setup_fini(struct sweep_options *options)
{
	opt_list_fini(&options->target);
}

void
sweep_setup_add_window(struct text *out, const struct link_config *link,
    int64_t opens_us)
{
	char buf[WINDOW_TEXT_LEN], when[ZONE_TEXT_LEN];

	for (size_t i = 0; i < link->n_windows; i++)
		text_addf(out, "%s%s", i == 0 ? "" : ", ",
		    window_format(&link->window[i], buf));
	if (opens_us == INT64_MAX)
		text_add(out, ", never opens");
	else
		text_addf(out, ", opens %s",
		    zone_format(opens_us, link->window[0].zone, when));
}

int
sweep_setup_check_windows(const struct sweep_plan *plan, int64_t now_us,
    struct err *err)
{
	const struct link_table *links = plan->sweep.links;
	struct rangeset *part = mem_array(links->n + 1, sizeof(*part));
	const struct link_config *first = NULL;
	int64_t first_us = INT64_MAX, change_us;
	bool is_any_open = false;

	link_assign(links, &plan->asked, part, &part[links->n]);
	for (size_t i = 0; i <= links->n; i++) {
		const struct link_config *link =
		    i < links->n ? &links->link[i] : link_table_rest(links);

		if (part[i].count == 0)
			continue;
		if (window_schedule_is_open(link->schedule, now_us, &change_us))
			is_any_open = true;
		else if (first == NULL || change_us < first_us) {
			first = link;
			first_us = change_us;
		}
	}
	for (size_t i = 0; i <= links->n; i++)
		rangeset_fini(&part[i]);
	free(part);
	if (!is_any_open && first != NULL) {
		struct text window = TEXT_INIT;

		sweep_setup_add_window(&window, first, first_us);
		err_set(err, ERR_NETWORK,
		    "nobody may be asked now: the window of link '%s' is %s; "
		    "%s",
		    first->name == NULL ? LINK_DEFAULT_NAME : first->name,
		    text_str(&window),
		    plan->sweep.waits_for_windows ? "waiting for it"
						  : "--wait waits for it");
		text_fini(&window);
		return -1;
	}
	return 0;
}
