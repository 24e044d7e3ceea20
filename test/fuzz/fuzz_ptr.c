/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Any datagram as a name server's answer.  The header and the question are
 * put in front, so that the fuzzer need not find them.
 */
#include <string.h>

#include "base/utf8.h"
#include "scanner/ptr.h"
#include "test/fuzz/fuzz.h"

static void
fuzz_read(const uint8_t *data, size_t size, const struct addr *addr)
{
	struct text name = TEXT_INIT;
	enum ptr_answer answer = ptr_read(data, size, 0x1234, addr, &name);

	FUZZ_ASSERT((answer == PTR_NAMED) == (name.len > 0));
	FUZZ_ASSERT(utf8_is_valid(text_str(&name), name.len));
	FUZZ_ASSERT(strlen(text_str(&name)) == name.len);
	text_fini(&name);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct addr addr = addr_v4(0xc0000207);
	uint8_t whole[PTR_REPLY_MAX];
	size_t len = ptr_query(whole, 0x1234, &addr);

	fuzz_read(data, size, &addr);
	if (size < 2)
		return 0;
	whole[2] = 0x81;
	whole[3] = (uint8_t)(data[0] & 0x8f);
	whole[7] = data[1];
	if (size - 2 > sizeof(whole) - len)
		size = sizeof(whole) - len + 2;
	memcpy(whole + len, data + 2, size - 2);
	fuzz_read(whole, len + size - 2, &addr);
	return 0;
}
