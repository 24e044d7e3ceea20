/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A receive ring of AF_PACKET.
 */
#include "scanner/packet_ring.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"

/*
 * Many small blocks: each is handed over after a millisecond, however little
 * is in it, so their number is how many milliseconds we may be held up.
 */
enum {
	PACKET_RING_LEN = 4 << 20,    /* about 18,000 answers */
	PACKET_RING_FRAME_LEN = 2048, /* a unit of account only */
	PACKET_RING_RETIRE_MS = 1,
	PACKET_RING_READ_BLOCKS = 256, /* per wake-up, so that timers run */
};

struct packet_ring {
	int fd;
	uint8_t *map;
	size_t block_len; /* a page */
	unsigned n_blocks;
	unsigned next; /* the block to be read next */
};

static int
packet_ring_map(struct packet_ring *ring, struct err *err)
{
	const int version = TPACKET_V3;
	struct tpacket_req3 want = {
		.tp_frame_size = PACKET_RING_FRAME_LEN,
		.tp_frame_nr = PACKET_RING_LEN / PACKET_RING_FRAME_LEN,
		.tp_retire_blk_tov = PACKET_RING_RETIRE_MS,
	};
	void *map;

	ring->block_len = (size_t)sysconf(_SC_PAGESIZE);
	ring->n_blocks = (unsigned)(PACKET_RING_LEN / ring->block_len);
	want.tp_block_size = (unsigned)ring->block_len;
	want.tp_block_nr = ring->n_blocks;

	if (setsockopt(ring->fd, SOL_PACKET, PACKET_VERSION, &version,
		sizeof(version)) != 0 ||
	    setsockopt(ring->fd, SOL_PACKET, PACKET_RX_RING, &want,
		sizeof(want)) != 0)
		return err_set_errno(err, ERR_NETWORK, errno,
		    "the kernel gives no ring for packets");
	map = mmap(NULL, PACKET_RING_LEN, PROT_READ | PROT_WRITE, MAP_SHARED,
	    ring->fd, 0);
	if (map == MAP_FAILED)
		return err_set_errno(err, ERR_NETWORK, errno,
		    "the ring for packets cannot be mapped");
	ring->map = map;
	return 0;
}

struct packet_ring *
packet_ring_new(struct packet_filter *filter, struct err *err)
{
	struct packet_ring *ring = mem_new(sizeof(*ring));
	const struct sock_fprog program = { filter->n, filter->code };
	const struct sockaddr_ll name = {
		.sll_family = AF_PACKET,
		.sll_protocol = htons(ETH_P_IP),
	};

	/* Protocol 0: nothing comes in before the filter is there. */
	ring->fd = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (ring->fd == -1) {
		err_set_errno(err, ERR_NETWORK, errno,
		    "cannot open a packet socket");
		goto fail;
	}
	if (setsockopt(ring->fd, SOL_SOCKET, SO_ATTACH_FILTER, &program,
		sizeof(program)) != 0) {
		err_set_errno(err, ERR_NETWORK, errno,
		    "the kernel takes no packet filter");
		goto fail;
	}
	if (packet_ring_map(ring, err) == -1)
		goto fail;
	if (bind(ring->fd, (const struct sockaddr *)&name, sizeof(name)) != 0) {
		err_set_errno(err, ERR_NETWORK, errno,
		    "cannot listen to packets");
		goto fail;
	}
	return ring;
fail:
	packet_ring_free(ring);
	return NULL;
}

void
packet_ring_free(struct packet_ring *ring)
{
	if (ring == NULL)
		return;
	if (ring->map != NULL)
		(void)munmap(ring->map, PACKET_RING_LEN);
	if (ring->fd != -1)
		(void)close(ring->fd);
	free(ring);
}

int
packet_ring_fd(const struct packet_ring *ring)
{
	return ring->fd;
}

/* The age of a packet, by the wall clock that the kernel stamps it with. */
static uint64_t
packet_ring_age_ns(const struct tpacket3_hdr *head, const struct timespec *wall)
{
	int64_t age =
	    ((int64_t)wall->tv_sec - head->tp_sec) * (int64_t)CLOCK_NS_PER_S +
	    wall->tv_nsec - head->tp_nsec;

	/* The clock was set, or the packet came only now. */
	if (age < 0 || age > (int64_t)CLOCK_NS_PER_S)
		return 0;
	return (uint64_t)age;
}

static void
packet_ring_read_packet(const struct tpacket3_hdr *head, uint64_t now_ns,
    const struct timespec *wall, packet_ring_fn fn, void *arg)
{
	const uint8_t *base = (const uint8_t *)head;
	const struct sockaddr_ll *from =
	    (const void *)(base + TPACKET_ALIGN(sizeof(*head)));

	/* What an interface overhears is not for us. */
	if (from->sll_pkttype != PACKET_HOST)
		return;
	fn(base + head->tp_net, head->tp_snaplen,
	    (head->tp_status &
		(TP_STATUS_CSUM_VALID | TP_STATUS_CSUMNOTREADY)) == 0,
	    now_ns - packet_ring_age_ns(head, wall), arg);
}

void
packet_ring_read(struct packet_ring *ring, uint64_t now_ns, packet_ring_fn fn,
    void *arg)
{
	struct timespec wall;

	(void)clock_gettime(CLOCK_REALTIME, &wall);
	for (int i = 0; i < PACKET_RING_READ_BLOCKS; i++) {
		struct tpacket_block_desc *block =
		    (void *)(ring->map + ring->next * ring->block_len);
		struct tpacket_hdr_v1 *head = &block->hdr.bh1;
		const uint8_t *at;

		if (!(__atomic_load_n(&head->block_status, __ATOMIC_ACQUIRE) &
			TP_STATUS_USER))
			return;
		at = (const uint8_t *)block + head->offset_to_first_pkt;
		for (uint32_t n = head->num_pkts; n > 0; n--) {
			const struct tpacket3_hdr *packet = (const void *)at;

			packet_ring_read_packet(packet, now_ns, &wall, fn, arg);
			at += packet->tp_next_offset;
		}
		__atomic_store_n(&head->block_status, TP_STATUS_KERNEL,
		    __ATOMIC_RELEASE);
		ring->next = (ring->next + 1) % ring->n_blocks;
	}
}

uint64_t
packet_ring_take_drops(struct packet_ring *ring)
{
	struct tpacket_stats_v3 stats;
	socklen_t len = sizeof(stats);

	memset(&stats, 0, sizeof(stats));
	if (getsockopt(ring->fd, SOL_PACKET, PACKET_STATISTICS, &stats, &len) !=
	    0)
		return 0;
	return stats.tp_drops;
}
