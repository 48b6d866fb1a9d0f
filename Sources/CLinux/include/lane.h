#pragma once
/// What a lane (`TendServer/Lanes`) needs of Linux and Swift cannot say: epoll's packed union, eventfd, thread names.
/// No policy here.
#include <errno.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

/// One ready descriptor: its token and the EPOLL… bits.
typedef struct {
    uint64_t token;
    uint32_t events;
} tend_ready;

/// A new epoll descriptor, close-on-exec, or -errno.
static inline int tend_lane_create(void) {
    int fd = epoll_create1(EPOLL_CLOEXEC);
    return fd < 0 ? -errno : fd;
}

/// A new non-blocking eventfd, close-on-exec, or -errno.
static inline int tend_lane_bell(void) {
    int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    return fd < 0 ? -errno : fd;
}

/// Watches `fd`, changes (`modify`) or ends (`events` 0) the watch. Level-triggered. Returns 0 or -errno.
static inline int tend_lane_watch(int lane, int fd, uint32_t events, uint64_t token, int modify) {
    struct epoll_event event = {.events = events, .data.u64 = token};
    int operation = events == 0 ? EPOLL_CTL_DEL : modify ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;
    return epoll_ctl(lane, operation, fd, &event) < 0 ? -errno : 0;
}

/// Waits at most `milliseconds` (-1: for ever). Returns how many of `ready` were filled, 0 also after a signal, or -errno.
static inline int tend_lane_wait(int lane, tend_ready *_Nonnull ready, int capacity, int milliseconds) {
    struct epoll_event events[64];
    int count = epoll_wait(lane, events, capacity < 64 ? capacity : 64, milliseconds);
    if (count < 0) return errno == EINTR ? 0 : -errno;
    for (int i = 0; i < count; i++) ready[i] = (tend_ready){.token = events[i].data.u64, .events = events[i].events};
    return count;
}

/// Nanoseconds since 1970. Exists because which module has `timespec` differs from build to build.
int64_t tend_wall_clock(void);

/// Nanoseconds since the machine started; goes on while it sleeps.
int64_t tend_clock(void);

/// Keeps malloc from making an arena for every thread: with a dozen threads that is megabytes of nothing.
void tend_limit_arenas(int count);

/// Names the calling thread, as `top -H` shows it. At most 15 bytes.
void tend_thread_name(const char *_Nonnull name);
