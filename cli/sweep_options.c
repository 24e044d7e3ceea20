/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The options of a sweep as rows.
 */
#include "cli/sweep_options.h"

#include "scanner/sweep.h"

#define SWEEP_OPTIONS_RATE_MAX     10000000
#define SWEEP_OPTIONS_RETRIES_MAX  10
#define SWEEP_OPTIONS_TIMEOUT_MAX  60000
#define SWEEP_OPTIONS_PROGRESS_MAX 86400

/* The order of enum sweep_transport. */
static const char *const sweep_options_transports[] = { "auto", "socket",
	"packet", NULL };

#define AT(member) offsetof(struct sweep_options, member)

static const char *const sweep_options_modes[] = { "intense", "cache", "local",
	NULL };

const struct sweep_options sweep_options_defaults = {
	.mode = SWEEP_OPTIONS_MODE_INTENSE,
	.rate_pps = SWEEP_RATE_AUTO,
	.retries = SWEEP_RETRIES_DEFAULT,
	.seed = SWEEP_OPTIONS_SEED_RANDOM,
};

const struct opt sweep_options_rows[] = {
	{ 'o', "output", OPT_LIST, AT(output), .arg = "FORMAT[:FILE]",
	    .complete = "format",
	    .help = "write the result in this format, to FILE or to standard "
		    "output; repeatable; without it a table is shown" },
	{ 'm', "mode", OPT_CHOICE, AT(mode), .arg = "MODE",
	    .choices = sweep_options_modes,
	    .help = "intense: ask every target, cached ones first (default); "
		    "cache: ask only what the address cache holds; local: ask "
		    "the subnets of this machine by broadcast, then the "
		    "cache" },
	{ 'i', "input", OPT_LIST, AT(input), .arg = "FILE", .complete = "file",
	    .help = "read targets from FILE, - for standard input" },
	{ 'x', "exclude", OPT_LIST, AT(exclude), .arg = "TARGET",
	    .help = "never ask this; any form that a target may have" },
	{ 0, "exclude-from", OPT_LIST, AT(exclude_from), .arg = "FILE",
	    .complete = "file", .help = "never ask what this file names" },
	{ 0, "allow-public", OPT_FLAG, AT(may_be_public),
	    .help = "ask addresses in public space too: they are yours" },
	{ 'p', "probe", OPT_LIST, AT(probe), .arg = "PROBE,..",
	    .complete = "probe",
	    .help = "ask with these probes; 'rollcall probes' lists them" },
	{ 0, "probe-file", OPT_LIST, AT(probe_file), .arg = "FILE",
	    .complete = "file", .help = "load probes from this XML file too" },
	{ 0, "port", OPT_LIST, AT(port), .arg = "PROBE=PORT,..",
	    .complete = "probe",
	    .help = "ask with PROBE on these ports instead of its own" },
	{ 'r', "rate", OPT_UINT, AT(rate_pps), .min = SWEEP_RATE_NO_LIMIT,
	    .max = SWEEP_OPTIONS_RATE_MAX, .arg = "PPS",
	    .help = "send at most PPS packets a second; 0: as fast as nothing "
		    "is lost; without it a sweep starts slowly and adapts" },
	{ 'b', "bits", OPT_BITS, AT(budget_bps), .arg = "RATE",
	    .help = "use at most RATE bits a second, such as 56k, in each "
		    "direction and over all links" },
	{ 'n', "no-names", OPT_FLAG, AT(use_no_names),
	    .help = "make no name look-ups for what was found" },
	{ 0, "dns", OPT_LIST, AT(dns), .arg = "ADDRESS",
	    .help = "look names up at this name server; without it at those "
		    "of /etc/resolv.conf" },
	{ 0, "retries", OPT_UINT, AT(retries), .min = 0,
	    .max = SWEEP_OPTIONS_RETRIES_MAX, .arg = "N",
	    .help = "ask the silent up to N times more (default 2)" },
	{ 0, "timeout", OPT_UINT, AT(timeout_ms), .min = 1,
	    .max = SWEEP_OPTIONS_TIMEOUT_MAX, .arg = "MS",
	    .help = "wait this long for each answer; without it the round "
		    "trips decide" },
	{ 0, "source-port", OPT_UINT, AT(source_port), .min = 1, .max = 65535,
	    .arg = "N",
	    .help = "send UDP from this port; without it a free one from 1024 "
		    "to 4999" },
	{ 0, "transport", OPT_CHOICE, AT(transport), .arg = "T",
	    .choices = sweep_options_transports,
	    .help = "socket: ordinary sockets; packet: frames of our own, "
		    "faster, needs CAP_NET_RAW; auto (default): packet for "
		    "large sweeps where it is allowed" },
	{ 0, "seed", OPT_UINT, AT(seed), .min = 0, .max = INT64_MAX, .arg = "N",
	    .help = "repeat the order of the sweep with this seed" },
	{ 0, "shard", OPT_TEXT, AT(shard), .arg = "I/N",
	    .help = "ask only part I of N; every target is in one part" },
	{ 0, "resume", OPT_FLAG, AT(use_resume),
	    .help = "go on with the newest sweep that was interrupted; what "
		    "is left out is as it was" },
	{ 0, "name", OPT_TEXT, AT(name), .arg = "NAME",
	    .help = "take targets and options from [sweep NAME] in "
		    "rollcall.conf; what is typed here wins" },
	{ 0, "wait", OPT_FLAG, AT(waits_for_windows),
	    .help = "wait while the windows of all links left are closed, "
		    "instead of ending" },
	{ 0, "dry-run", OPT_FLAG, AT(is_dry_run),
	    .help = "show what would be asked, and send nothing" },
	{ 0, "check", OPT_FLAG, AT(is_check),
	    .help = "print one line for monitoring instead of a table, and "
		    "exit 1 when an expected machine is missing" },
	{ 0, "no-cache", OPT_FLAG, AT(use_no_cache),
	    .help = "neither read nor write the address cache" },
	{ 0, "progress-every", OPT_UINT, AT(progress_every_s), .min = 1,
	    .max = SWEEP_OPTIONS_PROGRESS_MAX, .arg = "S",
	    .help = "say how far it is every S seconds, in plain lines" },
	{ 0 },
};

bool
sweep_options_were_given(const struct sweep_options *options, const char *name)
{
	const struct opt *row = opt_find(sweep_options_rows, name);

	return row != NULL && options->globals.given != NULL &&
	       options->globals.given[row - sweep_options_rows];
}

const char *
sweep_options_mode_name(enum sweep_options_mode mode)
{
	return sweep_options_modes[mode];
}
