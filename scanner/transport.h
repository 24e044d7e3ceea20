/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * How questions leave and answers come in.  The engine speaks to this
 * interface only; an implementation is a const struct transport_ops.
 *
 * Callbacks come from the event loop; on_error(), on_pressure() and
 * on_broken() also from inside send() and flush(), when the kernel reports
 * there what it could not report earlier.
 */
#ifndef SCANNER_TRANSPORT_H
#define SCANNER_TRANSPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/addr.h"
#include "base/net.h"
#include "scanner/fault.h"

struct event_base;
struct transport;

/* Whose question it was; handed back as it was given. */
struct transport_ticket {
	uint64_t target;
	uint32_t link;
	uint16_t stream;
	uint8_t phase, try;
};

/* What came back on UDP from addr and port; data is borrowed. */
struct transport_datagram {
	struct addr addr;
	uint16_t port;
	const uint8_t *data;
	size_t len;      /* what is here */
	size_t wire_len; /* what was sent; larger when it was cut */
};

/* An error about a UDP question to addr and port. */
struct transport_error {
	struct addr addr;
	uint16_t port;
	enum fault fault;
	struct addr from; /* the machine that said so; family 0: this one */
	int icmp_type, icmp_code; /* -1: none */
	int sys_errno;            /* this machine's own reason; 0: none */
	size_t payload_len;       /* of the question that came back with it */
};

/* How a TCP question ended; data is borrowed. */
struct transport_tcp {
	struct transport_ticket ticket;
	struct addr addr;
	uint16_t port;
	/* FAULT_NONE: it was accepted; then data is what was said. */
	enum fault fault;
	struct addr from;
	int icmp_type, icmp_code;
	int sys_errno;
	const uint8_t *data;
	size_t len;
	uint32_t rtt_us;   /* of the handshake; UINT32_MAX: none */
	bool has_sent;     /* the request was written */
	bool is_mute;      /* no word came until its time was over */
	unsigned n_resent; /* SYNs that the kernel sent again */
	/* When it was accepted, for the ledger: segments so far, the SYN and
	 * its answer among them; whether closing it sends one more; and
	 * whether the peer has not ended it, and may do so unseen. */
	unsigned n_segments_out, n_segments_in;
	bool is_reset_due, is_end_due;
};

/* What came back on a half-open TCP question to addr and port. */
struct transport_syn {
	struct addr addr;
	uint16_t port;
	enum fault fault; /* FAULT_NONE: it would be accepted */
	struct addr from; /* the router that said so; family 0: addr itself */
	int icmp_type, icmp_code; /* -1: none */
};

struct transport_callbacks {
	void (*on_datagram)(const struct transport_datagram *in,
	    uint64_t now_ns, void *arg);
	void (*on_error)(const struct transport_error *error, uint64_t now_ns,
	    void *arg);
	void (*on_tcp)(const struct transport_tcp *end, uint64_t now_ns,
	    void *arg);
	void (*on_syn)(const struct transport_syn *in, uint64_t now_ns,
	    void *arg);
	/* Whether what has come so far on TCP is enough to judge it. */
	bool (*is_enough)(const struct transport_ticket *ticket,
	    const uint8_t *data, size_t len, void *arg);
	/* Queues on the way out are full: n packets, which wait. */
	void (*on_pressure)(uint64_t n, void *arg);
	/* n answers came and found no place; nobody knows whose. */
	void (*on_lost)(uint64_t n, void *arg);
	/* Something may be sent again. */
	void (*on_room)(void *arg);
	/* It can go no further. */
	void (*on_broken)(const struct err *err, void *arg);
};

/* A TCP question. */
struct transport_connect {
	struct transport_ticket ticket;
	struct addr addr;
	uint16_t port;
	/* Lives as long as the transport; NULL: accepted is the end. */
	const uint8_t *request;
	size_t request_len;
	uint64_t timeout_ns;       /* of the handshake */
	uint64_t reply_timeout_ns; /* after it */
};

enum transport_syn_way {
	TRANSPORT_SYN_SENT,    /* what comes back is told by on_syn() */
	TRANSPORT_SYN_NO_ROOM, /* call again after on_room() */
	TRANSPORT_SYN_CONNECT, /* not possible there: connect() instead */
};

struct transport_ops {
	const char *name;
	uint64_t rate_pps_max; /* what it carries without loss */
	uint64_t settle_ns; /* answers are told so much later than they came */
	void (*free)(struct transport *transport);
	/*
	 * Queue one datagram; it leaves with flush() at the latest.  False
	 * when the queue is full: call again after on_room().
	 */
	bool (*send)(struct transport *transport, const struct addr *addr,
	    uint16_t port, const uint8_t *data, size_t len);
	void (*flush)(struct transport *transport);
	/*
	 * Send one datagram to a broadcast address or a group by the
	 * interface of that index, at once.  Returns 0 or an errno.
	 */
	int (*announce)(struct transport *transport, const struct addr *addr,
	    uint16_t port, unsigned ifindex, const uint8_t *data, size_t len);
	/* Whether send() would take a datagram now. */
	bool (*send_room)(const struct transport *transport);
	/* How many connects may be started now. */
	unsigned (*connect_room)(const struct transport *transport);
	/*
	 * Start one; it ends with on_tcp().  False, and nothing has
	 * happened, when it cannot be started now.
	 */
	bool (*connect)(struct transport *transport,
	    const struct transport_connect *connect, uint64_t now_ns);
	unsigned (*n_connecting)(const struct transport *transport);
	/*
	 * Ask whether a connection would be accepted, and remember nothing:
	 * the caller's time-outs are the only ones.  NULL: it cannot.
	 */
	enum transport_syn_way (*syn)(struct transport *transport,
	    const struct addr *addr, uint16_t port, uint64_t now_ns);
};

/* The first member of every implementation's struct. */
struct transport {
	const struct transport_ops *ops;
};

struct transport_config {
	struct event_base *base;
	uint16_t source_port; /* 0: a free one in 1024 to 4999 */
	uint64_t seed;
	bool use_ipv4, use_ipv6;
	bool must_tell; /* warn of what it cannot do, not with -v only */
	const struct transport_callbacks *callbacks;
	void *arg;
};

/* Ordinary sockets; needs no privilege.  ERR_SYSTEM or ERR_NETWORK. */
struct transport *transport_socket_new(const struct transport_config *config,
    struct err *err);

/*
 * Frames of our own to what is behind a gateway on an Ethernet link, ordinary
 * sockets for all else.  ERR_USAGE without CAP_NET_RAW, else as above.
 */
struct transport *transport_packet_new(const struct transport_config *config,
    struct err *err);

#endif
