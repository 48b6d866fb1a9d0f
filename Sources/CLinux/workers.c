#define _GNU_SOURCE
#include "workers.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/prctl.h>

#define SWIFT __attribute__((swiftcall))

// Of Swift's runtime (swift/Runtime/Concurrency.h). Weak, so that one without them links all the same.
typedef void (*original_function)(void *job) SWIFT;
extern void (*swift_task_enqueueGlobal_hook)(void *job, original_function original) SWIFT __attribute__((weak));
extern void swift_job_run(void *job, void *identity, void *implementation) SWIFT __attribute__((weak));

/// Jobs in the order in which they came: a ring that grows.
static struct {
    pthread_mutex_t mutex;
    pthread_cond_t wanted;
    void **jobs;
    size_t head, count, capacity;
    int threads, idle, limit;
} pool = {.mutex = PTHREAD_MUTEX_INITIALIZER, .wanted = PTHREAD_COND_INITIALIZER};

/// With the lock held, for ever.
static _Noreturn void run_jobs(void) {
    for (;;) {
        while (pool.count == 0) {
            pool.idle++;
            pthread_cond_wait(&pool.wanted, &pool.mutex);
            pool.idle--;
        }
        void *job = pool.jobs[pool.head];
        pool.head = (pool.head + 1) % pool.capacity;
        pool.count--;
        pthread_mutex_unlock(&pool.mutex);
        swift_job_run(job, NULL, NULL);  // on no actor's executor: the job says itself which it wants
        pthread_mutex_lock(&pool.mutex);
    }
}

static void *work(void *unused) {
    (void)unused;
    prctl(PR_SET_NAME, "tend-worker");
    pthread_mutex_lock(&pool.mutex);
    run_jobs();
}

/// With the lock held. Without another thread those that there are do the work.
static void start_thread(void) {
    pthread_attr_t attributes;
    pthread_t thread;
    if (pthread_attr_init(&attributes) != 0) abort();
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    if (pthread_create(&thread, &attributes, work, NULL) == 0)
        pool.threads++;
    else if (pool.threads == 0)
        abort();
    pthread_attr_destroy(&attributes);
}

static void grow(void) {
    size_t capacity = pool.capacity ? 2 * pool.capacity : 64;
    void **jobs = malloc(capacity * sizeof *jobs);
    if (jobs == NULL) abort();
    for (size_t i = 0; i < pool.count; i++) jobs[i] = pool.jobs[(pool.head + i) % pool.capacity];
    free(pool.jobs);
    pool.jobs = jobs;
    pool.head = 0;
    pool.capacity = capacity;
}

static SWIFT void enqueue(void *job, original_function original) {
    (void)original;
    pthread_mutex_lock(&pool.mutex);
    if (pool.count == pool.capacity) grow();
    pool.jobs[(pool.head + pool.count++) % pool.capacity] = job;
    // More jobs than sleepers: those woken before may not have come to theirs yet.
    if ((int)pool.count > pool.idle && pool.threads < pool.limit) start_thread();
    pthread_cond_signal(&pool.wanted);
    pthread_mutex_unlock(&pool.mutex);
}

bool tend_workers_install(int limit, bool caller_joins) {
    if (&swift_task_enqueueGlobal_hook == NULL || swift_job_run == NULL || swift_task_enqueueGlobal_hook != NULL) return false;
    pool.limit = limit;
    // As if it slept already, so the first job starts no other thread.
    if (caller_joins) pool.threads = pool.idle = 1;
    swift_task_enqueueGlobal_hook = enqueue;
    return true;
}

void tend_workers_join(void) {
    pthread_mutex_lock(&pool.mutex);
    pool.idle--;
    run_jobs();
}
