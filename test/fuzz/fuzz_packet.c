/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Any bytes as a packet that came in.  What is taken names a port and an
 * address of its own bytes and points into them; and an interface that has
 * not filled in a checksum makes no more of it than was there before.
 */
#include <string.h>

#include "scanner/packet_codec.h"
#include "test/fuzz/fuzz.h"

static void
fuzz_check(const struct packet_codec_answer *answer, const uint8_t *data,
    size_t size)
{
	FUZZ_ASSERT(answer->kind <= PACKET_CODEC_ICMP);
	if (answer->kind == PACKET_CODEC_UDP) {
		FUZZ_ASSERT(answer->data >= data + 28);
		FUZZ_ASSERT(
		    answer->len <= size - (size_t)(answer->data - data));
		FUZZ_ASSERT(answer->len == answer->payload_len);
	} else {
		FUZZ_ASSERT(answer->data == NULL && answer->len == 0);
	}
	if (answer->kind == PACKET_CODEC_ICMP)
		FUZZ_ASSERT(answer->icmp_type == 3 || answer->icmp_type == 11);
	else
		FUZZ_ASSERT(answer->from == answer->end.addr);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct packet_codec_answer answer;

	if (packet_codec_read(&answer, data, size, true)) {
		fuzz_check(&answer, data, size);
		FUZZ_ASSERT(packet_codec_read(&answer, data, size, false));
	}
	if (packet_codec_read(&answer, data, size, false))
		fuzz_check(&answer, data, size);
	return 0;
}
