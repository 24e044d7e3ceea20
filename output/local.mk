# The formats and their schema.
noinst_LIBRARIES += output/liboutput.a
output_liboutput_a_SOURCES = \
	%reldir%/inventory.h \
	%reldir%/xmlout.c %reldir%/xmlout.h
LIBOUTPUT = output/liboutput.a $(LIBCACHE)
