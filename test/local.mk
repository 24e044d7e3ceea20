# Tests: unit programs (one per source file), shell tests, lints.  Each
# folder's unit tests stand in test/unit/<folder>.mk.
EXTRA_DIST += %reldir%/data
LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
SH_LOG_DRIVER = $(LOG_DRIVER)
TEST_EXTENSIONS = .sh
AM_TESTS_ENVIRONMENT = srcdir='$(srcdir)' builddir='$(builddir)' CC='$(CC)'; export srcdir builddir CC;

# What test/virtual.c puts in the place of the engine's own.
VIRTUAL_WRAPPED = -Wl,--wrap=clock_now_ns -Wl,--wrap=event_new \
	-Wl,--wrap=event_add -Wl,--wrap=event_del -Wl,--wrap=event_free \
	-Wl,--wrap=transport_socket_new -Wl,--wrap=transport_packet_new

if HAVE_CUNIT
check_LIBRARIES += test/libharness.a
test_libharness_a_SOURCES = %reldir%/harness.c %reldir%/harness.h \
	%reldir%/scratch.c %reldir%/scratch.h
test_libharness_a_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
LIBHARNESS = test/libharness.a
unit_programs =
include test/unit/base.mk
include test/unit/cache.mk
include test/unit/scanner.mk
include test/unit/importer.mk
include test/unit/output.mk
include test/unit/responder.mk
include test/unit/cli.mk
check_PROGRAMS += $(unit_programs) test/unit/failing
TESTS += $(unit_programs)

# Fails on purpose: test/cli/harness.sh runs it.
test_unit_failing_SOURCES = %reldir%/unit/failing.c
test_unit_failing_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_failing_LDADD = $(LIBHARNESS) $(CUNIT_LIBS)
endif

# Tests in shell, one per line.
shell_tests = \
	%reldir%/cli/cache.sh \
	%reldir%/cli/cache_edit.sh \
	%reldir%/cli/cache_list.sh \
	%reldir%/cli/cache_roundtrip.sh \
	%reldir%/cli/completion.sh \
	%reldir%/cli/configure.sh \
	%reldir%/cli/demo.sh \
	%reldir%/cli/dryrun.sh \
	%reldir%/cli/export.sh \
	%reldir%/cli/find.sh \
	%reldir%/cli/harness.sh \
	%reldir%/cli/help.sh \
	%reldir%/cli/import.sh \
	%reldir%/cli/importer_crash.sh \
	%reldir%/cli/importer_files.sh \
	%reldir%/cli/importer_full.sh \
	%reldir%/cli/importer_usage.sh \
	%reldir%/cli/input.sh \
	%reldir%/cli/jit.sh \
	%reldir%/cli/limits.sh \
	%reldir%/cli/lock.sh \
	%reldir%/cli/named.sh %reldir%/cli/plan.sh \
	%reldir%/cli/responder_options.sh \
	%reldir%/cli/schema.sh \
	%reldir%/cli/sweep.sh \
	%reldir%/cli/units.sh \
	%reldir%/cli/usage.sh \
	%reldir%/cli/window.sh \
	%reldir%/cli/xmllib.sh
TESTS += $(shell_tests)
EXTRA_DIST += $(shell_tests) %reldir%/cli/lib.sh %reldir%/tap.sh \
	%reldir%/coverage.sh %reldir%/fuzz/run.sh
include test/fuzz/local.mk
include test/lint/local.mk
include test/net/local.mk
include test/all/local.mk
include test/bench/local.mk
