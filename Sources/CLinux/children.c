#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/// Between fork and exec: only what is async-signal-safe, since other threads may have held locks.
static _Noreturn void become(
    const char *program, char *const *arguments, char *const *environment, tend_child_place place, int deathSignal, pid_t parent, const int *ends,
    int report) {
    int failure = 0;
    if (place == tend_child_in_session && setsid() < 0) failure = errno;
    prctl(PR_SET_PDEATHSIG, deathSignal);
    // It died before it could be told.
    if (getppid() != parent) _exit(127);
    for (int signal = 1; signal < NSIG; signal++) {
        struct sigaction action = {.sa_handler = SIG_DFL};
        sigaction(signal, &action, NULL);
    }
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    for (int end = 0; end < 3 && failure == 0; end++)
        if (ends[end] >= 0 && dup2(ends[end], end) < 0) failure = errno;
    if (failure == 0) {
        tend_turns_prefer_usual();
        execve(program, arguments, environment);
        failure = errno;
    }
    ssize_t written = write(report, &failure, sizeof failure);
    _exit(written < 0 ? 126 : 127);
}

pid_t tend_child_start(
    const char *program, char *const *arguments, char *const *environment, tend_child_place place, int deathSignal, int input, int output,
    int error) {
    int report[2];
    if (pipe2(report, O_CLOEXEC) < 0) return -errno;
    int ends[3] = {input, output, error};
    pid_t parent = getpid();
    // No handler of ours may run in the child before it has its own.
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pid_t child = fork();
    if (child == 0) become(program, arguments, environment, place, deathSignal, parent, ends, report[1]);
    int failure = child < 0 ? errno : 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    close(report[1]);
    if (child > 0) {
        ssize_t count;
        while ((count = read(report[0], &failure, sizeof failure)) < 0 && errno == EINTR) continue;
        if (count == sizeof failure) while (waitpid(child, NULL, 0) < 0 && errno == EINTR) continue;
        else failure = 0;
    }
    close(report[0]);
    return failure != 0 ? -failure : child;
}

static atomic_int heir;

static void forward(int signal) {
    int before = errno;
    pid_t pid = atomic_load(&heir);
    if (pid > 0) kill(pid, signal);
    errno = before;
}

void tend_child_forward(int signal, pid_t pid) {
    atomic_store(&heir, pid);
    struct sigaction action = {.sa_handler = forward, .sa_flags = SA_RESTART};
    sigfillset(&action.sa_mask);
    sigaction(signal, &action, NULL);
}

int tend_child_exited(int status) { return WIFEXITED(status); }
int tend_child_exit_status(int status) { return WEXITSTATUS(status); }
int tend_child_stop_signal(int status) { return WIFSTOPPED(status) ? WSTOPSIG(status) : 0; }
int tend_child_end_signal(int status) { return WIFSIGNALED(status) ? WTERMSIG(status) : 0; }
