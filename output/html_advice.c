/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Verdicts in words, as HTML: no character here needs escaping.
 */
#include "output/html_advice.h"

static const struct html_advice html_advice_each[HTML_ADVICE_N] = {
	[VERDICT_NONE] = {
		"not confirmed yet",
		"It was imported, and no sweep has had an answer from it yet.",
		"Sweep its network; rollcall sweep --mode cache asks only the machines of the address cache.",
	},
	[VERDICT_ANSWERED] = {
		"answered",
		"It answered as an agent does.",
		"Nothing.",
	},
	[VERDICT_MOVED] = {
		"moved",
		"The machine answered at another address.",
		"Correct its address in the list that it came from and import that with --replace.",
	},
	[VERDICT_ALIVE_NO_AGENT] = {
		"on, but no agent",
		"A machine is at this address, and it refuses the ports of the agent.",
		"Install the agent, or start its service; or ask whether the address belongs to another machine now.",
	},
	[VERDICT_PROHIBITED] = {
		"forbidden by a firewall",
		"A firewall or router on the way said that it does not let the question through.",
		"At the device that the evidence names, let the scanner reach UDP 38293, UDP 2967 and TCP 2967, and the answers come back.",
	},
	[VERDICT_UNREACHABLE] = {
		"unreachable",
		"A router on the way said that it cannot reach the address.",
		"See whether the machine is on and its cable is in; then check the route at the router that the evidence names.",
	},
	[VERDICT_LINK_DOWN] = {
		"whole network silent",
		"Nobody in this network answers, and that used to be different.",
		"Look at the line and its routers first, then sweep again.",
	},
	[VERDICT_SILENT] = {
		"silent",
		"Nothing came back: it is switched off, it is gone, or a firewall drops the question.",
		"See whether it is on. If it is, open UDP 38293, UDP 2967 and TCP 2967 in its firewall for the scanner, and sweep again.",
	},
	[VERDICT_EXCLUDED] = {
		"excluded",
		"The sweep was told to leave this address out.",
		"Nothing; or take the address out of the excludes.",
	},
	[VERDICT_NOT_ASKED] = {
		"not asked",
		"The sweep ended before it was this machine&#39;s turn.",
		"Let the sweep run to its end.",
	},
};

const struct html_advice *
html_advice_of(enum verdict_code code)
{
	return &html_advice_each[(unsigned)code < HTML_ADVICE_N ? code : 0];
}
