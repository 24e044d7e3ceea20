/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What -o asks for, checked before the work begins.
 */
#include "cli/outputs.h"

#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "cache/cache_learned.h"
#include "cli/side.h"
#include "cli/term.h"
#include "importer/pair.h"

#define OUTPUTS_DEFAULT "table"

/* A file is made beside the one it replaces: its folder must take it. */
static int
outputs_check_file(const char *path, struct err *err)
{
	char *copy = mem_dup(path);
	struct stat st;
	int ret;

	if (stat(path, &st) != 0)
		ret = access(dirname(copy), W_OK | X_OK);
	else if (S_ISDIR(st.st_mode))
		ret = -1, errno = EISDIR;
	else if (S_ISREG(st.st_mode))
		ret = access(dirname(copy), W_OK | X_OK);
	else
		ret = access(path, W_OK);
	if (ret != 0)
		ret = err_set_errno(err, ERR_INPUT, errno, "cannot write '%s'",
		    path);
	free(copy);
	return ret;
}

/* A folder that is absent can be made in the first one above it that is not. */
static int
outputs_check_folder(const char *path, struct err *err)
{
	char *copy = mem_dup(path), *at = copy;
	struct stat st = { 0 };
	int ret;

	while (stat(at, &st) != 0 && errno == ENOENT && strcmp(at, ".") != 0 &&
	       strcmp(at, "/") != 0)
		at = dirname(at);
	ret = access(at, W_OK | X_OK);
	if (ret == 0 && !S_ISDIR(st.st_mode))
		ret = -1, errno = ENOTDIR;
	if (ret != 0)
		ret = err_set_errno(err, ERR_INPUT, errno,
		    "cannot write in the folder '%s'", path);
	free(copy);
	return ret;
}

int
outputs_init(struct outputs *outputs, const struct opt_list *given,
    struct err *err)
{
	size_t n = given->n == 0 ? 1 : given->n;

	outputs->request = mem_array(n, sizeof(*outputs->request));
	outputs->text = mem_array(n, sizeof(*outputs->text));
	outputs->n = n;
	for (size_t i = 0; i < n; i++) {
		struct format_request *request = &outputs->request[i];

		outputs->text[i] =
		    mem_dup(given->n == 0 ? OUTPUTS_DEFAULT : given->item[i]);
		if (format_request_parse(request, outputs->text[i], err) == -1)
			return -1;
		if (format_request_is_folder(request)) {
			if (outputs_check_folder(request->path, err) == -1)
				return -1;
		} else if (strcmp(request->path, "-") != 0 &&
			   outputs_check_file(request->path, err) == -1) {
			return -1;
		}
	}
	return format_check_requests(outputs->request, n, err);
}

int
outputs_check_links(const struct outputs *outputs, size_t n_links,
    struct err *err)
{
	for (size_t i = 0; i < outputs->n; i++) {
		const struct format_request *request = &outputs->request[i];

		if (request->format->check_links != NULL &&
		    request->format->check_links(request->path, n_links, err) ==
			-1)
			return -1;
	}
	return 0;
}

static const char *
outputs_link_of(const void *links, const struct addr *addr)
{
	return link_of(links, addr);
}

int
outputs_write(const struct outputs *outputs, struct inventory *inventory,
    const struct config *config, const struct cmd_globals *globals,
    struct err *err)
{
	char scanner[HOST_NAME_MAX + 1] = "";
	struct inventory_view view = {
		.width = term_columns(STDOUT_FILENO),
		.use_color = term_use_color((enum term_color)globals->color,
		    STDOUT_FILENO),
	};

	(void)gethostname(scanner, sizeof(scanner) - 1);
	inventory->scanner = scanner;
	inventory->stale_after_s = config->stale_after_s;
	inventory->link_of = outputs_link_of;
	inventory->links = &config->links;
	inventory->is_forced = outputs->is_forced;
	inventory->generator = PACKAGE_NAME " " PACKAGE_VERSION;
	inventory->written_us = clock_now_wall_us();
	inventory->can_list = pair_can_carry;
	return format_write(outputs->request, outputs->n, inventory, &view,
	    err);
}

/*
 * The sides of the comparison with the sweep before, where a format shows it;
 * that there is none before is no error.
 */
static int
outputs_compare(const struct outputs *outputs, struct side *was,
    struct side *is, struct inventory *inventory, struct cache *cache,
    struct err *err)
{
	struct err none = ERR_INIT;
	bool is_wanted = false;

	for (size_t i = 0; i < outputs->n; i++)
		is_wanted |= outputs->request[i].format->wants_changes;
	if (!is_wanted || inventory->sweep == NULL)
		return 0;
	if (side_load_newest(was, is, cache, inventory->sweep->id, &none) == 0)
		return 1;
	return none.code == ERR_INPUT
		   ? 0
		   : err_set(err, none.code, "%s", none.text);
}

static int
outputs_write_compared(const struct outputs *outputs,
    struct inventory *inventory, struct cache *cache,
    const struct config *config, const struct cmd_globals *globals,
    struct err *err)
{
	struct side was = SIDE_INIT, is = SIDE_INIT;
	struct diff_document changes = { .generator = NULL };
	struct diff diff = { 0 };
	int ret = outputs_compare(outputs, &was, &is, inventory, cache, err);

	if (ret == 1) {
		diff_make(&diff, &was.side, &is.side);
		changes.diff = &diff;
		changes.was = was.title;
		changes.is = is.title;
		inventory->changes = &changes;
	}
	if (ret != -1)
		ret = outputs_write(outputs, inventory, config, globals, err);
	inventory->changes = NULL;
	diff_fini(&diff);
	side_fini(&was);
	side_fini(&is);
	return ret;
}

/* What the sweep asked, where a format shows it. */
static int
outputs_write_asked(const struct outputs *outputs, struct inventory *inventory,
    struct cache *cache, const struct config *config,
    const struct cmd_globals *globals, struct err *err)
{
	struct cache_ask *ask = NULL;
	bool is_wanted = false;
	int ret;

	for (size_t i = 0; i < outputs->n; i++)
		is_wanted |= outputs->request[i].format->wants_asks;
	if (is_wanted && inventory->sweep != NULL &&
	    cache_asked(cache, inventory->sweep->id, &ask, &inventory->n_asks,
		err) == -1)
		return -1;
	inventory->ask = ask;
	ret = outputs_write_compared(outputs, inventory, cache, config, globals,
	    err);
	inventory->ask = NULL;
	cache_asks_free(ask, inventory->n_asks);
	inventory->n_asks = 0;
	return ret;
}

int
outputs_write_stored(const struct outputs *outputs, struct inventory *inventory,
    struct cache *cache, const struct config *config,
    const struct cmd_globals *globals, struct err *err)
{
	char *type = NULL, *protocol = NULL;
	int ret = -1;

	if (cache_learned_get(cache, CACHE_LEARNED_ADDRESS_TYPE, &type, err) ==
		0 &&
	    cache_learned_get(cache, CACHE_LEARNED_PROTOCOL, &protocol, err) ==
		0) {
		inventory->reg_address_type = type;
		inventory->reg_protocol = protocol;
		ret = outputs_write_asked(outputs, inventory, cache, config,
		    globals, err);
	}
	free(type);
	free(protocol);
	return ret;
}

void
outputs_fini(struct outputs *outputs)
{
	for (size_t i = 0; i < outputs->n; i++)
		free(outputs->text[i]);
	free(outputs->text);
	free(outputs->request);
}
