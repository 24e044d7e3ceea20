# Lints: rules of the house that a script can check; make lint runs them alone.
lint_tests = \
	%reldir%/format.sh %reldir%/headers.sh %reldir%/includes.sh \
	%reldir%/length.sh %reldir%/manual.sh %reldir%/selftest.sh \
	%reldir%/symbols.sh %reldir%/words.sh
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
