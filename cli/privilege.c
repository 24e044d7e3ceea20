/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Capabilities, given up by libcap-ng.
 */
#include "cli/privilege.h"

#include <cap-ng.h>
#include <errno.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"

bool
privilege_needs_file(const char *path)
{
	char *copy = mem_dup(path), *at = copy;
	uid_t own = geteuid();
	struct stat st;
	bool needs = false;

	/* The file, and the first folder above it that is there. */
	if (stat(at, &st) == 0)
		needs = st.st_uid != own;
	do
		at = dirname(at);
	while (stat(at, &st) != 0 && errno == ENOENT && strcmp(at, ".") != 0 &&
	       strcmp(at, "/") != 0);
	if (stat(at, &st) == 0)
		needs |= st.st_uid != own && (st.st_mode & S_IWOTH) == 0;
	free(copy);
	return needs;
}

int
privilege_drop(bool keeps_files, struct err *err)
{
	capng_select_t sets = CAPNG_SELECT_CAPS;

	if (capng_get_caps_process() != 0)
		return err_set(err, ERR_SYSTEM,
		    "cannot find out about capabilities");
	if (capng_have_capabilities(CAPNG_SELECT_CAPS) == CAPNG_NONE)
		return 0;
	/* Only who may change the bounding set can drop it. */
	if (capng_have_capability(CAPNG_EFFECTIVE, CAP_SETPCAP))
		sets = CAPNG_SELECT_BOTH;
	capng_clear(CAPNG_SELECT_ALL);
	if (keeps_files &&
	    capng_updatev(CAPNG_ADD, CAPNG_EFFECTIVE | CAPNG_PERMITTED,
		CAP_DAC_OVERRIDE, CAP_CHOWN, CAP_FOWNER, -1) != 0)
		return err_set(err, ERR_SYSTEM,
		    "cannot choose capabilities to keep");
	if (capng_apply(sets | CAPNG_SELECT_AMBIENT) != 0 ||
	    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return err_set_errno(err, ERR_SYSTEM, errno,
		    "cannot give up capabilities");
	log_info("sweep", "capabilities given up%s",
	    keeps_files ? ", but those for other people's files" : "");
	return 0;
}
