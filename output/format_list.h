/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * The output formats, one line each, in the order in which people are shown
 * them.  FORMAT(xml) is "const struct format format_xml", at the foot of
 * output/format_xml.c.  Included as it is, this declares them; included
 * again with FORMAT defined, it lists them: hence no guard.
 */
#ifndef FORMAT
#include "output/format.h"
#define FORMAT(name) extern const struct format format_##name;
#endif

FORMAT(table)
FORMAT(csv)
FORMAT(json)
FORMAT(jsonl)
FORMAT(xml)
FORMAT(html)
FORMAT(nmap)
FORMAT(grep)
FORMAT(glpi)
FORMAT(glpi_json)
FORMAT(opennms)
FORMAT(zabbix)
FORMAT(prometheus)
FORMAT(importer)
FORMAT(reg)

#undef FORMAT
