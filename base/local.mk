noinst_LIBRARIES += base/libbase.a
base_libbase_a_SOURCES = \
	%reldir%/addr.c %reldir%/addr.h \
	%reldir%/arena.c %reldir%/arena.h \
	%reldir%/clock.c %reldir%/clock.h \
	%reldir%/err.c %reldir%/err.h \
	%reldir%/file.c %reldir%/file.h \
	%reldir%/folder.c %reldir%/folder.h \
	%reldir%/hash.h \
	%reldir%/hex.c %reldir%/hex.h \
	%reldir%/log.c %reldir%/log.h \
	%reldir%/mem.c %reldir%/mem.h \
	%reldir%/net.c %reldir%/net.h \
	%reldir%/num.c %reldir%/num.h \
	%reldir%/opt.c %reldir%/opt.h \
	%reldir%/rangepack.c %reldir%/rangepack.h \
	%reldir%/rangeset.c %reldir%/rangeset.h \
	%reldir%/text.c %reldir%/text.h \
	%reldir%/utf8.c %reldir%/utf8.h \
	%reldir%/wire.c %reldir%/wire.h \
	%reldir%/xmllib.c %reldir%/xmllib.h
LIBBASE = base/libbase.a
