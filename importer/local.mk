# The grammar of name/address lists, and the program importer.
noinst_LIBRARIES += importer/libimporter.a
importer_libimporter_a_SOURCES = \
	%reldir%/encoding.c %reldir%/encoding.h \
	%reldir%/grammar.c %reldir%/grammar.h \
	%reldir%/import.c %reldir%/import.h \
	%reldir%/input.c %reldir%/input.h \
	%reldir%/pair.c %reldir%/pair.h \
	%reldir%/record.c %reldir%/record.h \
	%reldir%/registry.c %reldir%/registry.h
LIBIMPORTER = importer/libimporter.a $(LIBCACHE)

bin_PROGRAMS += importer/importer
importer_importer_SOURCES = %reldir%/main.c
importer_importer_LDADD = $(LIBIMPORTER) $(SQLITE3_LIBS)
dist_man_MANS += %reldir%/importer.1
EXTRA_DIST += %reldir%/FORMAT.md
