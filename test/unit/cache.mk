# Unit tests of cache/.
unit_programs += test/unit/test_host
test_unit_test_host_SOURCES = test/unit/test_host.c
test_unit_test_host_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_host_LDADD = $(LIBHARNESS) $(LIBCACHE) $(CUNIT_LIBS)
unit_programs += test/unit/test_merge
test_unit_test_merge_SOURCES = test/unit/test_merge.c
test_unit_test_merge_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_merge_LDADD = $(LIBHARNESS) $(LIBCACHE) $(CUNIT_LIBS)
unit_programs += test/unit/test_verdict
test_unit_test_verdict_SOURCES = test/unit/test_verdict.c
test_unit_test_verdict_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_verdict_LDADD = $(LIBHARNESS) $(LIBCACHE) $(CUNIT_LIBS)
unit_programs += test/unit/test_batch
test_unit_test_batch_SOURCES = test/unit/test_batch.c
test_unit_test_batch_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_batch_LDADD = $(LIBHARNESS) $(LIBCACHE) $(SQLITE3_LIBS) $(CUNIT_LIBS)
