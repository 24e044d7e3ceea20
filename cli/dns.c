/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Which name servers a sweep asks: resolv.conf(5) is read here, since a
 * resolver library would ask outside the sweep's budget.
 */
#include "cli/dns.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/text.h"

#define DNS_BLANKS " \t\r"

/* One line of the file; what is no server of ours is stepped over. */
static void
dns_read_line(struct dns *dns, char *line)
{
	char *save = NULL, *word = strtok_r(line, DNS_BLANKS, &save);
	struct err err = ERR_INIT;

	if (word == NULL || strcmp(word, "nameserver") != 0 ||
	    dns->n == LOOKUP_SERVERS_MAX)
		return;
	word = strtok_r(NULL, DNS_BLANKS, &save);
	if (word == NULL)
		return;
	if (addr_parse(&dns->server[dns->n], word, &err) == 0)
		dns->n++;
	else
		log_info("names", "a name server is left out: %s", err.text);
}

static void
dns_read_file(struct dns *dns, const char *path)
{
	struct text content = TEXT_INIT;
	struct err err = ERR_INIT;
	char *save = NULL, *text;

	if (file_read(&content, path, DNS_FILE_MAX, &err) == -1)
		log_info("names", "no name server: %s", err.text);
	text = text_take(&content);
	for (char *line = text == NULL ? NULL : strtok_r(text, "\n", &save);
	     line != NULL; line = strtok_r(NULL, "\n", &save))
		dns_read_line(dns, line);
	free(text);
}

int
dns_make(struct dns *dns, const struct opt_list *given, const char *path,
    struct err *err)
{
	dns->n = 0;
	if (given->n == 0) {
		dns_read_file(dns, path);
		return 0;
	}
	if (given->n > LOOKUP_SERVERS_MAX)
		return err_set(err, ERR_USAGE,
		    "at most %d name servers; --dns %s is one too many",
		    LOOKUP_SERVERS_MAX, given->item[LOOKUP_SERVERS_MAX]);
	for (size_t i = 0; i < given->n; i++) {
		if (addr_parse(&dns->server[i], given->item[i], err) == -1) {
			if (err != NULL)
				err->code = ERR_USAGE;
			return err_wrap(err, "--dns");
		}
		dns->n++;
	}
	return 0;
}
