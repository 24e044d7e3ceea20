/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The registrar inside PDS.
 */
#include "responder/pds_app.h"

#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/mem.h"

const struct pds_app *
pds_app_find(const struct pds_app_table *table,
    const uint8_t id[PDS_PONG_ID_LEN])
{
	for (size_t i = 0; i < table->n; i++)
		if (memcmp(table->app[i].id, id, PDS_PONG_ID_LEN) == 0)
			return &table->app[i];
	return NULL;
}

static int
pds_app_read_pong(struct pds_app *app, const char *text, struct err *err)
{
	uint8_t bytes[PDS_APP_PONG_MAX];
	ptrdiff_t len;

	if (strcmp(text, "default") == 0) {
		if (memcmp(app->id, "BDCV", PDS_PONG_ID_LEN) == 0)
			return 0;
		return err_set(err, ERR_USAGE,
		    "only BDCV has a default pong, '%.4s' needs its bytes in "
		    "hex",
		    (const char *)app->id);
	}
	len = hex_parse(text, bytes, sizeof(bytes));
	if (len <= 0)
		return err_set(err, ERR_USAGE,
		    "the pong of '%.4s' must be 1 to %d bytes in hex, not "
		    "'%s'",
		    (const char *)app->id, PDS_APP_PONG_MAX, text);
	app->pong = mem_new((size_t)len);
	memcpy(app->pong, bytes, (size_t)len);
	app->len = (size_t)len;
	return 0;
}

int
pds_app_register(struct pds_app_table *table, const char *text, struct err *err)
{
	struct pds_app app = { { 0 }, NULL, 0 };
	const char *equals = strchr(text, '=');

	if (equals == NULL || equals - text != PDS_PONG_ID_LEN)
		return err_set(err, ERR_USAGE,
		    "--app must be ID=HEX with an ID of 4 characters, not "
		    "'%s'",
		    text);
	memcpy(app.id, text, PDS_PONG_ID_LEN);
	if (pds_app_find(table, app.id) != NULL)
		return err_set(err, ERR_USAGE, "'%.4s' is registered twice",
		    text);
	if (table->n == PDS_APP_MAX)
		return err_set(err, ERR_USAGE,
		    "at most %d applications can be registered", PDS_APP_MAX);
	if (pds_app_read_pong(&app, equals + 1, err) == -1)
		return -1;
	table->app[table->n++] = app;
	return 0;
}

void
pds_app_table_fini(struct pds_app_table *table)
{
	for (size_t i = 0; i < table->n; i++)
		free(table->app[i].pong);
	table->n = 0;
}
