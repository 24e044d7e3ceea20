/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Time zones of the C library.
 */
#include "scanner/zone.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/text.h"

#define ZONE_FOLDER   "/usr/share/zoneinfo" /* unless $TZDIR says otherwise */
#define ZONE_NAME_MAX 64

/* Of letters, digits and what else occurs; never a way out of the folder. */
static bool
zone_has_good_name(const char *name)
{
	return *name != '\0' && strlen(name) <= ZONE_NAME_MAX &&
	       name[strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqr"
				 "stuvwxyz0123456789_+-/")] == '\0' &&
	       *name != '/' && strstr(name, "//") == NULL;
}

int
zone_check(const char *name, struct err *err)
{
	const char *folder = getenv("TZDIR");
	struct text path = TEXT_INIT;
	char magic[4] = "";
	FILE *file = NULL;

	if (folder == NULL || *folder == '\0')
		folder = ZONE_FOLDER;
	if (zone_has_good_name(name)) {
		text_addf(&path, "%s/%s", folder, name);
		file = fopen(text_str(&path), "re");
	}
	if (file != NULL) {
		if (fread(magic, 1, sizeof(magic), file) != sizeof(magic))
			magic[0] = '\0';
		(void)fclose(file);
	}
	text_fini(&path);
	if (memcmp(magic, "TZif", sizeof(magic)) == 0) /* RFC 9636 3.1 */
		return 0;
	return err_set(err, ERR_INPUT,
	    "no time zone '%s' is in %s (Debian: package tzdata); it must be "
	    "a name such as Europe/Berlin",
	    name, folder);
}

/* Make it the C library's zone; NULL: unset $TZ. */
static void
zone_set(const char *name)
{
	if (name == NULL)
		(void)unsetenv("TZ");
	else
		(void)setenv("TZ", name, 1);
	tzset();
}

static int32_t
zone_offset_s(int64_t time_s, void *arg)
{
	time_t when = (time_t)time_s;
	struct tm tm;

	(void)arg;
	return localtime_r(&when, &tm) == NULL ? 0 : (int32_t)tm.tm_gmtoff;
}

/* A copy of $TZ for zone_set(), or NULL. */
static char *
zone_own(void)
{
	const char *own = getenv("TZ");

	return own == NULL ? NULL : mem_dup(own);
}

void
zone_schedule(struct window_schedule *schedule, const struct window *window,
    size_t n, int64_t now_us)
{
	int64_t until_us = now_us + (int64_t)(ZONE_DAYS_AHEAD *
					      UINT64_C(86400) * CLOCK_US_PER_S);
	char *own = zone_own();

	for (size_t i = 0; i < n; i++) {
		zone_set(window[i].zone == NULL ? own : window[i].zone);
		window_schedule_add(schedule, &window[i], zone_offset_s, NULL,
		    now_us, until_us);
	}
	zone_set(own);
	free(own);
}

const char *
zone_format(int64_t time_us, const char *zone, char buf[ZONE_TEXT_LEN])
{
	time_t when = (time_t)(time_us / (int64_t)CLOCK_US_PER_S);
	char *own = zone_own();
	struct tm tm;

	zone_set(zone == NULL ? own : zone);
	if (localtime_r(&when, &tm) == NULL ||
	    strftime(buf, ZONE_TEXT_LEN, "%F %H:%M %Z", &tm) == 0)
		(void)snprintf(buf, ZONE_TEXT_LEN, "an unknown time");
	zone_set(own);
	free(own);
	return buf;
}
