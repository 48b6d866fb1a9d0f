#define _GNU_SOURCE
#include "keeper.h"
#include <turns.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/// A death before the greeting or this soon after the start is quick. The first is forgiven; then the pauses double.
enum { quick_ms = 250, first_pause = 50, longest_pause = 2000, death_window = 60 * 1000, kill_grace = 5000 };
/// After so many quick deaths in a row those who wait are told.
enum { patient_deaths = 4 };
/// Of those at once, and of reads of what one has asked: nobody holds up the keeper.
enum { refused_limit = 4096, drain_limit = 64 };

ending ending_of(int status) {
    if (WIFSIGNALED(status)) return (ending){tend_keeper_exit_signal, WTERMSIG(status)};
    return (ending){tend_keeper_exit_code, WEXITSTATUS(status)};
}

void close_channel(keeper *k) {
    if (k->server.channel >= 0) close(k->server.channel);
    k->server.channel = -1;
    k->server.has_greeted = false;
    reset_out(k);
}

/// In the forked child: async-signal-safe calls only.
static _Noreturn void become_server(int channel, int listener, const char *executable) {
    // Both may stand where the other has to go: first out of the way.
    channel = fcntl(channel, F_DUPFD, 10);
    listener = fcntl(listener, F_DUPFD, 10);
    if (channel >= 0 && listener >= 0 && dup2(channel, 3) == 3 && dup2(listener, 4) == 4) {
        close_range(5, ~0U, 0);
        reset_signals();
        tend_turns_prefer_usual();
        // C-c at the terminal of a keeper in the foreground is for the keeper: the server still has to write down how the sessions ended.
        setpgid(0, 0);
        char *argv[] = {(char *)executable, "server", "run", "--inherited", NULL};
        execve(executable, argv, environ);
    }
    static const char text[] = "keeper: cannot execute the server\n";
    if (write(2, text, sizeof text - 1) < 0) _exit(126);
    _exit(127);
}

void start_server(keeper *k) {
    int ends[2] = {-1, -1};
    k->server.start_due = never;
    k->server.started = now_ms();
    close_channel(k);
    pid_t pid = -1;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == 0) {
        // Room for the largest packet.
        int room = tend_keeper_packet_limit;
        for (int i = 0; i < 2; i++) setsockopt(ends[i], SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
        sigset_t all, before;
        sigfillset(&all);
        sigprocmask(SIG_BLOCK, &all, &before);
        pid = fork();
        if (pid == 0) become_server(ends[1], k->listener, k->server.executable);
        sigprocmask(SIG_SETMASK, &before, NULL);
    }
    if (pid < 0) {
        say("cannot start the server: %s", strerror(errno));
        if (ends[0] >= 0) close(ends[0]);
        k->server.start_due = k->server.started + longest_pause;
    } else {
        k->server.pid = pid;
        k->server.channel = ends[0];
        fcntl(ends[0], F_SETFL, O_NONBLOCK);
    }
    if (ends[1] >= 0) close(ends[1]);
}

/// Notes a death; true if there were `death_limit` others within the last minute.
static bool is_one_too_many(server_state *server, int64_t now) {
    int recent = 0;
    for (int i = 0; i < death_limit && i < server->death_count; i++)
        if (now - server->deaths[i] < death_window) recent++;
    server->deaths[server->death_count++ % death_limit] = now;
    return recent == death_limit;
}

/// Tells those who have connected why nobody answers them. There is no server that could accept them at the same time.
static void refuse_waiting(keeper *k) {
    char body[512], answer[1024];
    const char *kind = k->server.death.kind == tend_keeper_exit_signal ? "signal" : "code";
    int length = snprintf(
        body, sizeof body,
        "{\"error\":{\"code\":\"unavailable\",\"message\":\"the server ends as soon as it is started (%s %d) — 'tend server logs' tells "
        "why; sessions keep running, 'tend server stop --force' ends them\"}}",
        kind, k->server.death.status);
    length = snprintf(
        answer, sizeof answer,
        "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s", length,
        body);
    struct pollfd waiting = {.fd = k->listener, .events = POLLIN};
    for (int refused = 0; refused < refused_limit && poll(&waiting, 1, 0) > 0; refused++) {
        int client = accept4(k->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (client < 0) return;
        // What was asked is taken out, lest closing be heard as a broken connection.
        for (int i = 0; i < drain_limit && recv(client, body, sizeof body, 0) > 0; i++) {}
        send(client, answer, (size_t)length, MSG_NOSIGNAL);
        close(client);
    }
}

bool waits_for_client(const keeper *k) {
    return k->server.is_given_up && k->server.pid == 0 && k->server.start_due == never && !k->is_ending;
}

void server_ended(keeper *k, int status, int64_t now) {
    server_state *server = &k->server;
    bool had_greeted = server->has_greeted;
    server->death = ending_of(status);
    server->pid = 0;
    server->term_due = server->kill_due = never;
    close_channel(k);
    say("server ended with %s %d", server->death.kind == tend_keeper_exit_signal ? "signal" : "code", server->death.status);
    if (k->is_ending) return;

    bool was_meant = had_greeted && server->death.kind == tend_keeper_exit_code && server->death.status == 0;
    bool was_quick = !had_greeted || now - server->started < quick_ms;
    server->quick_deaths = was_quick && !was_meant ? server->quick_deaths + 1 : 0;
    if (was_meant || !was_quick) server->is_given_up = false;
    if (server->quick_deaths >= patient_deaths) refuse_waiting(k);
    if (!was_meant && (is_one_too_many(server, now) || server->is_given_up)) {
        if (!server->is_given_up)
            say("the server died more than %d times within a minute: not started again — sessions keep running; the next tend "
                "command or SIGHUP tries again",
                death_limit);
        server->is_given_up = true;
        return;
    }
    int64_t pause = 0;
    if (server->quick_deaths > 1) {
        pause = first_pause;
        for (int i = 2; i < server->quick_deaths && pause < longest_pause; i++) pause *= 2;
        if (pause > longest_pause) pause = longest_pause;
    }
    server->start_due = now + pause;
}

/// Starts a server that is waited for, or that was given up.
void nudge_server(keeper *k) {
    if (k->server.pid != 0 || k->is_ending) return;
    int64_t now = now_ms(), soonest = k->server.started + longest_pause;
    if (k->server.start_due == never) {
        say("trying the server again");
        k->server.death_count = 0;
    }
    // Those who come again and again do not keep a machine busy with a server that cannot start.
    k->server.start_due = k->server.is_given_up && soonest > now ? soonest : now;
}

void step_server(keeper *k, int64_t now) {
    server_state *server = &k->server;
    if (server->pid == 0) server->term_due = server->kill_due = never;
    if (now >= server->term_due) {
        kill(server->pid, SIGTERM);
        server->term_due = never;
        server->kill_due = now + kill_grace;
    }
    if (now >= server->kill_due) {
        say("the server does not end: killing it");
        kill(server->pid, SIGKILL);
        server->kill_due = never;
    }
    if (now >= server->start_due) start_server(k);
}
