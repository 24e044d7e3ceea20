/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Inventories made by hand.
 */
#include "test/unit/roster.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

#define ROSTER_S        INT64_C(1000000)
#define ROSTER_DAY_S    INT64_C(86400)
#define ROSTER_START_US (INT64_C(1767956400) * ROSTER_S) /* 2026-01-09 11:00 */

static int
roster_each(void *source, cache_host_fn fn, void *arg, struct err *err)
{
	struct roster *roster = source;

	for (size_t i = 0; i < roster->n; i++) {
		if (roster->fail_after > 0 && i == roster->fail_after)
			return err_set(err, ERR_CACHE, "the roster ran dry");
		if (fn(roster->host[i].section, &roster->host[i].host, arg,
			err) == -1)
			return -1;
	}
	return 0;
}

/* The links of the office: IPv4 is in Berlin. */
static const char *
roster_link_of(const void *links, const struct addr *addr)
{
	(void)links;
	return addr->family == 4 ? "berlin" : "default";
}

void
roster_init(struct roster *roster)
{
	memset(roster, 0, sizeof(*roster));
	roster->sweep = (struct cache_sweep){
		.id = 7,
		.started_us = ROSTER_START_US,
		.ended_us = ROSTER_START_US + 4 * ROSTER_S + 250000,
		.state = CACHE_SWEEP_COMPLETE,
		.mode = mem_dup("intense"),
		.targets = mem_dup("192.0.2.0/24 2001:db8::/120"),
		.probes = mem_dup("pds,rtvscan"),
		.seed = UINT64_MAX,
		.n_targets = 254,
		.n_excluded = 2,
		.n_expected = 5,
		.n_answered = 2,
	};
	roster->ask[0] = (struct cache_ask){ mem_dup("pds"), NET_UDP, 38293 };
	roster->ask[1] =
	    (struct cache_ask){ mem_dup("rtvscan"), NET_TCP, 2967 };
	roster->inventory = (struct inventory){
		.generator = "rollcall 0.1.0",
		.written_us = ROSTER_START_US + 5 * ROSTER_S,
		.sweep = &roster->sweep,
		.link = roster->link,
		.ask = roster->ask,
		.n_asks = 2,
		.link_of = roster_link_of,
		.scanner = "console1",
		.stale_after_s = 30 * ROSTER_DAY_S,
		.each = roster_each,
		.source = roster,
	};
}

void
roster_fini(struct roster *roster)
{
	for (size_t i = 0; i < roster->n; i++)
		host_fini(&roster->host[i].host);
	free(roster->host);
	free(roster->sweep.mode);
	free(roster->sweep.targets);
	free(roster->sweep.probes);
	free(roster->ask[0].probe);
	free(roster->ask[1].probe);
	free(roster->link[0].link);
	free(roster->link[1].link);
	memset(roster, 0, sizeof(*roster));
}

struct host *
roster_add(struct roster *roster, enum cache_section section,
    const char *address)
{
	struct roster_host *at;
	struct addr addr = { 0, 0, 0 };

	if (addr_parse(&addr, address, NULL) == -1)
		abort();
	roster->host = mem_grow(roster->host, &roster->cap, roster->n + 1,
	    sizeof(*roster->host));
	at = &roster->host[roster->n++];
	at->section = section;
	host_init(&at->host, &addr);
	return &at->host;
}

void
roster_name(struct host *host, enum host_source source, const char *detail,
    const char *value)
{
	host->name = mem_grow(host->name, &host->names_cap, host->n_names + 1,
	    sizeof(*host->name));
	host->name[host->n_names++] = (struct host_name){
		.value = mem_dup(value),
		.source = source,
		.detail = mem_dup(detail),
		.time_us = ROSTER_START_US + ROSTER_S,
		.sweep = source == HOST_SOURCE_IMPORT ? 0 : 7,
	};
}

struct host_service *
roster_service(struct host *host, const char *probe, enum net_protocol protocol,
    uint16_t port, enum observation_kind kind, enum observation_role role)
{
	struct host_service *service;

	host->service = mem_grow(host->service, &host->services_cap,
	    host->n_services + 1, sizeof(*host->service));
	service = &host->service[host->n_services++];
	*service = (struct host_service){
		.probe = mem_dup(probe),
		.protocol = protocol,
		.port = port,
		.kind = kind,
		.role = role,
		.rtt_us = 812,
		.time_us = ROSTER_START_US + ROSTER_S,
		.sweep = 7,
	};
	host->role = role > host->role ? role : host->role;
	host->best_role = host->role;
	host->first_us = ROSTER_START_US - 3 * ROSTER_DAY_S * ROSTER_S;
	host->last_us = ROSTER_START_US + ROSTER_S;
	return service;
}

