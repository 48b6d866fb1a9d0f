#define _GNU_SOURCE
#include "keeper.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/// After the first HUP: TERM, then KILL; then KILL again each `kill_interval` until it helped or `give_up` has passed.
enum { term_after = 2000, kill_after = 5000, kill_interval = 100, give_up = 15000 };

session *find_session(keeper *k, const char *id) {
    for (int i = 0; i < k->slot_count; i++) {
        session *s = &k->sessions[i];
        if (s->pid != 0 && !s->is_forgotten && strcmp(s->id, id) == 0) return s;
    }
    return NULL;
}

session *session_of_process(keeper *k, pid_t pid) {
    for (int i = 0; i < k->slot_count; i++) {
        session *s = &k->sessions[i];
        if (s->pid == pid && s->exit.kind == 0) return s;
    }
    return NULL;
}

static void drop(session *s) {
    if (s->master >= 0) close(s->master);
    memset(s, 0, sizeof *s);
    s->master = -1;
}

/// Drops forgotten sessions of which nothing is left.
static void drop_remnants(keeper *k) {
    sweep(k);
    for (int i = 0; i < k->slot_count; i++) {
        session *s = &k->sessions[i];
        if (s->pid != 0 && s->is_forgotten && s->members == 0) drop(s);
    }
    while (k->slot_count > 0 && k->sessions[k->slot_count - 1].pid == 0) k->slot_count--;
}

session *free_slot(keeper *k) {
    for (int attempt = 0; attempt < 2; attempt++) {
        for (int i = 0; i < k->slot_count; i++)
            if (k->sessions[i].pid == 0) return &k->sessions[i];
        if (k->slot_count < session_limit) return &k->sessions[k->slot_count++];
        drop_remnants(k);
    }
    return NULL;
}

/// To the foreground process group of the terminal, or to the program's own group. Returns 0 or an errno.
int signal_session(session *s, int number) {
    if (s->exit.kind != 0) return ESRCH;
    pid_t group = 0;
    if (s->master >= 0 && ioctl(s->master, TIOCGPGRP, &group) == 0 && group > 1 && kill(-group, number) == 0) return 0;
    return kill(-s->pid, number) == 0 ? 0 : errno;
}

void stop_session(session *s) {
    if (s->step != not_stopping) return;
    s->step = hung_up;
    s->stop_began = now_ms();
    s->due = s->stop_began + term_after;
    pid_t group = 0;
    if (s->master >= 0 && ioctl(s->master, TIOCGPGRP, &group) == 0 && group > 1 && group != s->pid) {
        kill(-group, SIGHUP);
        kill(-group, SIGCONT);
    }
    kill(-s->pid, SIGHUP);
    kill(-s->pid, SIGCONT);
}

/// The exit is acknowledged. What the program left running stays, as with any terminal, but we remember whose it was.
void forget_session(keeper *k, session *s) {
    if (s->master >= 0) close(s->master);
    s->master = -1;
    s->is_forgotten = true;
    drop_remnants(k);
}

bool any_stopping(const keeper *k) {
    for (int i = 0; i < k->slot_count; i++)
        if (k->sessions[i].pid != 0 && k->sessions[i].step != not_stopping) return true;
    return false;
}

static void visit(session *s, pid_t pid) {
    s->members++;
    if (s->sweep_signal != 0) kill(pid, s->sweep_signal);
}

/// Counts the live processes of each session and sends them the signal that is due: one look at /proc for all.
void sweep(keeper *k) {
    for (int i = 0; i < k->slot_count; i++) k->sessions[i].members = 0;
    visit_members(k, visit);
    for (int i = 0; i < k->slot_count; i++) k->sessions[i].sweep_signal = 0;
}

static void finish(session *s) {
    s->step = not_stopping;
    s->due = never;
}

/// Ends the escalation of sessions of which nothing is left. Only then is the exit told.
void settle(keeper *k) {
    for (int i = 0; i < k->slot_count; i++) {
        session *s = &k->sessions[i];
        if (s->pid != 0 && s->step != not_stopping && s->exit.kind != 0 && s->members == 0) finish(s);
    }
}

/// Takes the steps that are due; `hurry` takes them all to KILL.
void step_sessions(keeper *k, int64_t now, bool hurry) {
    bool any = false;
    for (int i = 0; i < k->slot_count; i++) {
        session *s = &k->sessions[i];
        if (s->pid == 0 || s->step == not_stopping || (now < s->due && !hurry)) continue;
        any = true;
        if (s->step == hung_up && !hurry) {
            s->step = terminated;
            s->sweep_signal = SIGTERM;
            s->due = s->stop_began + kill_after;
        } else {
            s->step = killed;
            s->sweep_signal = SIGKILL;
            s->due = now + kill_interval;
        }
        // Uninterruptible, most likely in a dead file system: nobody can do more.
        if (s->exit.kind != 0 && now > s->stop_began + give_up) {
            say("session %s: processes are left that cannot be killed", s->id);
            finish(s);
        }
    }
    if (!any) return;
    sweep(k);
    settle(k);
}
