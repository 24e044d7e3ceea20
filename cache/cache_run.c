/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Sorted runs of entries that wait to be inserted into a packed set.
 */
#include "cache/cache_run.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "cache/cache_seen.h"

#define RUN_PAGE  4096   /* bytes at which a page is full */
#define RUN_WRITE 65536  /* bytes that are written at once */
#define RUN_CHUNK 524288 /* bytes that are inserted into the set at once */

/*
 * At a million entries eight bits for each, of which three are set: one key
 * in twenty is looked for in vain.
 */
#define RUN_FILTER_WORDS (1 << 17)

/* A place in a run. */
struct run_cursor {
	size_t page, end; /* of all pages; end: behind the run's last */
	bool is_loaded;
	uint8_t *bytes; /* of the page */
	size_t len, cap, at;
	struct cache_pack_entry entry; /* borrowed from bytes */
};

struct run {
	size_t first, end; /* of all pages */
	struct run_cursor cursor;
};

/* Entries lie in the page as in a row of the set: length and bytes. */
struct run_page {
	uint64_t at; /* in the file */
	uint32_t len;
	uint32_t first_len;
	size_t first; /* its first entry's bytes, in firsts */
};

struct cache_runs {
	struct cache *cache;
	enum cache_pack_set set;
	cache_run_key key;
	int fd; /* -1: not needed so far */
	uint64_t file_len;
	struct run_page *page;
	size_t n_pages, pages_cap;
	struct text firsts;
	struct run run[CACHE_RUN_MAX];
	size_t n;
	uint64_t *filter; /* NULL: not needed so far */
	struct text buf, found;
};

struct cache_runs *
cache_run_new(struct cache *cache, enum cache_pack_set set, cache_run_key key)
{
	struct cache_runs *runs = mem_new(sizeof(*runs));

	runs->cache = cache;
	runs->set = set;
	runs->key = key;
	runs->fd = -1;
	return runs;
}

static void
run_clear(struct cache_runs *runs)
{
	for (size_t i = 0; i < runs->n; i++)
		free(runs->run[i].cursor.bytes);
	runs->n = runs->n_pages = 0;
	runs->file_len = 0;
	text_clear(&runs->firsts);
	if (runs->filter != NULL)
		memset(runs->filter, 0,
		    RUN_FILTER_WORDS * sizeof(*runs->filter));
}

void
cache_run_free(struct cache_runs *runs)
{
	if (runs == NULL)
		return;
	run_clear(runs);
	if (runs->fd != -1)
		(void)close(runs->fd);
	free(runs->page);
	free(runs->filter);
	text_fini(&runs->firsts);
	text_fini(&runs->buf);
	text_fini(&runs->found);
	free(runs);
}

size_t
cache_run_n(const struct cache_runs *runs)
{
	return runs->n;
}

static int
run_fail(const struct cache_runs *runs, const char *what, struct err *err)
{
	if (errno == ENOSPC || errno == EDQUOT)
		return err_set(err, ERR_CACHE,
		    "no room left on the disk of address cache '%s' (for a "
		    "temporary file)",
		    cache_path_of(runs->cache));
	return err_set_errno(err, ERR_CACHE, errno,
	    "cannot %s a temporary file for address cache '%s'", what,
	    cache_path_of(runs->cache));
}

/* Beside the cache, where there is room for it if there is for the cache. */
static int
run_open(struct cache_runs *runs, struct err *err)
{
	const char *path = cache_path_of(runs->cache);
	const char *slash = strrchr(path, '/');
	char *folder;
	FILE *file;

	if (runs->fd != -1)
		return 0;
	folder = slash == NULL ? mem_dup(".")
			       : mem_dup_len(path, (size_t)(slash - path) + 1);
	if (strcmp(path, CACHE_IN_MEMORY) != 0)
		runs->fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	free(folder);
	if (runs->fd == -1) {
		/* in memory, or not a file system that can do it */
		file = tmpfile();
		if (file != NULL)
			runs->fd = fcntl(fileno(file), F_DUPFD_CLOEXEC, 0);
		if (runs->fd == -1)
			(void)run_fail(runs, "make", err);
		if (file != NULL)
			(void)fclose(file);
	}
	return runs->fd == -1 ? -1 : 0;
}

static int
run_write(struct cache_runs *runs, struct err *err)
{
	size_t done = 0;
	ssize_t n;

	while (done < runs->buf.len) {
		n = pwrite(runs->fd, runs->buf.data + done,
		    runs->buf.len - done, (off_t)runs->file_len);
		if (n == -1 && errno == EINTR)
			continue;
		if (n <= 0) {
			errno = n == 0 ? ENOSPC : errno;
			return run_fail(runs, "write", err);
		}
		done += (size_t)n;
		runs->file_len += (uint64_t)n;
	}
	text_clear(&runs->buf);
	return 0;
}

