/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Import files into the address cache: reads, counts and reports.
 */
#include "importer/import.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "cache/cache_import.h"
#include "cache/cache_learned.h"
#include "cache/cache_path.h"
#include "importer/encoding.h"
#include "importer/grammar.h"
#include "importer/input.h"
#include "importer/registry.h"

#define IMPORT_CHUNK 65536
/* Texts of a batch: names, and what is wrong with bad records. */
#define IMPORT_ARENA_CAP (4 * 1024 * 1024)

/* A bad record, kept until its turn among the batch's notes has come. */
struct import_bad {
	uint32_t before; /* the record of the batch that comes after it */
	uint64_t line;
	const char *why; /* in the arena */
};

struct import {
	const struct import_options *options;
	const struct import_hooks *hooks;
	struct import_report *report;
	struct cache *cache;
	struct cache_import *to;

	/* The file under way. */
	struct encoding *encoding;
	struct grammar *grammar; /* one of the two */
	struct registry *registry;
	struct import_progress progress;

	/* The batch under way. */
	struct cache_import_record *record;
	size_t n_records;
	struct import_bad *bad;
	size_t n_bad, bad_cap, bad_at;
	char *arena;
	size_t arena_len;
	struct text note;
};

int
import_check(const char *const *path, size_t n_paths,
    const struct import_options *options, struct err *err)
{
	struct encoding *encoding = encoding_new(options->encoding, err);
	struct stat st;
	int ret = encoding == NULL ? -1 : 0;

	encoding_free(encoding);
	for (size_t i = 0; i < n_paths && ret == 0; i++) {
		if (strcmp(path[i], "-") == 0)
			continue;
		if (access(path[i], R_OK) != 0)
			ret = err_set_errno(err, ERR_INPUT, errno,
			    "cannot read '%s'", path[i]);
		else if (stat(path[i], &st) == 0 && S_ISDIR(st.st_mode))
			ret = err_set(err, ERR_INPUT,
			    "cannot read '%s': it is a folder", path[i]);
	}
	return ret;
}

struct cache *
import_open_cache(const char *given, bool is_dry_run, struct err *err)
{
	char *path = cache_path(given);
	bool is_absent = access(path, F_OK) != 0 && errno == ENOENT;
	struct cache *cache =
	    cache_open(is_dry_run && is_absent ? CACHE_IN_MEMORY : path,
		CACHE_WRITE, err);

	free(path);
	return cache;
}

static void
import_say(struct import *in, enum import_note note, uint64_t line)
{
	struct text whole = TEXT_INIT;

	if (in->hooks->on_note != NULL) {
		text_addf(&whole, "%s:%" PRIu64 ": %s", in->progress.path, line,
		    text_str(&in->note));
		in->hooks->on_note(note, text_str(&whole), in->hooks->arg);
	}
	text_fini(&whole);
	text_clear(&in->note);
}

/* Say what is bad before this record of the batch. */
static void
import_say_bad(struct import *in, size_t before)
{
	for (; in->bad_at < in->n_bad && in->bad[in->bad_at].before <= before;
	     in->bad_at++) {
		text_add(&in->note, in->bad[in->bad_at].why);
		import_say(in, IMPORT_NOTE_BAD, in->bad[in->bad_at].line);
	}
}

static void
import_quote(struct import *in, const char *name)
{
	record_quote(&in->note, name, strlen(name));
}

/* The name was cached at another address already. */
static void
import_say_stored(struct import *in, const struct cache_import_record *record,
    const struct cache_import_answer *answer)
{
	char is[ADDR_TEXT_LEN], was[ADDR_TEXT_LEN];
	bool is_replaced = answer->result == CACHE_IMPORT_REPLACED;

	text_add(&in->note, is_replaced ? "replaced: " : "conflict: ");
	import_quote(in, record->name);
	text_addf(&in->note,
	    is_replaced ? " was at %s and is now at %s"
			: " is cached at %s and stays there; the file says %s",
	    addr_format(&answer->stored, was), addr_format(&record->addr, is));
	import_say(in,
	    is_replaced ? IMPORT_NOTE_REPLACED : IMPORT_NOTE_CONFLICT,
	    record->line);
}

static void
import_say_duplicate(struct import *in,
    const struct cache_import_record *record,
    const struct cache_import_answer *answer)
{
	char is[ADDR_TEXT_LEN];

	in->report->n_duplicates++;
	text_addf(&in->note, "duplicate address: %s of ",
	    addr_format(&record->addr, is));
	import_quote(in, record->name);
	text_add(&in->note, " is that of ");
	import_quote(in, answer->other);
	text_add(&in->note, " as well (");
	utf8_clean(&in->note, answer->other_detail,
	    strlen(answer->other_detail));
	text_add(&in->note, ")");
	import_say(in, IMPORT_NOTE_DUPLICATE, record->line);
}

