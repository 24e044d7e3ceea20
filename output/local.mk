# The formats and their schema.
noinst_LIBRARIES += output/liboutput.a
output_liboutput_a_SOURCES = \
	%reldir%/diff_json.c %reldir%/diff_xml.c \
	%reldir%/diff_write.c %reldir%/diff_write.h \
	%reldir%/column.c %reldir%/column.h \
	%reldir%/format.c %reldir%/format.h %reldir%/format_list.h \
	%reldir%/format_csv.c \
	%reldir%/format_html.c \
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
	%reldir%/html.c %reldir%/html.h \
	%reldir%/html_advice.c %reldir%/html_advice.h \
	%reldir%/html_block.c %reldir%/html_block.h \
	%reldir%/html_change.c %reldir%/html_change.h \
	%reldir%/html_chart.c %reldir%/html_chart.h \
	%reldir%/html_embed.h \
	%reldir%/html_link.c %reldir%/html_link.h \
	%reldir%/html_map.c %reldir%/html_map.h \
	%reldir%/html_row.c %reldir%/html_row.h \
	%reldir%/html_summary.c %reldir%/html_summary.h \
	%reldir%/format_zabbix.c \
	%reldir%/glpi_folder.c %reldir%/glpi_folder.h \
	%reldir%/glpi_item.c %reldir%/glpi_item.h \
	%reldir%/inventory.h \
	%reldir%/inventory_attr.c %reldir%/inventory_attr.h \
	%reldir%/inventory_read.c %reldir%/inventory_read.h \
	%reldir%/inventory_read_host.c %reldir%/inventory_read_host.h \
	%reldir%/inventory_read_xml.c %reldir%/inventory_read_xml.h \
	%reldir%/json_item.c %reldir%/json_item.h \
	%reldir%/jsonout.c %reldir%/jsonout.h \
	%reldir%/namelist.c %reldir%/namelist.h \
	%reldir%/nmap_item.c %reldir%/nmap_item.h \
	%reldir%/piece.c %reldir%/piece.h \
	%reldir%/uniq.c %reldir%/uniq.h \
	%reldir%/xmlout.c %reldir%/xmlout.h
nodist_output_liboutput_a_SOURCES = output/html_embed.c
LIBOUTPUT = output/liboutput.a $(LIBCACHE)
dist_pkgdata_DATA += %reldir%/diff.rng %reldir%/inventory.rng %reldir%/inventory.xsd
dist_man_MANS += %reldir%/rollcall-inventory.5
# The unit test of the format xml writes and checks it, as the golden files.
dist_doc_DATA += %reldir%/inventory-example.xml

EXTRA_DIST += %reldir%/inventory-xsd.xsl %reldir%/html.css %reldir%/html.js

# The report's style and script become arrays, as the probes do: what stands
# between the tags, and its SHA-256 in base64 (three hex digits are two of its
# characters).
BUILT_SOURCES += output/html_embed.c
CLEANFILES += output/html_embed.c output/html_embed.c.tmp output/html.css.tmp \
	output/html.js.tmp
output/html_embed.c: %reldir%/html.css %reldir%/html.js %reldir%/local.mk
	@$(MKDIR_P) output
	@{ echo && cat $(srcdir)/output/html.css; } >output/html.css.tmp
	@{ echo && echo '//<![CDATA[' && cat $(srcdir)/output/html.js && \
		echo '//]]>'; } >output/html.js.tmp
	$(AM_V_GEN){ echo '/* SPDX-License-Identifier: BSD-2-Clause'; \
	echo ' * Copyright (c) 2026, the rollcall authors'; \
	echo ' *'; \
	echo ' * Generated from html.css and html.js: output/local.mk.'; \
	echo ' */'; \
	echo '#include "output/html_embed.h"'; \
	for kind in css js; do \
		echo; \
		echo "const unsigned char html_embed_$$kind[] = {"; \
		od -A n -v -t x1 output/html.$$kind.tmp | \
		    $(SED) 's/[0-9a-f][0-9a-f]/0x&,/g'; \
		echo '};'; \
		echo "const size_t html_embed_$${kind}_len ="; \
		echo "	sizeof(html_embed_$$kind);"; \
		echo "const char html_embed_$${kind}_sha256[] ="; \
		sha256sum output/html.$$kind.tmp | $(AWK) '{ \
			digits = substr($$1, 1, 64) "00"; \
			of = "ABCDEFGHIJKLMNOPQRSTUVWXYZ" \
			    "abcdefghijklmnopqrstuvwxyz0123456789+/"; \
			for (i = 1; i <= 64; i += 3) { \
				n = 0; \
				for (k = 0; k < 3; k++) \
					n = n * 16 - 1 + index( \
					    "0123456789abcdef", \
					    substr(digits, i + k, 1)); \
				out = out substr(of, int(n / 64) + 1, 1) \
				    (i < 64 ? substr(of, n % 64 + 1, 1) : "="); \
			} \
			printf("\t\"%s\";\n", out) \
		}'; \
	done; } >$@.tmp && mv $@.tmp $@
	@rm -f output/html.css.tmp output/html.js.tmp

# The XSD is made from the RELAX NG schema and committed with it; only this
# needs trang and xsltproc (Debian: apt install trang xsltproc).
update-xsd:
	trang -I rng -O xsd $(srcdir)/output/inventory.rng inventory-trang.xsd
	xsltproc -o $(srcdir)/output/inventory.xsd \
	    $(srcdir)/output/inventory-xsd.xsl inventory-trang.xsd
	rm -f inventory-trang.xsd
.PHONY: update-xsd
