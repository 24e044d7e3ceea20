/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * A simulated estate: the same file and address give the same host, shares
 * come out as asked, lists win.
 */
#include "responder/estate.h"

#include <stdlib.h>
#include <string.h>

#include "responder/estate_file.h"
#include "test/harness.h"

static void
load(struct estate *estate, const char *text)
{
	struct err err = ERR_INIT;

	if (estate_file_parse(estate, text, strlen(text), "t", &err) == -1)
		CU_FAIL_FATAL("the estate is refused");
}

static struct addr
at(const char *text)
{
	struct addr addr = { 0, 0, 0 };

	if (addr_parse(&addr, text, NULL) == -1)
		CU_FAIL_FATAL("not an address");
	return addr;
}

static void
count(const struct estate *estate, size_t n[ESTATE_N_CLASSES])
{
	struct estate_walk walk;
	struct addr addr;
	enum estate_class class;

	memset(n, 0, ESTATE_N_CLASSES * sizeof(*n));
	estate_walk_init(&walk, estate, true);
	while (estate_walk_next(&walk, &addr, &class))
		n[class]++;
}

/* 65,536 draws: four standard deviations are at most 443. */
static void
test_shares(void)
{
	struct estate estate;
	size_t n[ESTATE_N_CLASSES];

	load(&estate,
	    "servers 1/8\nclients 1/4\nopen 2%\ngup 1%\nrefusing 20%\n"
	    "prefix 10.77.0.0/16\n");
	count(&estate, n);
	CU_ASSERT(labs((long)n[ESTATE_SERVER] - 8192) < 443);
	CU_ASSERT(labs((long)n[ESTATE_CLIENT] - 16384) < 443);
	CU_ASSERT(labs((long)n[ESTATE_OPEN] - 1311) < 443);
	CU_ASSERT(labs((long)n[ESTATE_GUP] - 655) < 443);
	CU_ASSERT(labs((long)n[ESTATE_REFUSING] - 13107) < 443);
	CU_ASSERT_EQUAL(n[0] + n[1] + n[2] + n[3] + n[4] + n[5], 65536);
	estate_fini(&estate);
}

/* The whole means everybody but the network and broadcast addresses. */
static void
test_whole(void)
{
	static const char *const rows[] = {
		"servers 1/1\nprefix 10.1.0.0/16\n",
		"servers 100%\nprefix 10.1.0.0/16\n",
		"servers 1/3\nclients 1/3\nrefusing 1/3\nprefix 10.1.0.0/16\n",
		("servers 1/7\nclients 1/7\nopen 1/7\ngup 1/7\nrefusing 3/7\n"
		 "prefix 10.1.0.0/16\n"),
	};

	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		struct estate estate;
		struct addr first = at("10.1.0.0"), last = at("10.1.255.255");
		size_t n[ESTATE_N_CLASSES];

		harness_row(rows[i]);
		load(&estate, rows[i]);
		count(&estate, n);
		CU_ASSERT_EQUAL(n[ESTATE_SILENT], 2);
		CU_ASSERT_EQUAL(estate_class_of(&estate, &first),
		    ESTATE_SILENT);
		CU_ASSERT_EQUAL(estate_class_of(&estate, &last), ESTATE_SILENT);
		estate_fini(&estate);
	}
}

/* Prefixes without room for such addresses, and IPv6, have none. */
static void
test_no_reserved(void)
{
	struct estate estate;
	size_t n[ESTATE_N_CLASSES];

	load(&estate,
	    "servers 1/1\nprefix 10.1.0.0/31 10.1.0.9 fd00::/126 fd01::1\n");
	count(&estate, n);
	CU_ASSERT_EQUAL(n[ESTATE_SILENT], 0);
	CU_ASSERT_EQUAL(n[ESTATE_SERVER], 2 + 1 + 4 + 1);
	estate_fini(&estate);
}

static void
test_seed(void)
{
	struct estate one, same, other, wider;
	size_t n_different = 0;
	struct addr addr = at("10.77.0.0");

	load(&one, "seed 7\nservers 1/2\nprefix 10.77.0.0/24\n");
	load(&same, "seed 7\nservers 1/2\nprefix 10.77.0.0/24\n");
	load(&other, "seed 8\nservers 1/2\nprefix 10.77.0.0/24\n");
	load(&wider, "seed 7\nservers 1/2\nprefix 10.77.0.0/16\n");
	for (int i = 1; i < 255; i++) {
		addr = addr_add(&addr, 1);
		CU_ASSERT_EQUAL(estate_class_of(&one, &addr),
		    estate_class_of(&same, &addr));
		CU_ASSERT_EQUAL(estate_class_of(&one, &addr),
		    estate_class_of(&wider, &addr));
		n_different += estate_class_of(&one, &addr) !=
			       estate_class_of(&other, &addr);
	}
	CU_ASSERT(n_different > 64 && n_different < 190);
	estate_fini(&one);
	estate_fini(&same);
	estate_fini(&other);
	estate_fini(&wider);
}

