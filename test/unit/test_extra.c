/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Questions that come up during a sweep.
 */
#include "scanner/extra.h"

#include "test/harness.h"

#define MS UINT64_C(1000000)

static char tcp_name[] = "rtvscan", udp_name[] = "rtvscan-udp";
static const struct probe tcp = { .name = tcp_name, .protocol = NET_TCP };
static const struct probe udp = { .name = udp_name, .protocol = NET_UDP };

static struct extra_ask
ask(uint32_t addr, const struct probe *probe, uint16_t port)
{
	return (struct extra_ask){ .addr = addr_v4(addr),
		.probe = probe,
		.port = port };
}

static void
test_once(void)
{
	struct extra *extra = extra_new(2);
	struct extra_ask a = ask(1, &tcp, 2968), b = ask(1, &udp, 2968);

	b.phase = 1;
	CU_ASSERT_TRUE(extra_add(extra, &a));
	CU_ASSERT_FALSE(extra_add(extra, &a));
	CU_ASSERT_TRUE(extra_add(extra, &b));
	CU_ASSERT_EQUAL(extra_count(extra), 2);
	CU_ASSERT_EQUAL(extra_n_open(extra), 2);
	CU_ASSERT_EQUAL(extra_n_open_of(extra, 0), 1);
	CU_ASSERT_EQUAL(extra_n_open_of(extra, 1), 1);
	CU_ASSERT_EQUAL(extra_n_open_of(extra, 2), 0);
	CU_ASSERT_EQUAL(extra_find(extra, &a.addr, &tcp, 2968), 0);
	CU_ASSERT_EQUAL(extra_find_udp(extra, &a.addr, 2968), 1);
	CU_ASSERT_EQUAL(extra_find_udp(extra, &a.addr, 2967), EXTRA_NONE);
	extra_free(extra);
}

static void
test_tries(void)
{
	struct extra *extra = extra_new(2);
	struct extra_ask a = ask(1, &udp, 2967);
	uint64_t now = 1000 * MS, wake;

	CU_ASSERT_EQUAL(extra_next(extra, now, &wake), EXTRA_NONE);
	CU_ASSERT_EQUAL(wake, EXTRA_NEVER);
	(void)extra_add(extra, &a);
	for (unsigned try = 0; try < 2; try++) {
		CU_ASSERT_EQUAL(extra_next(extra, now, &wake), 0);
		CU_ASSERT_EQUAL(extra_next(extra, now, &wake), 0);
		extra_sent(extra, now, now + 200 * MS);
		CU_ASSERT_EQUAL(extra_next(extra, now, &wake), EXTRA_NONE);
		CU_ASSERT_EQUAL(wake, now + 200 * MS);
		CU_ASSERT_EQUAL(extra_next(extra, now + 199 * MS, &wake),
		    EXTRA_NONE);
		CU_ASSERT_FALSE(extra_is_settled(extra, 0));
		now += 200 * MS;
	}
	CU_ASSERT_EQUAL(extra_next(extra, now, &wake), EXTRA_NONE);
	CU_ASSERT_EQUAL(extra_n_open(extra), 0);
	CU_ASSERT_TRUE(extra_is_settled(extra, 0));
	CU_ASSERT_EQUAL(extra_at(extra, 0)->tries, 2);
	extra_free(extra);
}

