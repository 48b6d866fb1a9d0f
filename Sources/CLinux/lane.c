#define _GNU_SOURCE
#include "lane.h"
#include <malloc.h>
#include <pthread.h>
#include <time.h>

void tend_thread_name(const char *name) { pthread_setname_np(pthread_self(), name); }

void tend_limit_arenas(int count) { mallopt(M_ARENA_MAX, count); }

int64_t tend_wall_clock(void) {
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}
