/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Errors as values.
 */
#include "base/err.h"

#include <stdio.h>
#include <string.h>

/* Drop a multi-byte character that the end of the buffer cut in two. */
static void
err_trim(char *text)
{
	size_t len = strlen(text), start = len;
	unsigned char lead;
	size_t want;

	if (len < ERR_TEXT_CAP - 1)
		return;
	while (start > 0 && ((unsigned char)text[start - 1] & 0xc0) == 0x80)
		start--;
	if (start == 0)
		return;
	lead = (unsigned char)text[start - 1];
	want = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
	if (len - (start - 1) < want)
		text[start - 1] = '\0';
}

int
err_set(struct err *err, enum err_code code, const char *format, ...)
{
	va_list ap;

	if (err == NULL)
		return -1;
	err->code = code;
	va_start(ap, format);
	(void)vsnprintf(err->text, sizeof(err->text), format, ap);
	va_end(ap);
	err_trim(err->text);
	return -1;
}

int
err_set_errno(struct err *err, enum err_code code, int sys_errno,
    const char *format, ...)
{
	va_list ap;
	size_t len;

	if (err == NULL)
		return -1;
	err->code = code;
	va_start(ap, format);
	(void)vsnprintf(err->text, sizeof(err->text), format, ap);
	va_end(ap);
	len = strlen(err->text);
	(void)snprintf(err->text + len, sizeof(err->text) - len, ": %s",
	    strerror(sys_errno));
	err_trim(err->text);
	return -1;
}

int
err_wrap(struct err *err, const char *format, ...)
{
	char inner[ERR_TEXT_CAP];
	va_list ap;
	size_t len;

	if (err == NULL)
		return -1;
	memcpy(inner, err->text, sizeof(inner));
	va_start(ap, format);
	(void)vsnprintf(err->text, sizeof(err->text), format, ap);
	va_end(ap);
	len = strlen(err->text);
	(void)snprintf(err->text + len, sizeof(err->text) - len, ": %s", inner);
	err_trim(err->text);
	return -1;
}

int
err_exit_status(enum err_code code)
{
	switch (code) {
	case ERR_NONE:
		return 0;
	case ERR_USAGE:
		return 2;
	case ERR_INPUT:
	case ERR_LIMIT:
		return 3;
	case ERR_SYSTEM:
	case ERR_NETWORK:
		return 4;
	case ERR_CACHE:
		return 5;
	}
	return 4;
}