static void
test_answers(void)
{
	struct extra *extra = extra_new(3);
	uint64_t now = 1000 * MS, wake;
	uint32_t rtt_us;
	struct extra_ask a = ask(1, &udp, 2967), b = ask(2, &udp, 2967),
			 c = ask(3, &udp, 2967);

	(void)extra_add(extra, &a);
	(void)extra_add(extra, &b);
	(void)extra_add(extra, &c);
	CU_ASSERT_EQUAL(extra_n_open(extra), 3);
	/* in flight */
	CU_ASSERT_EQUAL(extra_next(extra, now, &wake), 0);
	extra_sent(extra, now, now + 200 * MS);
	CU_ASSERT_TRUE(extra_answer(extra, 0, true, now + 5 * MS, &rtt_us));
	CU_ASSERT_EQUAL(rtt_us, 5000);
	CU_ASSERT_TRUE(extra_at(extra, 0)->was_served);
	CU_ASSERT_FALSE(extra_answer(extra, 0, true, now, &rtt_us));
	CU_ASSERT_EQUAL(extra_n_open(extra), 2);
	/* before it was asked: somebody answers unasked */
	CU_ASSERT_TRUE(extra_answer(extra, 2, false, now, &rtt_us));
	CU_ASSERT_EQUAL(rtt_us, UINT32_MAX);
	CU_ASSERT_EQUAL(extra_n_open(extra), 1);
	/* after the last try: late, and still news */
	for (int try = 0; try < 3; try++) {
		CU_ASSERT_EQUAL(extra_next(extra, now, &wake), 1);
		extra_sent(extra, now, now + 200 * MS);
		now += 200 * MS;
	}
	CU_ASSERT_EQUAL(extra_next(extra, now, &wake), EXTRA_NONE);
	CU_ASSERT_EQUAL(extra_n_open(extra), 0);
	CU_ASSERT_TRUE(extra_answer(extra, 1, true, now, &rtt_us));
	CU_ASSERT_EQUAL(extra_n_open(extra), 0);
	extra_free(extra);
}

/* A try that never left does not count, in flight or given up; bounded. */
/* What the last call of extra_changed() was for, and no other. */
static void
check_changed(struct extra *extra, size_t at, unsigned tries, bool answered)
{
	CU_ASSERT_EQUAL_FATAL(extra_changed(extra), at);
	CU_ASSERT_EQUAL(extra_tries_over(extra_at(extra, at)), tries);
	CU_ASSERT_EQUAL(extra_at(extra, at)->has_answered, answered);
	CU_ASSERT_EQUAL(extra_changed(extra), EXTRA_NONE);
}

/* Each change is told once; what is under way is not over. */
static void
test_changed(void)
{
	struct extra *extra = extra_new(2);
	struct extra_ask a = ask(1, &udp, 2967);
	uint64_t now = 1000 * MS, wake;
	uint32_t rtt_us;

	CU_ASSERT_EQUAL(extra_changed(extra), EXTRA_NONE);
	(void)extra_add(extra, &a);
	check_changed(extra, 0, 0, false);
	(void)extra_next(extra, now, &wake);
	extra_sent(extra, now, now + MS);
	CU_ASSERT_EQUAL(extra_changed(extra), EXTRA_NONE);
	CU_ASSERT_EQUAL(extra_tries_over(extra_at(extra, 0)), 0);
	(void)extra_next(extra, now + MS, &wake);
	check_changed(extra, 0, 1, false);
	extra_sent(extra, now + MS, now + 2 * MS);
	(void)extra_next(extra, now + 2 * MS, &wake);
	check_changed(extra, 0, 2, false);
	extra_again(extra, 0);
	check_changed(extra, 0, 1, false);
	(void)extra_next(extra, now, &wake);
	extra_sent(extra, now, now + MS);
	extra_again(extra, 0);
	check_changed(extra, 0, 0, false);
	(void)extra_answer(extra, 0, false, now, &rtt_us);
	check_changed(extra, 0, 1, true);
	(void)extra_answer(extra, 0, true, now, &rtt_us);
	check_changed(extra, 0, 1, true);
	(void)extra_answer(extra, 0, true, now, &rtt_us);
	CU_ASSERT_EQUAL(extra_changed(extra), EXTRA_NONE);
	extra_free(extra);
}

/* One that comes with a past goes on from there. */
static void
test_past(void)
{
	static const struct {
		const char *name;
		uint8_t tries;
		bool has_answered, is_open;
	} rows[] = {
		{ "new", 0, false, true },
		{ "tried once", 1, false, true },
		{ "given up", 2, false, false },
		{ "answered", 1, true, false },
		{ "answered at once", 0, true, false },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct extra *extra = extra_new(2);
		struct extra_ask a = ask(1, &tcp, 2967);
		uint64_t now = 1000 * MS, wake;
		unsigned n_asked = 0;

		harness_row(rows[i].name);
		a.tries = rows[i].tries;
		a.has_answered = rows[i].has_answered;
		CU_ASSERT_TRUE(extra_add(extra, &a));
		CU_ASSERT_FALSE(extra_add(extra, &a));
		CU_ASSERT_EQUAL(extra_n_open(extra), rows[i].is_open);
		CU_ASSERT_EQUAL(extra_is_settled(extra, 0), !rows[i].is_open);
		for (; n_asked < 9 && extra_next(extra, now, &wake) == 0;
		     n_asked++) {
			extra_sent(extra, now, now + MS);
			now += MS;
		}
		CU_ASSERT_EQUAL(n_asked,
		    rows[i].is_open ? 2u - rows[i].tries : 0u);
		CU_ASSERT_EQUAL(extra_n_open(extra), 0);
		extra_free(extra);
	}
}

