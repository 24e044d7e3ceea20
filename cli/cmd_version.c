/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * rollcall version: for reports of defects.
 */
#define PCRE2_CODE_UNIT_WIDTH 8

#include <event2/event.h>
#include <libsmartcols/libsmartcols.h>
#include <pcre2.h>
#include <sqlite3.h>
#include <stdlib.h>

#include "base/xmllib.h"
#include "cli/cmd.h"

#if defined(__SANITIZE_ADDRESS__)
#define CMD_VERSION_SANITIZED "yes"
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define CMD_VERSION_SANITIZED "yes"
#endif
#endif
#ifndef CMD_VERSION_SANITIZED
#define CMD_VERSION_SANITIZED "no"
#endif

static void
cmd_version_xml(void)
{
	struct err err = ERR_INIT;
	long n;

	if (xmllib_load(&err) == -1) {
		printf("%s\n", err.text);
		return;
	}
	/* It says 20914 for 2.9.14; a suffix may follow. */
	n = strtol(xmllib_version(), NULL, 10);
	printf("libxml2 %ld.%ld.%ld\n", n / 10000, n / 100 % 100, n % 100);
}

static int
cmd_version_run(void *values, int n, char **operand, struct err *err)
{
	char pcre2[64] = "?";
	const char *smartcols = NULL;
	uint32_t has_jit = 0;

	(void)values;
	(void)n;
	(void)operand;
	(void)err;
	(void)pcre2_config(PCRE2_CONFIG_VERSION, pcre2);
	(void)pcre2_config(PCRE2_CONFIG_JIT, &has_jit);
	(void)scols_get_library_version(&smartcols);
	printf("rollcall %s\n", PACKAGE_VERSION);
	printf("libevent %s (%s)\n", event_get_version(),
	    event_get_supported_methods()[0]);
	cmd_version_xml();
	printf("PCRE2 %s (%s)\n", pcre2, has_jit ? "JIT" : "no JIT");
	printf("SQLite %s\n", sqlite3_libversion());
	printf("libsmartcols %s\n", smartcols == NULL ? "?" : smartcols);
	printf("transports: socket, packet\n");
	printf("sanitizers: %s\n", CMD_VERSION_SANITIZED);
	printf("compiler: %s\n", __VERSION__);
	printf("system files: %s/rollcall\n", SYSCONFDIR);
	return 0;
}

const struct cmd cmd_version = {
	.name = "version",
	.summary = "the versions of rollcall and of what it uses",
	.run = cmd_version_run,
};
