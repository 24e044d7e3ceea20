/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Bash completion.  Two tables are generated, what may stand after a command
 * and what a value is; the script around them is fixed text.  It needs
 * nothing but bash itself.
 *
 * Bash divides words at '=', ':' and '@' too, so that "--rate=5" arrives as
 * three words, and "xml:file" as well.
 */
#include "cli/completion.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static const char completion_head[] =
    "# bash completion for rollcall; made by 'rollcall completion'\n"
    "_rollcall()\n"
    "{\n"
    "\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev= cmd= kind= words= i\n"
    "\tlocal before=${COMP_WORDS[COMP_CWORD-2]-}\n"
    "\tlocal formats probes\n"
    "\n"
    "\tprev=${COMP_WORDS[COMP_CWORD-1]}\n";

/* Between the tables: which command this is, and which value. */
static const char completion_find[] =
    "\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
    "\t\tcase \"$cmd/${COMP_WORDS[i]}\" in\n"
    "\t\t%s)\n"
    "\t\t\t[[ ${COMP_WORDS[i+1]-} == = ]] && ((i++))\n"
    "\t\t\t((i++)) ;;\n"
    "\t\t*/-*|*/=) ;;\n"
    "\t\t%s) cmd=\"$cmd ${COMP_WORDS[i]}\" ;;\n"
    "\t\t/*) cmd=${COMP_WORDS[i]} ;;\n"
    "\t\t*) break ;;\n"
    "\t\tesac\n"
    "\tdone\n"
    "\tif [[ $cur == = && $prev == --* ]]; then\n"
    "\t\tcur=\n"
    "\telif [[ $prev == = && $before == --* ]]; then\n"
    "\t\tprev=$before\n"
    "\tfi\n";

static const char completion_tail[] =
    "\tif [[ $cur == : || $cur == @ ]]; then\n"
    "\t\tkind=file cur=\n"
    "\telif [[ $prev == : && \" $formats \" == *\" $before \"* ]]; then\n"
    "\t\tkind=file\n"
    "\telif [[ $prev == @ ]]; then\n"
    "\t\tkind=file\n"
    "\telif [[ -z $kind && $cur == -* ]]; then\n"
    "\t\tkind=words\n"
    "\telif [[ -z $kind ]]; then\n"
    "\t\tkind=$operand\n"
    "\tfi\n"
    "\tCOMPREPLY=()\n"
    "\tcase $kind in\n"
    "\tfile)\n"
    "\t\tcompopt -o filenames 2>/dev/null\n"
    "\t\tmapfile -t COMPREPLY < <(compgen -f -- \"$cur\") ;;\n"
    "\tfolder)\n"
    "\t\tcompopt -o filenames 2>/dev/null\n"
    "\t\tmapfile -t COMPREPLY < <(compgen -d -- \"$cur\") ;;\n"
    "\tformat)\n"
    "\t\tmapfile -t COMPREPLY < <(compgen -W \"$formats\" -- \"$cur\") ;;\n"
    "\tprobe)\n"
    "\t\twords=\n"
    "\t\t[[ $cur == *,* ]] && words=${cur%,*},\n"
    "\t\tmapfile -t COMPREPLY < <(compgen -P \"$words\" -W \"$probes\" "
    "-- \"${cur##*,}\") ;;\n"
    "\tcommand)\n"
    "\t\tmapfile -t COMPREPLY < <(compgen -W \"$commands\" -- \"$cur\") ;;\n"
    "\twords)\n"
    "\t\tmapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$cur\") ;;\n"
    "\tesac\n"
    "}\n"
    "complete -F _rollcall rollcall\n";

/* Called for each command that people see and each of its sub-commands. */
typedef void (
    *completion_fn)(struct text *out, const char *words, const struct cmd *cmd);

static void
completion_each(struct text *out, const struct cmd *const *table,
    completion_fn fn)
{
	for (; *table != NULL; table++) {
		struct text words = TEXT_INIT;

		if ((*table)->summary == NULL)
			continue;
		fn(out, (*table)->name, *table);
		for (size_t i = 0;
		     (*table)->sub != NULL && (*table)->sub[i] != NULL; i++) {
			text_clear(&words);
			text_addf(&words, "%s %s", (*table)->name,
			    (*table)->sub[i]->name);
			fn(out, text_str(&words), (*table)->sub[i]);
		}
		text_fini(&words);
	}
}

static void
completion_add_word(struct text *list, const char *word)
{
	text_addf(list, "%s%s", list->len == 0 ? "" : " ", word);
}

static void
completion_add_names(struct text *list, const struct cmd *const *table)
{
	for (; *table != NULL; table++)
		if ((*table)->summary != NULL)
			completion_add_word(list, (*table)->name);
}

