/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The formats by name, and one pass over the hosts for all of them.
 */
#include "output/format.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/text.h"

#include "output/format_list.h"

static const struct format *const format_each[] = {
#define FORMAT(name) &format_##name,
#include "output/format_list.h"
	NULL,
};

/* One document on its way. */
struct format_job {
	const struct format_request *request;
	struct file_out file; /* stream is NULL when not open */
	void *state;
	bool is_begun;
};

/* All of them; a job that fails does not stop the others. */
struct format_run {
	struct format_job *job;
	size_t n, n_alive;
	bool has_failed;
	struct err *err; /* the first failure; the others are logged */
};

const struct format *const *
format_all(void)
{
	return format_each;
}

const struct format *
format_find(const char *name)
{
	for (size_t i = 0; format_each[i] != NULL; i++)
		if (strcmp(format_each[i]->name, name) == 0)
			return format_each[i];
	return NULL;
}

static int
format_refuse(const char *name, struct err *err)
{
	struct text names = TEXT_INIT;

	for (size_t i = 0; format_each[i] != NULL; i++) {
		if (i > 0)
			text_add(&names, ", ");
		text_add(&names, format_each[i]->name);
	}
	err_set(err, ERR_USAGE, "no output format '%s'; there are %s", name,
	    text_str(&names));
	text_fini(&names);
	return -1;
}

int
format_request_parse(struct format_request *request, char *text,
    struct err *err)
{
	char *colon = strchr(text, ':');

	if (colon != NULL)
		*colon = '\0';
	request->path = colon == NULL ? "-" : colon + 1;
	request->format = format_find(text);
	if (request->format == NULL)
		return format_refuse(text, err);
	if (request->path[0] == '\0')
		return err_set(err, ERR_USAGE,
		    "no file after '%s:'; write '%s:FILE', or '%s' for standard output",
		    text, text, text);
	if (request->format->needs_folder && strcmp(request->path, "-") == 0)
		return err_set(err, ERR_USAGE,
		    "the format %s is a folder of files; write '%s:FOLDER'",
		    text, text);
	return 0;
}

bool
format_request_is_folder(const struct format_request *request)
{
	size_t len = strlen(request->path);
	struct stat st;

	if (request->format->begin_at == NULL)
		return false;
	return request->format->needs_folder || request->path[len - 1] == '/' ||
	       (stat(request->path, &st) == 0 && S_ISDIR(st.st_mode));
}

static const char *
format_place(const char *path)
{
	return strcmp(path, "-") == 0 ? "standard output" : path;
}

int
format_check_requests(const struct format_request *request, size_t n,
    struct err *err)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < i; k++)
			if (strcmp(request[i].path, request[k].path) == 0)
				return err_set(err, ERR_USAGE,
				    "the formats %s and %s cannot both go to '%s'; give one of them another file, as in '%s:FILE'",
				    request[k].format->name,
				    request[i].format->name,
				    format_place(request[i].path),
				    request[i].format->name);
	return 0;
}

/*
 * What a call of the format came to.  A stream that refused bytes is
 * reported here, the same for every format; errno must have been 0 before
 * the call.
 */
static int
format_job_result(const struct format_job *job, int ret, struct err *err)
{
	int sys_errno = errno;

	if (job->file.stream != NULL && ferror(job->file.stream))
		return err_set_errno(err, ERR_SYSTEM,
		    sys_errno == 0 ? EIO : sys_errno, "cannot write '%s'",
		    format_place(job->request->path));
	return ret;
}

static void
format_report(struct format_run *run, const struct err *err)
{
	if (run->has_failed)
		log_error("output", "%s", err->text);
	else if (run->err != NULL)
		*run->err = *err;
	run->has_failed = true;
}

/* Leave a job out of the rest; its file stays as it was before. */
static void
format_job_drop(struct format_run *run, struct format_job *job)
{
	struct err ignored = ERR_INIT; /* the document is thrown away */

	if (job->is_begun)
		(void)!job->request->format->end(job->state, false, &ignored);
	job->is_begun = false;
	file_out_abort(&job->file);
	run->n_alive--;
}

static void
format_job_begin(struct format_run *run, struct format_job *job,
    const struct inventory *inventory, const struct inventory_view *view)
{
	const struct format *format = job->request->format;
	struct err err = ERR_INIT;
	int ret;

	if (format->begin_at != NULL) {
		ret = format->begin_at(&job->state, job->request->path,
		    inventory, view, &err);
		job->is_begun = ret == 0;
	} else if ((ret = file_out_open(&job->file, job->request->path,
			&err)) == 0) {
		errno = 0;
		ret = format->begin(&job->state, job->file.stream, inventory,
		    view, &err);
		job->is_begun = ret == 0;
		ret = format_job_result(job, ret, &err);
	}
	if (ret == -1) {
		format_report(run, &err);
		format_job_drop(run, job);
	}
}

static int
format_on_host(enum cache_section section, const struct host *host, void *arg,
    struct err *err)
{
	struct format_run *run = arg;

	for (size_t i = 0; i < run->n; i++) {
		struct format_job *job = &run->job[i];
		struct err own = ERR_INIT;
		int ret;

		if (!job->is_begun)
			continue;
		errno = 0;
		ret =
		    job->request->format->host(job->state, section, host, &own);
		if (format_job_result(job, ret, &own) == -1) {
			format_report(run, &own);
			format_job_drop(run, job);
		}
	}
	if (run->n_alive > 0)
		return 0;
	/* Why has been reported; this only ends the pass. */
	return err_set(err, ERR_SYSTEM, "nothing is left to write");
}

static void
format_job_end(struct format_run *run, struct format_job *job)
{
	struct err err = ERR_INIT;
	int ret;

	job->is_begun = false; /* end() is called once, whatever it says */
	errno = 0;
	ret = job->request->format->end(job->state, true, &err);
	if (ret == 0 && job->file.stream != NULL)
		(void)fflush(job->file.stream);
	ret = format_job_result(job, ret, &err);
	if (ret == 0 && job->file.stream != NULL)
		ret = file_out_commit(&job->file, &err);
	if (ret == -1) {
		format_report(run, &err);
		format_job_drop(run, job);
	}
}

int
format_write(const struct format_request *request, size_t n,
    const struct inventory *inventory, const struct inventory_view *view,
    struct err *err)
{
	struct format_run run = { .n = n, .n_alive = n, .err = err };
	struct err source = ERR_INIT;
	bool has_source_failed = false;

	if (format_check_requests(request, n, err) == -1)
		return -1;
	run.job = mem_array(n, sizeof(*run.job));
	for (size_t i = 0; i < n; i++) {
		run.job[i].request = &request[i];
		format_job_begin(&run, &run.job[i], inventory, view);
	}
	if (run.n_alive > 0 && inventory->each(inventory->source,
				   format_on_host, &run, &source) == -1) {
		has_source_failed = true;
		if (run.n_alive > 0)
			format_report(&run, &source);
	}
	for (size_t i = 0; i < n; i++) {
		if (!run.job[i].is_begun)
			continue;
		if (has_source_failed)
			format_job_drop(&run, &run.job[i]);
		else
			format_job_end(&run, &run.job[i]);
	}
	free(run.job);
	return run.has_failed ? -1 : 0;
}