static int
import_on_answer(const struct cache_import_answer *answer, void *arg,
    struct err *err)
{
	struct import *in = arg;
	const struct cache_import_record *record = &in->record[answer->record];

	(void)err;
	import_say_bad(in, answer->record);
	switch (answer->result) {
	case CACHE_IMPORT_ADDED:
		in->report->n_added++;
		break;
	case CACHE_IMPORT_KEPT:
		in->report->n_kept++;
		break;
	case CACHE_IMPORT_CONFLICT:
		in->report->n_conflicting++;
		import_say_stored(in, record, answer);
		break;
	case CACHE_IMPORT_REPLACED:
		in->report->n_replaced++;
		import_say_stored(in, record, answer);
		break;
	}
	if (answer->other != NULL)
		import_say_duplicate(in, record, answer);
	return 0;
}

static int
import_flush(struct import *in, struct err *err)
{
	if (in->n_records > 0 &&
	    cache_import_records(in->to, in->record, in->n_records,
		import_on_answer, in, err) == -1)
		return -1;
	import_say_bad(in, in->n_records);
	in->n_records = in->n_bad = in->bad_at = 0;
	in->arena_len = 0;
	return 0;
}

/* A copy that lives until the batch is flushed; there is room. */
static const char *
import_keep(struct import *in, const char *text, size_t size)
{
	char *copy = in->arena + in->arena_len;

	memcpy(copy, text, size);
	in->arena_len += size;
	return copy;
}

static int
import_on_record(const struct record *record, void *arg, struct err *err)
{
	struct import *in = arg;
	const char *text =
	    record->kind == RECORD_PAIR ? record->name : record->why;
	size_t size = record->kind == RECORD_COMMENT ? 0 : strlen(text) + 1;

	in->progress.n_records++;
	if (record->was_cp1252)
		in->report->n_cp1252++;
	if (in->n_records == CACHE_IMPORT_BATCH ||
	    in->n_bad == CACHE_IMPORT_BATCH ||
	    IMPORT_ARENA_CAP - in->arena_len < size)
		if (import_flush(in, err) == -1)
			return -1;
	switch (record->kind) {
	case RECORD_PAIR:
		in->record[in->n_records++] = (struct cache_import_record){
			.addr = record->addr,
			.line = record->line,
			.name = import_keep(in, text, size),
		};
		break;
	case RECORD_COMMENT:
		in->report->n_commented++;
		break;
	case RECORD_BAD:
		in->report->n_bad++;
		in->bad = mem_grow(in->bad, &in->bad_cap, in->n_bad + 1,
		    sizeof(*in->bad));
		in->bad[in->n_bad++] = (struct import_bad){
			.before = (uint32_t)in->n_records,
			.line = record->line,
			.why = import_keep(in, text, size),
		};
		break;
	}
	return 0;
}

static int
import_on_bytes(const void *bytes, size_t len, void *arg, struct err *err)
{
	struct import *in = arg;
	bool is_utf8 = encoding_is_utf8(in->encoding);

	if (in->registry != NULL) {
		registry_set_utf8(in->registry, is_utf8);
		return registry_feed(in->registry, bytes, len, import_on_record,
		    in, err);
	}
	grammar_set_utf8(in->grammar, is_utf8);
	return grammar_feed(in->grammar, bytes, len, import_on_record, in, err);
}

static int
import_read(struct import *in, struct input *input, struct err *err)
{
	uint8_t chunk[IMPORT_CHUNK];
	ptrdiff_t got;

	while ((got = input_read(input, chunk, sizeof(chunk), err)) > 0) {
		if (encoding_feed(in->encoding, chunk, (size_t)got,
			import_on_bytes, in, err) == -1)
			return -1;
		in->progress.n_bytes += (uint64_t)got;
		if (in->hooks->on_progress != NULL)
			in->hooks->on_progress(&in->progress, in->hooks->arg);
	}
	if (got == -1 ||
	    encoding_finish(in->encoding, import_on_bytes, in, err) == -1)
		return -1;
	return in->registry != NULL
		   ? registry_finish(in->registry, import_on_record, in, err)
		   : grammar_finish(in->grammar, import_on_record, in, err);
}

