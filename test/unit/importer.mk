# Unit tests of importer/.
unit_programs += test/unit/test_grammar
test_unit_test_grammar_SOURCES = test/unit/test_grammar.c
test_unit_test_grammar_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_grammar_LDADD = $(LIBHARNESS) $(LIBIMPORTER) $(CUNIT_LIBS)
unit_programs += test/unit/test_encoding
test_unit_test_encoding_SOURCES = test/unit/test_encoding.c
test_unit_test_encoding_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_encoding_LDADD = $(LIBHARNESS) $(LIBIMPORTER) $(CUNIT_LIBS)
unit_programs += test/unit/test_registry
test_unit_test_registry_SOURCES = test/unit/test_registry.c
test_unit_test_registry_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_registry_LDADD = $(LIBHARNESS) $(LIBIMPORTER) $(CUNIT_LIBS)
unit_programs += test/unit/test_import
test_unit_test_import_SOURCES = test/unit/test_import.c
test_unit_test_import_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_import_LDADD = $(LIBHARNESS) $(LIBIMPORTER) $(SQLITE3_LIBS) $(CUNIT_LIBS)
