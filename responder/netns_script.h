/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * What ip(8) and nft(8) are told so that an estate stands behind a veth:
 * pure text.  The scanner's end is called scanner0, the estate's estate0.
 */
#ifndef RESPONDER_NETNS_SCRIPT_H
#define RESPONDER_NETNS_SCRIPT_H

#include "base/text.h"
#include "responder/estate.h"

/* Elements of one nft run: more do not fit a socket's default buffer. */
#define NETNS_SCRIPT_CHUNK     1500
#define NETNS_SCRIPT_HOSTS_MAX (1u << 18) /* some seconds of nft */

/* The line between the two namespaces for one family. */
struct netns_script_link {
	bool is_used;
	unsigned len; /* of the prefix */
	struct addr scanner, estate;
};

struct netns_script {
	const struct estate *estate;
	uint16_t pds_port, rtvscan_port;
	struct netns_script_link link4, link6;
};

/* A file below /proc/sys/net and what to write to it. */
struct netns_script_setting {
	const char *path, *value;
	bool is_needed; /* else a kernel without it does not matter */
};

/* Both end with a row whose path is NULL. */
extern const struct netns_script_setting netns_script_scanner_settings[];
extern const struct netns_script_setting netns_script_estate_settings[];

/*
 * Choose addresses for the line outside of the estate, which is borrowed.
 * ERR_INPUT when the estate cannot stand in a namespace, ERR_LIMIT when it
 * has more than NETNS_SCRIPT_HOSTS_MAX hosts.
 */
int netns_script_init(struct netns_script *script, const struct estate *estate,
    uint16_t pds_port, uint16_t rtvscan_port, struct err *err)
    __attribute__((warn_unused_result));

/*
 * Append "ip -batch" lines: first those for the scanner's namespace, which
 * make the veth (estate_netns is the path of the other namespace), then
 * those for the estate's.
 */
void netns_script_scanner_ip(const struct netns_script *script,
    const char *estate_netns, struct text *out);
void netns_script_estate_ip(const struct netns_script *script,
    struct text *out);

/* Append the nft rules, without the hosts. */
void netns_script_nft_rules(const struct netns_script *script,
    struct text *out);

/*
 * Append one nft run's share of the hosts, from where the walk stands.
 * Returns how many; 0 at the end.
 */
size_t netns_script_nft_hosts(struct estate_walk *walk, struct text *out);

#endif
