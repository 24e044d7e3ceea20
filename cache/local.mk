noinst_LIBRARIES += cache/libcache.a
cache_libcache_a_SOURCES = \
	%reldir%/host.c %reldir%/host.h \
	%reldir%/merge.c %reldir%/merge.h \
	%reldir%/observation.c %reldir%/observation.h \
	%reldir%/verdict.c %reldir%/verdict.h
LIBCACHE = cache/libcache.a $(LIBBASE)