static int
run_load(struct cache_runs *runs, struct run_cursor *c, struct err *err)
{
	const struct run_page *page = &runs->page[c->page];
	ssize_t n;

	c->bytes = mem_grow(c->bytes, &c->cap, page->len, 1);
	c->is_loaded = false;
	for (c->len = 0; c->len < page->len; c->len += (size_t)n) {
		n = pread(runs->fd, c->bytes + c->len, page->len - c->len,
		    (off_t)(page->at + c->len));
		if (n == -1 && errno == EINTR) {
			n = 0;
			continue;
		}
		if (n <= 0) {
			errno = n == 0 ? EIO : errno;
			return run_fail(runs, "read", err);
		}
	}
	c->at = 0;
	c->is_loaded = true;
	return 0;
}

/* Three bits of one word, so that memory is asked once. */
static bool
run_filter(const struct cache_runs *runs, const void *key, size_t len,
    bool is_new)
{
	uint64_t hash = cache_seen_hash(key, len);
	uint64_t bits = UINT64_C(1) << (hash & 63) |
			UINT64_C(1) << (hash >> 6 & 63) |
			UINT64_C(1) << (hash >> 12 & 63);
	uint64_t *word = &runs->filter[(hash >> 32) % RUN_FILTER_WORDS];

	if (is_new)
		*word |= bits;
	return (*word & bits) == bits;
}

static void
run_begin_page(struct cache_runs *runs, const struct cache_pack_entry *entry)
{
	runs->page = mem_grow(runs->page, &runs->pages_cap, runs->n_pages + 1,
	    sizeof(*runs->page));
	runs->page[runs->n_pages++] = (struct run_page){
		.at = runs->file_len + runs->buf.len,
		.first = runs->firsts.len,
		.first_len = entry->len,
	};
	text_add_len(&runs->firsts, entry->bytes, entry->len);
}

int
cache_run_add(struct cache_runs *runs, const struct cache_pack_entry *entry,
    size_t n, struct err *err)
{
	struct run *run = &runs->run[runs->n];
	struct run_page *page = NULL;

	if (n == 0)
		return 0;
	if (run_open(runs, err) == -1)
		return -1;
	if (runs->filter == NULL)
		runs->filter =
		    mem_array(RUN_FILTER_WORDS, sizeof(*runs->filter));
	memset(run, 0, sizeof(*run));
	run->first = runs->n_pages;
	for (size_t i = 0; i < n; i++) {
		uint8_t len[2] = { (uint8_t)entry[i].len,
			(uint8_t)(entry[i].len >> 8) };

		cache_pack_list_ahead(entry, i, n);
		if (page == NULL || page->len + 2 + entry[i].len > RUN_PAGE) {
			if (runs->buf.len >= RUN_WRITE &&
			    run_write(runs, err) == -1)
				return -1;
			run_begin_page(runs, &entry[i]);
			page = &runs->page[runs->n_pages - 1];
		}
		text_add_len(&runs->buf, len, sizeof(len));
		text_add_len(&runs->buf, entry[i].bytes, entry[i].len);
		page->len += 2 + entry[i].len;
		(void)run_filter(runs, entry[i].bytes, runs->key(&entry[i]),
		    true);
	}
	run->end = runs->n_pages;
	runs->n++;
	return run_write(runs, err);
}

static int
run_cmp_first(const struct cache_runs *runs, size_t page, const void *key,
    size_t len)
{
	const struct run_page *p = &runs->page[page];

	return cache_pack_list_cmp((const uint8_t *)runs->firsts.data +
				       p->first,
	    p->first_len, key, len);
}

/* The entry at the cursor's place: 1, 0 at the end of the run, or -1. */
static int
run_here(struct cache_runs *runs, const struct run *run, struct run_cursor *c,
    struct err *err)
{
	if (c->is_loaded && c->at == c->len) {
		c->page++;
		c->is_loaded = false;
	}
	if (c->page == run->end)
		return 0;
	if (!c->is_loaded && run_load(runs, c, err) == -1)
		return -1;
	c->entry.len = (uint32_t)c->bytes[c->at] | (uint32_t)c->bytes[c->at + 1]
						       << 8;
	c->entry.bytes = c->bytes + c->at + 2;
	return 1;
}

static int
run_next(struct cache_runs *runs, const struct run *run, struct run_cursor *c,
    struct err *err)
{
	c->at += 2 + c->entry.len;
	return run_here(runs, run, c, err);
}