void
roster_field(struct host_service *service, const char *name, const char *value)
{
	service->field = mem_grow(service->field, &service->fields_cap,
	    service->n_fields + 1, sizeof(*service->field));
	service->field[service->n_fields++] =
	    (struct host_field){ .name = mem_dup(name),
		    .value = mem_dup(value),
		    .time_us = service->time_us };
}

static void
roster_raw(struct host_service *service, const void *raw, size_t len)
{
	service->raw = mem_new(len + 1);
	memcpy(service->raw, raw, len);
	service->raw_len = len;
}

static void
roster_verdict(struct host *host, enum verdict_code code, const char *evidence)
{
	host->verdict.code = code;
	(void)snprintf(host->verdict.evidence, sizeof(host->verdict.evidence),
	    "%s", evidence);
}

static void
roster_add_found(struct roster *roster)
{
	struct host *host = roster_add(roster, CACHE_SERVERS, "192.0.2.1");
	struct host_service *service;

	roster_name(host, HOST_SOURCE_IMPORT, "computers.txt:3", "Server 1");
	roster_name(host, HOST_SOURCE_AGENT, "pds", "SRV-BERLIN-01");
	host->imported_us = ROSTER_START_US - 3 * ROSTER_DAY_S * ROSTER_S;
	service = roster_service(host, "pds", NET_UDP, 38293, OBSERVATION_REPLY,
	    OBSERVATION_ROLE_SERVER);
	service->match = mem_dup("pong");
	roster_field(service, "name", "SRV-BERLIN-01");
	roster_field(service, "mac", "00:00:5e:00:53:01");
	service->field[1].time_us -= ROSTER_DAY_S * ROSTER_S;
	roster_service(host, "rtvscan", NET_TCP, 2967, OBSERVATION_REPLY,
	    OBSERVATION_ROLE_CLIENT)
	    ->match = mem_dup("hello");
	roster_verdict(host, VERDICT_ANSWERED, "reply to pds (UDP 38293)");

	host = roster_add(roster, CACHE_SERVERS, "2001:db8::17");
	service = roster_service(host, "pds", NET_UDP, 38293, OBSERVATION_REPLY,
	    OBSERVATION_ROLE_SERVER);
	service->match = mem_dup("pong");
	service->rtt_us = OBSERVATION_NO_RTT;
	roster_service(host, "rtvscan", NET_TCP, 2967, OBSERVATION_REFUSED,
	    OBSERVATION_ROLE_ALIVE);

	host = roster_add(roster, CACHE_CLIENTS, "192.0.2.20");
	roster_name(host, HOST_SOURCE_DNS, "dns",
	    "pc-0020.accounting.branch-0017.example.org");
	roster_service(host, "rtvscan", NET_TCP, 2967, OBSERVATION_REPLY,
	    OBSERVATION_ROLE_CLIENT)
	    ->match = mem_dup("hello");

	host = roster_add(roster, CACHE_UNIDENTIFIED, "192.0.2.30");
	roster_service(host, "rtvscan", NET_TCP, 2967, OBSERVATION_REPLY,
	    OBSERVATION_ROLE_UNIDENTIFIED)
	    ->match = mem_dup("sep-gup");
	host = roster_add(roster, CACHE_UNIDENTIFIED, "192.0.2.31");
	service = roster_service(host, "pds", NET_UDP, 38293, OBSERVATION_REPLY,
	    OBSERVATION_ROLE_UNIDENTIFIED);
	roster_raw(service, "\x01\x02<&>\xff", 6);
	roster_service(host, "rtvscan", NET_TCP, 2967, OBSERVATION_OPEN,
	    OBSERVATION_ROLE_UNIDENTIFIED);

	host = roster_add(roster, CACHE_ALIVE, "192.0.2.40");
	roster_service(host, "rtvscan", NET_TCP, 2967, OBSERVATION_REFUSED,
	    OBSERVATION_ROLE_ALIVE);
}

