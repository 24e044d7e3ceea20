# Unit tests of cli/.
cli_test_ldadd = $(LIBHARNESS) $(LIBCLI) $(CUNIT_LIBS)
unit_programs += test/unit/test_asks
test_unit_test_asks_SOURCES = test/unit/test_asks.c
test_unit_test_asks_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_asks_LDADD = $(cli_test_ldadd)
unit_programs += test/unit/test_config
test_unit_test_config_SOURCES = test/unit/test_config.c
test_unit_test_config_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_config_LDADD = $(cli_test_ldadd)
unit_programs += test/unit/test_progress
test_unit_test_progress_SOURCES = test/unit/test_progress.c
test_unit_test_progress_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_progress_LDADD = $(cli_test_ldadd)
unit_programs += test/unit/test_term
test_unit_test_term_SOURCES = test/unit/test_term.c
test_unit_test_term_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_term_LDADD = $(cli_test_ldadd)
