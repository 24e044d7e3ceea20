/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Made from probes.xml by "make golden", not by hand.
 */
#include "scanner/probe_shipped.h"

/* clang-format off */
const struct probe_shipped probe_shipped_table[] = {
    {
	.name = "pds",
	.summary = "Intel Ping Discovery Service: servers",
	.protocol = NET_UDP,
	.port = { 38293, },
	.n_ports = 1,
	.n_default = 1,
	.is_default = true,
	.is_broadcast = true,
	.request = "\x02\x0a\x10\x00\x50\x49\x4e\x47\x42\x44\x43\x56\x00\x00\x00\x00",
	.request_len = 16,
	.reply_len = 86,
	.pattern = (const struct probe_shipped_pattern[]){
	    {
		.name = "bdcv-pong",
		.meaning = "PDS answered for LANDesk's APP ID, which makes the machine a server; that it runs Symantec AntiVirus only Rtvscan's answer can show",
		.regex = ".{4} (?<app_id>BDCV) PING\n"
		    "        (?: .{6} (?<length>..)\n"
		    "          (?: .{4} (?<os>.{4})\n"
		    "            (?: .{4} (?<name>(?:(?!\\x00\\x00)..)*+) \\x00\\x00\n"
		    "              (?: (?<mac>.{6})\n"
		    "                (?: (?<guid>.{16}) )?\n"
		    "              )?\n"
		    "            )?\n"
		    "          )?\n"
		    "        )?",
		.is_extended = true,
		.role = OBSERVATION_ROLE_SERVER,
		.length = { "u16le", 2, 1, 4, false },
		.field = (const struct probe_shipped_field[]){
		    { "app-id", "ascii", 1 },
		    { "name", "utf16le", 4 },
		    { "os-version", "os-version", 3 },
		    { "mac", "mac", 5 },
		    { "device-id", "guid", 6 },
		},
		.n_fields = 5,
	    },
	},
	.n_patterns = 1,
	.follow_up = (const struct probe_shipped_follow_up[]){
	    {
		.probe = "rtvscan",
		.port = 2968,
		.unless_answered = "rtvscan",
	    },
	    {
		.probe = "rtvscan-udp",
		.port = 2967,
		.unless_answered = "rtvscan",
	    },
	    {
		.probe = "rtvscan-udp",
		.port = 2968,
		.unless_answered = "rtvscan",
	    },
	},
	.n_follow_ups = 3,
    },
    {
	.name = "rtvscan",
	.summary = "Symantec AntiVirus agent Rtvscan: clients and servers",
	.protocol = NET_TCP,
	.port = { 2967, 2968, },
	.n_ports = 2,
	.n_default = 1,
	.is_default = true,
	.is_broadcast = false,
	.request = "\x01\x10\x00\x00\x14\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
	.request_len = 16,
	.reply_len = 16,
	.pattern = (const struct probe_shipped_pattern[]){
	    {
		.name = "hello",
		.meaning = "Rtvscan answered its hello: a client, or a server when PDS answers too",
		.regex = "\\x01\\x10\\x00\\x00\\x14\\x01\\x01\\x00{9}",
		.is_extended = false,
		.role = OBSERVATION_ROLE_CLIENT,
		.n_fields = 0,
	    },
	    {
		.name = "sep-gup",
		.meaning = "An HTTP answer: a Group Update Provider of Symantec Endpoint Protection uses this port, not Rtvscan",
		.regex = "HTTP/",
		.is_extended = false,
		.role = OBSERVATION_ROLE_UNIDENTIFIED,
		.n_fields = 0,
	    },
	},
	.n_patterns = 2,
    },
    {
	.name = "rtvscan-udp",
	.summary = "Rtvscan of versions up to 9, by UDP",
	.protocol = NET_UDP,
	.port = { 2967, 2968, },
	.n_ports = 2,
	.n_default = 2,
	.is_default = false,
	.is_broadcast = false,
	.request = "\x00\x06\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x07\x76\x65\x72"
	    "\x73\x69\x6f\x6e\x04\x62\x69\x6e\x64\x00\x00\x10\x00\x03",
	.request_len = 30,
	.reply_len = 16,
	.pattern = (const struct probe_shipped_pattern[]){
	    {
		.name = "udp-answer",
		.meaning = "Rtvscan answered by UDP, as versions up to 9 do: a client, or a server when PDS answers too",
		.regex = "\\x00\\x06\\x01\\x01\\x00\\x10.{10}$",
		.is_extended = false,
		.role = OBSERVATION_ROLE_CLIENT,
		.n_fields = 0,
	    },
	},
	.n_patterns = 1,
    },
    {
	.name = "pds2",
	.summary = "LANDesk's second Ping Discovery Service",
	.protocol = NET_UDP,
	.port = { 9595, },
	.n_ports = 1,
	.n_default = 1,
	.is_default = false,
	.is_broadcast = false,
	.request = "\x50\x49\x4e\x47\x28\x00\x50\x44\x53\x56\x04\x00\x01\x00\x00\x00"
	    "\x49\x4e\x49\x4e\x04\x00\x01\x00\x00\x00\x41\x50\x49\x44\x04\x00"
	    "\x49\x55\x53\x52\x52\x50\x4c\x44\x04\x00\x64\x00\x00\x00",
	.request_len = 46,
	.reply_len = 90,
	.pattern = (const struct probe_shipped_pattern[]){
	    {
		.name = "pds2-pong",
		.meaning = "A LANDesk agent answered; this says nothing about Symantec AntiVirus",
		.regex = "ping (?!\\x00\\x00)(?<length>..)\n"
		    "        (?= .*? PDSV )\n"
		    "        (?= .*? MAID )\n"
		    "        (?: (?= .*? MAID\\x10\\x00 (?<guid>.{16}) ) | )\n"
		    "        (?: (?= .*? AGRP[\\x01-\\xff]\\x00 (?<workgroup>[^\\x00]{1,254}) \\x00 ) | )\n"
		    "        (?: (?= .*? OSVR\\x04\\x00 (?<os>.{4}) ) | )\n"
		    "        (?: (?= .*? MACA\\x06\\x00 (?<mac>.{6}) ) | )",
		.is_extended = true,
		.role = OBSERVATION_ROLE_UNIDENTIFIED,
		.length = { "u16le", 1, 1, 6, true },
		.field = (const struct probe_shipped_field[]){
		    { "device-id", "guid", 2 },
		    { "workgroup", "ascii", 3 },
		    { "os-version", "os-version", 4 },
		    { "mac", "mac", 5 },
		},
		.n_fields = 4,
	    },
	},
	.n_patterns = 1,
    },
    {
	.name = "cba",
	.summary = "LANDesk management agent, by HTTP",
	.protocol = NET_TCP,
	.port = { 9595, },
	.n_ports = 1,
	.n_default = 1,
	.is_default = false,
	.is_broadcast = false,
	.request = "\x47\x45\x54\x20\x2f\x20\x48\x54\x54\x50\x2f\x31\x2e\x30\x0d\x0a"
	    "\x0d\x0a",
	.request_len = 18,
	.reply_len = 512,
	.pattern = (const struct probe_shipped_pattern[]){
	    {
		.name = "cba-server",
		.meaning = "A LANDesk management agent answered; this says nothing about Symantec AntiVirus",
		.regex = "HTTP/1\\.[01]\\x20\n"
		    "        .*? \\r\\n (?i:Server) :\\x20?\n"
		    "        (?: CBA8 | LANDesk\\x20Management\\x20Agent ) /\n"
		    "        (?<version>[\\x21-\\x7e]{1,64}) [^\\r\\n]*+ \\r\\n",
		.is_extended = true,
		.role = OBSERVATION_ROLE_UNIDENTIFIED,
		.field = (const struct probe_shipped_field[]){
		    { "version", "ascii", 1 },
		},
		.n_fields = 1,
	    },
	    {
		.name = "cba-title",
		.meaning = "A page with the title of LANDesk's management agent; this says nothing about Symantec AntiVirus",
		.regex = "HTTP/1\\.[01]\\x20\n"
		    "        .*? <(?i:title)> [^<]*? LANDesk [^<]*? Management\\x20Agent",
		.is_extended = true,
		.role = OBSERVATION_ROLE_UNIDENTIFIED,
		.n_fields = 0,
	    },
	},
	.n_patterns = 2,
    },
    {
	.name = "nbstat",
	.summary = "NetBIOS names",
	.protocol = NET_UDP,
	.port = { 137, },
	.n_ports = 1,
	.n_default = 1,
	.is_default = false,
	.is_broadcast = false,
	.request = "\x80\xf0\x00\x10\x00\x01\x00\x00\x00\x00\x00\x00\x20\x43\x4b\x41"
	    "\x41\x41\x41\x41\x41\x41\x41\x41\x41\x41\x41\x41\x41\x41\x41\x41"
	    "\x41\x41\x41\x41\x41\x41\x41\x41\x41\x41\x41\x41\x41\x00\x00\x21"
	    "\x00\x01",
	.request_len = 50,
	.reply_len = 229,
	.pattern = (const struct probe_shipped_pattern[]){
	    {
		.name = "names",
		.meaning = "Windows or Samba told its NetBIOS names; a LANDesk marker among them shows LANDesk's PDS, and nothing here shows Symantec AntiVirus",
		.regex = "\\x80\\xf0 [\\x80-\\xff]. \\x00\\x00 \\x00\\x01 .{4}\n"
		    "        \\x20 CKA{30} \\x00 \\x00\\x21 \\x00\\x01 .{4} ..\n"
		    "        (?<count>.)\n"
		    "        (?| (?= (?:.{18})*?\n"
		    "              (?<name>[\\x21-\\x60\\x7b-\\xff][\\x20-\\x60\\x7b-\\xff]{14})\n"
		    "              [\\x00\\x20][\\x00-\\x7f]. )\n"
		    "          | (?= (?:.{18})*?\n"
		    "              (?<name>[\\x21-\\xff][\\x20-\\xff]{14})\n"
		    "              [\\x00\\x20][\\x00-\\x7f]. )\n"
		    "          | )\n"
		    "        (?: (?= (?:.{18})*?\n"
		    "              (?<workgroup>[\\x21-\\xff][\\x20-\\xff]{14})\n"
		    "              \\x00[\\x80-\\xff]. )\n"
		    "          | )\n"
		    "        (?: (?= (?:.{18})*? (?<landesk>iNtEl\\.nBcBaGr\\.) . [\\x00-\\x02]..)\n"
		    "          | )\n"
		    "        (?: (?= (?:.{18})* (?<mac>.{6}) .{40} $ ) | )",
		.is_extended = true,
		.role = OBSERVATION_ROLE_ALIVE,
		.length = { "u8", 1, 18, 57, false },
		.field = (const struct probe_shipped_field[]){
		    { "name", "ascii", 2 },
		    { "workgroup", "ascii", 3 },
		    { "mac", "mac", 5 },
		    { "landesk-marker", "ascii", 4 },
		},
		.n_fields = 4,
	    },
	},
	.n_patterns = 1,
    },
    {
	.name = "ams",
	.summary = "Alert Management System 2 (connects, sends nothing)",
	.protocol = NET_TCP,
	.port = { 38292, },
	.n_ports = 1,
	.n_default = 1,
	.is_default = false,
	.is_broadcast = false,
	.reply_len = 0,
    },
    {
	.name = "quarantine",
	.summary = "Symantec Central Quarantine (connects, sends nothing)",
	.protocol = NET_TCP,
	.port = { 2847, 2848, },
	.n_ports = 2,
	.n_default = 2,
	.is_default = false,
	.is_broadcast = false,
	.reply_len = 0,
    },
};
/* clang-format on */

const size_t probe_shipped_table_n =
    sizeof(probe_shipped_table) / sizeof(probe_shipped_table[0]);
