# Unit tests of base/: one program per source file.

unit_programs += test/unit/test_addr
test_unit_test_addr_SOURCES = %reldir%/test_addr.c
test_unit_test_addr_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_addr_LDADD = $(LIBHARNESS) $(LIBBASE) $(CUNIT_LIBS)

unit_programs += test/unit/test_arena
test_unit_test_arena_SOURCES = %reldir%/test_arena.c
test_unit_test_arena_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_arena_LDADD = $(LIBHARNESS) $(LIBBASE) $(CUNIT_LIBS)

unit_programs += test/unit/test_clock
test_unit_test_clock_SOURCES = %reldir%/test_clock.c
test_unit_test_clock_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_clock_LDADD = $(LIBHARNESS) $(LIBBASE) $(CUNIT_LIBS)

unit_programs += test/unit/test_err
test_unit_test_err_SOURCES = %reldir%/test_err.c
test_unit_test_err_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_err_LDADD = $(LIBHARNESS) $(LIBBASE) $(CUNIT_LIBS)

unit_programs += test/unit/test_file
test_unit_test_file_SOURCES = %reldir%/test_file.c
test_unit_test_file_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_file_LDADD = $(LIBHARNESS) $(LIBBASE) $(CUNIT_LIBS)

unit_programs += test/unit/test_hash
test_unit_test_hash_SOURCES = %reldir%/test_hash.c
test_unit_test_hash_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_hash_LDADD = $(LIBHARNESS) $(LIBBASE) $(CUNIT_LIBS)

unit_programs += test/unit/test_hex
test_unit_test_hex_SOURCES = %reldir%/test_hex.c
test_unit_test_hex_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_hex_LDADD = $(LIBHARNESS) $(LIBBASE) $(CUNIT_LIBS)

unit_programs += test/unit/test_log
test_unit_test_log_SOURCES = %reldir%/test_log.c
test_unit_test_log_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_log_LDADD = $(LIBHARNESS) $(LIBBASE) $(CUNIT_LIBS)

unit_programs += test/unit/test_mem
test_unit_test_mem_SOURCES = %reldir%/test_mem.c
test_unit_test_mem_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_mem_LDADD = $(LIBHARNESS) $(LIBBASE) $(CUNIT_LIBS)

unit_programs += test/unit/test_net
test_unit_test_net_SOURCES = %reldir%/test_net.c
test_unit_test_net_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_net_LDADD = $(LIBHARNESS) $(LIBBASE) $(CUNIT_LIBS)

unit_programs += test/unit/test_num
test_unit_test_num_SOURCES = %reldir%/test_num.c
test_unit_test_num_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_num_LDADD = $(LIBHARNESS) $(LIBBASE) $(CUNIT_LIBS)

unit_programs += test/unit/test_opt
test_unit_test_opt_SOURCES = %reldir%/test_opt.c
test_unit_test_opt_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_opt_LDADD = $(LIBHARNESS) $(LIBBASE) $(CUNIT_LIBS)

unit_programs += test/unit/test_rangeset
test_unit_test_rangeset_SOURCES = %reldir%/test_rangeset.c
test_unit_test_rangeset_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_rangeset_LDADD = $(LIBHARNESS) $(LIBBASE) $(CUNIT_LIBS)

unit_programs += test/unit/test_text
test_unit_test_text_SOURCES = %reldir%/test_text.c
test_unit_test_text_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_text_LDADD = $(LIBHARNESS) $(LIBBASE) $(CUNIT_LIBS)

unit_programs += test/unit/test_utf8
test_unit_test_utf8_SOURCES = %reldir%/test_utf8.c
test_unit_test_utf8_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_utf8_LDADD = $(LIBHARNESS) $(LIBBASE) $(CUNIT_LIBS)

unit_programs += test/unit/test_wire
test_unit_test_wire_SOURCES = %reldir%/test_wire.c
test_unit_test_wire_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_wire_LDADD = $(LIBHARNESS) $(LIBBASE) $(CUNIT_LIBS)
unit_programs += test/unit/test_rangepack
test_unit_test_rangepack_SOURCES = test/unit/test_rangepack.c
test_unit_test_rangepack_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_rangepack_LDADD = $(LIBHARNESS) $(LIBBASE) $(CUNIT_LIBS)

unit_programs += test/unit/test_xmllib
test_unit_test_xmllib_SOURCES = test/unit/test_xmllib.c
test_unit_test_xmllib_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_xmllib_LDADD = $(LIBHARNESS) $(LIBBASE) $(CUNIT_LIBS)
