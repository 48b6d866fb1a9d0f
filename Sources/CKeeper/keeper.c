#define _GNU_SOURCE
#include "keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int64_t now_ms(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

void set_close_on_exec(int fd, bool on) {
    if (fd >= 0) fcntl(fd, F_SETFD, on ? FD_CLOEXEC : 0);
}

void set_text(char *to, size_t size, const char *from) { snprintf(to, size, "%s", from); }

/// Where descriptor 2 leads, once it leads there.
static const char *log_path;

void use_log(const keeper *k) { log_path = k->log_path; }

/// One line into the log, in one write, so that lines of the server do not mix with it.
void say(const char *format, ...) {
    if (log_path != NULL) tend_log_refresh(log_path);
    char line[1024], stamp[32];
    struct timespec time;
    struct tm parts;
    clock_gettime(CLOCK_REALTIME, &time);
    gmtime_r(&time.tv_sec, &parts);
    strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%S", &parts);
    int length = snprintf(line, sizeof line, "%s.%03ldZ keeper[%d]: ", stamp, time.tv_nsec / 1000000, getpid());
    va_list arguments;
    va_start(arguments, format);
    length += vsnprintf(line + length, sizeof line - (size_t)length - 1, format, arguments);
    va_end(arguments);
    if (length > (int)sizeof line - 2) length = sizeof line - 2;
    line[length++] = '\n';
    if (write(2, line, (size_t)length) < 0) return;  // a full disk must not end sessions
}

/// Ends a keeper that cannot start; the reason goes to the log and to whoever waits at the pipe.
void fail_start(keeper *k, int code, const char *format, ...) {
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    bool is_running = code == tend_keeper_exit_running;
    if (!is_running) say("%s", text);
    if (k->ready >= 0) dprintf(k->ready, "%c%s", is_running ? tend_keeper_already_running : tend_keeper_failed, text);
    _exit(code);
}

static void open_signals(keeper *k) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGCHLD);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    signal(SIGPIPE, SIG_IGN);
    // An inherited "ignore" would make the kernel reap our children behind our back.
    signal(SIGCHLD, SIG_DFL);
    sigprocmask(SIG_BLOCK, &set, NULL);
    k->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    if (k->signals < 0) fail_start(k, 1, "cannot watch signals: %s", strerror(errno));
}

/// Ends the sessions, then the server, then ourselves.
void keeper_end(keeper *k) {
    if (k->is_ending) return;
    say("ending");
    k->is_ending = true;
    k->server.start_due = never;
    release_socket(k);
    sweep(k);
    for (int i = 0; i < k->slot_count; i++) {
        session *s = &k->sessions[i];
        if (s->pid != 0 && s->step == not_stopping && (s->exit.kind == 0 || s->members > 0)) stop_session(s);
    }
}

static void read_signals(keeper *k) {
    struct signalfd_siginfo info;
    while (read(k->signals, &info, sizeof info) == sizeof info) switch (info.ssi_signo) {
        case SIGTERM:
        case SIGINT:
            if (k->is_ending) step_sessions(k, now_ms(), true);  // asked twice: do not wait for the programs
            keeper_end(k);
            break;
        case SIGHUP: nudge_server(k); break;
        }
}

static void reap(keeper *k) {
    bool any = false;
    int status;
    for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0; any = true) {
        session *s = session_of_process(k, pid);
        if (s != NULL)
            s->exit = ending_of(status);
        else if (pid == k->server.pid)
            server_ended(k, status, now_ms());
    }
    if (any && any_stopping(k)) {
        sweep(k);
        settle(k);
    }
}

/// Sessions have ended: the server records that and goes.
static void finish_ending(keeper *k, int64_t now) {
    if (!k->is_ending || any_stopping(k)) return;
    if (!k->has_ended_sessions) {
        k->has_ended_sessions = true;
        // One that asked for the shutdown wants to answer its client and goes by itself.
        k->server.term_due = now + (k->has_shutdown_tag ? 2000 : 0);
    }
    flush_out(k);
    if (k->has_shutdown_tag && k->out.length == 0) {
        k->has_shutdown_tag = false;
        reply_done(k, k->shutdown_tag);
    }
    if (k->server.pid != 0) return;
    say("ended");
    if (ftruncate(k->lock, 0) != 0) say("cannot clear the lock: %s", strerror(errno));
    _exit(0);
}

static int64_t next_due(const keeper *k) {
    int64_t due = k->server.start_due;
    if (k->server.term_due < due) due = k->server.term_due;
    if (k->server.kill_due < due) due = k->server.kill_due;
    if (k->out.retry_due < due) due = k->out.retry_due;
    for (int i = 0; i < k->slot_count; i++) {
        const session *s = &k->sessions[i];
        if (s->pid != 0 && s->step != not_stopping && s->due < due) due = s->due;
    }
    return due;
}

/// Never returns. Sleeps until a signal, a request, or the next step of something that was begun.
void keeper_run(keeper *k) {
    if (prctl(PR_SET_CHILD_SUBREAPER, 1) != 0) say("cannot become subreaper: %s", strerror(errno));
    open_signals(k);
    if (k->ready >= 0) {
        dprintf(k->ready, "%c", tend_keeper_ready);
        close(k->ready);
        k->ready = -1;
    }
    reap(k);  // after an upgrade: what ended in between
    for (;;) {
        int64_t now = now_ms();
        step_server(k, now);
        step_sessions(k, now, false);
        flush_out(k);
        finish_ending(k, now);

        int64_t due = next_due(k), wait = due == never ? -1 : due <= now ? 0 : due - now;
        bool can_read = k->out.length == 0 && k->out.listing < 0;
        struct pollfd polled[3] = {
            {.fd = k->signals, .events = POLLIN},
            {.fd = k->server.channel, .events = (short)((can_read ? POLLIN : 0) | (k->out.is_blocked ? POLLOUT : 0))},
            {.fd = waits_for_client(k) ? k->listener : -1, .events = POLLIN},
        };
        if (poll(polled, 3, wait > INT_MAX ? INT_MAX : (int)wait) < 0 && errno != EINTR) say("poll: %s", strerror(errno));
        if (polled[0].revents != 0) {
            read_signals(k);
            reap(k);
        }
        if (polled[1].revents != 0) receive_requests(k);
        if (polled[2].revents != 0 && waits_for_client(k)) nudge_server(k);
    }
}
