noinst_LIBRARIES += cache/libcache.a
cache_libcache_a_SOURCES = \
	%reldir%/batch.c %reldir%/batch.h \
	%reldir%/observation.c %reldir%/observation.h
LIBCACHE = cache/libcache.a $(LIBBASE)
