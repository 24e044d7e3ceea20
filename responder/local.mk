# The program pds-responder.
noinst_LIBRARIES += responder/libresponder.a
responder_libresponder_a_SOURCES = \
	%reldir%/answer.c %reldir%/answer.h \
	%reldir%/answer_tcp.c %reldir%/answer_tcp.h \
	%reldir%/answer_udp.c %reldir%/answer_udp.h \
	%reldir%/delay_queue.c %reldir%/delay_queue.h \
	%reldir%/estate.c %reldir%/estate.h \
	%reldir%/estate_file.c %reldir%/estate_file.h \
	%reldir%/netns.c %reldir%/netns.h \
	%reldir%/netns_caps.c %reldir%/netns_caps.h \
	%reldir%/netns_run.c %reldir%/netns_run.h \
	%reldir%/netns_script.c %reldir%/netns_script.h \
	%reldir%/netns_tool.c %reldir%/netns_tool.h \
	%reldir%/pds_app.c %reldir%/pds_app.h \
	%reldir%/pds_pong.c %reldir%/pds_pong.h \
	%reldir%/rtvscan_hello.c %reldir%/rtvscan_hello.h \
	%reldir%/self.c %reldir%/self.h \
	%reldir%/server.c %reldir%/server.h
LIBRESPONDER = responder/libresponder.a $(LIBBASE)

bin_PROGRAMS += responder/pds-responder
responder_pds_responder_SOURCES = %reldir%/main.c
responder_pds_responder_LDADD = $(LIBRESPONDER) $(LIBEVENT_LIBS)
dist_man_MANS += %reldir%/pds-responder.1
