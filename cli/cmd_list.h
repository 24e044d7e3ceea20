/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The commands, one line each, in the order of the help.  CMD(sweep) stands
 * for "const struct cmd cmd_sweep", at the foot of cli/cmd_sweep.c.  Read
 * several times on purpose: no guard.
 */
CMD(sweep)
CMD(plan)
CMD(import)
CMD(cache)
CMD(find)
CMD(why)
CMD(diff)
CMD(history)
CMD(export)
CMD(probes)
CMD(formats)
CMD(demo)
CMD(demo_inside)
CMD(help)
CMD(version)
CMD(completion)
