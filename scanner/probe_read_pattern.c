/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The <pattern> elements of a probe.
 */
#include "scanner/probe_read_private.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "scanner/field.h"
#include "scanner/pattern.h"
#include "scanner/probe_node.h"

static int
probe_read_meaning(struct probe_read *reader, xmlNode *node)
{
	reader->pattern->meaning = probe_node_content(node);
	return 0;
}

static int
probe_read_regex(struct probe_read *reader, xmlNode *node)
{
	char *text = probe_node_raw(node);
	bool is_extended;
	int ret = -1;

	if (probe_node_bool(node, "extended", &is_extended, reader->err) == 0)
		ret = pattern_compile(reader->pattern, text, is_extended,
		    reader->err);
	free(text);
	return ret == 0 ? 0 : probe_read_at(reader, node);
}

/* Attributes "type" and "group", which fields and lengths share. */
static int
probe_read_type_and_group(struct probe_read *reader, const xmlNode *node,
    const struct field_type **type, unsigned *group)
{
	char *type_name = probe_node_required(node, "type", reader->err);
	char *group_name = NULL;
	struct text known = TEXT_INIT;
	int ret = -1;

	if (type_name == NULL)
		goto out;
	group_name = probe_node_required(node, "group", reader->err);
	if (group_name == NULL)
		goto out;
	*type = field_type_find(type_name);
	if (*type == NULL) {
		field_type_list(&known);
		err_set(reader->err, ERR_INPUT,
		    "there is no field type '%s'; the types are %s", type_name,
		    text_str(&known));
		goto out;
	}
	ret =
	    pattern_find_group(reader->pattern, group, group_name, reader->err);
out:
	text_fini(&known);
	free(type_name);
	free(group_name);
	return ret;
}

/* Attribute "is" of a length. */
static int
probe_read_is_equal(struct probe_read *reader, const xmlNode *node,
    bool *is_equal)
{
	char *is = probe_node_required(node, "is", reader->err);
	int ret = 0;

	if (is == NULL)
		return -1;
	*is_equal = strcmp(is, "equal") == 0;
	if (!*is_equal && strcmp(is, "at-most") != 0)
		ret = err_set(reader->err, ERR_INPUT,
		    "'is' must be equal or at-most, not '%s'", is);
	free(is);
	return ret;
}

static int
probe_read_length(struct probe_read *reader, xmlNode *node)
{
	struct pattern_length rule = { .factor = 1 };

	if (probe_read_type_and_group(reader, node, &rule.type, &rule.group) ==
		-1 ||
	    probe_node_number(node, "times", PROBE_REPLY_MAX, &rule.factor,
		reader->err) == -1 ||
	    probe_node_number(node, "plus", PROBE_REPLY_MAX, &rule.offset,
		reader->err) == -1 ||
	    probe_read_is_equal(reader, node, &rule.is_equal) == -1)
		return probe_read_at(reader, node);
	if (rule.type->number == NULL) {
		err_set(reader->err, ERR_INPUT,
		    "a length cannot be of type '%s', which is no number",
		    rule.type->name);
		return probe_read_at(reader, node);
	}
	reader->pattern->length = rule;
	return 0;
}

static int
probe_read_field_body(struct probe_read *reader, const xmlNode *node,
    const char *name)
{
	struct pattern *pattern = reader->pattern;
	struct pattern_field *field;

	if (probe_read_check_name(reader, "field", name) == -1)
		return -1;
	if (pattern->n_fields == OBSERVATION_FIELDS_MAX)
		return err_set(reader->err, ERR_LIMIT,
		    "field '%s' is one too many; a pattern has at most %d",
		    name, OBSERVATION_FIELDS_MAX);
	field = &pattern->field[pattern->n_fields];
	if (probe_read_type_and_group(reader, node, &field->type,
		&field->group) == -1)
		return -1;
	field->name = mem_dup(name);
	pattern->n_fields++;
	return 0;
}

static int
probe_read_field(struct probe_read *reader, xmlNode *node)
{
	char *name = probe_node_required(node, "name", reader->err);
	int ret = -1;

	if (name != NULL)
		ret = probe_read_field_body(reader, node, name);
	free(name);
	return ret == 0 ? 0 : probe_read_at(reader, node);
}

static int
probe_read_role(struct probe_read *reader, const xmlNode *node)
{
	char *text = probe_node_required(node, "role", reader->err);
	int ret = -1;

	if (text == NULL)
		return -1;
	for (int role = OBSERVATION_ROLE_NONE; role <= OBSERVATION_ROLE_SERVER;
	     role++)
		if (strcmp(observation_role_name(role), text) == 0) {
			reader->pattern->role = role;
			ret = 0;
		}
	if (ret == -1)
		err_set(reader->err, ERR_INPUT,
		    "a role must be server, client, unidentified, alive or "
		    "none, not '%s'",
		    text);
	free(text);
	return ret;
}

static const struct probe_read_part probe_read_pattern_parts[] = {
	{ "meaning", true, false, probe_read_meaning },
	{ "regex", true, false, probe_read_regex },
	{ "length", false, false, probe_read_length },
	{ "field", false, true, probe_read_field },
};

/* Give the probe one more pattern of that name; takes the name. */
static int
probe_read_add_pattern(struct probe_read *reader, char *name)
{
	struct probe *probe = reader->probe;

	if (probe_read_check_name(reader, "pattern", name) == -1)
		goto fail;
	if (probe_meaning(probe, name) != NULL) {
		err_set(reader->err, ERR_INPUT,
		    "pattern '%s' stands twice in probe '%s'", name,
		    probe->name);
		goto fail;
	}
	if (probe->n_patterns == PROBE_PATTERNS_MAX) {
		err_set(reader->err, ERR_LIMIT,
		    "pattern '%s' is one too many; a probe has at most %d",
		    name, PROBE_PATTERNS_MAX);
		goto fail;
	}
	reader->pattern = pattern_new();
	reader->pattern->name = name;
	probe->pattern[probe->n_patterns++] = reader->pattern;
	return 0;
fail:
	free(name);
	return -1;
}

int
probe_read_pattern(struct probe_read *reader, xmlNode *node)
{
	char *name = probe_node_required(node, "name", reader->err);

	if (name == NULL || probe_read_add_pattern(reader, name) == -1 ||
	    probe_read_role(reader, node) == -1)
		return probe_read_at(reader, node);
	return probe_read_parts(reader, node, probe_read_pattern_parts,
	    PROBE_READ_N(probe_read_pattern_parts));
}
