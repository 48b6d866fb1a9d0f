#define _GNU_SOURCE
#include "workers.h"

#include "turns.h"

#include <linux/futex.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define SWIFT __attribute__((swiftcall))

// Of Swift's runtime (swift/Runtime/Concurrency.h). Weak, so that one without them links all the same.
typedef void (*original_function)(void *job) SWIFT;
extern void (*swift_task_enqueueGlobal_hook)(void *job, original_function original) SWIFT __attribute__((weak));
extern void swift_job_run(void *job, void *identity, void *implementation) SWIFT __attribute__((weak));

/// A thread without a job, on the thread's own stack. Each sleeps on a word of its own: `pthread_cond_signal` makes who has a job wait
/// until sleepers that were woken before have run, and wakes who slept longest, whose memory is coldest.
typedef struct worker {
    struct worker *next;
    _Atomic uint32_t is_called;
} worker;

/// Jobs in the order in which they came: a ring that grows. A job belongs to whoever comes first, not to the thread that was called for
/// it: that one may have to wait for a processor, while one that runs already ends its job and is free.
static struct {
    pthread_mutex_t mutex;
    void **jobs;
    size_t head, count, capacity;
    /// The one that was parked last comes first.
    worker *parked;
    int threads, limit;
    /// Threads that were called and have not looked for a job yet.
    size_t coming;
    /// One of the threads will come by `tend_workers_join`.
    bool awaits_caller;
} pool = {.mutex = PTHREAD_MUTEX_INITIALIZER};

static void *next_job(worker *self) {
    pthread_mutex_lock(&pool.mutex);
    while (pool.count == 0) {
        atomic_store_explicit(&self->is_called, 0, memory_order_relaxed);
        self->next = pool.parked;
        pool.parked = self;
        pthread_mutex_unlock(&pool.mutex);
        while (atomic_load_explicit(&self->is_called, memory_order_acquire) == 0)
            syscall(SYS_futex, &self->is_called, FUTEX_WAIT_PRIVATE, 0, NULL, NULL, 0);
        pthread_mutex_lock(&pool.mutex);
        pool.coming--;
    }
    void *job = pool.jobs[pool.head];
    pool.head = (pool.head + 1) % pool.capacity;
    pool.count--;
    pthread_mutex_unlock(&pool.mutex);
    return job;
}

static _Noreturn void run_jobs(void) {
    worker self = {0};
    tend_turns_prefer_short();
    for (;;) swift_job_run(next_job(&self), NULL, NULL);  // on no actor's executor: the job says itself which it wants
}

static void *work(void *unused) {
    (void)unused;
    prctl(PR_SET_NAME, "tend-worker");
    run_jobs();
}

/// The thread is counted already. Without another one those that there are do the work.
static void start_thread(void) {
    pthread_attr_t attributes;
    pthread_t thread;
    if (pthread_attr_init(&attributes) != 0) abort();
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    if (pthread_create(&thread, &attributes, work, NULL) != 0) {
        pthread_mutex_lock(&pool.mutex);
        if (--pool.threads == 0) abort();
        pthread_mutex_unlock(&pool.mutex);
    }
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
    worker *sleeper = pool.parked;
    if (sleeper != NULL) {
        pool.parked = sleeper->next;
        pool.coming++;
    }
    bool starts = sleeper == NULL && pool.count > pool.coming + pool.awaits_caller && pool.threads < pool.limit;
    if (starts) pool.threads++;
    pthread_mutex_unlock(&pool.mutex);
    if (starts) start_thread();
    if (sleeper == NULL) return;
    atomic_store_explicit(&sleeper->is_called, 1, memory_order_release);
    syscall(SYS_futex, &sleeper->is_called, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

bool tend_workers_install(int limit, bool caller_joins) {
    if (&swift_task_enqueueGlobal_hook == NULL || swift_job_run == NULL || swift_task_enqueueGlobal_hook != NULL) return false;
    pool.limit = limit;
    pool.awaits_caller = caller_joins;
    pool.threads = caller_joins;
    swift_task_enqueueGlobal_hook = enqueue;
    return true;
}

void tend_workers_join(void) {
    pthread_mutex_lock(&pool.mutex);
    pool.awaits_caller = false;
    pthread_mutex_unlock(&pool.mutex);
    run_jobs();
}
