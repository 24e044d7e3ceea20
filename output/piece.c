/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Pieces of a machine as text.
 */
#include "output/piece.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

#define PIECE_LAST_US INT64_C(253402300799999999) /* the end of 9999 */

int64_t
piece_time_in_range(int64_t wall_us)
{
	if (wall_us < 0)
		return 0;
	return wall_us > PIECE_LAST_US ? PIECE_LAST_US : wall_us;
}

const char *
piece_time(int64_t wall_us, char buf[CLOCK_TEXT_LEN])
{
	return clock_format(piece_time_in_range(wall_us), buf);
}

const char *
piece_elapsed(int64_t from_us, int64_t to_us, char buf[32])
{
	int64_t from = piece_time_in_range(from_us);
	int64_t to = piece_time_in_range(to_us);
	int64_t centis = to > from ? (to - from) / 10000 : 0;

	(void)snprintf(buf, 32, "%" PRId64 ".%02d", centis / 100,
	    (int)(centis % 100));
	return buf;
}

const char *
piece_share(uint64_t n, unsigned decimals, char buf[PIECE_SHARE_LEN])
{
	uint64_t one = 1;

	for (unsigned i = 0; i < decimals; i++)
		one *= 10;
	(void)snprintf(buf, PIECE_SHARE_LEN, "%" PRIu64 ".%0*" PRIu64, n / one,
	    (int)decimals, n % one);
	return buf;
}

bool
piece_mac(const struct host *host, char buf[PIECE_MAC_LEN])
{
	const char *mac = host_field_value(host, "mac");

	if (mac == NULL || strlen(mac) != PIECE_MAC_LEN - 1)
		return false;
	for (size_t i = 0; i < PIECE_MAC_LEN - 1; i++)
		if (i % 3 == 2
			? mac[i] != ':'
			: strchr("0123456789abcdefABCDEF", mac[i]) == NULL)
			return false;
	memcpy(buf, mac, PIECE_MAC_LEN);
	return true;
}

void
piece_clean(struct text *out, const char *text)
{
	if (text != NULL)
		utf8_clean(out, text, strlen(text));
}

void
piece_one_line(struct text *text, size_t from)
{
	static const char separator[] = "\xe2\x80"; /* and A8 or A9 */

	for (size_t i = from; i + 2 < text->len; i++)
		if (memcmp(text->data + i, separator, 2) == 0 &&
		    ((unsigned char)text->data[i + 2] & 0xfe) == 0xa8)
			memcpy(text->data + i, "\xef\xbf\xbd", 3);
}

void
piece_clip(struct text *text, size_t max)
{
	size_t n = 0;

	for (size_t i = 0; i < text->len; i++) {
		/* A character begins where no continuation byte is. */
		if (((unsigned char)text->data[i] & 0xc0) != 0x80 &&
		    n++ == max) {
			text->data[i] = '\0';
			text->len = i;
		}
	}
}

void
piece_describe(struct text *out, enum cache_section section,
    const struct host *host)
{
	text_addf(out, "role=%s", piece_role(section, host));
	for (size_t i = 0; i < host->n_services; i++) {
		const struct host_service *service = &host->service[i];

		text_add(out, "; ");
		piece_clean(out, service->probe);
		text_addf(out, " %s/%u %s",
		    net_protocol_name(service->protocol),
		    (unsigned)service->port,
		    observation_kind_name(service->kind));
	}
	if (host->verdict.code != VERDICT_NONE)
		text_addf(out, "; verdict=%s",
		    verdict_name(host->verdict.code));
}

const char *
piece_role(enum cache_section section, const struct host *host)
{
	return observation_role_name(
	    section == CACHE_MISSING ? host->best_role : host->role);
}

const char *
piece_state(const struct inventory *inventory, const struct host *host)
{
	return host_state_name(host_state_at(host, inventory->written_us,
	    inventory->stale_after_s));
}

bool
piece_is_complete(const struct inventory *inventory)
{
	return inventory->sweep == NULL ||
	       inventory->sweep->state == CACHE_SWEEP_COMPLETE;
}
