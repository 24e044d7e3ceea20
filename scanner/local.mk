noinst_LIBRARIES += scanner/libscanner.a
scanner_libscanner_a_SOURCES = \
	%reldir%/attached.c %reldir%/attached.h \
	%reldir%/bits.h \
	%reldir%/estimate.c %reldir%/estimate.h \
	%reldir%/extra.c %reldir%/extra.h \
	%reldir%/fault.c %reldir%/fault.h \
	%reldir%/field.c %reldir%/field.h \
	%reldir%/heard.c %reldir%/heard.h \
	%reldir%/kernel_drops.c %reldir%/kernel_drops.h \
	%reldir%/ledger.c %reldir%/ledger.h \
	%reldir%/link.c %reldir%/link.h \
	%reldir%/loss.c %reldir%/loss.h \
	%reldir%/local.c %reldir%/local.h \
	%reldir%/lookup.c %reldir%/lookup.h \
	%reldir%/names.c %reldir%/names.h \
	%reldir%/pace.c %reldir%/pace.h \
	%reldir%/packet_codec.c %reldir%/packet_codec.h \
	%reldir%/packet_cookie.c %reldir%/packet_cookie.h \
	%reldir%/packet_filter.c %reldir%/packet_filter.h \
	%reldir%/packet_hold.c %reldir%/packet_hold.h \
	%reldir%/packet_out.c %reldir%/packet_out.h \
	%reldir%/packet_ports.c %reldir%/packet_ports.h \
	%reldir%/packet_ring.c %reldir%/packet_ring.h \
	%reldir%/packet_route.c %reldir%/packet_route.h \
	%reldir%/packet_segments.c %reldir%/packet_segments.h \
	%reldir%/packet_take.c %reldir%/packet_take.h \
	%reldir%/pattern.c %reldir%/pattern.h \
	%reldir%/permute.c %reldir%/permute.h \
	%reldir%/probe.c %reldir%/probe.h \
	%reldir%/probe_embed.h \
	%reldir%/probe_load.c %reldir%/probe_load.h \
	%reldir%/probe_node.c %reldir%/probe_node.h \
	%reldir%/probe_read.c %reldir%/probe_read.h \
	%reldir%/probe_read_pattern.c %reldir%/probe_read_private.h \
	%reldir%/probe_shipped.c %reldir%/probe_shipped.h \
	%reldir%/probe_shipped_table.c \
	%reldir%/ptr.c %reldir%/ptr.h \
	%reldir%/ramp.c %reldir%/ramp.h \
	%reldir%/rtnl.c %reldir%/rtnl.h \
	%reldir%/rtt.c %reldir%/rtt.h \
	%reldir%/shard.c %reldir%/shard.h \
	%reldir%/sweep.c %reldir%/sweep.h %reldir%/sweep_private.h \
	%reldir%/sweep_beacon.c \
	%reldir%/sweep_follow.c \
	%reldir%/sweep_link.c \
	%reldir%/sweep_pace.c \
	%reldir%/sweep_local.c \
	%reldir%/sweep_names.c \
	%reldir%/sweep_receive.c \
	%reldir%/sweep_resume.c \
	%reldir%/sweep_send.c \
	%reldir%/sweep_tick.c \
	%reldir%/sweep_syn.c \
	%reldir%/sweep_tcp.c \
	%reldir%/sweep_transport.c \
	%reldir%/sweep_window.c \
	%reldir%/sweep_trouble.c \
	%reldir%/target.c %reldir%/target.h \
	%reldir%/tcp.c %reldir%/tcp.h \
	%reldir%/tcp_socket.c %reldir%/tcp_socket.h \
	%reldir%/tracker.c %reldir%/tracker.h \
	%reldir%/tracker_private.h %reldir%/tracker_told.c \
	%reldir%/transport.h \
	%reldir%/transport_packet.c \
	%reldir%/transport_socket.c \
	%reldir%/udp.c %reldir%/udp.h \
	%reldir%/udp_socket.c %reldir%/udp_socket.h \
	%reldir%/window.c %reldir%/window.h \
	%reldir%/yield.c %reldir%/yield.h \
	%reldir%/zone.c %reldir%/zone.h
nodist_scanner_libscanner_a_SOURCES = scanner/probe_embed.c
LIBSCANNER = scanner/libscanner.a $(LIBCACHE)
# What every user of LIBSCANNER links last.
LIBSCANNER_LIBS = $(LIBEVENT_LIBS) $(PCRE2_LIBS)

# The shipped probes are also installed, to be read and copied from.
dist_pkgdata_DATA += %reldir%/probes.xml %reldir%/probes.rng
EXTRA_DIST += %reldir%/PROTOCOL.md %reldir%/README.md

# probes.rng becomes an array: od prints the bytes, sed makes them C.  Written
# under another name first, so that an interrupted make leaves no half file.
# What probes.xml says is probe_shipped_table.c, which "make golden" makes.
BUILT_SOURCES += scanner/probe_embed.c
CLEANFILES += scanner/probe_embed.c scanner/probe_embed.c.tmp
scanner/probe_embed.c: %reldir%/probes.rng
	@$(MKDIR_P) scanner
	$(AM_V_GEN){ echo '/* SPDX-License-Identifier: BSD-2-Clause'; \
	echo ' * Copyright (c) 2026, the rollcall authors'; \
	echo ' *'; \
	echo ' * Generated from probes.rng: scanner/local.mk.'; \
	echo ' */'; \
	echo '#include "scanner/probe_embed.h"'; \
	echo; \
	echo 'const unsigned char probe_embed_rng[] = {'; \
	od -A n -v -t x1 $(srcdir)/scanner/probes.rng | \
	    $(SED) 's/[0-9a-f][0-9a-f]/0x&,/g'; \
	echo '};'; \
	echo 'const size_t probe_embed_rng_len = sizeof(probe_embed_rng);'; \
	} >$@.tmp && mv $@.tmp $@