/* Keep what a registry file taught. */
static int
import_learn(struct import *in, struct err *err)
{
	const char *type, *protocol;

	if (in->registry == NULL)
		return 0;
	type = registry_address_type(in->registry);
	protocol = registry_protocol(in->registry);
	if (type != NULL && cache_learned_put(in->cache,
				CACHE_LEARNED_ADDRESS_TYPE, type, err) == -1)
		return -1;
	return protocol == NULL ? 0
				: cache_learned_put(in->cache,
				      CACHE_LEARNED_PROTOCOL, protocol, err);
}

static int
import_one(struct import *in, struct input *input, struct err *err)
{
	int ret = -1;

	if (input_open(input, err) == -1)
		return -1;
	in->encoding = encoding_new(in->options->encoding, err);
	if (in->encoding == NULL)
		return -1;
	if (in->options->format == IMPORT_REG)
		in->registry = registry_new(false);
	else
		in->grammar = grammar_new(&in->options->rules, false);
	in->progress.path = input->label;
	in->progress.n_bytes = 0;
	in->progress.n_bytes_total = input->size;
	cache_import_file(in->to, input->label);
	if (import_read(in, input, err) == 0 && import_flush(in, err) == 0)
		ret = import_learn(in, err);
	encoding_free(in->encoding);
	grammar_free(in->grammar);
	registry_free(in->registry);
	in->encoding = NULL;
	in->grammar = NULL;
	in->registry = NULL;
	input_fini(input);
	return ret;
}

/* All inputs in one transaction, which begins when none can keep waiting. */
static int
import_all(struct import *in, struct input *input, size_t n_inputs,
    struct err *err)
{
	int ret = 0;

	in->to = cache_import_begin(in->cache, in->options->use_replace,
	    clock_now_wall_us(), err);
	if (in->to == NULL)
		return -1;
	in->record = mem_array(CACHE_IMPORT_BATCH, sizeof(*in->record));
	in->arena = mem_new(IMPORT_ARENA_CAP);
	for (size_t i = 0; i < n_inputs && ret == 0; i++)
		ret = import_one(in, &input[i], err);
	if (ret == 0 && !in->options->is_dry_run)
		ret = cache_import_commit(in->to, err);
	cache_import_free(in->to);
	free(in->record);
	free(in->bad);
	free(in->arena);
	text_fini(&in->note);
	return ret;
}

int
import_run(struct cache *cache, const char *const *path, size_t n_paths,
    const struct import_options *options, const struct import_hooks *hooks,
    struct import_report *report, struct err *err)
{
	static const struct import_hooks silent = { NULL, NULL, NULL };
	struct import in = {
		.options = options,
		.hooks = hooks == NULL ? &silent : hooks,
		.report = report,
		.cache = cache,
	};
	struct input *input = mem_array(n_paths, sizeof(*input));
	size_t n = 0;
	int ret = 0;

	memset(report, 0, sizeof(*report));
	while (ret == 0 && n < n_paths) {
		ret = input_init(&input[n], path[n], err);
		n++;
	}
	if (ret == 0)
		ret = import_all(&in, input, n, err);
	while (n > 0)
		input_fini(&input[--n]);
	free(input);
	return ret;
}

static void
import_line(struct text *out, const char *what, uint64_t n, const char *more)
{
	text_addf(out, "%-22s %9" PRIu64 "%s%s\n", what, n,
	    *more == '\0' ? "" : "  ", more);
}

void
import_summary(struct text *out, const struct import_report *report,
    const struct import_options *options)
{
	if (options->is_dry_run)
		text_add(out, "Dry run: nothing was stored.\n");
	import_line(out, "added", report->n_added, "");
	import_line(out, "kept", report->n_kept, "already there");
	import_line(out, "conflicting", report->n_conflicting,
	    report->n_conflicting == 0
		? ""
		: "not changed; --replace takes the file's word");
	if (options->use_replace)
		import_line(out, "replaced", report->n_replaced, "");
	if (report->n_duplicates > 0)
		import_line(out, "duplicate addresses", report->n_duplicates,
		    "added all the same");
	import_line(out, "commented out", report->n_commented, "");
	import_line(out, "bad", report->n_bad,
	    report->n_bad == 0 ? "" : "not imported");
	if (report->n_cp1252 > 0)
		import_line(out, "not UTF-8", report->n_cp1252,
		    "read as Windows-1252");
	if (!options->is_dry_run &&
	    report->n_added + report->n_kept + report->n_replaced > 0)
		text_add(out, "Next: rollcall sweep --mode cache\n");
}
