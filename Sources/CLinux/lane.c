#define _GNU_SOURCE
#include "lane.h"
#include <malloc.h>
#include <pthread.h>

void tend_thread_name(const char *name) { pthread_setname_np(pthread_self(), name); }

void tend_limit_arenas(int count) { mallopt(M_ARENA_MAX, count); }
