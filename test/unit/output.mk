# Unit tests of output/.
output_test_libs = $(LIBHARNESS) $(LIBOUTPUT) \
	$(LIBXML2_LIBS) $(SMARTCOLS_LIBS) $(CUNIT_LIBS)

unit_programs += test/unit/test_xmlout
test_unit_test_xmlout_SOURCES = test/unit/test_xmlout.c
test_unit_test_xmlout_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_xmlout_LDADD = $(output_test_libs)
