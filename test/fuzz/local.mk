# Fuzz targets: each an ordinary program of one LLVMFuzzerTestOneInput() and
# FUZZ_MAIN.  Ordinarily that is replay.c, and "make check" runs the target
# over its seeds in corpus/<target>/; with --enable-fuzzers it is libFuzzer,
# and "make fuzz" runs each target for FUZZ_SECONDS.  To add one: a paragraph
# of five lines here, and seeds.
EXTRA_DIST += %reldir%/corpus
check_LIBRARIES += test/fuzz/libreplay.a
test_fuzz_libreplay_a_SOURCES = %reldir%/fuzz.h %reldir%/replay.c
FUZZ_SECONDS = 60
if USE_LIBFUZZER
FUZZ_MAIN =
LIBFUZZER_NEEDED = :
else
FUZZ_MAIN = test/fuzz/libreplay.a
LIBFUZZER_NEEDED = { echo 'make fuzz needs ./configure CC=clang \
	--enable-fuzzers --enable-sanitizers' >&2; exit 1; }
endif
fuzz_programs =

fuzz_programs += test/fuzz/fuzz_probe_match
test_fuzz_fuzz_probe_match_SOURCES = %reldir%/fuzz_probe_match.c
test_fuzz_fuzz_probe_match_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
test_fuzz_fuzz_probe_match_LDADD = $(FUZZ_MAIN) $(LIBSCANNER) \
	$(LIBSCANNER_LIBS)

fuzz_programs += test/fuzz/fuzz_probe_load
test_fuzz_fuzz_probe_load_SOURCES = %reldir%/fuzz_probe_load.c
test_fuzz_fuzz_probe_load_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
test_fuzz_fuzz_probe_load_LDADD = $(FUZZ_MAIN) $(LIBSCANNER) \
	$(LIBSCANNER_LIBS)

fuzz_programs += test/fuzz/fuzz_ptr
test_fuzz_fuzz_ptr_SOURCES = %reldir%/fuzz_ptr.c
test_fuzz_fuzz_ptr_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
test_fuzz_fuzz_ptr_LDADD = $(FUZZ_MAIN) $(LIBSCANNER) $(LIBSCANNER_LIBS)

fuzz_programs += test/fuzz/fuzz_pds_ping
test_fuzz_fuzz_pds_ping_SOURCES = %reldir%/fuzz_pds_ping.c
test_fuzz_fuzz_pds_ping_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
test_fuzz_fuzz_pds_ping_LDADD = $(FUZZ_MAIN) $(LIBRESPONDER)

fuzz_programs += test/fuzz/fuzz_estate
test_fuzz_fuzz_estate_SOURCES = %reldir%/fuzz_estate.c
test_fuzz_fuzz_estate_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
test_fuzz_fuzz_estate_LDADD = $(FUZZ_MAIN) $(LIBRESPONDER)

fuzz_programs += test/fuzz/fuzz_grammar
test_fuzz_fuzz_grammar_SOURCES = %reldir%/fuzz_grammar.c
test_fuzz_fuzz_grammar_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
test_fuzz_fuzz_grammar_LDADD = $(FUZZ_MAIN) $(LIBIMPORTER)

fuzz_programs += test/fuzz/fuzz_registry
test_fuzz_fuzz_registry_SOURCES = %reldir%/fuzz_registry.c
test_fuzz_fuzz_registry_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
test_fuzz_fuzz_registry_LDADD = $(FUZZ_MAIN) $(LIBIMPORTER)

fuzz_programs += test/fuzz/fuzz_inventory_read
test_fuzz_fuzz_inventory_read_SOURCES = %reldir%/fuzz_inventory_read.c
test_fuzz_fuzz_inventory_read_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
test_fuzz_fuzz_inventory_read_LDADD = $(FUZZ_MAIN) $(LIBOUTPUT) \
	$(SMARTCOLS_LIBS)

fuzz_programs += test/fuzz/fuzz_packet
test_fuzz_fuzz_packet_SOURCES = %reldir%/fuzz_packet.c
test_fuzz_fuzz_packet_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
test_fuzz_fuzz_packet_LDADD = $(FUZZ_MAIN) $(LIBSCANNER)

check_PROGRAMS += $(fuzz_programs)
if !USE_LIBFUZZER
TESTS += $(fuzz_programs)
endif

# What a fuzzer finds new stays in the build folder, under fuzz/.
fuzz: $(fuzz_programs)
	@$(LIBFUZZER_NEEDED)
	@for program in $(fuzz_programs); do \
		target=$${program##*/fuzz_}; \
		$(MKDIR_P) "fuzz/$$target" || exit 1; \
		echo "  FUZZ     $$target"; \
		"./$$program" -max_total_time=$(FUZZ_SECONDS) \
			-timeout=10 -artifact_prefix="fuzz/$$target-" \
			"fuzz/$$target" \
			"$(srcdir)/test/fuzz/corpus/$$target" || exit 1; \
	done
.PHONY: fuzz
