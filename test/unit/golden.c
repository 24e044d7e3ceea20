/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Golden files.
 */
#include "test/unit/golden.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "test/harness.h"

#define GOLDEN_MAX_BYTES (16 << 20)

static bool
golden_write(const char *path, const void *content, size_t len)
{
	struct file_out file;

	if (file_out_open(&file, path, NULL) == -1)
		return false;
	(void)fwrite(content, 1, len, file.stream);
	return file_out_commit(&file, NULL) == 0;
}

bool
golden_is_bytes(const char *name, const void *content, size_t len)
{
	const char *path = harness_data(name);
	struct text want = TEXT_INIT, got_path = TEXT_INIT;
	bool is_same;

	if (getenv("ROLLCALL_GOLDEN") != NULL)
		return golden_write(path, content, len);
	is_same = file_read(&want, path, GOLDEN_MAX_BYTES, NULL) == 0 &&
		  len == want.len &&
		  memcmp(text_str(&want), content, want.len) == 0;
	if (!is_same) {
		text_addf(&got_path, "%s.got", strrchr(name, '/') + 1);
		printf("# diff %s %s\n", path, text_str(&got_path));
		(void)golden_write(text_str(&got_path), content, len);
	}
	text_fini(&want);
	text_fini(&got_path);
	return is_same;
}

bool
golden_is(const char *name, const char *content)
{
	return golden_is_bytes(name, content, strlen(content));
}
