# Unit tests of output/.
check_LIBRARIES += test/unit/libinventory.a
test_unit_libinventory_a_SOURCES = \
	test/unit/changes.c test/unit/changes.h \
	test/unit/folderdump.c test/unit/folderdump.h \
	test/unit/golden.c test/unit/golden.h \
	test/unit/hostsame.c test/unit/hostsame.h \
	test/unit/inventorydoc.c test/unit/inventorydoc.h \
	test/unit/roster.c test/unit/roster.h \
	test/unit/rosterdoc.c test/unit/rosterdoc.h \
	test/unit/schema.c test/unit/schema.h \
	test/unit/xmlread.c test/unit/xmlread.h
test_unit_libinventory_a_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
output_test_libs = test/unit/libinventory.a $(LIBHARNESS) $(LIBOUTPUT) \
	$(LIBXML2_LIBS) $(SMARTCOLS_LIBS) $(CUNIT_LIBS)

unit_programs += test/unit/test_xmlout
test_unit_test_xmlout_SOURCES = test/unit/test_xmlout.c
test_unit_test_xmlout_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_xmlout_LDADD = $(output_test_libs)

unit_programs += test/unit/test_column
test_unit_test_column_SOURCES = test/unit/test_column.c
test_unit_test_column_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_column_LDADD = $(output_test_libs)

unit_programs += test/unit/test_format
test_unit_test_format_SOURCES = test/unit/test_format.c
test_unit_test_format_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_format_LDADD = $(output_test_libs)

unit_programs += test/unit/test_format_xml
test_unit_test_format_xml_SOURCES = test/unit/test_format_xml.c
test_unit_test_format_xml_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_format_xml_LDADD = $(output_test_libs)

unit_programs += test/unit/test_inventory_read
test_unit_test_inventory_read_SOURCES = test/unit/test_inventory_read.c
test_unit_test_inventory_read_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_inventory_read_LDADD = $(output_test_libs)

unit_programs += test/unit/test_inventory_read_host
test_unit_test_inventory_read_host_SOURCES = \
	test/unit/test_inventory_read_host.c
test_unit_test_inventory_read_host_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_inventory_read_host_LDADD = $(output_test_libs)

unit_programs += test/unit/test_inventory_read_xml
test_unit_test_inventory_read_xml_SOURCES = test/unit/test_inventory_read_xml.c
test_unit_test_inventory_read_xml_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_inventory_read_xml_LDADD = $(output_test_libs)

unit_programs += test/unit/test_html
test_unit_test_html_SOURCES = test/unit/test_html.c
test_unit_test_html_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_html_LDADD = $(output_test_libs)

unit_programs += test/unit/test_html_change
test_unit_test_html_change_SOURCES = test/unit/test_html_change.c
test_unit_test_html_change_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_html_change_LDADD = $(output_test_libs)

unit_programs += test/unit/test_html_map
test_unit_test_html_map_SOURCES = test/unit/test_html_map.c
test_unit_test_html_map_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_html_map_LDADD = $(output_test_libs)

unit_programs += test/unit/test_format_html
test_unit_test_format_html_SOURCES = test/unit/test_format_html.c
test_unit_test_format_html_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_format_html_LDADD = $(output_test_libs)

# Writes big reports, for test/all/report.sh.
check_PROGRAMS += test/unit/big_report
test_unit_big_report_SOURCES = test/unit/big_report.c \
	test/unit/changes.c test/unit/changes.h
test_unit_big_report_LDADD = $(LIBOUTPUT) $(SMARTCOLS_LIBS)

unit_programs += test/unit/test_format_table
test_unit_test_format_table_SOURCES = test/unit/test_format_table.c
test_unit_test_format_table_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_format_table_LDADD = $(output_test_libs)

unit_programs += test/unit/test_piece
test_unit_test_piece_SOURCES = test/unit/test_piece.c
test_unit_test_piece_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_piece_LDADD = $(output_test_libs)

unit_programs += test/unit/test_jsonout
test_unit_test_jsonout_SOURCES = test/unit/test_jsonout.c
test_unit_test_jsonout_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_jsonout_LDADD = $(output_test_libs)

unit_programs += test/unit/test_namelist
test_unit_test_namelist_SOURCES = test/unit/test_namelist.c
test_unit_test_namelist_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_namelist_LDADD = $(output_test_libs)