static void
test_again(void)
{
	struct extra *extra = extra_new(1);
	struct extra_ask a = ask(1, &tcp, 2967);
	uint64_t now = 1000 * MS, wake;
	uint32_t rtt_us;
	unsigned n = 0;

	(void)extra_add(extra, &a);
	extra_again(extra, 0); /* not asked yet: nothing to take back */
	CU_ASSERT_EQUAL(extra_at(extra, 0)->tries, 0);
	harness_row("in flight");
	CU_ASSERT_EQUAL(extra_next(extra, now, &wake), 0);
	extra_sent(extra, now, now + 10 * MS);
	extra_again(extra, 0);
	CU_ASSERT_EQUAL(extra_next(extra, now, &wake), EXTRA_NONE);
	CU_ASSERT_EQUAL(extra_n_open(extra), 1);
	now += 10 * MS;
	harness_row("given up");
	do {
		CU_ASSERT_EQUAL(extra_next(extra, now, &wake), 0);
		CU_ASSERT_EQUAL(extra_n_open(extra), 1);
		extra_sent(extra, now, now + 10 * MS);
		now += 10 * MS;
		CU_ASSERT_EQUAL(extra_next(extra, now, &wake), EXTRA_NONE);
		CU_ASSERT_EQUAL(extra_n_open(extra), 0);
		CU_ASSERT_TRUE(extra_is_settled(extra, 0));
		extra_again(extra, 0);
		n++;
	} while (extra_n_open(extra) > 0);
	CU_ASSERT_EQUAL(n, EXTRA_AGAIN_MAX);
	harness_row("answered");
	CU_ASSERT_TRUE(extra_answer(extra, 0, true, now, &rtt_us));
	extra_again(extra, 0);
	CU_ASSERT_EQUAL(extra_n_open(extra), 0);
	CU_ASSERT_EQUAL(extra_next(extra, now, &wake), EXTRA_NONE);
	extra_free(extra);
}

/* A further try is for all that did not answer, and for nothing else. */
static void
test_extend(void)
{
	struct extra *extra = extra_new(1);
	struct extra_ask given_up = ask(1, &tcp, 2967),
			 answered = ask(2, &tcp, 2967),
			 in_flight = ask(3, &tcp, 2967),
			 put = ask(4, &tcp, 2967), noted = ask(5, &tcp, 2967),
			 to_do = ask(6, &tcp, 2967);
	uint64_t now = 1000 * MS, wake;
	uint32_t rtt_us;
	unsigned n = 0;

	put.tries = 1;
	(void)extra_add(extra, &given_up);
	(void)extra_add(extra, &answered);
	(void)extra_add(extra, &in_flight);
	(void)extra_add(extra, &put);
	(void)extra_note(extra, &noted);
	CU_ASSERT_EQUAL(extra_n_open(extra), 3);
	for (uint64_t i = 0; i < 3; i++) {
		CU_ASSERT_EQUAL(extra_next(extra, now, &wake), i);
		extra_sent(extra, now, now + (i + 1) * 10 * MS);
	}
	(void)extra_add(extra, &to_do);
	CU_ASSERT_TRUE(extra_answer(extra, 1, true, now, &rtt_us));
	now += 10 * MS;
	CU_ASSERT_EQUAL(extra_next(extra, now, &wake), 5);
	CU_ASSERT_EQUAL(extra_n_open(extra), 2);
	CU_ASSERT_EQUAL(extra_n_silent(extra), 4);
	extra_extend(extra);
	CU_ASSERT_EQUAL(extra_n_open(extra), 4);
	CU_ASSERT_FALSE(extra_is_settled(extra, 0));
	for (size_t at; n < 20; n++) {
		at = extra_next(extra, now, &wake);
		if (at == EXTRA_NONE && wake == EXTRA_NEVER)
			break;
		if (at == EXTRA_NONE)
			now = wake;
		else
			extra_sent(extra, now, now + 10 * MS);
	}
	CU_ASSERT_EQUAL(extra_at(extra, 0)->tries, 2);
	CU_ASSERT_EQUAL(extra_at(extra, 1)->tries, 1);
	CU_ASSERT_EQUAL(extra_at(extra, 2)->tries, 2);
	CU_ASSERT_EQUAL(extra_at(extra, 3)->tries, 2);
	CU_ASSERT_EQUAL(extra_at(extra, 4)->tries, 0);
	CU_ASSERT_EQUAL(extra_at(extra, 5)->tries, 2);
	CU_ASSERT_EQUAL(extra_n_open(extra), 0);
	harness_row("answers to what is put count, to what was noted do not");
	CU_ASSERT_TRUE(extra_answer(extra, 4, true, now, &rtt_us));
	CU_ASSERT_EQUAL(extra_n_silent(extra), 4);
	CU_ASSERT_TRUE(extra_answer(extra, 0, true, now, &rtt_us));
	CU_ASSERT_EQUAL(extra_n_silent(extra), 3);
	extra_free(extra);
}

