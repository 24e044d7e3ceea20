# Lints: rules of the house that a script can check; make lint runs them alone.
# Those of lint_source find the same in each build: make check lint_source=
# leaves them out where another build has run them.
lint_source = \
	%reldir%/format.sh %reldir%/headers.sh %reldir%/includes.sh \
	%reldir%/inventory.sh %reldir%/length.sh %reldir%/manual.sh %reldir%/selftest.sh \
	%reldir%/words.sh
lint_build = %reldir%/symbols.sh
lint_tests = $(lint_source) $(lint_build)
TESTS += $(lint_tests)
EXTRA_DIST += $(lint_tests) %reldir%/lib.sh %reldir%/includes.tab \
	%reldir%/length.tab %reldir%/symbols.tab

# For lints that read what make -n prints.
.PHONY: lint lint-compile lint-pages lint-programs
lint-compile:
	: $(COMPILE)

lint-pages:
	: $(dist_man_MANS)

lint-programs:
	: $(bin_PROGRAMS)

lint: all
	$(MAKE) $(AM_MAKEFLAGS) check-TESTS TESTS='$(lint_tests)'
