#define _GNU_SOURCE
#include "lane.h"
#include <pthread.h>

void tend_thread_name(const char *name) { pthread_setname_np(pthread_self(), name); }
