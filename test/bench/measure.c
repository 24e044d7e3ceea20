/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026, the rollcall authors
 *
 * Runs a command and says what it took, and when it sent its first and its
 * last packet by the counters of an interface:
 *	measure INTERFACE SECONDS FILE [SERIES] -- COMMAND [ARGUMENT...]
 * A command that takes longer than SECONDS is ended.  FILE gets one line of
 * words KEY=VALUE; SERIES a line each 100 ms: seconds since the epoch, bytes
 * sent and bytes received so far.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MEASURE_LOOK_US   2000 /* how often the counters are read */
#define MEASURE_SERIES_NS UINT64_C(100000000)
#define MEASURE_NS_PER_S  UINT64_C(1000000000)

struct counters {
	uint64_t in_bytes, in_packets, out_bytes, out_packets;
};

struct measure {
	const char *interface;
	int devices; /* /proc/net/dev, open */
	uint64_t begin_wall_ns, limit_ns, begin_ns, first_ns, last_ns, end_ns,
	    series_ns;
	FILE *series;
	struct counters begin, now;
	struct rusage usage;
	int status;
};

static uint64_t
now_ns(clockid_t clock)
{
	struct timespec now;

	(void)clock_gettime(clock, &now);
	return (uint64_t)now.tv_sec * MEASURE_NS_PER_S + (uint64_t)now.tv_nsec;
}

static void
die(const char *what)
{
	fprintf(stderr, "measure: %s: %s\n", what, strerror(errno));
	exit(125);
}

/* The interface's line; without it nothing is counted. */
static void
counters_read(const struct measure *measure, struct counters *counters)
{
	char text[8192];
	ssize_t len = pread(measure->devices, text, sizeof(text) - 1, 0);
	const char *line;
	size_t name_len = strlen(measure->interface);

	if (len <= 0)
		die("/proc/self/net/dev");
	text[len] = '\0';
	for (line = text; line != NULL; line = strchr(line, '\n')) {
		line += strspn(line, "\n ");
		if (strncmp(line, measure->interface, name_len) == 0 &&
		    line[name_len] == ':' &&
		    sscanf(line + name_len + 1,
			"%" SCNu64 " %" SCNu64
			" %*s %*s %*s %*s %*s %*s %" SCNu64 " %" SCNu64,
			&counters->in_bytes, &counters->in_packets,
			&counters->out_bytes, &counters->out_packets) == 4)
			return;
	}
	errno = ENODEV;
	die(measure->interface);
}

static void
measure_look(struct measure *measure)
{
	uint64_t before = measure->now.out_packets, now;

	counters_read(measure, &measure->now);
	now = now_ns(CLOCK_MONOTONIC);
	if (measure->now.out_packets != before) {
		if (measure->first_ns == 0)
			measure->first_ns = now;
		measure->last_ns = now;
	}
	if (measure->series != NULL && now >= measure->series_ns) {
		fprintf(measure->series, "%.3f %" PRIu64 " %" PRIu64 "\n",
		    (double)now_ns(CLOCK_REALTIME) / 1e9,
		    measure->now.out_bytes - measure->begin.out_bytes,
		    measure->now.in_bytes - measure->begin.in_bytes);
		measure->series_ns = now + MEASURE_SERIES_NS;
	}
}

/* The command's whole life. */
static void
measure_run(struct measure *measure, char *const *command)
{
	const struct timespec pause = { 0, MEASURE_LOOK_US * 1000 };
	pid_t child, got;

	counters_read(measure, &measure->begin);
	measure->now = measure->begin;
	measure->begin_wall_ns = now_ns(CLOCK_REALTIME);
	measure->begin_ns = now_ns(CLOCK_MONOTONIC);
	child = fork();
	if (child == -1)
		die("fork");
	if (child == 0) {
		(void)execvp(command[0], command);
		die(command[0]);
	}
	while ((got = wait4(child, &measure->status, WNOHANG,
		    &measure->usage)) == 0) {
		measure_look(measure);
		if (now_ns(CLOCK_MONOTONIC) - measure->begin_ns >
		    measure->limit_ns)
			(void)kill(child, SIGKILL);
		(void)nanosleep(&pause, NULL);
	}
	if (got == -1)
		die("wait4");
	measure->end_ns = now_ns(CLOCK_MONOTONIC);
	measure_look(measure);
}

static double
measure_s(const struct measure *measure, uint64_t at_ns)
{
	return at_ns < measure->begin_ns
		   ? 0.0
		   : (double)(at_ns - measure->begin_ns) / 1e9;
}

static void
measure_print(const struct measure *measure, FILE *out)
{
	const struct rusage *usage = &measure->usage;

	fprintf(out,
	    "begin=%.3f wall=%.3f first=%.3f last=%.3f cpu=%.3f mib=%.1f out=%" PRIu64
	    " out_bytes=%" PRIu64 " in=%" PRIu64 " in_bytes=%" PRIu64
	    " status=%d\n",
	    (double)measure->begin_wall_ns / 1e9,
	    measure_s(measure, measure->end_ns),
	    measure_s(measure, measure->first_ns),
	    measure_s(measure, measure->last_ns),
	    (double)(usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) +
		(double)(usage->ru_utime.tv_usec + usage->ru_stime.tv_usec) /
		    1e6,
	    (double)usage->ru_maxrss / 1024,
	    measure->now.out_packets - measure->begin.out_packets,
	    measure->now.out_bytes - measure->begin.out_bytes,
	    measure->now.in_packets - measure->begin.in_packets,
	    measure->now.in_bytes - measure->begin.in_bytes,
	    WIFEXITED(measure->status) ? WEXITSTATUS(measure->status)
				       : 128 + WTERMSIG(measure->status));
}

int
main(int argc, char **argv)
{
	struct measure measure = { .status = 0 };
	int command = 0;
	FILE *out;

	for (int i = 1; i < argc && command == 0; i++)
		if (strcmp(argv[i], "--") == 0)
			command = i + 1;
	if (command < 5 || command > 6 || command >= argc) {
		fputs("usage: measure INTERFACE SECONDS FILE [SERIES] -- "
		      "COMMAND [ARGUMENT...]\n",
		    stderr);
		return 2;
	}
	measure.interface = argv[1];
	measure.limit_ns = strtoull(argv[2], NULL, 10) * MEASURE_NS_PER_S;
	measure.devices = open("/proc/self/net/dev", O_RDONLY | O_CLOEXEC);
	out = fopen(argv[3], "we");
	if (measure.devices == -1 || out == NULL)
		die(argv[3]);
	if (command == 6 && (measure.series = fopen(argv[4], "we")) == NULL)
		die(argv[4]);
	measure_run(&measure, argv + command);
	measure_print(&measure, out);
	if (fclose(out) != 0)
		die(argv[3]);
	return 0;
}
