# Unit tests of output/.
check_LIBRARIES += test/unit/libinventory.a
test_unit_libinventory_a_SOURCES = \
	test/unit/schema.c test/unit/schema.h
test_unit_libinventory_a_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
output_test_libs = test/unit/libinventory.a $(LIBHARNESS) $(LIBOUTPUT) \
	$(LIBXML2_LIBS) $(SMARTCOLS_LIBS) $(CUNIT_LIBS)

unit_programs += test/unit/test_xmlout
test_unit_test_xmlout_SOURCES = test/unit/test_xmlout.c
test_unit_test_xmlout_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_xmlout_LDADD = $(output_test_libs)

unit_programs += test/unit/test_schema
test_unit_test_schema_SOURCES = test/unit/test_schema.c
test_unit_test_schema_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_schema_LDADD = $(output_test_libs)
