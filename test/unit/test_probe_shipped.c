/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The table of shipped probes is what probes.xml says, byte for byte; with
 * "make golden" it is written anew.
 */
#include "scanner/probe_shipped.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "scanner/pattern.h"
#include "test/harness.h"
#include "test/unit/golden.h"

static const char head[] =
    "/* SPDX-License-Identifier: BSD-2-Clause\n"
    " * Copyright (c) 2026, the rollcall authors\n"
    " *\n"
    " * Made from probes.xml by \"make golden\", not by hand.\n"
    " */\n"
    "#include \"scanner/probe_shipped.h\"\n"
    "\n"
    "/* clang-format off */\n"
    "const struct probe_shipped probe_shipped_table[] = {\n";

static const char foot[] =
    "};\n"
    "/* clang-format on */\n"
    "\n"
    "const size_t probe_shipped_table_n =\n"
    "    sizeof(probe_shipped_table) / sizeof(probe_shipped_table[0]);\n";

/* A C string, with a piece of its own for each line. */
static void
put_string(struct text *c, const char *string)
{
	char before = '\0';

	text_add_char(c, '"');
	for (const char *at = string; *at != '\0'; before = *at++) {
		unsigned char byte = (unsigned char)*at;

		if (*at == '\n')
			text_add(c,
			    at[1] == '\0' ? "\\n" : "\\n\"\n\t\t    \"");
		else if (*at == '"' || *at == '\\' ||
			 (*at == '?' && before == '?')) /* no trigraphs */
			text_addf(c, "\\%c", *at);
		else if (byte < ' ' || byte > '~')
			text_addf(c, "\\%03o", (unsigned)byte);
		else
			text_add_char(c, *at);
	}
	text_add_char(c, '"');
}

static void
put_member(struct text *c, const char *indent, const char *name,
    const char *value)
{
	text_addf(c, "%s.%s = ", indent, name);
	if (value == NULL)
		text_add(c, "NULL");
	else
		put_string(c, value);
	text_add(c, ",\n");
}

static void
put_role(struct text *c, enum observation_role role)
{
	text_add(c, "\t\t.role = OBSERVATION_ROLE_");
	for (const char *at = observation_role_name(role); *at != '\0'; at++)
		text_add_char(c, (char)toupper((unsigned char)*at));
	text_add(c, ",\n");
}

static const char *
word(bool value)
{
	return value ? "true" : "false";
}

static void
put_pattern(struct text *c, const struct pattern *pattern)
{
	const struct pattern_length *length = &pattern->length;

	text_add(c, "\t    {\n");
	put_member(c, "\t\t", "name", pattern->name);
	put_member(c, "\t\t", "meaning", pattern->meaning);
	put_member(c, "\t\t", "regex", pattern->text);
	text_addf(c, "\t\t.is_extended = %s,\n", word(pattern->is_extended));
	put_role(c, pattern->role);
	if (length->type != NULL)
		text_addf(c, "\t\t.length = { \"%s\", %u, %u, %u, %s },\n",
		    length->type->name, length->group, length->factor,
		    length->offset, word(length->is_equal));
	if (pattern->n_fields > 0) {
		text_add(c,
		    "\t\t.field = (const struct probe_shipped_field[]){\n");
		for (size_t i = 0; i < pattern->n_fields; i++)
			text_addf(c, "\t\t    { \"%s\", \"%s\", %u },\n",
			    pattern->field[i].name,
			    pattern->field[i].type->name,
			    pattern->field[i].group);
		text_add(c, "\t\t},\n");
	}
	text_addf(c, "\t\t.n_fields = %zu,\n\t    },\n", pattern->n_fields);
}

static void
put_patterns(struct text *c, const struct probe *probe)
{
	if (probe->n_patterns == 0)
		return;
	text_add(c, "\t.pattern = (const struct probe_shipped_pattern[]){\n");
	for (size_t i = 0; i < probe->n_patterns; i++)
		put_pattern(c, probe->pattern[i]);
	text_addf(c, "\t},\n\t.n_patterns = %zu,\n", probe->n_patterns);
}

