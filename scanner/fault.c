/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Whose fault an error is.
 */
#include "scanner/fault.h"

#include <errno.h>

enum fault
fault_of_errno(int sys_errno)
{
	switch (sys_errno) {
	case 0:
		return FAULT_NONE;
	case ECONNREFUSED:
	case ECONNRESET:  /* accepted and thrown out: somebody is there */
	case ENOPROTOOPT: /* ICMP protocol unreachable */
		return FAULT_REFUSED;
	case EHOSTUNREACH:
	case ENETUNREACH:
	case EHOSTDOWN:
	case ENETDOWN:
	case ENONET:
	case EINVAL: /* the kernel has no way to such an address */
	case EADDRNOTAVAIL:
	case EPROTO:     /* ICMP parameter problem, or one unknown to Linux */
	case EOPNOTSUPP: /* ICMP source route failed */
	case EMSGSIZE:
		return FAULT_UNREACHABLE;
	case EACCES:
	case EPERM: /* a filter on this machine */
		return FAULT_PROHIBITED;
	case ETIMEDOUT:
		return FAULT_TIMEOUT;
	case EAGAIN:
	case ENOBUFS:
	case ENOMEM:
	case EMFILE:
	case ENFILE:
	case EINTR:
		return FAULT_SLOW_DOWN;
	default:
		return FAULT_OURS;
	}
}

/* RFC 792, RFC 1122 3.2.2.1, RFC 1812 5.2.7.1 */
static enum fault
fault_of_icmp4(unsigned type, unsigned code)
{
	if (type == 11) /* time exceeded: a loop, or too far */
		return FAULT_UNREACHABLE;
	if (type != 3)
		return FAULT_NONE;
	switch (code) {
	case 2: /* protocol */
	case 3: /* port */
		return FAULT_REFUSED;
	case 9:  /* net administratively prohibited */
	case 10: /* host administratively prohibited */
	case 13: /* communication administratively prohibited */
		return FAULT_PROHIBITED;
	default:
		return FAULT_UNREACHABLE;
	}
}

/* RFC 4443 3.1 */
static enum fault
fault_of_icmp6(unsigned type, unsigned code)
{
	if (type == 3) /* time exceeded */
		return FAULT_UNREACHABLE;
	if (type == 4 && code == 1) /* unrecognized next header */
		return FAULT_REFUSED;
	if (type != 1)
		return FAULT_NONE;
	switch (code) {
	case 4: /* port */
		return FAULT_REFUSED;
	case 1: /* administratively prohibited */
	case 5: /* source address failed policy */
	case 6: /* reject route */
		return FAULT_PROHIBITED;
	default:
		return FAULT_UNREACHABLE;
	}
}

enum fault
fault_of_icmp(unsigned family, unsigned type, unsigned code)
{
	return family == 6 ? fault_of_icmp6(type, code)
			   : fault_of_icmp4(type, code);
}

enum observation_kind
fault_observation(enum fault fault)
{
	if (fault == FAULT_REFUSED)
		return OBSERVATION_REFUSED;
	if (fault == FAULT_PROHIBITED)
		return OBSERVATION_PROHIBITED;
	return OBSERVATION_UNREACHABLE;
}