static void
roster_add_missing(struct roster *roster)
{
	struct host *host = roster_add(roster, CACHE_MISSING, "192.0.2.50");

	roster_name(host, HOST_SOURCE_IMPORT, "computers.txt:4",
	    "B\xc3\xbcro 50");
	host->imported_us = ROSTER_START_US - 3 * ROSTER_DAY_S * ROSTER_S;
	roster_verdict(host, VERDICT_SILENT,
	    "no answer to pds (UDP 38293, 3 tries) and rtvscan (TCP 2967, 3 tries)");

	host = roster_add(roster, CACHE_MISSING, "192.0.2.51");
	roster_name(host, HOST_SOURCE_AGENT, "pds", "SRV-OLD");
	roster_service(host, "pds", NET_UDP, 38293, OBSERVATION_REPLY,
	    OBSERVATION_ROLE_SERVER);
	host->service[0].sweep = 3;
	host->first_us -= 90 * ROSTER_DAY_S * ROSTER_S;
	host->last_us -= 90 * ROSTER_DAY_S * ROSTER_S;
	roster_verdict(host, VERDICT_UNREACHABLE,
	    "host unreachable, said 192.0.2.254 (ICMP 3/1), when asked for pds (UDP 38293, 1 try)");

	host = roster_add(roster, CACHE_MISSING, "192.0.2.52");
	roster_verdict(host, VERDICT_EXCLUDED, "");
}

void
roster_add_office(struct roster *roster)
{
	roster->link[0] = (struct cache_ledger){
		.link = mem_dup("berlin"),
		.n_targets = 200,
		.capacity_bps = 56000,
		.budget_bps = 5600,
		.out_packets = 431,
		.out_bytes = 30172,
		.in_packets = 12,
		.in_bytes = 2040,
		.peak_out_bps = 5592,
		.peak_in_bps = 1360,
		.srtt_us = 812,
		.rttvar_us = 101,
		.peak10_out_bps = 5400,
		.peak10_in_bps = 800,
		.unseen_out_packets = 2,
		.unseen_out_bytes = 108,
		.n_tries = 3,
		.loss_ppm = 52500,
		.missed_milli = 29,
		.missed_high = 1,
		.max_missed_ppm = 1000,
	};
	roster->link[1] = (struct cache_ledger){
		.link = mem_dup("default"),
		.n_targets = 54,
	};
	roster->inventory.n_links = 2;
	roster_add_found(roster);
	roster_add_missing(roster);
}

/* A host with this text wherever a text may stand. */
static void
roster_add_text(struct roster *roster, enum cache_section section,
    const char *address, const char *text)
{
	struct host *host = roster_add(roster, section, address);
	struct host_service *service;

	roster_name(host, HOST_SOURCE_AGENT, text, text);
	roster_name(host, HOST_SOURCE_NETBIOS, text, text);
	service = roster_service(host, text, NET_UDP, 38293, OBSERVATION_REPLY,
	    OBSERVATION_ROLE_UNIDENTIFIED);
	service->match = mem_dup(text);
	roster_field(service, text, text);
	roster_verdict(host, VERDICT_ALIVE_NO_AGENT, text);
}

void
roster_add_hostile(struct roster *roster)
{
	static const char *const hostile[] = {
		"",
		" ",
		"\x01\x02\x1b[2J\x7f",
		"a\tb\r\nc",
		"]]>",
		"<!-- --><![CDATA[x]]><?x?>&amp;&#1;",
		"'\"<>&",
		"\xe9",                            /* Latin-1, alone */
		"\xc3",                            /* cut short */
		"\xc0\x80",                        /* NUL, overlong */
		"\xed\xa0\x80\xed\xb0\x80",        /* surrogates */
		"\xf4\x90\x80\x80",                /* beyond U+10FFFF */
		"\xef\xbf\xbe\xef\xbf\xbf",        /* U+FFFE, U+FFFF */
		"\xc2\x85\xc2\x9b",                /* C1 controls */
		"abc\xe2\x80\xae-fed\xe2\x81\xa6", /* bidi */
		"\xe2\x80\xa8\xe2\x80\xa9", /* line and paragraph separators */
		"\xef\xbb\xbfmark",
		"\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xe6\x9d\xb1\xe4\xba\xac \xf0\x9f\x92\xbb",
		"trailing   ",
		"%s%n",
		"=cmd|' /C calc'!A0",
		"+1+cmd|' /C calc'!A0",
		"-2+3",
		"@SUM(A1:A9)",
		"</script><script>alert(1)</script>",
		"a, b; c/d (e) [f] \\g\\ #h: 'i'",
		"\x93smart\x94 \x80 \x99s", /* code page 1252 */
		"\xd9\x85\xd9\x83\xd8\xaa\xd8\xa8\xe2\x80\x8f-1 (\xe0\xb9\x84\xe0\xb8\x97\xe0\xb8\xa2)",
		"e\xcc\x81\xcc\x82 \xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb \xce\xa9\xd0\x96\xe3\x82\xab",
	};
	struct text text = TEXT_INIT;
	uint8_t raw[OBSERVATION_RAW_MAX];
	char address[ADDR_TEXT_LEN];
	size_t n = sizeof(hostile) / sizeof(*hostile);

	for (size_t i = 0; i < n; i++) {
		(void)snprintf(address, sizeof(address), "192.0.2.%zu", i + 1);
		roster_add_text(roster, CACHE_UNIDENTIFIED, address,
		    hostile[i]);
	}
	while (text.len < 10000)
		text_add(&text, "0123456789\xc3\xa9");
	roster_add_text(roster, CACHE_UNIDENTIFIED, "192.0.2.100",
	    text_str(&text));
	text_fini(&text);
	for (size_t i = 0; i < sizeof(raw); i++)
		raw[i] = (uint8_t)i;
	roster_raw(&roster->host[n].host.service[0], raw, sizeof(raw));
	roster_raw(&roster->host[0].host.service[0], "", 0);
}

