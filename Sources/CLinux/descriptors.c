#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static int result_of(long result) { return result < 0 ? -errno : (int)result; }

int tend_pipe(int ends[2]) { return result_of(pipe2(ends, O_CLOEXEC)); }

int tend_exchange(const char *one, const char *other) {
    return result_of(renameat2(AT_FDCWD, one, AT_FDCWD, other, RENAME_EXCHANGE));
}

/// Room for more than one, so that a second is seen and closed instead of being cut off unseen.
typedef union {
    struct cmsghdr header;
    char bytes[CMSG_SPACE(4 * sizeof(int))];
} control_space;

ssize_t tend_message_send(int socket, const void *bytes, size_t count, int descriptor) {
    struct iovec part = {(void *)bytes, count};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    control_space control = {0};
    if (descriptor >= 0) {
        message.msg_control = &control;
        message.msg_controllen = CMSG_SPACE(sizeof(int));
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof(int));
        memcpy(CMSG_DATA(header), &descriptor, sizeof(int));
    }
    ssize_t sent;
    while ((sent = sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT)) < 0)
        if (errno != EINTR) return -errno;
    return sent;
}

ssize_t tend_message_receive(int socket, void *bytes, size_t capacity, int *descriptor) {
    struct iovec part = {bytes, capacity};
    control_space control;
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    *descriptor = -1;
    ssize_t length;
    while ((length = recvmsg(socket, &message, MSG_CMSG_CLOEXEC)) < 0)
        if (errno != EINTR) return -errno;
    for (struct cmsghdr *header = CMSG_FIRSTHDR(&message); header != NULL; header = CMSG_NXTHDR(&message, header)) {
        if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
        size_t count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (size_t i = 0; i < count; i++) {
            int received;
            memcpy(&received, CMSG_DATA(header) + i * sizeof(int), sizeof(int));
            if (*descriptor < 0)
                *descriptor = received;
            else
                close(received);
        }
    }
    if ((message.msg_flags & MSG_TRUNC) == 0) return length;
    if (*descriptor >= 0) close(*descriptor);
    *descriptor = -1;
    return -EMSGSIZE;
}

int tend_peer(int socket, pid_t *pid, uid_t *user) {
    struct ucred peer;
    socklen_t size = sizeof peer;
    if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return -errno;
    *pid = peer.pid;
    *user = peer.uid;
    return 0;
}

// By number: glibc has wrappers only since 2.36, and they are not declared in every mode.
int tend_pidfd_open(pid_t pid) { return result_of(syscall(SYS_pidfd_open, pid, 0)); }
int tend_pidfd_signal(int pidfd, int number) { return result_of(syscall(SYS_pidfd_send_signal, pidfd, number, NULL, 0)); }

int tend_terminal_set_size(int terminal, unsigned short rows, unsigned short columns) {
    struct winsize size = {.ws_row = rows, .ws_col = columns};
    return result_of(ioctl(terminal, TIOCSWINSZ, &size));
}

int tend_terminal_get_size(int terminal, unsigned short *rows, unsigned short *columns) {
    struct winsize size;
    if (ioctl(terminal, TIOCGWINSZ, &size) != 0) return -errno;
    *rows = size.ws_row;
    *columns = size.ws_col;
    return 0;
}

pid_t tend_terminal_foreground(int master) {
    pid_t group;
    return ioctl(master, TIOCGPGRP, &group) == 0 ? group : -errno;
}

int tend_descriptors_left(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return INT_MAX;
    int next = fcntl(0, F_DUPFD_CLOEXEC, 0);
    if (next < 0) return 0;
    close(next);
    return limit.rlim_cur > INT_MAX ? INT_MAX : (int)limit.rlim_cur - next;
}

static int set_flag(int descriptor, int get, int set, int flag, bool on) {
    int flags = fcntl(descriptor, get);
    if (flags < 0) return -errno;
    return result_of(fcntl(descriptor, set, on ? flags | flag : flags & ~flag));
}

int tend_set_nonblocking(int descriptor, bool isNonblocking) {
    return set_flag(descriptor, F_GETFL, F_SETFL, O_NONBLOCK, isNonblocking);
}

int tend_set_close_on_exec(int descriptor, bool isCloseOnExec) {
    return set_flag(descriptor, F_GETFD, F_SETFD, FD_CLOEXEC, isCloseOnExec);
}

int tend_close_on_exec_from(unsigned first) { return result_of(close_range(first, ~0U, CLOSE_RANGE_CLOEXEC)); }