/* Go to the first entry that is not below key. */
static int
run_seek(struct cache_runs *runs, struct run *run, const void *key, size_t len,
    struct err *err)
{
	struct run_cursor *c = &run->cursor;
	size_t low = run->first, high = run->end, mid;
	int ret;

	/* the last page whose first entry is below key, or the first page */
	while (high - low > 1) {
		mid = low + (high - low) / 2;
		if (run_cmp_first(runs, mid, key, len) < 0)
			low = mid;
		else
			high = mid;
	}
	if (!c->is_loaded || c->page != low) {
		c->page = low;
		c->is_loaded = false;
	}
	c->at = 0;
	for (ret = run_here(runs, run, c, err); ret == 1;
	     ret = run_next(runs, run, c, err))
		if (cache_pack_list_cmp(c->entry.bytes, c->entry.len, key,
			len) >= 0)
			break;
	return ret;
}

int
cache_run_find(struct cache_runs *runs, const void *key, size_t len,
    struct cache_pack_entry *entry, struct err *err)
{
	int ret = 0;

	if (runs->n == 0 || !run_filter(runs, key, len, false))
		return 0;
	text_clear(&runs->found);
	for (size_t i = runs->n; i-- > 0 && runs->found.len == 0;) {
		struct run *run = &runs->run[i];
		struct run_cursor *c = &run->cursor;

		for (ret = run_seek(runs, run, key, len, err);
		     ret == 1 && c->entry.len >= len &&
		     memcmp(c->entry.bytes, key, len) == 0;
		     ret = run_next(runs, run, c, err)) {
			text_clear(&runs->found);
			text_add_len(&runs->found, c->entry.bytes,
			    c->entry.len);
		}
		if (ret == -1)
			return -1;
	}
	entry->bytes = (const uint8_t *)text_str(&runs->found);
	entry->len = (uint32_t)runs->found.len;
	return runs->found.len > 0;
}

/* Runs in the order of the entries that their cursors are at. */
struct run_merge {
	struct run *run[CACHE_RUN_MAX];
	size_t n;
};

/* The run at a place of the merge belongs at this place or behind it. */
static void
run_sink(struct run_merge *merge, size_t at)
{
	struct run *run = merge->run[at];
	const struct cache_pack_entry *own = &run->cursor.entry, *other;

	for (; at + 1 < merge->n; at++) {
		other = &merge->run[at + 1]->cursor.entry;
		if (cache_pack_list_cmp(own->bytes, own->len, other->bytes,
			other->len) < 0)
			break;
		merge->run[at] = merge->run[at + 1];
	}
	merge->run[at] = run;
}

static int
run_merge_begin(struct cache_runs *runs, struct run_merge *merge,
    struct err *err)
{
	merge->n = 0;
	for (size_t i = runs->n; i-- > 0;) {
		struct run *run = &runs->run[i];

		if (run_seek(runs, run, "", 0, err) == -1)
			return -1;
		memmove(merge->run + 1, merge->run,
		    merge->n++ * sizeof(struct run *));
		merge->run[0] = run; /* no run is empty */
		run_sink(merge, 0);
	}
	return 0;
}

static int
run_insert(struct cache_runs *runs, struct cache_pack_list *list,
    struct err *err)
{
	int ret;

	cache_pack_list_fix(list);
	ret = cache_pack_insert(runs->cache, runs->set, list->entry, list->n,
	    err);
	cache_pack_list_clear(list);
	return ret;
}

int
cache_run_settle(struct cache_runs *runs, struct err *err)
{
	struct cache_pack_list list = { .n = 0 };
	struct run_merge merge;
	int ret = run_merge_begin(runs, &merge, err);

	while (merge.n > 0 && ret == 0) {
		struct run *run = merge.run[0];
		size_t start = list.bytes.len;

		text_add_len(&list.bytes, run->cursor.entry.bytes,
		    run->cursor.entry.len);
		cache_pack_list_add(&list, start, 0);
		if (list.bytes.len >= RUN_CHUNK)
			ret = run_insert(runs, &list, err);
		if (ret == -1)
			break;
		ret = run_next(runs, run, &run->cursor, err);
		if (ret == 1)
			run_sink(&merge, 0);
		else
			memmove(merge.run, merge.run + 1,
			    --merge.n * sizeof(struct run *));
		ret = ret == -1 ? -1 : 0;
	}
	if (ret == 0)
		ret = run_insert(runs, &list, err);
	cache_pack_list_fini(&list);
	run_clear(runs);
	return ret;
}
