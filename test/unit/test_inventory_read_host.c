/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * output/inventory_read_host and what it stands on: every bound of a machine
 * and of the document, the last that is taken and the first that is not.
 */
#include "output/inventory_read_host.h"

#include "output/inventory_read.h"
#include "test/harness.h"
#include "test/unit/inventorydoc.h"

static void
read_repeat(struct text *out, const char *what, size_t n)
{
	for (size_t i = 0; i < n; i++)
		text_add(out, what);
}

/* Each bound: the last that is taken, and the first that is not. */
static void
read_bound(const char *name, void (*fill)(struct text *, size_t), size_t last)
{
	for (size_t more = 0; more < 2; more++) {
		struct text document = TEXT_INIT;
		struct err err = ERR_INIT;

		harness_row(name);
		fill(&document, last + more);
		CU_ASSERT_EQUAL(inventorydoc_read(&document, &err), more == 0);
		CU_ASSERT_EQUAL(err.code, more == 0 ? ERR_NONE : ERR_LIMIT);
		text_fini(&document);
	}
}

/* n elements within each other. */
static void
fill_deep(struct text *out, size_t n)
{
	text_add(out, OPEN);
	read_repeat(out, "<a>", n - 1);
	read_repeat(out, "</a>", n - 1);
	text_add(out, "<servers/>" REST);
}

static void
fill_text(struct text *out, size_t n)
{
	text_add(out, OPEN "<servers><server " SERVER "><name source='dns'>");
	read_repeat(out, "n", n);
	text_add(out, "</name></server></servers>" REST);
}

static void
fill_attr(struct text *out, size_t n)
{
	text_add(out, OPEN "<servers><server " SERVER "><name source='dns' "
			   "detail='");
	read_repeat(out, "n", n);
	text_add(out, "'/></server></servers>" REST);
}

/* Each line feed becomes three bytes. */
static void
fill_grown(struct text *out, size_t n)
{
	text_add(out, OPEN "<servers><server " SERVER "><name source='dns'>");
	read_repeat(out, "\n", n);
	text_add(out, "</name></server></servers>" REST);
}

static void
fill_links(struct text *out, size_t n)
{
	text_add(out, "<inventory " ROOT "><links>");
	read_repeat(out,
	    "<link name='' targets='0' out-packets='0' out-bytes='0' "
	    "in-packets='0' in-bytes='0' peak-out-bps='0' peak-in-bps='0'/>",
	    n);
	text_add(out, "</links><servers/>" REST);
}

static void
fill_reply(struct text *out, size_t n)
{
	text_add(out, OPEN "<servers><server " SERVER "><service " ASKED
			   "port='1'><reply encoding='hex'>");
	read_repeat(out, "5a", n);
	text_add(out, "</reply></service></server></servers>" REST);
}

static void
test_bounds(void)
{
	read_bound("depth", fill_deep, INVENTORY_READ_DEPTH_MAX);
	read_bound("text", fill_text, INVENTORY_READ_TEXT_MAX);
	read_bound("attribute", fill_attr, INVENTORY_READ_TEXT_MAX);
	read_bound("cleaned", fill_grown, INVENTORY_READ_TEXT_MAX / 3);
	read_bound("links", fill_links, INVENTORY_READ_LINKS_MAX);
}

static void
test_reply(void)
{
	for (size_t more = 0; more < 2; more++) {
		struct text document = TEXT_INIT;
		struct err err = ERR_INIT;

		fill_reply(&document, OBSERVATION_RAW_MAX + more);
		CU_ASSERT_EQUAL(inventorydoc_read(&document, &err), more == 0);
		text_fini(&document);
	}
}

/* Much in one machine is refused, however it is cut up. */
static void
test_large_machine(void)
{
	static const struct {
		const char *name, *piece;
	} pieces[] = {
		{ "names", "<name source='dns'/>" },
		{ "long names",
		    "<name source='dns'>0123456789abcdef0123456789abcdef"
		    "0123456789abcdef0123456789abcdef</name>" },
		{ "services", "<service " ASKED "port='1'/>" },
		{ "fields", "<service " ASKED "port='1'><field name=''/><field "
			    "name=''/></service>" },
	};

	for (size_t i = 0; i < HARNESS_ROWS(pieces); i++) {
		struct text document = TEXT_INIT;
		struct err err = ERR_INIT;

		harness_row(pieces[i].name);
		text_add(&document, OPEN "<servers><server " SERVER ">");
		read_repeat(&document, pieces[i].piece,
		    INVENTORY_READ_HOST_MAX / sizeof(struct host_field));
		text_add(&document, "</server></servers>" REST);
		CU_ASSERT_FALSE(inventorydoc_read(&document, &err));
		CU_ASSERT_EQUAL(err.code, ERR_LIMIT);
		text_fini(&document);
	}
	/* The bound is one machine's, not the document's. */
	harness_row("many machines");
	{
		struct text document = TEXT_INIT;
		struct err err = ERR_INIT;

		text_add(&document, OPEN "<servers>");
		for (unsigned n = 0; n < 40; n++) {
			text_addf(&document,
			    "<server address='10.0.0.%u'><name source='dns'>",
			    n);
			read_repeat(&document, "0123456789abcdef",
			    INVENTORY_READ_TEXT_MAX / 16);
			text_add(&document, "</name></server>");
		}
		text_add(&document, "</servers>" REST);
		CU_ASSERT_TRUE(inventorydoc_read(&document, &err));
		text_fini(&document);
	}
}

/* What libxml2 itself would take too much of: it is refused in time. */
static void
test_huge(void)
{
	static const char *const open[] = { "<x a='", "<x>", "<!--", "<?x ",
		"<![CDATA[", "<x" };

	for (size_t i = 0; i < HARNESS_ROWS(open); i++) {
		struct text document = TEXT_INIT;
		struct err err = ERR_INIT;

		harness_row(open[i]);
		text_add(&document, OPEN);
		text_add(&document, open[i]);
		read_repeat(&document, "0123456789abcdef", (12 << 20) / 16);
		CU_ASSERT_FALSE(inventorydoc_read(&document, &err));
		text_fini(&document);
	}
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "bounds", test_bounds },
		{ "reply", test_reply },
		{ "large machine", test_large_machine },
		{ "huge", test_huge },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "inventory_read_host", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
