/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * rollcall probes: what a sweep can ask.
 */
#include "cli/cmd.h"
#include "cli/probes.h"
#include "cli/term.h"

struct cmd_probes_options {
	struct cmd_globals globals;
	struct opt_list probe_file;
};

static const struct opt cmd_probes_rows[] = {
	{ 0, "probe-file", OPT_LIST,
	    offsetof(struct cmd_probes_options, probe_file), .arg = "FILE",
	    .complete = "file", .help = "load probes from this XML file too" },
	{ 0 },
};

/* "udp 38293", or "tcp 2967 (2968)" where some are asked only on demand. */
static void
cmd_probes_print(FILE *out, const struct probe *probe, unsigned width)
{
	enum { CMD_PROBES_AT = 4 };

	fprintf(out, "%s%s: %s ", probe->name,
	    probe->is_default ? " (default)" : "",
	    net_protocol_name(probe->protocol));
	for (size_t i = 0; i < probe->n_ports; i++)
		fprintf(out, "%s%u%s", i == 0 ? "" : ", ", probe->port[i],
		    i < probe->n_default ? "" : " (on demand)");
	fprintf(out, "\n%*s", CMD_PROBES_AT, "");
	opt_print_wrapped(out, probe->summary, CMD_PROBES_AT, CMD_PROBES_AT,
	    width);
}

static int
cmd_probes_run(void *values, int n, char **operand, struct err *err)
{
	const struct cmd_probes_options *options = values;
	struct probe_set set = PROBE_SET_INIT;
	int ret = probes_load(&set, &options->probe_file, err);

	(void)n;
	(void)operand;
	for (size_t i = 0; ret == 0 && i < set.n; i++)
		cmd_probes_print(stdout, set.probe[i], term_columns_prose());
	probe_set_fini(&set);
	return ret;
}

const struct cmd cmd_probes = {
	.name = "probes",
	.summary = "what a sweep can ask, and on which ports",
	.details = "A sweep asks with the default ones unless -p names others. "
		   "More are loaded from " PROBES_FOLDER "/*.xml.\n",
	.opts = cmd_probes_rows,
	.values_size = sizeof(struct cmd_probes_options),
	.run = cmd_probes_run,
};
