#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# The lints' own test: each finds nothing in a small good tree, and finds what
# is wrong after one thing was changed there.
. "${srcdir:=.}/test/tap.sh"

lint_home=$(cd "$srcdir" && pwd)
lint_tables=$tap_dir/tables
lint_parent=/folder/of/somebody
sample=$tap_dir/sample
export lint_home lint_tables lint_parent

# put FILE: standard input, with the licence and a guard or an own header.
put() {
	mkdir -p "$sample/${1%/*}"
	{
		echo '/* SPDX-License-Identifier: BSD-2-Clause'
		echo ' * Copyright (c) 2026, the rollcall authors'
		echo ' */'
		cat
	} >"$sample/$1"
}

object() { # SOURCE OBJECT
	(cd "$sample" && ${CC:-cc} -I. -c "$1" -o "$2")
}

make_good_tree() {
	mkdir -p "$sample" "$lint_tables"
	cp "$lint_home"/test/lint/*.tab "$lint_tables"
	: >"$lint_tables/length.tab"
	cp "$lint_home/.clang-format" "$sample"
	put base/good.h <<'C'
#ifndef BASE_GOOD_H
#define BASE_GOOD_H

#include <stdint.h>

struct good {
	uint8_t a;
};

int good_sum(const struct good *good);
int good_part(void);

#endif
C
	put base/good.c <<'C'
#include "base/good.h"

static const char *const names[] = { "a", "b" };

int
good_sum(const struct good *good)
{
	return good->a + names[0][0];
}
C
	put base/good_more.c <<'C'
#include "base/good.h"

int
good_part(void)
{
	return 0;
}
C
	put cli/prog.c <<'C'
#include "base/good.h"

int
main(void)
{
	return good_part();
}
C
	object base/good.c base/lib_a-good.o
	object base/good_more.c base/good_more.o
	object cli/prog.c cli/prog.o
	cat >"$sample/cli/prog" <<'SH'
#!/bin/sh
case "$*" in
--help) printf 'commands:\n  go            go\n\noptions:\n' &&
	printf '  -v, --verbose             say more\n' ;;
'go --help') printf '      --far                   go far\n' ;;
*) exit 2 ;;
esac
SH
	chmod +x "$sample/cli/prog"
	cat >"$sample/cli/prog.1" <<'MDOC'
.\" SPDX-License-Identifier: BSD-2-Clause
.Dd January 31, 2026
.Dt PROG 1
.Os
.Sh NAME
.Nm prog
.Nd go
.Sh SYNOPSIS
.Nm
.Op Fl v
.Cm go
.Op Fl -far
.Sh DESCRIPTION
.Bl -tag -width Ds
.It Fl v , Fl -verbose
Say more.
.El
.Ss go
.Bl -tag -width Ds
.It Fl -far
Go far.
.El
MDOC
	put cli/config.c <<'C'
#include <stdbool.h>

static const struct {
	const char *name;
	bool may_repeat;
	int (*set)(const char *value);
} config_keys[] = {
	{ "prefixes", true, config_set_prefixes },
};
C
	printf '.\\" SPDX-License-Identifier: BSD-2-Clause\n.It Ic prefixes\n' \
		>"$sample/cli/rollcall.conf.5"
	mkdir "$sample/output"
	cp "$lint_home/output/inventory.rng" \
		"$lint_home/output/rollcall-inventory.5" "$sample/output"
	cat >"$sample/Makefile" <<MAKE
lint-compile:
	: ${CC:-cc} -I. -Wall -Werror
lint-programs:
	: cli/prog
lint-pages:
	: cli/prog.1
MAKE
}

make_good_tree
cp -a "$sample" "$tap_dir/pristine"
cp -a "$lint_tables" "$tap_dir/pristine_tables"
good_tree() {
	rm -rf "$sample" "$lint_tables"
	cp -a "$tap_dir/pristine" "$sample"
	cp -a "$tap_dir/pristine_tables" "$lint_tables"
}

run_lint() { # LINT
	(
		cd "$sample" && srcdir=$sample builddir=$sample \
			HOME=/folder/of/user CI='' ROLLCALL_ALL='' \
			sh "$lint_home/test/lint/$1.sh"
	) >"$tap_dir/lint.out" 2>&1
}

good() { # LINT
	good_tree
	check "$1.sh finds nothing in a good tree" run_lint "$1"
	grep -q '^not ok' "$tap_dir/lint.out" &&
		fail "$1.sh says so"
}

# bad LINT WHAT TEXT: the lint fails, and TEXT (a pattern) stands in a comment.
bad() {
	if run_lint "$1"; then
		fail "$1.sh: $2" 'it found nothing'
	elif grep -q '^not ok' "$tap_dir/lint.out" &&
		grep -q "^# .*$3" "$tap_dir/lint.out"; then
		pass "$1.sh: $2"
	else
		comment <"$tap_dir/lint.out"
		fail "$1.sh: $2"
	fi
	good_tree
}

good includes
printf '#include "good.h"\n' | put base/bad.c
bad includes 'no folder' 'base/bad.c:4: good.h does not name its folder'
printf '#include "base/none.h"\n' | put base/bad.c
bad includes 'no such file' 'base/none.h does not exist'
for arrow in base:cache cache:scanner importer:scanner importer:output \
	output:scanner output:importer scanner:importer scanner:output \
	responder:scanner responder:output responder:importer scanner:cli; do
	from=${arrow%:*}
	to=${arrow#*:}
	printf '#ifndef %s_X_H\n#endif\n' "$to" | tr a-z A-Z | put "$to/x.h"
	printf '#include "%s/x.h"\n' "$to" | put "$from/bad.c"
	bad includes "$from must not include $to" "$from must not include $to/x.h"
done
printf '#include <stdio.h>\n#include "base/good.h"\n' | put base/good.c
bad includes 'own header second' 'base/good.h must be included first'
for header in event2/event.h libxml/tree.h pcre2.h sqlite3.h; do
	printf '#include <%s>\n' "$header" | put base/bad.c
	bad includes "$header in the wrong place" "$header does not belong here"
done
printf '#ifndef GOOD_H\n#define GOOD_H\n#endif\n' | put base/good.h
bad includes 'wrong guard' 'the guard must be BASE_GOOD_H'

good headers
printf '#ifndef BASE_BAD_H\n#define BASE_BAD_H\nuint8_t bad(void);\n#endif\n' |
	put base/bad.h
bad headers 'needs what it does not include' 'base/bad.h does not compile alone'
printf 'struct bad {\n\tint a;\n};\n' | put base/bad.h
bad headers 'cannot be read twice' 'base/bad.h does not compile alone'
printf '#ifdef BASE_GOOD_H\n#error not behind good.h\n#endif\n' | put base/zbad.h
bad headers 'depends on the order' 'not behind good.h'

good symbols
printf 'int stray(void);\nint\nstray(void)\n{\n\treturn 0;\n}\n' | put base/bad.c
object base/bad.c base/bad.o
bad symbols 'a stray function' 'base/bad.c exports stray'
printf 'const int badly = 1;\n' | put base/bad.c
object base/bad.c base/bad.o
bad symbols 'a stray table' 'base/bad.c exports badly'
printf 'int good_none(void);\nint\ngood_none(void)\n{\n\treturn 0;\n}\n' |
	put base/good_more.c
object base/good_more.c base/good_more.o
bad symbols 'not in the header' 'base/good_more.c exports good_none'
printf 'static int counter;\nint bad(void);\nint\nbad(void)\n{\n\treturn ++counter;\n}\n' |
	put base/bad.c
object base/bad.c base/bad.o
bad symbols 'a mutable global' 'base/bad.c keeps counter'
printf 'int bad(void);\nint\nbad(void)\n{\n\tstatic int n = 1;\n\treturn ++n;\n}\n' |
	put base/bad.c
object base/bad.c base/bad.o
bad symbols 'a mutable static' 'base/bad.c keeps .*n'

good format
printf 'int  bad;\n' | put base/bad.c
if run_lint format && grep -q '# SKIP' "$tap_dir/lint.out"; then
	skip 'format.sh: layout' 'clang-format 14 is missing'
	good_tree
else
	bad format layout 'base/bad.c:4:'
fi
printf '/* %080d */\n' 0 | put base/bad.h
bad format 'a long comment' 'base/bad.h:4: 86 columns'
printf '\t\t\t\t\t\t\t\t\t\tx\n' | put base/bad.h
bad format 'a far indentation' 'base/bad.h:4: 81 columns'
printf 'int bad; \n' | put base/bad.h
bad format 'a blank at the end' 'base/bad.h:4: a blank at the end'

good inventory
change() { # PATTERN FILE
	sed "$1" "$lint_home/output/$2" >"$sample/output/$2"
}
change 's/name="rtt-us"/name="rtt-ns"/' inventory.rng
bad inventory 'a new attribute' 'rtt-ns is missing in the page'
change 's/name="rtt-us"/name="rtt-ns"/' inventory.rng
bad inventory 'an attribute that went' 'rtt-us is not in the schema'
change '/^\.Ss verdict/d' rollcall-inventory.5
bad inventory 'an element' 'verdict is missing in the page'
change 's/>netbios</>wins</' inventory.rng
bad inventory 'a word' 'the word wins is missing in the page'

good length
long_function() { # LINES
	printf 'int\nlong_one(int a)\n{\n'
	yes '	a++;' | head -n "$1"
	printf '}\n'
}
long_function 60 | put base/long.c
check 'length.sh: 60 lines are fine' run_lint length
long_function 61 | put base/long.c
bad length 'a function of 61 lines' 'long_one() has 61 lines'
yes '' | head -n 497 | put base/long.c
check 'length.sh: a file of 500 lines is fine' run_lint length
yes '' | head -n 498 | put base/long.c
bad length 'a file of 501 lines' 'base/long.c: 501 lines'
long_function 61 | put base/long.c
echo 'function base/long.c long_one # why' >"$lint_tables/length.tab"
check 'length.sh: a row allows it' run_lint length
rm "$sample/base/long.c"
bad length 'a row that is not needed' 'function base/long.c long_one'

good words
echo 'int bad;' >"$sample/base/bad.c"
bad words 'no licence' 'base/bad.c'
printf '/* SPDX-License-Identifier: BSD-2-Clause */\n' >"$sample/base/bad.c"
bad words 'no owner' 'base/bad.c'
printf '/* TO''DO: all */\n' | put base/bad.c
bad words 'left for later' 'base/bad.c:4:'
echo 'see /folder/of/somebody/x' >"$sample/README.md"
bad words "the tree's own place" 'README.md:1:'
echo 'see /folder/of/user/x' >"$sample/README.md"
bad words "somebody's home" 'README.md:1:'

good manual
sed -i 's/It Fl v , Fl -verbose/It Fl v , Fl -loud/' "$sample/cli/prog.1"
bad manual 'an option is missing' '--verbose is missing in the page'
sed -i 's/It Fl v , Fl -verbose/It Fl v , Fl -loud/' "$sample/cli/prog.1"
bad manual 'an option too many' '--loud is in the page only'
sed -i 's/It Fl v , Fl -verbose/It Fl -verbose/' "$sample/cli/prog.1"
bad manual 'a letter is missing' '-v is missing in the page'
sed -i 's/It Fl -far/It Fl -near/' "$sample/cli/prog.1"
bad manual "a command's option is missing" 'go: --far is missing in the page'
sed -i 's/^\.Ss go/.Ss stay/' "$sample/cli/prog.1"
bad manual "a command's option elsewhere" 'go: --far is missing in the page'
sed -i '/Op Fl -far/d; s/^\.Cm go/.Op go/; s/^\.Ss go/.Ss stay/' "$sample/cli/prog.1"
bad manual 'a command is missing' 'the command go is missing in the page'
sed -i 's/prefixes/suffixes/' "$sample/cli/rollcall.conf.5"
bad manual 'a key is missing' 'prefixes'
sed -i 's/cli.prog\.1/cli\/other.1/' "$sample/Makefile"
cp "$sample/cli/prog.1" "$sample/cli/other.1"
bad manual 'no page' 'no prog.1'
printf '#!/bin/sh\nexit 1\n' >"$sample/cli/prog"
bad manual 'no help' 'cli/prog --help'
if command -v mandoc >/dev/null; then
	echo '.Xyz' >>"$sample/cli/prog.1"
	bad manual 'an unknown macro' 'Xyz'
else
	skip 'manual.sh: an unknown macro' 'mandoc is missing'
fi
tap_end
