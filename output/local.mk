# The formats and their schema.
noinst_LIBRARIES += output/liboutput.a
output_liboutput_a_SOURCES = \
	%reldir%/format.c %reldir%/format.h %reldir%/format_list.h \
	%reldir%/format_csv.c \
	%reldir%/format_glpi.c %reldir%/format_glpi_json.c \
	%reldir%/format_grep.c \
	%reldir%/format_importer.c \
	%reldir%/format_json.c %reldir%/format_jsonl.c \
	%reldir%/format_nmap.c \
	%reldir%/format_opennms.c \
	%reldir%/format_prometheus.c \
	%reldir%/format_reg.c \
	%reldir%/format_table.c \
	%reldir%/format_xml.c \
	%reldir%/format_zabbix.c \
	%reldir%/glpi_item.c %reldir%/glpi_item.h \
	%reldir%/inventory.h \
	%reldir%/json_item.c %reldir%/json_item.h \
	%reldir%/jsonout.c %reldir%/jsonout.h \
	%reldir%/namelist.c %reldir%/namelist.h \
	%reldir%/nmap_item.c %reldir%/nmap_item.h \
	%reldir%/piece.c %reldir%/piece.h \
	%reldir%/uniq.c %reldir%/uniq.h \
	%reldir%/xmlout.c %reldir%/xmlout.h
LIBOUTPUT = output/liboutput.a $(LIBCACHE)
dist_pkgdata_DATA += %reldir%/inventory.rng %reldir%/inventory.xsd

EXTRA_DIST += %reldir%/inventory-xsd.xsl

# The XSD is made from the RELAX NG schema and committed with it; only this
# needs trang and xsltproc (Debian: apt install trang xsltproc).
update-xsd:
	trang -I rng -O xsd $(srcdir)/output/inventory.rng inventory-trang.xsd
	xsltproc -o $(srcdir)/output/inventory.xsd \
	    $(srcdir)/output/inventory-xsd.xsl inventory-trang.xsd
	rm -f inventory-trang.xsd
.PHONY: update-xsd
