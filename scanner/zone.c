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
