/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The questions of a sweep: which probes on which ports.
 */
#include "cli/asks.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/text.h"

static int
asks_unknown(const struct probe_set *set, const char *name, struct err *err)
{
	struct text names = TEXT_INIT;

	for (size_t i = 0; i < set->n; i++)
		text_addf(&names, "%s%s", i == 0 ? "" : ", ",
		    set->probe[i]->name);
	err_set(err, ERR_USAGE, "no probe is called '%s'; there are %s", name,
	    text_str(&names));
	text_fini(&names);
	return -1;
}

/* The same question twice is one. */
static int
asks_add(struct sweep_config *config, const struct probe *probe, uint16_t port,
    struct err *err)
{
	for (size_t i = 0; i < config->n_asks; i++)
		if (config->ask[i].probe == probe &&
		    config->ask[i].port == port)
			return 0;
	if (config->n_asks == SWEEP_ASKS_MAX)
		return err_set(err, ERR_USAGE,
		    "a sweep has at most %d questions for each address; "
		    "'%s' on port %u is one too many",
		    SWEEP_ASKS_MAX, probe->name, port);
	config->ask[config->n_asks++] =
	    (struct sweep_ask){ .probe = probe, .port = port };
	return 0;
}

/* The value of --port for this probe ("PROBE=" left out), or NULL. */
static const char *
asks_ports_of(const struct opt_list *ports, const struct probe *probe,
    size_t *seen)
{
	size_t len = strlen(probe->name);

	for (; *seen < ports->n; ++*seen)
		if (strncmp(ports->item[*seen], probe->name, len) == 0 &&
		    ports->item[*seen][len] == '=')
			return ports->item[(*seen)++] + len + 1;
	return NULL;
}

static int
asks_add_port_list(struct sweep_config *config, const struct probe *probe,
    const char *list, struct err *err)
{
	const char *word = list;

	for (;;) {
		size_t len = strcspn(word, ",");
		char *text = mem_dup_len(word, len);
		uint64_t port;
		int ret = num_parse(&port, text, 1, 65535,
		    "a port after --port PROBE=", err);

		free(text);
		if (ret == -1)
			return -1;
		if (probe_check_port(probe, (uint16_t)port, err) == -1) {
			if (err != NULL)
				err->code = ERR_USAGE;
			return err_wrap(err, "--port %s=%s", probe->name, list);
		}
		if (asks_add(config, probe, (uint16_t)port, err) == -1)
			return -1;
		if (word[len] == '\0')
			return 0;
		word += len + 1;
	}
}

static int
asks_add_probe(struct sweep_config *config, const struct probe *probe,
    const struct opt_list *ports, struct err *err)
{
	const char *list;
	size_t seen = 0;

	list = asks_ports_of(ports, probe, &seen);
	if (list == NULL) {
		for (size_t i = 0; i < probe->n_default; i++)
			if (asks_add(config, probe, probe->port[i], err) == -1)
				return -1;
		return 0;
	}
	for (; list != NULL; list = asks_ports_of(ports, probe, &seen))
		if (asks_add_port_list(config, probe, list, err) == -1)
			return -1;
	return 0;
}

/* -p's value: names with commas between. */
static int
asks_add_probe_list(struct sweep_config *config, const struct probe_set *set,
    const char *list, const struct opt_list *ports, struct err *err)
{
	for (;;) {
		size_t len = strcspn(list, ",");
		char *name = mem_dup_len(list, len);
		const struct probe *probe = probe_find(set, name);
		int ret = probe == NULL
			      ? asks_unknown(set, name, err)
			      : asks_add_probe(config, probe, ports, err);

		free(name);
		if (ret == -1)
			return -1;
		if (list[len] == '\0')
			return 0;
		list += len + 1;
	}
}

/* Every --port must have been of use. */
static int
asks_check_ports(const struct sweep_config *config, const struct probe_set *set,
    const struct opt_list *ports, struct err *err)
{
	for (size_t i = 0; i < ports->n; i++) {
		const char *equals = strchr(ports->item[i], '=');
		bool is_asked = false;
		char *name;
		int ret = 0;

		if (equals == NULL)
			return err_set(err, ERR_USAGE,
			    "--port must be PROBE=PORT,.. such as "
			    "rtvscan=2967,2968, not '%s'",
			    ports->item[i]);
		name = mem_dup_len(ports->item[i],
		    (size_t)(equals - ports->item[i]));
		for (size_t k = 0; k < config->n_asks; k++)
			is_asked |=
			    strcmp(config->ask[k].probe->name, name) == 0;
		if (probe_find(set, name) == NULL)
			ret = asks_unknown(set, name, err);
		else if (!is_asked)
			ret = err_set(err, ERR_USAGE,
			    "--port %s is of no use: the probe '%s' is not "
			    "asked; add it with -p",
			    ports->item[i], name);
		free(name);
		if (ret == -1)
			return -1;
	}
	return 0;
}

int
asks_make(struct sweep_config *config, const struct probe_set *set,
    const struct opt_list *probes, const struct opt_list *ports,
    struct err *err)
{
	for (size_t i = 0; i < probes->n; i++)
		if (asks_add_probe_list(config, set, probes->item[i], ports,
			err) == -1)
			return -1;
	for (size_t i = 0; probes->n == 0 && i < set->n; i++)
		if (set->probe[i]->is_default &&
		    asks_add_probe(config, set->probe[i], ports, err) == -1)
			return -1;
	if (config->n_asks == 0)
		return err_set(err, ERR_USAGE,
		    "no probe is asked by default; name one with -p");
	return asks_check_ports(config, set, ports, err);
}
