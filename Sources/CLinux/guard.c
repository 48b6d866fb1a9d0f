#define _GNU_SOURCE
#include "guard.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#ifndef sigev_notify_thread_id
#define sigev_notify_thread_id _sigev_un._tid
#endif

static const int fatal_signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP};
enum { FATAL_COUNT = sizeof fatal_signals / sizeof fatal_signals[0], STACK_SIZE = 64 << 10 };

static struct sigaction previous[FATAL_COUNT];
static int64_t interval;
static pthread_key_t thread_key;

/// What the handlers of a thread see of it.
static _Thread_local struct {
    tend_ring_header *volatile header;
    volatile uint64_t serial, serial_at_tick;
    int is_guarded;
    timer_t timer;
    void *stack;
} feed;

static int tick_signal(void) { return SIGRTMIN + 6; }

static void on_fatal(int number, siginfo_t *info, void *context) {
    (void)context;
    tend_ring_header *header = feed.header;
    // A signal that another process sent says nothing about the bytes.
    int is_ours = info->si_code > 0 || (info->si_code == SI_TKILL && info->si_pid == getpid());
    if (header && is_ours && !header->poisoned) tend_store(&header->poisoned, (uint64_t)number);
    for (int i = 0; i < FATAL_COUNT; i++)
        if (fatal_signals[i] == number) sigaction(number, &previous[i], NULL);
    // Pending until this handler returns: the core then shows the place of the fault.
    raise(number);
}

static void on_tick(int number, siginfo_t *info, void *context) {
    (void)number, (void)info, (void)context;
    int error = errno;
    tend_ring_header *header = feed.header;
    if (!header) {
        feed.serial_at_tick = 0;
    } else if (feed.serial_at_tick != feed.serial) {
        feed.serial_at_tick = feed.serial;
    } else {
        tend_store(&header->poisoned, TEND_POISON_STALL);
        abort();
    }
    errno = error;
}

static void unguard(void *unused) {
    (void)unused;
    timer_delete(feed.timer);
    stack_t none = {.ss_flags = SS_DISABLE};
    if (feed.stack && sigaltstack(&none, NULL) == 0) munmap(feed.stack, STACK_SIZE);
    feed.is_guarded = 0;
}

int tend_guard_install(int64_t interval_milliseconds) {
    if (interval) return 0;
    int error = pthread_key_create(&thread_key, unguard);
    if (error) return error;
    struct sigaction action = {.sa_sigaction = on_tick, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART};
    sigemptyset(&action.sa_mask);
    if (sigaction(tick_signal(), &action, NULL) < 0) return errno;
    action.sa_sigaction = on_fatal;
    for (int i = 0; i < FATAL_COUNT; i++)
        if (sigaction(fatal_signals[i], &action, &previous[i]) < 0) return errno;
    interval = interval_milliseconds;
    return 0;
}

/// Stack overflow needs a stack of its own to be noted. The timer counts CPU time: a thread that sleeps never wakes for it.
static void guard_thread(void) {
    feed.is_guarded = 1;
    // Threads of a pool, and what they spawn, come with everything blocked.
    sigset_t ours;
    sigemptyset(&ours);
    sigaddset(&ours, tick_signal());
    for (int i = 0; i < FATAL_COUNT; i++) sigaddset(&ours, fatal_signals[i]);
    pthread_sigmask(SIG_UNBLOCK, &ours, NULL);
    void *stack = mmap(NULL, STACK_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
    stack_t alternate = {.ss_sp = stack, .ss_size = STACK_SIZE};
    if (stack != MAP_FAILED) {
        if (sigaltstack(&alternate, NULL) == 0) feed.stack = stack;
        else munmap(stack, STACK_SIZE);
    }
    struct sigevent event = {.sigev_notify = SIGEV_THREAD_ID, .sigev_signo = tick_signal()};
    event.sigev_notify_thread_id = (pid_t)syscall(SYS_gettid);
    // Without a timer a stall is not noted; crashes still are.
    if (timer_create(CLOCK_THREAD_CPUTIME_ID, &event, &feed.timer) < 0) return;
    struct timespec period = {.tv_sec = interval / 1000, .tv_nsec = interval % 1000 * 1000000};
    struct itimerspec setting = {.it_interval = period, .it_value = period};
    timer_settime(feed.timer, 0, &setting, NULL);
    pthread_setspecific(thread_key, &feed);
}

void tend_guard_enter(tend_ring_header *header, uint64_t from, uint64_t to) {
    if (interval && !feed.is_guarded) guard_thread();
    tend_store(&header->feed_from, from);
    tend_store(&header->feed_to, to);
    feed.serial++;
    feed.header = header;
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
}

void tend_guard_leave(tend_ring_header *header) {
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    feed.header = NULL;
    uint64_t to = header->feed_to;
    if (to > header->fed_through) tend_store(&header->fed_through, to);
    tend_store(&header->feed_from, to);
}
