/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Bars: who was found and who was not, and how long answers took.
 */
#ifndef OUTPUT_HTML_CHART_H
#define OUTPUT_HTML_CHART_H

#include "output/html_block.h"

#define HTML_CHART_TIMES 12

/* Machines by the time of their quickest answer. */
struct html_chart_times {
	uint64_t n[HTML_CHART_TIMES], total;
};

/* OBSERVATION_NO_RTT is not counted. */
void html_chart_time(struct html_chart_times *times, uint32_t rtt_us);

/* A table whose rows are bars. */
void html_chart_histogram(struct text *out,
    const struct html_chart_times *times);

/* One bar, a part per kind; nothing where all are 0. */
void html_chart_shares(struct text *out, const uint64_t n[HTML_BLOCK_N_KINDS]);

#endif
