/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * PDS over UDP 38293 as a service speaks it: what a ping must look like, and
 * the pong for LANDesk's APP ID "BDCV".  Pure: bytes in, bytes out.
 */
#ifndef RESPONDER_PDS_PONG_H
#define RESPONDER_PDS_PONG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PDS_PONG_PING_LEN 16
#define PDS_PONG_ID_LEN   4
#define PDS_PONG_NAME_CAP 64  /* of a name in UTF-8, its NUL included */
#define PDS_PONG_CAP      256 /* enough for every pong that is built here */

/* What a BDCV pong tells about its host. */
struct pds_pong_host {
	char name[PDS_PONG_NAME_CAP]; /* valid UTF-8 */
	uint8_t mac[6];
	uint8_t guid[16]; /* in the order it is sent */
	uint8_t os_major, os_minor;
	uint16_t os_build;
};

/*
 * Whether the datagram is a well-formed ping, and for which APP ID.  What
 * real PDS does with a malformed one is unknown in public material; here it
 * is not answered.
 */
bool pds_pong_read_ping(const uint8_t *data, size_t len,
    uint8_t id[PDS_PONG_ID_LEN]);

/* The BDCV pong of a host; returns its length. */
size_t pds_pong_build(uint8_t out[PDS_PONG_CAP],
    const struct pds_pong_host *host);

#endif