unit_programs += test/unit/test_format_csv
test_unit_test_format_csv_SOURCES = test/unit/test_format_csv.c
test_unit_test_format_csv_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_format_csv_LDADD = $(output_test_libs)

unit_programs += test/unit/test_format_json
test_unit_test_format_json_SOURCES = test/unit/test_format_json.c
test_unit_test_format_json_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_format_json_LDADD = $(output_test_libs)

unit_programs += test/unit/test_format_jsonl
test_unit_test_format_jsonl_SOURCES = test/unit/test_format_jsonl.c
test_unit_test_format_jsonl_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_format_jsonl_LDADD = $(output_test_libs)

unit_programs += test/unit/test_format_importer
test_unit_test_format_importer_SOURCES = test/unit/test_format_importer.c
test_unit_test_format_importer_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_format_importer_LDADD = $(output_test_libs)

unit_programs += test/unit/test_format_reg
test_unit_test_format_reg_SOURCES = test/unit/test_format_reg.c
test_unit_test_format_reg_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_format_reg_LDADD = $(output_test_libs)

unit_programs += test/unit/test_nmap_item
test_unit_test_nmap_item_SOURCES = test/unit/test_nmap_item.c
test_unit_test_nmap_item_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_nmap_item_LDADD = $(output_test_libs)

unit_programs += test/unit/test_format_nmap
test_unit_test_format_nmap_SOURCES = test/unit/test_format_nmap.c
test_unit_test_format_nmap_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_format_nmap_LDADD = $(output_test_libs)

unit_programs += test/unit/test_format_grep
test_unit_test_format_grep_SOURCES = test/unit/test_format_grep.c
test_unit_test_format_grep_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_format_grep_LDADD = $(output_test_libs)

unit_programs += test/unit/test_folder
test_unit_test_folder_SOURCES = test/unit/test_folder.c
test_unit_test_folder_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_folder_LDADD = $(output_test_libs)

unit_programs += test/unit/test_glpi_item
test_unit_test_glpi_item_SOURCES = test/unit/test_glpi_item.c
test_unit_test_glpi_item_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_glpi_item_LDADD = $(output_test_libs)

unit_programs += test/unit/test_format_glpi
test_unit_test_format_glpi_SOURCES = test/unit/test_format_glpi.c
test_unit_test_format_glpi_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_format_glpi_LDADD = $(output_test_libs)

unit_programs += test/unit/test_format_glpi_json
test_unit_test_format_glpi_json_SOURCES = test/unit/test_format_glpi_json.c
test_unit_test_format_glpi_json_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_format_glpi_json_LDADD = $(output_test_libs)

unit_programs += test/unit/test_format_opennms
test_unit_test_format_opennms_SOURCES = test/unit/test_format_opennms.c
test_unit_test_format_opennms_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_format_opennms_LDADD = $(output_test_libs)

unit_programs += test/unit/test_format_zabbix
test_unit_test_format_zabbix_SOURCES = test/unit/test_format_zabbix.c
test_unit_test_format_zabbix_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_format_zabbix_LDADD = $(output_test_libs)

unit_programs += test/unit/test_format_prometheus
test_unit_test_format_prometheus_SOURCES = test/unit/test_format_prometheus.c
test_unit_test_format_prometheus_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_format_prometheus_LDADD = $(output_test_libs)

unit_programs += test/unit/test_uniq
test_unit_test_uniq_SOURCES = test/unit/test_uniq.c
test_unit_test_uniq_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_uniq_LDADD = $(output_test_libs)

unit_programs += test/unit/test_schema
test_unit_test_schema_SOURCES = test/unit/test_schema.c
test_unit_test_schema_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
test_unit_test_schema_LDADD = $(output_test_libs)

CLEANFILES += *.got

# Write the golden files anew; "git diff" shows what changed.
golden_programs = test/unit/test_probe_shipped test/unit/test_format_xml test/unit/test_format_html \
	test/unit/test_format_table \
	test/unit/test_format_csv test/unit/test_format_json \
	test/unit/test_format_jsonl test/unit/test_format_importer \
	test/unit/test_format_reg test/unit/test_format_nmap \
	test/unit/test_format_grep test/unit/test_format_glpi \
	test/unit/test_format_glpi_json test/unit/test_format_opennms \
	test/unit/test_format_zabbix test/unit/test_format_prometheus
golden: $(golden_programs)
	for program in $(golden_programs); do \
	    srcdir='$(srcdir)' ROLLCALL_GOLDEN=write ./$$program || exit 1; \
	done
