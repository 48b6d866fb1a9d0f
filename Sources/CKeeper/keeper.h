#pragma once

// The keeper's state, private to this target. Times are milliseconds of CLOCK_MONOTONIC, which a re-exec does not disturb; `never` is no time.

#include "include/CKeeper.h"

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/resource.h>
#include <sys/stat.h>

enum { session_limit = 4096, id_limit = 63, death_limit = 20, string_limit = 16 * 1024 };
#define never INT64_MAX

typedef struct {
    int32_t kind, status;
} ending;

/// How far the end of a session has been driven.
typedef enum { not_stopping, hung_up, terminated, killed } stop_step;

typedef struct {
    char id[id_limit + 1];
    /// The program, and at the same time the session id (sid) of what it starts. 0: the slot is free.
    pid_t pid;
    /// -1 in a forgotten session.
    int master;
    ending exit;
    /// The present server has been told of the exit.
    bool is_told;
    /// Acknowledged, and kept only because processes of its sid were left: the shutdown ends them.
    bool is_forgotten;
    stop_step step;
    int64_t stop_began, due;
    /// Scratch of `sweep`: the signal to send, the live processes seen.
    int sweep_signal, members;
} session;

typedef struct {
    char executable[PATH_MAX];
    pid_t pid;
    /// Our end of the channel, or -1.
    int channel;
    bool has_greeted;
    int64_t started, start_due, term_due, kill_due;
    /// How the previous one ended.
    ending death;
    /// Times of the last deaths, a ring; deaths in a row that came too soon.
    int64_t deaths[death_limit];
    int death_count, quick_deaths;
    /// It died too often: from now on it is started when somebody connects.
    bool is_given_up;
} server_state;

/// The one message that may wait for room in the channel. Nothing else queues: what is still to be told stands in the sessions, and
/// requests are not read meanwhile.
typedef struct {
    unsigned char bytes[256];
    size_t length;
    int descriptor;
    /// Next slot to list, or -1; the tag of the `hello` that asked.
    int listing;
    uint64_t listing_tag;
    bool is_blocked;
    int64_t retry_due;
} outbox;

typedef struct {
    char lock_path[PATH_MAX], socket_path[PATH_MAX], log_path[PATH_MAX];
    int lock, listener, signals, ready;
    dev_t socket_device;
    ino_t socket_inode;
    struct rlimit file_limit, core_limit;
    server_state server;
    outbox out;
    bool is_ending, has_ended_sessions;
    /// The `shutdown` request that still waits for its answer.
    bool has_shutdown_tag;
    uint64_t shutdown_tag;
    int slot_count;
    session sessions[session_limit];
} keeper;

// keeper.c
int64_t now_ms(void);
void use_log(const keeper *k);
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
_Noreturn void fail_start(keeper *k, int code, const char *format, ...) __attribute__((format(printf, 3, 4)));
void set_close_on_exec(int fd, bool on);
void set_text(char *to, size_t size, const char *from);
_Noreturn void keeper_run(keeper *k);
void keeper_end(keeper *k);
void release_socket(keeper *k);

// listener.c
void take_lock(keeper *k, int wait_seconds);
void open_listener(keeper *k);

// sessions.c
session *find_session(keeper *k, const char *id);
session *session_of_process(keeper *k, pid_t pid);
session *free_slot(keeper *k);
int signal_session(session *s, int number);
void stop_session(session *s);
void forget_session(keeper *k, session *s);
void sweep(keeper *k);
void settle(keeper *k);
void step_sessions(keeper *k, int64_t now, bool hurry);
bool any_stopping(const keeper *k);

// spawn.c, program.c
typedef struct {
    const char *id, *directory;
    unsigned short rows, columns;
    /// NULL-terminated, with one free slot in front for a shell.
    char **argv;
    char **envp;
} spawn_request;
typedef struct {
    int32_t stage, error;
} failure;
failure spawn_session(keeper *k, const spawn_request *request, session **made);
/// Finds what `execvp` would run with the PATH of `envp`, seen from `directory`. Returns 0 or an errno.
int find_program(const char *name, char *const *envp, int directory, char *path, size_t size);
void reset_signals(void);

// processes.c
/// Calls `visit` for each process, alive or still to be reaped by us, that descends from this one and whose sid is one of our sessions.
void visit_members(keeper *k, void (*visit)(session *s, pid_t pid));

// wire.c
void receive_requests(keeper *k);
void flush_out(keeper *k);
void reply_done(keeper *k, uint64_t tag);
void reset_out(keeper *k);

// server.c
void start_server(keeper *k);
void server_ended(keeper *k, int status, int64_t now);
void step_server(keeper *k, int64_t now);
void nudge_server(keeper *k);
/// Whether somebody who connects is to start it.
bool waits_for_client(const keeper *k);
void close_channel(keeper *k);
ending ending_of(int status);

// upgrade.c
int upgrade(keeper *k, const char *executable, uint64_t tag);
void resume(keeper *k, int state);
enum { state_version = 1 };
