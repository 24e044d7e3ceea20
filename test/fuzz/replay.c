/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Runs a fuzz target over files, without a fuzzer: over those named on the
 * command line, else over test/fuzz/corpus/<target>/, the target being the
 * program's name without "fuzz_".  TAP, one line per file, written out before
 * the next one starts, so that a crash shows where it happened.
 */
#include <glob.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "test/fuzz/fuzz.h"

#define REPLAY_FILE_MAX (4 * 1024 * 1024)

/* False when the file cannot be read; a target that finds a fault aborts. */
static bool
replay_file(const char *path, unsigned seq)
{
	struct text content = TEXT_INIT;
	struct err err = ERR_INIT;
	const char *name;
	bool is_read = file_read(&content, path, REPLAY_FILE_MAX, &err) == 0;

	if (is_read) {
		/* Exactly as large as it is: a read beyond the end shows. */
		uint8_t *exact = malloc(content.len == 0 ? 1 : content.len);

		if (exact == NULL)
			abort();
		if (content.len > 0)
			memcpy(exact, content.data, content.len);
		(void)LLVMFuzzerTestOneInput(exact, content.len);
		free(exact);
	} else {
		printf("# %s\n", err.text);
	}
	name = strrchr(path, '/');
	printf("%sok %u - %s\n", is_read ? "" : "not ", seq,
	    name == NULL ? path : name + 1);
	fflush(stdout);
	text_fini(&content);
	return is_read;
}

int
main(int argc, char **argv)
{
	const char *root = getenv("srcdir"), *name = strrchr(argv[0], '/');
	struct text wanted = TEXT_INIT;
	glob_t found = { 0 };
	char **path = argv + 1;
	unsigned n_bad = 0;
	size_t n = (size_t)argc - 1;

	name = name == NULL ? argv[0] : name + 1;
	if (strncmp(name, "fuzz_", 5) == 0)
		name += 5;
	text_addf(&wanted, "%s/test/fuzz/corpus/%s/*",
	    root == NULL ? "." : root, name);
	if (n == 0 && glob(text_str(&wanted), 0, NULL, &found) == 0) {
		n = found.gl_pathc;
		path = found.gl_pathv;
	}
	printf("1..%zu\n", n);
	for (size_t i = 0; i < n; i++)
		n_bad += !replay_file(path[i], (unsigned)i + 1);
	if (n == 0)
		fprintf(stderr, "nothing matches %s\n", text_str(&wanted));
	globfree(&found);
	text_fini(&wanted);
	return n == 0 || n_bad > 0;
}
