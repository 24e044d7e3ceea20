/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Pieces of a web page, and the temporary files that hold its rows.
 */
#include "output/html.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"
#include "output/piece.h"

void
html_text(struct text *out, const char *text)
{
	struct text clean = TEXT_INIT;
	const char *at;
	size_t len;

	piece_clean(&clean, text);
	for (at = text_str(&clean); *at != '\0'; at++) {
		len = strcspn(at, "&<>\"'");
		text_add_len(out, at, len);
		at += len;
		switch (*at) {
		case '&':
			text_add(out, "&amp;");
			break;
		case '<':
			text_add(out, "&lt;");
			break;
		case '>':
			text_add(out, "&gt;");
			break;
		case '"':
			text_add(out, "&quot;");
			break;
		case '\'':
			text_add(out, "&#39;");
			break;
		default: /* the end */
			at--;
		}
	}
	text_fini(&clean);
}

void
html_addr(struct text *out, const struct addr *addr)
{
	char buf[ADDR_TEXT_LEN];

	text_add(out, addr_format(addr, buf));
}

void
html_prefix(struct text *out, const struct addr *base, unsigned len)
{
	html_addr(out, base);
	text_addf(out, "/%u", len);
}

void
html_number(struct text *out, uint64_t n)
{
	char digits[24];
	size_t len;

	(void)snprintf(digits, sizeof(digits), "%" PRIu64, n);
	len = strlen(digits);
	for (size_t i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0)
			text_add_char(out, ',');
		text_add_char(out, digits[i]);
	}
}

void
html_count(struct text *out, uint64_t n, const char *one, const char *many)
{
	html_number(out, n);
	text_add_char(out, ' ');
	text_add(out, n == 1 ? one : many);
}

void
html_time(struct text *out, int64_t wall_us)
{
	char buf[CLOCK_TEXT_LEN];

	if (wall_us == 0)
		return;
	(void)piece_time(wall_us, buf);
	text_add_len(out, buf, strlen("2026-01-09"));
	text_add_char(out, ' ');
	text_add_len(out, buf + strlen("2026-01-09T"), strlen("11:00:04"));
}

void
html_bits(struct text *out, uint64_t bits_per_s)
{
	static const char *const unit[] = { "", "k", "M", "G" };
	double value = (double)bits_per_s;
	char digits[32];
	size_t i = 0, len;

	while (value >= 1000 && i + 1 < sizeof(unit) / sizeof(*unit)) {
		value /= 1000;
		i++;
	}
	(void)snprintf(digits, sizeof(digits), "%.2f", value);
	len = strlen(digits);
	while (digits[len - 1] == '0')
		len--;
	if (digits[len - 1] == '.')
		len--;
	text_add_len(out, digits, len);
	text_addf(out, " %sbit/s", unit[i]);
}

void
html_spool_put(struct html_spool *spool, struct text *text)
{
	if (spool->sys_errno == 0 && text->len > 0) {
		errno = 0;
		if (spool->file == NULL)
			spool->file = tmpfile();
		if (spool->file == NULL ||
		    fwrite(text->data, 1, text->len, spool->file) != text->len)
			spool->sys_errno = errno == 0 ? EIO : errno;
		else
			spool->len += text->len;
	}
	text_clear(text);
}

int
html_spool_check(const struct html_spool *spool, struct err *err)
{
	if (spool->sys_errno == 0)
		return 0;
	return err_set_errno(err, ERR_SYSTEM, spool->sys_errno,
	    "cannot keep the report's rows in a temporary file in '%s'",
	    P_tmpdir);
}

/* What is still in the stream's buffer must be in the file to be read. */
static bool
html_spool_flush(struct html_spool *spool)
{
	if (spool->sys_errno == 0 && fflush(spool->file) != 0)
		spool->sys_errno = errno == 0 ? EIO : errno;
	return spool->sys_errno == 0;
}

bool
html_spool_get(struct html_spool *spool, uint64_t at, void *bytes, size_t len)
{
	size_t got = 0;
	ssize_t n = 1;

	if (spool->file == NULL || at > spool->len || len > spool->len - at ||
	    !html_spool_flush(spool))
		return false;
	while (got < len && n > 0) {
		n = pread(fileno(spool->file), (char *)bytes + got, len - got,
		    (off_t)(at + got));
		if (n > 0)
			got += (size_t)n;
		else
			spool->sys_errno = n < 0 ? errno : EIO;
	}
	return got == len;
}

void
html_spool_copy(struct html_spool *spool, FILE *out)
{
	char buf[1 << 14];
	uint64_t at = 0;

	while (at < spool->len) {
		size_t n = sizeof(buf);

		if (n > spool->len - at)
			n = (size_t)(spool->len - at);
		if (!html_spool_get(spool, at, buf, n))
			return;
		(void)fwrite(buf, 1, n, out);
		at += n;
	}
}

void
html_spool_fini(struct html_spool *spool)
{
	if (spool->file != NULL)
		(void)fclose(spool->file);
	*spool = (struct html_spool){ NULL, 0, 0 };
}
