/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Bars as inline SVG; the numbers stand beside them as text.
 */
#include "output/html_chart.h"

#include "output/html_map.h"

#define HTML_CHART_WIDTH 1000

/* Below this many microseconds; the last one takes the rest. */
static const struct {
	uint32_t below_us;
	const char *label;
} html_chart_range[HTML_CHART_TIMES] = {
	{ 1000, "under 1 ms" },
	{ 2000, "1 to 2 ms" },
	{ 5000, "2 to 5 ms" },
	{ 10000, "5 to 10 ms" },
	{ 20000, "10 to 20 ms" },
	{ 50000, "20 to 50 ms" },
	{ 100000, "50 to 100 ms" },
	{ 200000, "100 to 200 ms" },
	{ 500000, "200 to 500 ms" },
	{ 1000000, "0.5 to 1 s" },
	{ 2000000, "1 to 2 s" },
	{ UINT32_MAX, "2 s and more" },
};

void
html_chart_time(struct html_chart_times *times, uint32_t rtt_us)
{
	size_t i = 0;

	if (rtt_us == OBSERVATION_NO_RTT)
		return;
	while (rtt_us >= html_chart_range[i].below_us)
		i++;
	times->n[i]++;
	times->total++;
}

void
html_chart_histogram(struct text *out, const struct html_chart_times *times)
{
	uint64_t most = 1;
	size_t last = 0;

	for (size_t i = 0; i < HTML_CHART_TIMES; i++) {
		most = times->n[i] > most ? times->n[i] : most;
		last = times->n[i] > 0 ? i : last;
	}
	text_add(out,
	    "<div class=\"box\" role=\"region\" tabindex=\"0\" aria-label=\"Reply times as a table\"><table class=\"bars\"><caption>Machines by the time of their quickest answer</caption><thead><tr><th scope=\"col\">Reply time</th><th scope=\"col\">Machines</th><th scope=\"col\">Share</th><td></td></tr></thead><tbody>\n");
	for (size_t i = 0; i <= last; i++) {
		unsigned width =
		    (unsigned)(times->n[i] * HTML_CHART_WIDTH / most);

		if (times->n[i] > 0 && width == 0)
			width = 1; /* a few among many must not vanish */
		text_addf(out, "<tr><th scope=\"row\">%s</th><td>",
		    html_chart_range[i].label);
		html_number(out, times->n[i]);
		text_addf(out,
		    "</td><td>%.1f%%</td><td class=\"bar\"><svg xmlns=\"http://www.w3.org/2000/svg\" class=\"map\" viewBox=\"0 0 %u 20\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><path class=\"c\" d=\"M0 0h%uv20H0z\"/></svg></td></tr>\n",
		    100.0 * (double)times->n[i] / (double)times->total,
		    HTML_CHART_WIDTH, width);
	}
	text_add(out, "</tbody></table></div>\n");
}

void
html_chart_shares(struct text *out, const uint64_t n[HTML_BLOCK_N_KINDS])
{
	static const char class[HTML_BLOCK_N_KINDS] = "scuamn";
	uint64_t all = 0, before = 0;

	for (size_t i = 0; i < HTML_BLOCK_N_KINDS; i++)
		all += n[i];
	if (all == 0)
		return;
	text_addf(out,
	    "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"map shares\" viewBox=\"0 0 %u 30\" preserveAspectRatio=\"none\" role=\"img\"><title>",
	    HTML_CHART_WIDTH);
	for (size_t i = 0; i < HTML_BLOCK_N_KINDS; i++) {
		text_add(out, i == 0 ? "" : ", ");
		html_number(out, n[i]);
		text_addf(out, " %s",
		    html_map_kind_name((enum html_block_kind)i, n[i]));
	}
	text_add(out, "</title>");
	for (size_t i = 0; i < HTML_BLOCK_N_KINDS; i++) {
		unsigned from = (unsigned)(before * HTML_CHART_WIDTH / all);

		before += n[i];
		if (n[i] > 0)
			text_addf(out,
			    "<path class=\"%c\" d=\"M%u 0H%uv30H%uz\"/>",
			    class[i], from,
			    (unsigned)(before * HTML_CHART_WIDTH / all), from);
	}
	text_add(out, "</svg>\n");
}
