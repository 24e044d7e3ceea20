/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Capabilities of a child, between fork and exec.
 */
#include "responder/netns_caps.h"

#include <errno.h>
#include <linux/capability.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* glibc has no capset(). */
static int
netns_caps_set(uint64_t set)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct data[2];

	for (int i = 0; i < 2; i++) {
		data[i].effective = (uint32_t)(set >> 32 * i);
		data[i].permitted = data[i].effective;
		data[i].inheritable = data[i].effective;
	}
	return (int)syscall(SYS_capset, &header, data);
}

int
netns_caps_keep(uint64_t set, bool for_good)
{
	if (for_good)
		for (unsigned long cap = 0; cap < 64; cap++)
			/* EINVAL: beyond the last one that the kernel knows */
			if ((set >> cap & 1) == 0 &&
			    prctl(PR_CAPBSET_DROP, cap, 0, 0, 0) != 0 &&
			    errno != EINVAL)
				return -1;
	if (netns_caps_set(set) != 0)
		return -1;
	for (unsigned long cap = 0; cap < 64; cap++)
		if ((set >> cap & 1) != 0 &&
		    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, cap, 0, 0) != 0)
			return -1;
	return 0;
}

int
netns_caps_parse(uint64_t *set, const char *text, struct err *err)
{
	static const struct {
		const char *name;
		unsigned cap;
	} rows[] = {
		{ "net_admin", CAP_NET_ADMIN },
		{ "net_bind_service", CAP_NET_BIND_SERVICE },
		{ "net_raw", CAP_NET_RAW },
		{ "sys_admin", CAP_SYS_ADMIN },
	};

	*set = 0;
	for (const char *p = text;; p++) {
		size_t len = strcspn(p, ","), i,
		       n = sizeof(rows) / sizeof(*rows);

		for (i = 0; i < n; i++)
			if (strlen(rows[i].name) == len &&
			    strncmp(rows[i].name, p, len) == 0)
				break;
		if (i == n)
			return err_set(err, ERR_USAGE,
			    "--with-capabilities takes net_admin, "
			    "net_bind_service, net_raw and sys_admin, not '%s'",
			    text);
		*set |= UINT64_C(1) << rows[i].cap;
		p += len;
		if (*p == '\0')
			return 0;
	}
}