static void
test_many(void)
{
	struct extra *extra = extra_new(1);
	uint64_t now = MS, wake;
	unsigned n_bad = 0;

	for (uint32_t i = 0; i < 5000; i++) {
		struct extra_ask a = ask(i, i % 2 ? &tcp : &udp, 2968);

		n_bad += !extra_add(extra, &a);
	}
	for (uint32_t i = 0; i < 5000; i++) {
		struct addr addr = addr_v4(i);

		n_bad +=
		    extra_find(extra, &addr, i % 2 ? &tcp : &udp, 2968) != i;
		n_bad += extra_next(extra, now, &wake) != i;
		extra_sent(extra, now, now + MS);
	}
	CU_ASSERT_EQUAL(extra_next(extra, now + MS, &wake), EXTRA_NONE);
	CU_ASSERT_EQUAL(extra_n_open(extra), 0);
	CU_ASSERT_EQUAL(n_bad, 0);
	extra_free(extra);
}

/* Put otherwise: never sent, but answered like any other. */
static void
test_noted(void)
{
	struct extra *extra = extra_new(3);
	struct extra_ask a = ask(1, &udp, 2967), b = ask(2, &udp, 2967);
	uint32_t rtt_us;
	uint64_t wake;

	a.tries = 1;
	a.sent_ns = 5 * MS;
	b.tries = 2;
	CU_ASSERT_TRUE(extra_note(extra, &a));
	CU_ASSERT_FALSE(extra_note(extra, &a));
	CU_ASSERT_FALSE(extra_add(extra, &a));
	CU_ASSERT_TRUE(extra_note(extra, &b));
	CU_ASSERT_EQUAL(extra_next(extra, 6 * MS, &wake), EXTRA_NONE);
	CU_ASSERT_EQUAL(wake, EXTRA_NEVER);
	CU_ASSERT_EQUAL(extra_n_open(extra), 0);
	CU_ASSERT_TRUE(extra_is_settled(extra, 0));
	CU_ASSERT_TRUE(extra_answer(extra, 0, true, 7 * MS, &rtt_us));
	CU_ASSERT_EQUAL(rtt_us, 2000);
	CU_ASSERT_FALSE(extra_answer(extra, 0, true, 9 * MS, &rtt_us));
	/* Which of two was answered nobody can say. */
	CU_ASSERT_TRUE(extra_answer(extra, 1, true, 7 * MS, &rtt_us));
	CU_ASSERT_EQUAL(rtt_us, UINT32_MAX);
	CU_ASSERT_EQUAL(extra_n_open(extra), 0);
	extra_free(extra);
}

int
main(int argc, char **argv)
{
	CU_TestInfo tests[] = {
		{ "once", test_once },
		{ "tries", test_tries },
		{ "answers", test_answers },
		{ "changed", test_changed },
		{ "past", test_past },
		{ "again", test_again },
		{ "extend", test_extend },
		{ "many", test_many },
		{ "noted", test_noted },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ .pName = "extra", .pTests = tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
