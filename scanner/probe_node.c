/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Values of XML nodes.
 */
#include "scanner/probe_node.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/utf8.h"

#define PROBE_NODE_TAG_MAX 120 /* bytes quoted in a message */

bool
probe_node_is(const xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE && node->ns != NULL &&
	       node->ns->href != NULL &&
	       strcmp((const char *)node->ns->href, PROBE_NODE_NS) == 0 &&
	       strcmp((const char *)node->name, name) == 0;
}

/* Takes raw. */
static char *
probe_node_line(xmlChar *raw)
{
	const char *word = raw == NULL ? "" : (const char *)raw;
	struct text line = TEXT_INIT;

	for (;;) {
		size_t len;

		word += strspn(word, " \t\r\n");
		len = strcspn(word, " \t\r\n");
		if (len == 0)
			break;
		if (line.len > 0)
			text_add_char(&line, ' ');
		utf8_clean(&line, word, len);
		word += len;
	}
	(*xmllib()->xmlFree)(raw);
	return text_take(&line);
}

char *
probe_node_content(const xmlNode *node)
{
	return probe_node_line(xmllib()->xmlNodeGetContent(node));
}

char *
probe_node_raw(const xmlNode *node)
{
	xmlChar *raw = xmllib()->xmlNodeGetContent(node);
	const char *text = raw == NULL ? "" : (const char *)raw;
	size_t len;
	char *copy;

	text += strspn(text, " \t\r\n");
	len = strlen(text);
	while (len > 0 && strchr(" \t\r\n", text[len - 1]) != NULL)
		len--;
	copy = mem_dup_len(text, len);
	(*xmllib()->xmlFree)(raw);
	return copy;
}

char *
probe_node_attribute(const xmlNode *node, const char *name)
{
	xmlChar *raw = xmllib()->xmlGetNoNsProp(node, (const xmlChar *)name);

	return raw == NULL ? NULL : probe_node_line(raw);
}

char *
probe_node_required(const xmlNode *node, const char *name, struct err *err)
{
	char *value = probe_node_attribute(node, name);

	if (value == NULL)
		err_set(err, ERR_INPUT, "<%s> has no attribute '%s'",
		    (const char *)node->name, name);
	return value;
}

int
probe_node_bool(const xmlNode *node, const char *name, bool *value,
    struct err *err)
{
	char *text = probe_node_attribute(node, name);
	int ret = 0;

	*value = text != NULL && strcmp(text, "true") == 0;
	if (text != NULL && !*value && strcmp(text, "false") != 0)
		ret = err_set(err, ERR_INPUT,
		    "'%s' must be true or false, not '%s'", name, text);
	free(text);
	return ret;
}

int
probe_node_number(const xmlNode *node, const char *name, uint32_t max,
    uint32_t *number, struct err *err)
{
	char *text = probe_node_attribute(node, name);
	uint64_t value = *number;
	int ret = 0;

	if (text != NULL)
		ret = num_parse(&value, text, 0, max, name, err);
	if (ret == 0)
		*number = (uint32_t)value;
	free(text);
	return ret;
}

char *
probe_node_tag(const xmlNode *node)
{
	struct text tag = TEXT_INIT;

	text_add_char(&tag, '<');
	utf8_clean(&tag, node->name, strlen((const char *)node->name));
	for (const xmlAttr *a = node->properties; a != NULL; a = a->next) {
		char *value = probe_node_attribute(node, (const char *)a->name);

		text_add_char(&tag, ' ');
		utf8_clean(&tag, a->name, strlen((const char *)a->name));
		text_addf(&tag, "=\"%s\"", value == NULL ? "" : value);
		free(value);
		if (tag.len > PROBE_NODE_TAG_MAX) {
			text_add(&tag, " ...");
			break;
		}
	}
	text_add_char(&tag, '>');
	return text_take(&tag);
}