/* Golden: another build, machine or version must draw the same estate. */
static void
test_drawn_as_ever(void)
{
	struct estate estate;
	struct estate_walk walk;
	struct addr addr;
	enum estate_class class;
	char drawn[17] = "";
	size_t n = 0;

	load(&estate, "seed 7\nservers 1/8\nclients 1/4\nrefusing 1/4\n"
		      "prefix 10.77.0.0/28\n");
	estate_walk_init(&walk, &estate, true);
	while (estate_walk_next(&walk, &addr, &class) && n < 16)
		drawn[n++] = "-scogr"[class];
	CU_ASSERT_STRING_EQUAL(drawn, "-rcrrcr-sc-ccsc-");
	estate_fini(&estate);
}

static void
test_listed(void)
{
	struct estate estate;
	struct estate_host host;
	struct addr addr;

	load(&estate, "servers 1/1\nprefix 10.77.0.0/24\n"
		      "silent 10.77.0.4\nclient 10.77.0.5 The Client\n"
		      "open 10.77.0.6\ngup 10.77.0.7\nrefusing 10.77.0.8\n"
		      "server 10.77.0.0 Zero\n");
	addr = at("10.77.0.4");
	CU_ASSERT_EQUAL(estate_class_of(&estate, &addr), ESTATE_SILENT);
	addr = at("10.77.0.5");
	CU_ASSERT_TRUE(estate_look_up(&estate, &addr, &host));
	CU_ASSERT_EQUAL(host.class, ESTATE_CLIENT);
	CU_ASSERT_STRING_EQUAL(host.pds.name, "The Client");
	CU_ASSERT_PTR_NOT_NULL(host.listed);
	addr = at("10.77.0.6");
	CU_ASSERT_TRUE(estate_look_up(&estate, &addr, &host));
	CU_ASSERT_EQUAL(host.class, ESTATE_OPEN);
	CU_ASSERT_STRING_EQUAL(host.pds.name, "HOST-0A4D0006");
	addr = at("10.77.0.7");
	CU_ASSERT_EQUAL(estate_class_of(&estate, &addr), ESTATE_GUP);
	addr = at("10.77.0.8");
	CU_ASSERT_EQUAL(estate_class_of(&estate, &addr), ESTATE_REFUSING);
	/* A network address can be had by naming it. */
	addr = at("10.77.0.0");
	CU_ASSERT_EQUAL(estate_class_of(&estate, &addr), ESTATE_SERVER);
	addr = at("10.77.0.9");
	CU_ASSERT_TRUE(estate_look_up(&estate, &addr, &host));
	CU_ASSERT_PTR_NULL(host.listed);
	estate_fini(&estate);
}

static void
test_outside(void)
{
	static const char *const rows[] = { "10.76.255.255", "10.78.0.0",
		"10.0.0.1", "192.168.0.1", "fd00::1", "::a4d:1" };
	struct estate estate;
	struct estate_host host;

	load(&estate, "servers 1/1\nprefix 10.77.0.0/16 10.0.0.0\n");
	for (size_t i = 0; i < HARNESS_ROWS(rows); i++) {
		struct addr addr = at(rows[i]);

		harness_row(rows[i]);
		CU_ASSERT_EQUAL(estate_class_of(&estate, &addr), ESTATE_SILENT);
		CU_ASSERT_FALSE(estate_look_up(&estate, &addr, &host));
	}
	estate_fini(&estate);
}

