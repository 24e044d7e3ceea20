/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Inventories as text, put together from pieces, and read to the end.
 */
#ifndef TEST_UNIT_INVENTORYDOC_H
#define TEST_UNIT_INVENTORYDOC_H

#include <stdbool.h>

#include "base/err.h"
#include "base/text.h"

#define NS        "xmlns='urn:rollcall:inventory:1' "
#define WRITTEN   "written='2026-01-31T23:59:59.123Z'"
#define ROOT      NS "complete='true' generator='g' " WRITTEN
#define OPEN      "<inventory " ROOT ">\n<links/>"
#define REST      "<clients/><unidentified/><alive/><missing/></inventory>"
#define SERVER    "address='192.0.2.1' state='imported'"
#define AROUND(x) OPEN "<servers>" x "</servers>" REST
#define LOSS(x)                                                      \
	"<inventory " ROOT "><links><link name='a' targets='1' "     \
	"out-packets='0' out-bytes='0' in-packets='0' in-bytes='0' " \
	"peak-out-bps='0' peak-in-bps='0'>" x "</link></links><servers/>" REST
#define LOST(exchanges)                         \
	"<loss tries='3' exchanges='" exchanges \
	"' missed='0.001' missed-low='0' missed-high='2' allowed='0.001'/>"
#define SERVICE(x) AROUND("<server " SERVER "><service " x "/></server>")
#define ASKED      "probe='p' protocol='udp' state='reply' role='none' "

/* Whether the document, which errors call "doc", was taken. */
bool inventorydoc_read(const struct text *document, struct err *err);

#endif
