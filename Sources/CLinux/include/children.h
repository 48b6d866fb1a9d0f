#pragma once

#include <sys/types.h>

// Programs beside an agent, as children of the process that watches it. `posix_spawn` cannot say that a child shall not outlive its parent.

typedef enum {
    /// In the parent's process group: the terminal treats both alike.
    tend_child_in_group,
    /// The leader of a session of its own, without a terminal: keys that send signals do not reach it.
    tend_child_in_session,
} tend_child_place;

/// Starts a program by its path. Its signals are as a shell would have left them. Returns its pid, or a negative errno if it cannot be run.
///
/// The kernel sends it `deathSignal` when the *thread* that called this ends, so that must be one that lives as long as the process.
///
/// @param input, output, error become the descriptors 0, 1 and 2; -1 keeps the parent's.
pid_t tend_child_start(
    const char *_Nonnull program, char *_Nullable const *_Nonnull arguments, char *_Nullable const *_Nonnull environment,
    tend_child_place place, int deathSignal, int input, int output, int error);

/// From now on a signal that this process gets goes on to the process `pid`, 0: to nobody. Here because a handler of a signal may run no Swift.
void tend_child_forward(int signal, pid_t pid);

/// What `waitpid` says of a status. Macros.
int tend_child_exited(int status);
int tend_child_exit_status(int status);
int tend_child_stop_signal(int status);
int tend_child_end_signal(int status);
