# Unit tests of responder/: one program per source file.

unit_programs += test/unit/test_answer
test_unit_test_answer_SOURCES = %reldir%/test_answer.c
test_unit_test_answer_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_answer_LDADD = $(LIBHARNESS) $(LIBRESPONDER) \
	$(LIBEVENT_LIBS) $(CUNIT_LIBS)

unit_programs += test/unit/test_delay_queue
test_unit_test_delay_queue_SOURCES = %reldir%/test_delay_queue.c
test_unit_test_delay_queue_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_delay_queue_LDADD = $(LIBHARNESS) $(LIBRESPONDER) $(CUNIT_LIBS)

unit_programs += test/unit/test_estate
test_unit_test_estate_SOURCES = %reldir%/test_estate.c
test_unit_test_estate_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_estate_LDADD = $(LIBHARNESS) $(LIBRESPONDER) $(CUNIT_LIBS)

unit_programs += test/unit/test_estate_file
test_unit_test_estate_file_SOURCES = %reldir%/test_estate_file.c
test_unit_test_estate_file_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_estate_file_LDADD = $(LIBHARNESS) $(LIBRESPONDER) $(CUNIT_LIBS)

unit_programs += test/unit/test_netns_caps
test_unit_test_netns_caps_SOURCES = %reldir%/test_netns_caps.c
test_unit_test_netns_caps_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_netns_caps_LDADD = $(LIBHARNESS) $(LIBRESPONDER) $(CUNIT_LIBS)

unit_programs += test/unit/test_netns_script
test_unit_test_netns_script_SOURCES = %reldir%/test_netns_script.c
test_unit_test_netns_script_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_netns_script_LDADD = $(LIBHARNESS) $(LIBRESPONDER) $(CUNIT_LIBS)

unit_programs += test/unit/test_pds_app
test_unit_test_pds_app_SOURCES = %reldir%/test_pds_app.c
test_unit_test_pds_app_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_pds_app_LDADD = $(LIBHARNESS) $(LIBRESPONDER) $(CUNIT_LIBS)

unit_programs += test/unit/test_pds_pong
test_unit_test_pds_pong_SOURCES = %reldir%/test_pds_pong.c
test_unit_test_pds_pong_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_pds_pong_LDADD = $(LIBHARNESS) $(LIBRESPONDER) $(CUNIT_LIBS)

unit_programs += test/unit/test_rtvscan_hello
test_unit_test_rtvscan_hello_SOURCES = %reldir%/test_rtvscan_hello.c
test_unit_test_rtvscan_hello_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_rtvscan_hello_LDADD = $(LIBHARNESS) $(LIBRESPONDER) $(CUNIT_LIBS)

unit_programs += test/unit/test_netns_tool
test_unit_test_netns_tool_SOURCES = %reldir%/test_netns_tool.c
test_unit_test_netns_tool_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_netns_tool_LDADD = $(LIBHARNESS) $(LIBRESPONDER) $(CUNIT_LIBS)
