/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What -o asks for, checked before the work begins.
 */
#include "cli/outputs.h"

#include <errno.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "cache/cache_learned.h"
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
		if (strcmp(request->path, "-") != 0 &&
		    outputs_check_file(request->path, err) == -1)
			return -1;
	}
	return format_check_requests(outputs->request, n, err);
}

int
outputs_write(const struct outputs *outputs, struct inventory *inventory,
    const struct cmd_globals *globals, struct err *err)
{
	struct inventory_view view = {
		.width = term_columns(STDOUT_FILENO),
		.use_color = term_use_color((enum term_color)globals->color,
		    STDOUT_FILENO),
	};

	inventory->generator = PACKAGE_NAME " " PACKAGE_VERSION;
	inventory->written_us = clock_now_wall_us();
	inventory->can_list = pair_can_carry;
	return format_write(outputs->request, outputs->n, inventory, &view,
	    err);
}

int
outputs_write_stored(const struct outputs *outputs, struct inventory *inventory,
    struct cache *cache, const struct cmd_globals *globals, struct err *err)
{
	char *type = NULL, *protocol = NULL;
	int ret = -1;

	if (cache_learned_get(cache, CACHE_LEARNED_ADDRESS_TYPE, &type, err) ==
		0 &&
	    cache_learned_get(cache, CACHE_LEARNED_PROTOCOL, &protocol, err) ==
		0) {
		inventory->reg_address_type = type;
		inventory->reg_protocol = protocol;
		ret = outputs_write(outputs, inventory, globals, err);
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
