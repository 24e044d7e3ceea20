# Unit tests of scanner/.
unit_programs += test/unit/test_fault
test_unit_test_fault_SOURCES = test/unit/test_fault.c
test_unit_test_fault_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_fault_LDADD = $(LIBHARNESS) $(LIBSCANNER) $(CUNIT_LIBS)
unit_programs += test/unit/test_ledger
test_unit_test_ledger_SOURCES = test/unit/test_ledger.c
test_unit_test_ledger_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_ledger_LDADD = $(LIBHARNESS) $(LIBSCANNER) $(CUNIT_LIBS)
unit_programs += test/unit/test_link
test_unit_test_link_SOURCES = test/unit/test_link.c
test_unit_test_link_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_link_LDADD = $(LIBHARNESS) $(LIBSCANNER) $(CUNIT_LIBS)
unit_programs += test/unit/test_pace
test_unit_test_pace_SOURCES = test/unit/test_pace.c
test_unit_test_pace_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_pace_LDADD = $(LIBHARNESS) $(LIBSCANNER) $(CUNIT_LIBS)
unit_programs += test/unit/test_permute
test_unit_test_permute_SOURCES = test/unit/test_permute.c
test_unit_test_permute_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_permute_LDADD = $(LIBHARNESS) $(LIBSCANNER) $(CUNIT_LIBS)
unit_programs += test/unit/test_ramp
test_unit_test_ramp_SOURCES = test/unit/test_ramp.c
test_unit_test_ramp_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_ramp_LDADD = $(LIBHARNESS) $(LIBSCANNER) $(CUNIT_LIBS)
unit_programs += test/unit/test_rtt
test_unit_test_rtt_SOURCES = test/unit/test_rtt.c
test_unit_test_rtt_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_rtt_LDADD = $(LIBHARNESS) $(LIBSCANNER) $(CUNIT_LIBS)
unit_programs += test/unit/test_target
test_unit_test_target_SOURCES = test/unit/test_target.c
test_unit_test_target_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_target_LDADD = $(LIBHARNESS) $(LIBSCANNER) $(CUNIT_LIBS)
unit_programs += test/unit/test_extra
test_unit_test_extra_SOURCES = test/unit/test_extra.c
test_unit_test_extra_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_extra_LDADD = $(LIBHARNESS) $(LIBSCANNER) $(CUNIT_LIBS)
unit_programs += test/unit/test_tracker
test_unit_test_tracker_SOURCES = test/unit/test_tracker.c
test_unit_test_tracker_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_tracker_LDADD = $(LIBHARNESS) $(LIBSCANNER) $(CUNIT_LIBS)
scanner_test_ldadd = $(LIBHARNESS) $(LIBSCANNER) $(CUNIT_LIBS) \
	$(LIBSCANNER_LIBS)
unit_programs += test/unit/test_field
test_unit_test_field_SOURCES = test/unit/test_field.c
test_unit_test_field_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_field_LDADD = $(scanner_test_ldadd)

unit_programs += test/unit/test_pattern
test_unit_test_pattern_SOURCES = test/unit/test_pattern.c
test_unit_test_pattern_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_pattern_LDADD = $(scanner_test_ldadd)

unit_programs += test/unit/test_probe
test_unit_test_probe_SOURCES = test/unit/test_probe.c
test_unit_test_probe_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_probe_LDADD = $(scanner_test_ldadd)

unit_programs += test/unit/test_probe_load
test_unit_test_probe_load_SOURCES = test/unit/test_probe_load.c
test_unit_test_probe_load_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_probe_load_LDADD = $(scanner_test_ldadd)

unit_programs += test/unit/test_probe_shipped
test_unit_test_probe_shipped_SOURCES = test/unit/test_probe_shipped.c \
	test/unit/golden.c test/unit/golden.h
test_unit_test_probe_shipped_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_probe_shipped_LDADD = $(scanner_test_ldadd)

unit_programs += test/unit/test_probes_xml
test_unit_test_probes_xml_SOURCES = test/unit/test_probes_xml.c \
	test/sample.c test/sample.h
test_unit_test_probes_xml_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_probes_xml_LDADD = $(scanner_test_ldadd)

unit_programs += test/unit/test_sweep
test_unit_test_sweep_SOURCES = test/unit/test_sweep.c \
	test/world.c test/world.h
test_unit_test_sweep_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_sweep_LDADD = $(scanner_test_ldadd)

unit_programs += test/unit/test_sweep_virtual
test_unit_test_sweep_virtual_SOURCES = test/unit/test_sweep_virtual.c \
	test/virtual.c test/virtual.h
test_unit_test_sweep_virtual_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_sweep_virtual_LDFLAGS = $(AM_LDFLAGS) $(VIRTUAL_WRAPPED)
test_unit_test_sweep_virtual_LDADD = $(scanner_test_ldadd)