static void
test_host(void)
{
	static const uint8_t mac[6] = { 0x02, 0x00, 10, 77, 0, 9 };
	struct estate estate;
	struct estate_host nine, ten;
	struct addr addr = at("10.77.0.9");

	load(&estate,
	    "servers 1/1\ndelay 20ms..80ms\nnames {class}-{index}-{hex}\n"
	    "prefix 10.77.0.0/24 fd00::/120\n");
	CU_ASSERT_TRUE(estate_look_up(&estate, &addr, &nine));
	addr = at("10.77.0.10");
	CU_ASSERT_TRUE(estate_look_up(&estate, &addr, &ten));
	CU_ASSERT_STRING_EQUAL(nine.pds.name, "server-9-0A4D0009");
	CU_ASSERT(memcmp(nine.pds.mac, mac, 6) == 0);
	CU_ASSERT(memcmp(nine.pds.mac, ten.pds.mac, 6) != 0);
	CU_ASSERT(memcmp(nine.pds.guid, ten.pds.guid, 16) != 0);
	CU_ASSERT_NOT_EQUAL(nine.delay_us, ten.delay_us);
	CU_ASSERT(nine.pds.os_major == 5 && nine.pds.os_minor <= 2);
	addr = at("fd00::ff");
	CU_ASSERT_TRUE(estate_look_up(&estate, &addr, &ten));
	CU_ASSERT_STRING_EQUAL(ten.pds.name, "server-255-000000FF");
	CU_ASSERT_EQUAL(ten.pds.mac[0], 0x02);
	estate_fini(&estate);
}

static void
test_delays(void)
{
	struct estate estate;
	struct estate_host host;
	struct addr addr = at("10.77.0.0");
	uint32_t least = UINT32_MAX, most = 0;

	load(&estate,
	    "delay 20ms..80ms\nprefix 10.77.0.0/16\nprefix 10.78.0.0/24\n"
	    "delay 5ms\nprefix 10.79.0.0/24\ndelay 0ms\n");
	for (int i = 0; i < 65536; i++, addr = addr_add(&addr, 1)) {
		CU_ASSERT_TRUE(estate_look_up(&estate, &addr, &host));
		least = host.delay_us < least ? host.delay_us : least;
		most = host.delay_us > most ? host.delay_us : most;
	}
	CU_ASSERT(least >= 20000 && least < 20100);
	CU_ASSERT(most <= 80000 && most > 79900);
	CU_ASSERT_TRUE(estate_look_up(&estate, &addr, &host));
	CU_ASSERT_EQUAL(host.delay_us, 5000);
	addr = at("10.79.0.1");
	CU_ASSERT_TRUE(estate_look_up(&estate, &addr, &host));
	CU_ASSERT_EQUAL(host.delay_us, 0);
	estate_fini(&estate);
}

/* Ascending over all prefixes; large ones without shares by list only. */
static void
test_walk(void)
{
	static const char *const want[] = { "10.2.0.1 client",
		"10.2.0.2 client", "10.3.0.9 server", "10.4.0.7 open",
		"fd00::1 server", "fd00:0:0:9::5 gup", NULL };
	struct estate estate;
	struct estate_walk walk;
	struct addr addr;
	enum estate_class class;
	size_t n = 0;

	load(&estate, "prefix fd00::/32\nprefix 10.4.0.0/16 10.3.0.0/16\n"
		      "prefix 10.2.0.0/30\nclients 1/1\n"
		      "gup fd00:0:0:9::5\nserver fd00::1\nopen 10.4.0.7\n"
		      "server 10.3.0.9\nsilent 10.3.0.8\n");
	estate_walk_init(&walk, &estate, false);
	while (estate_walk_next(&walk, &addr, &class)) {
		char line[ADDR_TEXT_LEN + 16], text[ADDR_TEXT_LEN];

		strcpy(line, addr_format(&addr, text));
		strcat(strcat(line, " "), estate_class_name(class));
		CU_ASSERT_PTR_NOT_NULL_FATAL(want[n]);
		CU_ASSERT_STRING_EQUAL(line, want[n]);
		n++;
	}
	CU_ASSERT_PTR_NULL(want[n]);
	estate_walk_init(&walk, &estate, true);
	for (n = 0; estate_walk_next(&walk, &addr, &class); n++)
		;
	CU_ASSERT_EQUAL(n, 6 + 2 + 1); /* .0 and .3 of the /30, 10.3.0.8 */
	estate_fini(&estate);
}

int
main(int argc, char **argv)
{
	static CU_TestInfo tests[] = {
		{ "shares", test_shares },
		{ "whole", test_whole },
		{ "no_reserved", test_no_reserved },
		{ "seed", test_seed },
		{ "drawn_as_ever", test_drawn_as_ever },
		{ "listed", test_listed },
		{ "outside", test_outside },
		{ "host", test_host },
		{ "delays", test_delays },
		{ "walk", test_walk },
		CU_TEST_INFO_NULL,
	};
	static CU_SuiteInfo suites[] = {
		{ "estate", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
