#pragma once

#include <stdint.h>
#include <sys/types.h>

/// The keeper: the parent of all sessions' programs, in plain single-threaded C, because only such a process may `fork` safely and
/// because it must outlive every fault of the server. It runs in a process whose first argument is `keeper`: a constructor takes
/// over before anything of Swift starts, and never returns.
///
///     EXE keeper --lock PATH --socket PATH --server EXE --log PATH [--detach] [--wait SECONDS]
///
/// Descriptor 3, if it is a pipe, learns the outcome of the start: one of the letters below, and after `E` a sentence.
enum {
    tend_keeper_ready = 'R',
    tend_keeper_already_running = 'A',
    tend_keeper_failed = 'E',
};

/// Exit status of a keeper that found the lock taken.
enum { tend_keeper_exit_running = 11 };

/// The protocol between keeper and server: SOCK_SEQPACKET, one message per packet, little-endian:
/// `u32 type, u32 length of the payload, u64 tag`, payload. A reply carries the tag of its request; notices carry 0. Payloads may grow at
/// the end: a receiver ignores what it does not know. Strings end with a NUL.
enum { tend_keeper_version = 1, tend_keeper_packet_limit = 256 * 1024, tend_keeper_header = 16 };

enum tend_keeper_message {
    /// `u32 version` → `welcome`, a `session` for each, `listed`.
    tend_keeper_hello = 1,
    /// `u16 rows, u16 columns, u32 argc, u32 envc, id, cwd, argv…, env…` → `started` with the master, or `refused`.
    tend_keeper_spawn = 2,
    /// `i32 signal, id` → `done`.
    tend_keeper_signal = 3,
    /// `id` → `done` as soon as the escalation has begun; `exited` follows when nothing is left.
    tend_keeper_stop = 4,
    /// `id` → `done`.
    tend_keeper_forget = 5,
    /// `path` → `done`.
    tend_keeper_set_server = 6,
    /// `path` → `done`, from the new keeper.
    tend_keeper_upgrade = 7,
    /// → `done` when every session has ended; then the server is expected to exit.
    tend_keeper_shutdown = 8,

    /// `u32 version, i32 keeper's pid, i32 kind, i32 status (of the previous server's death), u32 sessions`.
    tend_keeper_welcome = 64,
    /// `i32 pid, i32 kind, i32 status (of its exit), id`, and the master.
    tend_keeper_session = 65,
    tend_keeper_listed = 66,
    /// `i32 pid`, and the master.
    tend_keeper_started = 67,
    tend_keeper_done = 68,
    /// `u32 stage, i32 errno`.
    tend_keeper_refused = 69,
    /// Notice: `i32 kind, i32 status, id`.
    tend_keeper_exited = 70,
};

/// How a process ended: `kind` in the messages above.
enum { tend_keeper_not_ended = 0, tend_keeper_exit_code = 1, tend_keeper_exit_signal = 2 };

/// What was being done when a request failed.
enum tend_keeper_stage {
    tend_keeper_stage_request = 1,
    tend_keeper_stage_terminal = 2,
    tend_keeper_stage_fork = 3,
    tend_keeper_stage_directory = 4,
    tend_keeper_stage_program = 5,
};

/// Runs `arguments` (NULL-terminated; the first is the executable's path) with stdin from /dev/null, stdout and stderr on `log`,
/// `ready` as descriptor 3 and nothing else open. Returns the pid, or a negative errno. The caller waits for it; a keeper with `--detach`
/// ends at once and leaves the real one behind. Here because Swift's Glibc lacks `posix_spawn_file_actions_addclosefrom_np`, and in this file
/// because whoever links it links the constructor.
pid_t tend_keeper_launch(char *_Nullable const *_Nonnull arguments, int log, int ready);

/// Opens the log that keeper and server write to. One of 4 MiB or more becomes `PATH.1` first, in place of the one before. Returns a
/// descriptor, close-on-exec, or a negative errno.
int tend_log_open(const char *_Nonnull path);
/// To be called before a line is written to the log by descriptor 2: that goes to the file of this name again if another has it now, or
/// if the file has grown too large. Here because the keeper needs it too, which is C.
void tend_log_refresh(const char *_Nonnull path);
