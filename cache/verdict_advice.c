/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What to do next about a verdict.
 */
#include "cache/verdict_private.h"

#include <string.h>

/* Versions up to 9 answer to this one only: scanner/PROTOCOL.md. */
#define VERDICT_OLD_PROBE "rtvscan-udp"

/* The ports that the agent answers on, and the scanner's way to them. */
#define VERDICT_PORTS "UDP 38293 and 2967 and TCP 2967, on NetWare TCP 2968 too"

/* Whether ARP was answered: the machine is on. */
static bool
verdict_is_on(const struct observation *in, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (in[i].kind == OBSERVATION_NEIGHBOUR && in[i].match != NULL)
			return true;
	return false;
}

static bool
verdict_has_asked(const struct observation *in, size_t n, const char *probe)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(in[i].probe, probe) == 0 &&
		    verdict_was_asked(&in[i]))
			return true;
	return false;
}

static void
verdict_advise_silent(struct text *out, const struct observation *in, size_t n,
    const struct verdict_facts *facts)
{
	bool is_on = verdict_is_on(in, n);
	bool has_near = facts != NULL && facts->network.n_alive > 0;

	if (!is_on && facts != NULL && facts->last_us == 0)
		text_add(out, "See whether the list it came from is right: "
			      "no sweep has ever heard it. ");
	if (!is_on && facts != NULL && !has_near)
		text_add(out, "Sweep its whole network, to see whether anybody "
			      "answers there. ");
	if (!is_on)
		text_add(out, "See whether it is on. ");
	text_addf(out,
	    "%s the scanner through the firewall on it: " VERDICT_PORTS ".",
	    is_on ? "Let" : "If it is, let");
	if (!verdict_has_asked(in, n, VERDICT_OLD_PROBE))
		text_add(out, " Versions up to 9 answer by UDP only, which was "
			      "not asked: sweep with -p "
			      "pds,rtvscan," VERDICT_OLD_PROBE ".");
}

void
verdict_advise(struct text *out, enum verdict_code code,
    const struct observation *observation, size_t n,
    const struct verdict_facts *facts)
{
	switch (code) {
	case VERDICT_NONE:
		text_add(out, "Sweep its network, or: rollcall sweep --mode "
			      "cache.");
		break;
	case VERDICT_ANSWERED:
		text_add(out, "Nothing.");
		break;
	case VERDICT_MOVED:
		text_add(out, "Correct its address where it is written down; "
			      "an imported one by rollcall import --replace.");
		break;
	case VERDICT_ALIVE_NO_AGENT:
		text_add(out, "Install the agent or start its service; or see "
			      "whether the address belongs to another machine "
			      "now.");
		break;
	case VERDICT_PROHIBITED:
		text_add(out, "Let the scanner through where the evidence says "
			      "that it is forbidden: " VERDICT_PORTS ".");
		break;
	case VERDICT_UNREACHABLE:
		text_add(out, "See whether the machine is on and connected; "
			      "then look at the route where the evidence says "
			      "that there is none.");
		break;
	case VERDICT_LINK_DOWN:
		text_add(out, "Look at the line and its routers first, then "
			      "sweep again.");
		break;
	case VERDICT_SILENT:
		verdict_advise_silent(out, observation, n, facts);
		break;
	case VERDICT_EXCLUDED:
		text_add(out, "Nothing, or take it out of the excludes: -x, "
			      "--exclude-from, and exclude in rollcall.conf.");
		break;
	case VERDICT_NOT_ASKED:
		text_add(out, n > 0 && observation[0].match != NULL
				  ? "Sweep again when the link's window is "
				    "open: rollcall sweep --resume."
			      : n == 0 ? "Sweep its network."
				       : "Sweep again, and let the sweep run "
					 "to its end.");
		break;
	}
}
