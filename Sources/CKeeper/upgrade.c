#define _GNU_SOURCE
#include "keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

// A new keeper takes the place of the old one by exec: same pid, same children, same descriptors. The state travels as lines of text in a
// memory file; a line with an unknown first word is ignored, so that either side may be the newer one.

enum { probe_timeout = 5000 };

/// Asks the file whether it is a keeper that understands our state: exec cannot be taken back, and a file that is none would take all
/// sessions with it. Returns 0 or an errno.
static int probe(const char *executable) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return errno;
    pid_t pid = fork();
    if (pid == 0) {
        dup2(ends[1], 1);
        close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
        reset_signals();
        char *argv[] = {(char *)executable, "keeper", "--probe", NULL};
        execve(executable, argv, environ);
        _exit(127);
    }
    int error = errno;
    close(ends[1]);
    char text[64] = "";
    if (pid > 0) {
        struct pollfd polled = {.fd = ends[0], .events = POLLIN};
        ssize_t length = poll(&polled, 1, probe_timeout) == 1 ? read(ends[0], text, sizeof text - 1) : -1;
        text[length < 0 ? 0 : length] = 0;
        kill(pid, SIGKILL);
        while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) {}
    }
    close(ends[0]);
    if (pid < 0) return error;
    int version = 0;
    return sscanf(text, "tend keeper %d", &version) == 1 && version >= state_version ? 0 : ENOEXEC;
}

static void keep_open(keeper *k, bool keep) {
    set_close_on_exec(k->lock, !keep);
    set_close_on_exec(k->listener, !keep);
    set_close_on_exec(k->server.channel, !keep);
    for (int i = 0; i < k->slot_count; i++)
        if (k->sessions[i].pid != 0) set_close_on_exec(k->sessions[i].master, !keep);
}

static bool write_state(keeper *k, FILE *file, uint64_t tag) {
    server_state *server = &k->server;
    fprintf(file, "upgrade %" PRIu64 "\n", tag);
    fprintf(file, "keeper %d %d %ju %ju\n", k->lock, k->listener, (uintmax_t)k->socket_device, (uintmax_t)k->socket_inode);
    fprintf(file, "limits %ju %ju %ju %ju\n", (uintmax_t)k->file_limit.rlim_cur, (uintmax_t)k->file_limit.rlim_max,
            (uintmax_t)k->core_limit.rlim_cur, (uintmax_t)k->core_limit.rlim_max);
    fprintf(file, "server %d %d %d %" PRId64 " %d %d\n", server->pid, server->channel, server->has_greeted, server->started,
            server->death.kind, server->death.status);
    for (int i = 0; i < k->slot_count; i++) {
        session *s = &k->sessions[i];
        if (s->pid == 0) continue;
        fprintf(file, "session %s %d %d %d %d %d %d %d %" PRId64 " %" PRId64 "\n", s->id, s->pid, s->master, s->exit.kind,
                s->exit.status, s->is_told, s->is_forgotten, (int)s->step, s->stop_began, s->due);
    }
    return fflush(file) == 0 && !ferror(file);
}

/// Returns only on failure, with an errno and nothing changed.
int upgrade(keeper *k, const char *executable, uint64_t tag) {
    if (k->is_ending) return ESHUTDOWN;
    if (executable[0] != '/' || strlen(executable) >= PATH_MAX) return EINVAL;
    if (access(executable, X_OK) != 0) return errno;
    int error = probe(executable);
    if (error != 0) return error;

    int fd = memfd_create("tend-keeper", MFD_CLOEXEC);
    if (fd < 0) return errno;
    FILE *file = fdopen(fd, "w");
    if (file == NULL) {
        error = errno;
        close(fd);
        return error;
    }
    error = ENOSPC;
    if (write_state(k, file, tag)) {
        char path[PATH_MAX], number[16];
        set_text(path, sizeof path, executable);
        snprintf(number, sizeof number, "%d", fd);
        char *argv[] = {path,       "keeper",          "--lock", k->lock_path, "--socket", k->socket_path, "--server",
                        k->server.executable, "--log", k->log_path, "--resume", number,     NULL};
        say("upgrading to %s", path);
        keep_open(k, true);
        set_close_on_exec(fd, false);
        execve(path, argv, environ);
        error = errno;
        keep_open(k, false);
        say("cannot execute %s: %s", path, strerror(error));
    }
    fclose(file);
    return error;
}

static void read_line(keeper *k, char *line, uint64_t *tag) {
    uintmax_t a = 0, b = 0, c = 0, d = 0;
    int e = 0, f = 0, g = 0;
    server_state *server = &k->server;
    if (sscanf(line, "upgrade %" SCNu64, tag) == 1) return;
    if (sscanf(line, "keeper %d %d %ju %ju", &k->lock, &k->listener, &a, &b) == 4) {
        k->socket_device = (dev_t)a;
        k->socket_inode = (ino_t)b;
    } else if (sscanf(line, "limits %ju %ju %ju %ju", &a, &b, &c, &d) == 4) {
        k->file_limit = (struct rlimit){(rlim_t)a, (rlim_t)b};
        k->core_limit = (struct rlimit){(rlim_t)c, (rlim_t)d};
    } else if (sscanf(line, "server %d %d %d %" SCNd64 " %d %d", &server->pid, &server->channel, &e, &server->started,
                      &server->death.kind, &server->death.status) == 6) {
        server->has_greeted = e;
    } else if (strncmp(line, "session ", 8) == 0 && k->slot_count < session_limit) {
        session s = {0};
        if (sscanf(line, "session %63s %d %d %d %d %d %d %d %" SCNd64 " %" SCNd64, s.id, &s.pid, &s.master, &s.exit.kind,
                   &s.exit.status, &e, &f, &g, &s.stop_began, &s.due) != 10) {
            say("ignored: %s", line);
            return;
        }
        s.is_told = e;
        s.is_forgotten = f;
        s.step = (stop_step)g;
        k->sessions[k->slot_count++] = s;
    }
}

/// The new keeper's beginning: takes over what `upgrade` wrote, and answers the request.
void resume(keeper *k, int state) {
    use_log(k);
    if (chdir("/") != 0) say("cannot change to '/': %s", strerror(errno));
    FILE *file = lseek(state, 0, SEEK_SET) == 0 ? fdopen(state, "r") : NULL;
    if (file == NULL) fail_start(k, 1, "cannot read the state of the previous keeper: %s", strerror(errno));
    set_close_on_exec(state, true);
    uint64_t tag = 0;
    for (char line[512]; fgets(line, sizeof line, file) != NULL;) read_line(k, line, &tag);
    fclose(file);
    keep_open(k, false);
    say("upgraded, %d sessions", k->slot_count);
    if (k->server.channel >= 0) reply_done(k, tag);
}
