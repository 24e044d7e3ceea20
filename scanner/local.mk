noinst_LIBRARIES += scanner/libscanner.a
scanner_libscanner_a_SOURCES = \
	%reldir%/attached.c %reldir%/attached.h \
	%reldir%/bits.h \
	%reldir%/extra.c %reldir%/extra.h \
	%reldir%/fault.c %reldir%/fault.h \
	%reldir%/ledger.c %reldir%/ledger.h \
	%reldir%/link.c %reldir%/link.h \
	%reldir%/pace.c %reldir%/pace.h \
	%reldir%/permute.c %reldir%/permute.h \
	%reldir%/ramp.c %reldir%/ramp.h \
	%reldir%/rtt.c %reldir%/rtt.h \
	%reldir%/sweep.c %reldir%/sweep.h %reldir%/sweep_private.h \
	%reldir%/sweep_follow.c \
	%reldir%/sweep_link.c \
	%reldir%/sweep_receive.c \
	%reldir%/sweep_send.c \
	%reldir%/target.c %reldir%/target.h \
	%reldir%/tcp.c %reldir%/tcp.h \
	%reldir%/tracker.c %reldir%/tracker.h \
	%reldir%/transport.h \
	%reldir%/transport_socket.c \
	%reldir%/udp.c %reldir%/udp.h
LIBSCANNER = scanner/libscanner.a $(LIBCACHE)
