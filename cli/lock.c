/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Locks of links.
 */
#include "cli/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/utf8.h"

#define LOCK_TEXT_MAX 1024 /* bytes of a lock file that are looked at */
#define LOCK_PLAIN \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

/* "CACHE.link-NAME.lock"; what is no letter or digit as %XX. */
static char *
lock_path(const char *cache_path, const char *link)
{
	struct text path = TEXT_INIT;

	text_addf(&path, "%s.link-", cache_path);
	for (const char *p = link; *p != '\0'; p++)
		if (strchr(LOCK_PLAIN, *p) != NULL)
			text_add_char(&path, *p);
		else
			text_addf(&path, "%%%02X", (unsigned char)*p);
	text_add(&path, ".lock");
	return text_take(&path);
}

/* "process 12 of root since ..., sweep 'nightly'": what the file says. */
static void
lock_describe_holder(struct text *out, int fd)
{
	char raw[LOCK_TEXT_MAX];
	ssize_t got = pread(fd, raw, sizeof(raw), 0);
	const char *end = got <= 0 ? raw : memchr(raw, '\n', (size_t)got);
	size_t len = end == NULL ? (size_t)got : (size_t)(end - raw);

	if (len == 0)
		text_add(out, "a process that has not said who it is");
	else
		utf8_clean(out, raw, len);
}

/* Write who holds it; not being able to is no reason not to sweep. */
static void
lock_sign(int fd, const struct lock_holder *holder)
{
	const struct passwd *user = getpwuid(geteuid());
	char when[CLOCK_TEXT_LEN];
	struct text line = TEXT_INIT;

	text_addf(&line, "process %ld of ", (long)getpid());
	if (user == NULL)
		text_addf(&line, "user %lu", (unsigned long)geteuid());
	else
		text_add(&line, user->pw_name);
	text_addf(&line, " since %s", clock_format(holder->started_us, when));
	if (holder->sweep != NULL)
		text_addf(&line, ", sweep '%s'", holder->sweep);
	text_add_char(&line, '\n');
	if (ftruncate(fd, 0) == 0)
		(void)!pwrite(fd, line.data, line.len, 0);
	text_fini(&line);
}

static int
lock_one(struct lock_set *set, const char *path, const char *link,
    const struct lock_holder *holder, struct err *err)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640);
	struct text who = TEXT_INIT;

	if (fd == -1)
		return err_set_errno(err, ERR_CACHE, errno,
		    "cannot open '%s', the lock of link '%s'", path, link);
	set->fd = mem_grow(set->fd, &set->cap, set->n + 1, sizeof(*set->fd));
	set->fd[set->n++] = fd;
	if (flock(fd, LOCK_EX | LOCK_NB) == 0) {
		lock_sign(fd, holder);
		return 0;
	}
	if (errno != EWOULDBLOCK)
		return err_set_errno(err, ERR_CACHE, errno,
		    "cannot lock '%s', for link '%s'", path, link);
	lock_describe_holder(&who, fd);
	err_set(err, ERR_NETWORK,
	    "link '%s' is being swept already, by %s; two sweeps would take "
	    "its share twice",
	    link, text_str(&who));
	text_fini(&who);
	return -1;
}

int
lock_links(struct lock_set *set, const char *cache_path,
    const struct link_table *links, const struct rangeset *asked,
    const struct lock_holder *holder, struct err *err)
{
	struct rangeset *part = mem_array(links->n + 1, sizeof(*part));
	int ret = 0;

	link_assign(links, asked, part, &part[links->n]);
	for (size_t i = 0; i < links->n && ret == 0; i++) {
		const struct link_config *link = &links->link[i];
		bool is_rest = strcmp(link->name, LINK_DEFAULT_NAME) == 0;
		char *path;

		if (link->capacity_bps == 0 ||
		    part[is_rest ? links->n : i].count == 0)
			continue;
		path = lock_path(cache_path, link->name);
		ret = file_make_parents(path, err);
		if (ret == -1)
			err->code = ERR_CACHE;
		else
			ret = lock_one(set, path, link->name, holder, err);
		free(path);
	}
	for (size_t i = 0; i <= links->n; i++)
		rangeset_fini(&part[i]);
	free(part);
	return ret;
}

void
lock_set_fini(struct lock_set *set)
{
	for (size_t i = 0; i < set->n; i++)
		(void)close(set->fd[i]);
	free(set->fd);
	*set = (struct lock_set)LOCK_SET_INIT;
}
