/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Sample replies: lines of words up to "hex", then hex with comments.
 */
#include "test/sample.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/hex.h"
#include "base/text.h"

#define SAMPLE_FILE_MAX 65536

/* One line above the bytes; false for a word that nobody knows. */
static bool
sample_line(struct sample *sample, const char *line)
{
	if (strncmp(line, "pattern ", 8) == 0)
		sample->pattern = line + 8;
	else if (strncmp(line, "role ", 5) == 0)
		sample->role = line + 5;
	else if (strncmp(line, "name ", 5) == 0)
		sample->name = line + 5;
	else if (strncmp(line, "field ", 6) == 0 &&
		 sample->n_fields < OBSERVATION_FIELDS_MAX)
		sample->field[sample->n_fields++] = line + 6;
	else
		return line[0] == '#';
	return true;
}

/* Cuts sample->text into lines; hex gets what stands below "hex". */
static bool
sample_lines(struct sample *sample, struct text *hex)
{
	bool is_hex = false;

	for (char *next, *line = sample->text; *line != '\0'; line = next) {
		next = line + strcspn(line, "\n");
		if (*next != '\0')
			*next++ = '\0';
		if (is_hex) {
			text_add_len(hex, line, strcspn(line, "#"));
			text_add_char(hex, ' ');
		} else if (strcmp(line, "hex") == 0) {
			is_hex = true;
		} else if (!sample_line(sample, line)) {
			return false;
		}
	}
	return is_hex && sample->pattern != NULL && sample->role != NULL;
}

bool
sample_read(struct sample *sample, const char *path)
{
	struct text content = TEXT_INIT, hex = TEXT_INIT;
	struct err err = ERR_INIT;
	ptrdiff_t len = -1;

	memset(sample, 0, sizeof(*sample));
	if (file_read(&content, path, SAMPLE_FILE_MAX, &err) == 0) {
		sample->text = text_take(&content);
		if (sample_lines(sample, &hex))
			len = hex_parse(text_str(&hex), sample->reply,
			    SAMPLE_MAX);
	}
	text_fini(&content);
	text_fini(&hex);
	if (len < 0) {
		sample_fini(sample);
		return false;
	}
	sample->len = (size_t)len;
	return true;
}

void
sample_fini(struct sample *sample)
{
	free(sample->text);
	sample->text = NULL;
}
