/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Answers that wait: order, bound, and nothing before its time.
 */
#include "responder/delay_queue.h"

#include "base/hash.h"
#include "test/harness.h"

static void
test_empty(void)
{
	struct delay_queue queue;
	struct delay_queue_item item = { .due_ns = 0 };

	delay_queue_init(&queue, 1);
	CU_ASSERT_FALSE(delay_queue_take(&queue, UINT64_MAX, &item));
	CU_ASSERT_EQUAL(delay_queue_next_ns(&queue), UINT64_MAX);
	delay_queue_fini(&queue);
	delay_queue_init(&queue, 0);
	CU_ASSERT_FALSE(delay_queue_put(&queue, &item));
	delay_queue_fini(&queue);
}

static void
test_time(void)
{
	struct delay_queue queue;
	struct delay_queue_item item = { .due_ns = 100, .slot = 7 };

	delay_queue_init(&queue, 1);
	CU_ASSERT_TRUE(delay_queue_put(&queue, &item));
	CU_ASSERT_EQUAL(delay_queue_next_ns(&queue), 100);
	CU_ASSERT_FALSE(delay_queue_put(&queue, &item)); /* full */
	item.slot = 0;
	CU_ASSERT_FALSE(delay_queue_take(&queue, 99, &item));
	CU_ASSERT_TRUE(delay_queue_take(&queue, 100, &item));
	CU_ASSERT_EQUAL(item.slot, 7);
	CU_ASSERT_TRUE(delay_queue_put(&queue, &item)); /* room again */
	delay_queue_fini(&queue);
}

/* Many in a scattered order come out by time, and by arrival within one. */
static void
test_order(void)
{
	struct delay_queue queue;
	struct delay_queue_item item = { .due_ns = 0 };
	uint64_t due_ns = 0;
	uint32_t slot = 0, n = 0;

	delay_queue_init(&queue, 5000);
	for (uint32_t i = 0; i < 5000; i++) {
		item.due_ns = hash_u64(1, i) % 100;
		item.slot = i;
		CU_ASSERT_TRUE(delay_queue_put(&queue, &item));
	}
	while (delay_queue_take(&queue, 99, &item)) {
		CU_ASSERT(
		    item.due_ns > due_ns ||
		    (item.due_ns == due_ns && (n == 0 || item.slot > slot)));
		CU_ASSERT_EQUAL(item.due_ns, hash_u64(1, item.slot) % 100);
		due_ns = item.due_ns;
		slot = item.slot;
		n++;
	}
	CU_ASSERT_EQUAL(n, 5000);
	delay_queue_fini(&queue);
}

/* Put and take in turns, as the service does. */
static void
test_mixed(void)
{
	struct delay_queue queue;
	struct delay_queue_item item = { .due_ns = 0 };
	uint32_t taken = 0;

	delay_queue_init(&queue, 64);
	for (uint32_t now = 0; now < 2000; now++) {
		item.due_ns = now + 1 + hash_u64(2, now) % 50;
		item.slot = now;
		CU_ASSERT_TRUE(delay_queue_put(&queue, &item));
		while (delay_queue_take(&queue, now, &item)) {
			CU_ASSERT_EQUAL(item.due_ns, now);
			taken++;
		}
	}
	CU_ASSERT_EQUAL(taken + queue.n, 2000);
	CU_ASSERT(queue.n > 0 && queue.n <= 50);
	delay_queue_fini(&queue);
}

int
main(int argc, char **argv)
{
	static CU_TestInfo tests[] = {
		{ "empty", test_empty },
		{ "time", test_time },
		{ "order", test_order },
		{ "mixed", test_mixed },
		CU_TEST_INFO_NULL,
	};
	static CU_SuiteInfo suites[] = {
		{ "delay_queue", NULL, NULL, NULL, NULL, tests },
		CU_SUITE_INFO_NULL,
	};

	return harness_run(argc, argv, suites);
}
