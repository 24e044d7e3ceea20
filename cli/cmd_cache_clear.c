/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * rollcall cache clear: forget all machines, when somebody really means it.
 */
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/cmd_cache.h"
#include "cli/progress.h"
#include "cli/say.h"
#include "cli/stored.h"

struct cmd_cache_clear_options {
	struct cmd_globals globals;
	bool is_sure;
};

static const struct opt cmd_cache_clear_rows[] = {
	{ 0, "yes", OPT_FLAG, offsetof(struct cmd_cache_clear_options, is_sure),
	    .help = "do not ask; needed where nobody can be asked" },
	{ 0 },
};

static void
cmd_cache_clear_add(struct text *out, uint64_t n, const char *one,
    const char *many)
{
	progress_add_number(out, n);
	text_addf(out, " %s", n == 1 ? one : many);
}

/* "12 machines, 5 of them imported (6 names), and 3 sweeps". */
static void
cmd_cache_clear_describe(struct text *out, const struct cache_counts *counts)
{
	cmd_cache_clear_add(out, counts->n_hosts, "machine", "machines");
	text_add(out, ", ");
	progress_add_number(out, counts->n_imported);
	text_add(out, " of them imported (");
	cmd_cache_clear_add(out, counts->n_names, "name", "names");
	text_add(out, "), and ");
	cmd_cache_clear_add(out, counts->n_sweeps, "sweep", "sweeps");
}

static bool
cmd_cache_clear_ask(const char *path, const char *what)
{
	char answer[16];

	fprintf(stderr,
	    "rollcall: '%s' holds %s.\n"
	    "All of it goes; imported names have to be imported again.\n"
	    "Clear it? Type yes: ",
	    path, what);
	return fgets(answer, sizeof(answer), stdin) != NULL &&
	       strcmp(answer, "yes\n") == 0;
}

static int
cmd_cache_clear_run(void *values, int n, char **operand, struct err *err)
{
	const struct cmd_cache_clear_options *options = values;
	struct text what = TEXT_INIT;
	struct cache *cache = NULL;
	struct cache_counts counts;
	int ret = -1;

	(void)n;
	(void)operand;
	if (stored_need_writable(&cache, options->globals.cache, err) == -1 ||
	    cache_count(cache, &counts, err) == -1)
		goto out;
	cmd_cache_clear_describe(&what, &counts);
	if (!options->is_sure &&
	    (isatty(STDIN_FILENO) != 1 || isatty(STDERR_FILENO) != 1)) {
		err_set(err, ERR_USAGE,
		    "'%s' holds %s; nobody can be asked here: say --yes to clear it",
		    cache_path_of(cache), text_str(&what));
		goto out;
	}
	if (!options->is_sure &&
	    !cmd_cache_clear_ask(cache_path_of(cache), text_str(&what))) {
		say("nothing was cleared");
		ret = 0;
		goto out;
	}
	if (cache_clear(cache, &counts, err) == -1)
		goto out;
	text_clear(&what);
	cmd_cache_clear_describe(&what, &counts);
	if (!options->globals.is_quiet)
		printf("cleared: %s\n", text_str(&what));
	ret = 0;
out:
	cache_close(cache);
	text_fini(&what);
	return ret;
}

const struct cmd cmd_cache_clear = {
	.name = "clear",
	.summary = "forget all machines and sweeps, imported names too",
	.opts = cmd_cache_clear_rows,
	.values_size = sizeof(struct cmd_cache_clear_options),
	.run = cmd_cache_clear_run,
};