unit_programs += test/unit/test_window
test_unit_test_window_SOURCES = test/unit/test_window.c
test_unit_test_window_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_window_LDADD = $(scanner_test_ldadd)

unit_programs += test/unit/test_zone
test_unit_test_zone_SOURCES = test/unit/test_zone.c
test_unit_test_zone_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_zone_LDADD = $(scanner_test_ldadd)
unit_programs += test/unit/test_loss
test_unit_test_loss_SOURCES = test/unit/test_loss.c
test_unit_test_loss_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_loss_LDADD = $(LIBHARNESS) scanner/libscanner.a $(LIBBASE) $(CUNIT_LIBS)
unit_programs += test/unit/test_yield
test_unit_test_yield_SOURCES = test/unit/test_yield.c
test_unit_test_yield_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_yield_LDADD = $(LIBHARNESS) scanner/libscanner.a $(LIBBASE) $(CUNIT_LIBS)
unit_programs += test/unit/test_sweep_resume
test_unit_test_sweep_resume_SOURCES = test/unit/test_sweep_resume.c \
	test/world.c test/world.h
test_unit_test_sweep_resume_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_sweep_resume_LDADD = $(scanner_test_ldadd)
unit_programs += test/unit/test_shard
test_unit_test_shard_SOURCES = test/unit/test_shard.c
test_unit_test_shard_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_shard_LDADD = $(LIBHARNESS) $(LIBSCANNER) $(CUNIT_LIBS)


unit_programs += test/unit/test_packet_codec
test_unit_test_packet_codec_SOURCES = test/unit/test_packet_codec.c
test_unit_test_packet_codec_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_packet_codec_LDADD = $(LIBHARNESS) $(LIBSCANNER) $(CUNIT_LIBS)

unit_programs += test/unit/test_packet_cookie
test_unit_test_packet_cookie_SOURCES = test/unit/test_packet_cookie.c
test_unit_test_packet_cookie_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_packet_cookie_LDADD = $(LIBHARNESS) $(LIBSCANNER) $(CUNIT_LIBS)

unit_programs += test/unit/test_packet_filter
test_unit_test_packet_filter_SOURCES = test/unit/test_packet_filter.c
test_unit_test_packet_filter_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_packet_filter_LDADD = $(LIBHARNESS) $(LIBSCANNER) $(CUNIT_LIBS)

unit_programs += test/unit/test_packet_segments
test_unit_test_packet_segments_SOURCES = test/unit/test_packet_segments.c
test_unit_test_packet_segments_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_packet_segments_LDADD = $(LIBHARNESS) $(LIBSCANNER) $(CUNIT_LIBS)
unit_programs += test/unit/test_sweep_window
test_unit_test_sweep_window_SOURCES = test/unit/test_sweep_window.c \
	test/world.c test/world.h
test_unit_test_sweep_window_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_sweep_window_LDADD = $(scanner_test_ldadd)

unit_programs += test/unit/test_estimate
test_unit_test_estimate_SOURCES = test/unit/test_estimate.c \
	test/world.c test/world.h
test_unit_test_estimate_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_estimate_LDADD = $(scanner_test_ldadd)
unit_programs += test/unit/test_lookup
test_unit_test_lookup_SOURCES = test/unit/test_lookup.c
test_unit_test_lookup_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_lookup_LDADD = $(LIBHARNESS) $(LIBSCANNER) $(CUNIT_LIBS)
unit_programs += test/unit/test_ptr
test_unit_test_ptr_SOURCES = test/unit/test_ptr.c
test_unit_test_ptr_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_ptr_LDADD = $(LIBHARNESS) $(LIBSCANNER) $(CUNIT_LIBS)
unit_programs += test/unit/test_heard
test_unit_test_heard_SOURCES = test/unit/test_heard.c
test_unit_test_heard_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_heard_LDADD = $(LIBHARNESS) $(LIBSCANNER) $(CUNIT_LIBS)
unit_programs += test/unit/test_local
test_unit_test_local_SOURCES = test/unit/test_local.c
test_unit_test_local_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_local_LDADD = $(LIBHARNESS) $(LIBSCANNER) $(CUNIT_LIBS)
unit_programs += test/unit/test_roles
test_unit_test_roles_SOURCES = test/unit/test_roles.c
test_unit_test_roles_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_roles_LDADD = $(scanner_test_ldadd)
unit_programs += test/unit/test_sweep_beacon
test_unit_test_sweep_beacon_SOURCES = test/unit/test_sweep_beacon.c
test_unit_test_sweep_beacon_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_sweep_beacon_LDADD = $(scanner_test_ldadd)
