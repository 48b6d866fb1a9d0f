#define _GNU_SOURCE
#include "lane.h"
#include <malloc.h>
#include <pthread.h>
#include <time.h>

void tend_thread_name(const char *name) { pthread_setname_np(pthread_self(), name); }

void tend_limit_arenas(int count) { mallopt(M_ARENA_MAX, count); }

static int64_t nanoseconds_of(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

int64_t tend_wall_clock(void) { return nanoseconds_of(CLOCK_REALTIME); }

int64_t tend_clock(void) { return nanoseconds_of(CLOCK_BOOTTIME); }
