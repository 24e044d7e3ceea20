/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Inventories as text, read to the end.
 */
#include "test/unit/inventorydoc.h"

#include "output/inventory_read.h"
#include "test/harness.h"

bool
inventorydoc_read(const struct text *document, struct err *err)
{
	struct inventory_read *read =
	    inventory_read_memory(document->data, document->len, "doc", err);
	enum cache_section section;
	struct host host;
	int got = -1;

	while (read != NULL) {
		got = inventory_read_next(read, &section, &host, err);
		if (got != 1)
			break;
		host_fini(&host);
	}
	if (read != NULL)
		CU_ASSERT_EQUAL(inventory_read_next(read, &section, &host,
				    NULL),
		    got);
	inventory_read_close(read);
	return got == 0;
}