static void
put_follow_ups(struct text *c, const struct probe *probe)
{
	if (probe->n_follow_ups == 0)
		return;
	text_add(c,
	    "\t.follow_up = (const struct probe_shipped_follow_up[]){\n");
	for (size_t i = 0; i < probe->n_follow_ups; i++) {
		const struct probe_follow_up *row = &probe->follow_up[i];

		text_add(c, "\t    {\n");
		put_member(c, "\t\t", "probe", row->probe);
		text_addf(c, "\t\t.port = %u,\n", (unsigned)row->port);
		put_member(c, "\t\t", "unless_answered", row->unless_answered);
		text_add(c, "\t    },\n");
	}
	text_addf(c, "\t},\n\t.n_follow_ups = %zu,\n", probe->n_follow_ups);
}

static void
put_request(struct text *c, const struct probe *probe)
{
	if (probe->request_len == 0)
		return;
	text_add(c, "\t.request = \"");
	for (size_t i = 0; i < probe->request_len; i++) {
		if (i > 0 && i % 16 == 0)
			text_add(c, "\"\n\t    \"");
		text_addf(c, "\\x%02x", (unsigned)probe->request[i]);
	}
	text_addf(c, "\",\n\t.request_len = %zu,\n", probe->request_len);
}

static void
put_probe(struct text *c, const struct probe *probe)
{
	text_add(c, "    {\n");
	put_member(c, "\t", "name", probe->name);
	put_member(c, "\t", "summary", probe->summary);
	text_addf(c, "\t.protocol = %s,\n",
	    probe->protocol == NET_UDP ? "NET_UDP" : "NET_TCP");
	text_add(c, "\t.port = {");
	for (size_t i = 0; i < probe->n_ports; i++)
		text_addf(c, " %u,", (unsigned)probe->port[i]);
	text_addf(c, " },\n\t.n_ports = %zu,\n\t.n_default = %zu,\n",
	    probe->n_ports, probe->n_default);
	text_addf(c, "\t.is_default = %s,\n\t.is_broadcast = %s,\n",
	    word(probe->is_default), word(probe->is_broadcast));
	if (probe->group.family != 0)
		text_addf(c,
		    "\t.group = { .hi = UINT64_C(0x%" PRIx64 "), "
		    ".lo = UINT64_C(0x%" PRIx64 "), .family = %u },\n",
		    probe->group.hi, probe->group.lo,
		    (unsigned)probe->group.family);
	put_request(c, probe);
	text_addf(c, "\t.reply_len = %zu,\n", probe->reply_len);
	put_patterns(c, probe);
	put_follow_ups(c, probe);
	text_add(c, "    },\n");
}

static void
put_set(struct text *c, const struct probe_set *set)
{
	text_add(c, head);
	for (size_t i = 0; i < set->n; i++)
		put_probe(c, set->probe[i]);
	text_add(c, foot);
}

static void
test_table(void)
{
	struct probe_set read = PROBE_SET_INIT, shipped = PROBE_SET_INIT;
	struct text of_file = TEXT_INIT, of_table = TEXT_INIT;
	struct err err = ERR_INIT;
	int got = probe_set_add_file(&read,
	    harness_data("../../scanner/probes.xml"), &err);

	CU_ASSERT_EQUAL_FATAL(got, 0);
	put_set(&of_file, &read);
	CU_ASSERT_TRUE(golden_is("../../scanner/probe_shipped_table.c",
	    text_str(&of_file)));
	/* And what the program makes of its table is what a file gives. */
	if (getenv("ROLLCALL_GOLDEN") == NULL) {
		probe_set_add_shipped(&shipped);
		put_set(&of_table, &shipped);
		CU_ASSERT_STRING_EQUAL(text_str(&of_table), text_str(&of_file));
	}
	probe_set_fini(&read);
	probe_set_fini(&shipped);
	text_fini(&of_file);
	text_fini(&of_table);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "the table is the file", test_table },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "probe_shipped", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