/* xorshift64*: the same everywhere. */
static uint64_t
roster_random(uint64_t *state)
{
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return *state * UINT64_C(0x2545f4914f6cdd1d);
}

static char *
roster_random_text(uint64_t *state)
{
	static const char *const piece[] = { "]]>", "\xe2\x80\xae",
		"\xef\xbf\xbf", "\xed\xa0\x80", "&", "<", "\"", "\xc3\xa4",
		"  ", "\xf0\x9f" };
	struct text text = TEXT_INIT;

	for (uint64_t n = roster_random(state) % 12; n > 0; n--) {
		uint64_t r = roster_random(state);

		if (r % 3 == 0)
			text_add(&text, piece[(r >> 8) % 10]);
		else if (r % 3 == 1)
			text_add_char(&text, (char)(1 + (r >> 8) % 255));
		else
			text_add_char(&text, (char)('a' + (r >> 8) % 26));
	}
	return text_take(&text);
}

static void
roster_random_host(struct host *host, uint64_t *state)
{
	char *a, *b;

	for (uint64_t n = roster_random(state) % 4; n > 0; n--) {
		a = roster_random_text(state);
		b = roster_random_text(state);
		roster_name(host, (enum host_source)(roster_random(state) % 4),
		    a, b);
		free(a);
		free(b);
	}
	for (uint64_t n = roster_random(state) % 4; n > 0; n--) {
		struct host_service *service;

		a = roster_random_text(state);
		b = roster_random_text(state);
		service = roster_service(host, a,
		    (enum net_protocol)(roster_random(state) % 2),
		    (uint16_t)(1 + roster_random(state) % 65535),
		    (enum observation_kind)(roster_random(state) % 3),
		    (enum observation_role)(roster_random(state) % 5));
		service->rtt_us = (uint32_t)roster_random(state);
		service->time_us = (int64_t)roster_random(state);
		roster_field(service, a, b);
		roster_raw(service, a, strlen(a));
		free(a);
		free(b);
	}
	if (roster_random(state) % 2 == 0) {
		a = roster_random_text(state);
		roster_verdict(host,
		    (enum verdict_code)(roster_random(state) % 10), a);
		free(a);
	}
	if (roster_random(state) % 4 == 0) {
		host->first_us = (int64_t)roster_random(state);
		host->last_us = (int64_t)roster_random(state);
		host->imported_us = (int64_t)roster_random(state);
	}
}

void
roster_add_random(struct roster *roster, uint64_t seed, size_t n)
{
	uint64_t state = seed * 2 + 1;

	for (size_t i = 0; i < n; i++) {
		struct host *host = roster_add(roster,
		    (enum cache_section)(i * CACHE_N_SECTIONS / n), "::");

		host->addr = addr_v4((uint32_t)roster_random(&state));
		if (i % 3 == 0) {
			host->addr.family = 6;
			host->addr.hi = roster_random(&state) &
					roster_random(&state) &
					UINT64_C(0xffff00ff0000ffff);
			host->addr.lo = roster_random(&state) >> i % 64;
		}
		roster_random_host(host, &state);
	}
}

char *
roster_write_len(const struct roster *roster, const struct format *format,
    struct inventory_view view, size_t *len)
{
	char *document = NULL;
	FILE *out = open_memstream(&document, len);
	void *state = NULL;
	int ret;

	ret = format->begin(&state, out, &roster->inventory, &view, NULL);
	if (ret == 0) {
		for (size_t i = 0; i < roster->n && ret == 0; i++)
			ret = format->host(state, roster->host[i].section,
			    &roster->host[i].host, NULL);
		if (format->end(state, ret == 0, NULL) == -1)
			ret = -1;
	}
	(void)fclose(out);
	if (ret == 0)
		return document;
	free(document);
	return NULL;
}

char *
roster_write(const struct roster *roster, const struct format *format,
    struct inventory_view view)
{
	size_t len = 0;

	return roster_write_len(roster, format, view, &len);
}