/* "sweep)": what options and operands there are. */
static void
completion_add_command(struct text *out, const char *words,
    const struct cmd *cmd)
{
	struct opt *rows = cmd_rows(cmd);
	struct text list = TEXT_INIT, subs = TEXT_INIT;

	for (const struct opt *row = rows; row->name != NULL; row++)
		text_addf(&list, "%s--%s", list.len == 0 ? "" : " ", row->name);
	if (cmd->sub != NULL)
		completion_add_names(&subs, cmd->sub);
	text_addf(out, "\t'%s')\n\t\twords='%s'\n", words, text_str(&list));
	if (cmd->sub != NULL)
		text_addf(out, "\t\tcommands='%s'\n", text_str(&subs));
	else
		text_addf(out, "\t\toperand=%s\n",
		    cmd->complete == NULL ? "none" : cmd->complete);
	text_add(out, "\t\t;;\n");
	text_fini(&list);
	text_fini(&subs);
	free(rows);
}

/* "sweep/-o|sweep/--output) kind=format ;;" for each option with a value. */
static void
completion_add_values(struct text *out, const char *words,
    const struct opt *rows)
{
	for (; rows->name != NULL; rows++) {
		if (rows->type == OPT_FLAG || rows->type == OPT_COUNT)
			continue;
		text_add_char(out, '\t');
		if (rows->letter != 0)
			text_addf(out, "%s/-%c|", words, rows->letter);
		text_addf(out, "%s/--%s)", words, rows->name);
		if (rows->choices != NULL) {
			struct text list = TEXT_INIT;

			for (size_t i = 0; rows->choices[i] != NULL; i++)
				completion_add_word(&list, rows->choices[i]);
			text_addf(out, " kind=words words='%s' ;;\n",
			    text_str(&list));
			text_fini(&list);
		} else {
			text_addf(out, " kind=%s ;;\n",
			    rows->complete == NULL ? "none" : rows->complete);
		}
	}
}

static void
completion_add_own_values(struct text *out, const char *words,
    const struct cmd *cmd)
{
	struct text quoted = TEXT_INIT;

	text_addf(&quoted, "'%s'", words);
	if (cmd->opts != NULL)
		completion_add_values(out, text_str(&quoted), cmd->opts);
	text_fini(&quoted);
}

/* "*" "/--cache|*" "/--config": options whose value is no command. */
static void
completion_add_global_pattern(struct text *out)
{
	const struct opt *row = cmd_global_opts;

	for (; row->name != NULL; row++) {
		if (row->type == OPT_FLAG || row->type == OPT_COUNT)
			continue;
		text_addf(out, "%s*/--%s", out->len == 0 ? "" : "|", row->name);
	}
}

/* "cache/list|cache/show": the second word of a command. */
static void
completion_add_sub_pattern(struct text *out, const struct cmd *const *table)
{
	for (; *table != NULL; table++)
		for (size_t i = 0;
		     (*table)->sub != NULL && (*table)->sub[i] != NULL; i++)
			text_addf(out, "%s%s/%s", out->len == 0 ? "" : "|",
			    (*table)->name, (*table)->sub[i]->name);
}

void
completion_write(FILE *out, const struct cmd *const *table,
    const struct format *const *formats, const struct probe_set *probes)
{
	struct text commands = TEXT_INIT, list = TEXT_INIT, cases = TEXT_INIT,
		    globals = TEXT_INIT, subs = TEXT_INIT;

	fputs(completion_head, out);
	completion_add_names(&commands, table);
	fprintf(out, "\tlocal operand=command commands='%s'\n",
	    text_str(&commands));
	for (; *formats != NULL; formats++)
		completion_add_word(&list, (*formats)->name);
	fprintf(out, "\tformats='%s'\n", text_str(&list));
	text_clear(&list);
	for (size_t i = 0; i < probes->n; i++)
		completion_add_word(&list, probes->probe[i]->name);
	fprintf(out, "\tprobes='%s'\n", text_str(&list));
	completion_add_global_pattern(&globals);
	completion_add_sub_pattern(&subs, table);
	fprintf(out, completion_find, text_str(&globals), text_str(&subs));

	completion_each(&cases, table, completion_add_command);
	text_clear(&list);
	for (const struct opt *row = cmd_global_opts; row->name != NULL; row++)
		text_addf(&list, " --%s", row->name);
	fprintf(out, "\tcase $cmd in\n\t'') words='%s' ;;\n%s\tesac\n",
	    text_str(&list), text_str(&cases));

	text_clear(&cases);
	completion_each(&cases, table, completion_add_own_values);
	completion_add_values(&cases, "*", cmd_global_opts);
	fprintf(out, "\tcase \"$cmd/$prev\" in\n%s\tesac\n", text_str(&cases));
	fputs(completion_tail, out);
	text_fini(&commands);
	text_fini(&list);
	text_fini(&cases);
	text_fini(&globals);
	text_fini(&subs);
}
