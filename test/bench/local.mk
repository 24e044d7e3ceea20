# "make bench" measures; nothing of it takes part in make check.  Words for
# run.sh go into BENCH, as in make bench BENCH='-n 1 start24'.
bench_programs = %reldir%/measure %reldir%/bare_sendto %reldir%/bare_packet \
	%reldir%/bare_connect %reldir%/memory
EXTRA_PROGRAMS = $(bench_programs)
CLEANFILES += $(bench_programs)
test_bench_measure_SOURCES = %reldir%/measure.c
test_bench_bare_sendto_SOURCES = %reldir%/bare_sendto.c %reldir%/bare.h
test_bench_bare_packet_SOURCES = %reldir%/bare_packet.c %reldir%/bare.h
test_bench_bare_connect_SOURCES = %reldir%/bare_connect.c %reldir%/bare.h
test_bench_memory_SOURCES = %reldir%/memory.c test/virtual.c test/virtual.h
test_bench_memory_LDFLAGS = $(AM_LDFLAGS) $(VIRTUAL_WRAPPED)
test_bench_memory_LDADD = $(LIBSCANNER) $(LIBSCANNER_LIBS)
EXTRA_DIST += %reldir%/run.sh %reldir%/lib.sh %reldir%/tries.sh \
	%reldir%/rows_fast.sh %reldir%/rows_slow.sh %reldir%/beside.sh %reldir%/yield.sh \
	%reldir%/result.py %reldir%/chatter.py \
	%reldir%/import.sh %reldir%/profile.sh \
	%reldir%/formats.sh %reldir%/known.sh

.PHONY: bench
bench: $(bin_PROGRAMS) $(bench_programs)
	@srcdir='$(srcdir)' builddir='$(builddir)' \
		$(srcdir)/%reldir%/run.sh $(BENCH)
