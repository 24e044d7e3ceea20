/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * PCRE2 with its limits set; the only file that includes it.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "scanner/pattern.h"

#include <pcre2.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"

/*
 * Limits of one match.  The shipped patterns stay below 10,000 steps on the
 * longest reply; a pattern that backtracks without end is stopped within
 * some milliseconds.
 */
#define PATTERN_MATCH_LIMIT    200000
#define PATTERN_DEPTH_LIMIT    20000
#define PATTERN_HEAP_LIMIT_KIB 4096

#define PATTERN_OPTIONS                                         \
	(PCRE2_ANCHORED | PCRE2_DOTALL | PCRE2_DOLLAR_ENDONLY | \
	    PCRE2_NEVER_UTF | PCRE2_NEVER_UCP)

struct pattern_code {
	pcre2_code *code;
	pcre2_match_context *context;
	pcre2_match_data *data; /* reused: no allocation per match */
	uint64_t n_replies;
};

struct pattern *
pattern_new(void)
{
	return mem_new(sizeof(struct pattern));
}

void
pattern_free(struct pattern *pattern)
{
	if (pattern == NULL)
		return;
	for (size_t i = 0; i < pattern->n_fields; i++)
		free(pattern->field[i].name);
	free(pattern->name);
	free(pattern->meaning);
	free(pattern->text);
	if (pattern->code != NULL) {
		pcre2_match_data_free(pattern->code->data);
		pcre2_match_context_free(pattern->code->context);
		pcre2_code_free(pattern->code->code);
		free(pattern->code);
	}
	free(pattern);
}

static int
pattern_check_text(const char *text, struct err *err)
{
	size_t len = strlen(text);

	if (len == 0)
		return err_set(err, ERR_INPUT, "the pattern is empty");
	if (len > PATTERN_TEXT_MAX)
		return err_set(err, ERR_LIMIT,
		    "the pattern has %zu bytes, at most %d are taken", len,
		    PATTERN_TEXT_MAX);
	for (size_t i = 0; i < len; i++)
		if ((text[i] & 0x80) != 0)
			return err_set(err, ERR_INPUT,
			    "byte %02x at offset %zu of the pattern is not "
			    "ASCII; bytes of a reply are written \\xHH",
			    (unsigned)(uint8_t)text[i], i);
	return 0;
}

void
pattern_set(struct pattern *pattern, const char *text, bool is_extended)
{
	pattern->text = mem_dup(text);
	pattern->is_extended = is_extended;
}

static int
pattern_make_code(struct pattern *pattern, struct err *err)
{
	uint32_t options = PATTERN_OPTIONS;
	struct pattern_code *pc = mem_new(sizeof(*pc));
	PCRE2_SIZE offset;
	int code;

	if (pattern->is_extended)
		options |= PCRE2_EXTENDED;
	pattern->code = pc; /* pattern_free() releases it, whole or not */
	pc->code = pcre2_compile((PCRE2_SPTR)pattern->text,
	    PCRE2_ZERO_TERMINATED, options, &code, &offset, NULL);
	if (pc->code == NULL) {
		PCRE2_UCHAR message[160] = "";

		(void)pcre2_get_error_message(code, message, sizeof(message));
		return err_set(err, ERR_INPUT,
		    "%s at offset %zu of the pattern", (const char *)message,
		    (size_t)offset);
	}
	pc->context = pcre2_match_context_create(NULL);
	pc->data = pcre2_match_data_create_from_pattern(pc->code, NULL);
	if (pc->context == NULL || pc->data == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory for a pattern");
	(void)pcre2_set_match_limit(pc->context, PATTERN_MATCH_LIMIT);
	(void)pcre2_set_depth_limit(pc->context, PATTERN_DEPTH_LIMIT);
	(void)pcre2_set_heap_limit(pc->context, PATTERN_HEAP_LIMIT_KIB);
	return 0;
}

int
pattern_compile(struct pattern *pattern, const char *text, bool is_extended,
    struct err *err)
{
	if (pattern_check_text(text, err) == -1)
		return -1;
	pattern_set(pattern, text, is_extended);
	return pattern_make_code(pattern, err);
}

int
pattern_find_group(const struct pattern *pattern, unsigned *group,
    const char *name, struct err *err)
{
	int number = pcre2_substring_number_from_name(pattern->code->code,
	    (PCRE2_SPTR)name);

	if (number == PCRE2_ERROR_NOUNIQUESUBSTRING)
		return err_set(err, ERR_INPUT,
		    "the pattern has several groups '%s'; give each its own "
		    "name, or use (?|...|...)",
		    name);
	if (number < 0)
		return err_set(err, ERR_INPUT,
		    "the pattern has no group '%s'; write (?<%s>...)", name,
		    name);
	*group = (unsigned)number;
	return 0;
}

static bool
pattern_length_holds(const struct pattern *pattern, const uint8_t *reply,
    size_t len)
{
	const struct pattern_length *rule = &pattern->length;
	struct pattern_span span;
	uint32_t number;
	uint64_t stated;

	if (rule->type == NULL ||
	    !pattern_group(pattern, rule->group, reply, &span))
		return true;
	if (!field_number(rule->type, &number, span.bytes, span.len))
		return false;
	stated = (uint64_t)number * rule->factor + rule->offset;
	return rule->is_equal ? stated == len : stated <= len;
}

bool
pattern_match(struct pattern *pattern, const uint8_t *reply, size_t len)
{
	PCRE2_SPTR subject = len == 0 ? (PCRE2_SPTR) "" : reply;
	struct err err = ERR_INIT;
	struct pattern_code *pc;
	int n;

	/* Said once: from then on there is a code, which matches nothing. */
	if (pattern->code == NULL && pattern_make_code(pattern, &err) == -1)
		log_error("probe", "pattern %s: %s", pattern->name, err.text);
	pc = pattern->code;
	/*
	 * Where executable memory may not be had (systemd's
	 * MemoryDenyWriteExecute, SELinux) this fails, and pcre2_match()
	 * interprets as before: slower, the same answers.
	 */
	if (pc->n_replies++ == PATTERN_JIT_AFTER)
		(void)pcre2_jit_compile(pc->code, PCRE2_JIT_COMPLETE);
	n = pcre2_match(pc->code, subject, len, 0, 0, pc->data, pc->context);
	if (n == PCRE2_ERROR_JIT_STACKLIMIT)
		n = pcre2_match(pc->code, subject, len, 0, PCRE2_NO_JIT,
		    pc->data, pc->context);
	return n > 0 && pattern_length_holds(pattern, reply, len);
}

bool
pattern_group(const struct pattern *pattern, unsigned group,
    const uint8_t *reply, struct pattern_span *span)
{
	pcre2_match_data *data = pattern->code->data;
	const PCRE2_SIZE *at = pcre2_get_ovector_pointer(data);
	PCRE2_SIZE from, to;

	if (group >= pcre2_get_ovector_count(data))
		return false;
	from = at[2 * group];
	to = at[2 * group + 1];
	if (from == PCRE2_UNSET || to == PCRE2_UNSET || to < from)
		return false;
	*span = (struct pattern_span){ reply + from, to - from };
	return true;
}
