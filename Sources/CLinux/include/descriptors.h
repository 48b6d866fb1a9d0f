#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <sys/types.h>

// Descriptors: passing them between processes, processes as descriptors, terminals. Functions return a negative errno on failure and
// retry when interrupted.

/// Makes a pipe, close-on-exec from birth; `ends[1]` is written to.
int tend_pipe(int ends[_Nonnull 2]);

/// Exchanges two files of one file system, in one step. Returns 0 or -errno: `-ENOENT` if one of them is missing, `-EINVAL` where that cannot
/// be done. Here because Swift's Glibc does not have `renameat2`.
int tend_exchange(const char *_Nonnull one, const char *_Nonnull other);

/// Sends a packet, or what the kernel takes of bytes of a stream, without waiting, with a duplicate of `descriptor` unless that is -1. Returns how
/// many bytes were sent. Here for the CMSG macros.
ssize_t tend_message_send(int socket, const void *_Nonnull bytes, size_t count, int descriptor);

/// Receives a packet, or what there is of a stream. Returns its length, 0 at the end, -EMSGSIZE if a packet did not fit (it is lost). `descriptor`
/// is the one that came along, close-on-exec and the caller's to close, or -1; more than one are closed.
ssize_t tend_message_receive(int socket, void *_Nonnull bytes, size_t capacity, int *_Nonnull descriptor);

/// Who is at the other end of a Unix socket, as the kernel noted at `connect` or `listen`.
int tend_peer(int socket, pid_t *_Nonnull pid, uid_t *_Nonnull user);

/// A descriptor that becomes readable when the process ends; close-on-exec.
int tend_pidfd_open(pid_t pid);
int tend_pidfd_signal(int pidfd, int number);

/// The size of a terminal, by either end of it. Variadic `ioctl` is not available to Swift.
int tend_terminal_set_size(int terminal, unsigned short rows, unsigned short columns);
int tend_terminal_get_size(int terminal, unsigned short *_Nonnull rows, unsigned short *_Nonnull columns);
/// The process group in the foreground of a terminal, by its master.
pid_t tend_terminal_foreground(int master);

/// How many descriptors this process may still open: those above the lowest free number, up to its limit.
int tend_descriptors_left(void);

int tend_set_nonblocking(int descriptor, bool isNonblocking);
int tend_set_close_on_exec(int descriptor, bool isCloseOnExec);
/// No program started from now on inherits the descriptors that are open, from `first` on.
int tend_close_on_exec_from(unsigned first);
