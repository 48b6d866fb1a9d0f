#define _GNU_SOURCE
#include "keeper.h"
#include <turns.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

/// Programs are the first to go when memory ends, before the keeper and the server.
enum { memory_penalty = 100, memory_worst = 1000 };

/// A terminal of the right size before anybody looks; both ends close on exec from birth, as a slave that leaked into another child would
/// keep the terminal from ever ending.
static int open_terminal(const spawn_request *request, int *slave) {
    int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (master < 0) return -1;
    struct winsize size = {.ws_row = request->rows, .ws_col = request->columns};
    struct termios modes;
    *slave = -1;
    if (grantpt(master) == 0 && unlockpt(master) == 0 && ioctl(master, TIOCSWINSZ, &size) == 0)
        *slave = ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (*slave >= 0 && tcgetattr(*slave, &modes) == 0) {
        modes.c_iflag |= IUTF8;
        if (tcsetattr(*slave, TCSANOW, &modes) == 0) return master;
    }
    int error = errno;
    if (*slave >= 0) close(*slave);
    close(master);
    errno = error;
    return -1;
}

/// The text for the child's oom_score_adj.
static int penalty_text(char *text, size_t size) {
    int value = 0;
    FILE *file = fopen("/proc/self/oom_score_adj", "re");
    if (file != NULL) {
        if (fscanf(file, "%d", &value) != 1) value = 0;
        fclose(file);
    }
    value = value + memory_penalty > memory_worst ? memory_worst : value + memory_penalty;
    return snprintf(text, size, "%d", value);
}

/// Ignored signals would stay ignored across exec. In a forked child: async-signal-safe.
void reset_signals(void) {
    sigset_t none;
    // By the system call, as glibc leaves out 32 and 33, which its posix_spawn makes us ignore. All zero is SIG_DFL on every machine.
    static const unsigned long by_default[8];
    for (int number = 1; number <= 64; number++) syscall(SYS_rt_sigaction, number, by_default, NULL, 8);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

static _Noreturn void report(int pipe, int32_t stage) {
    failure result = {stage, errno};
    while (write(pipe, &result, sizeof result) < 0 && errno == EINTR) {}
    _exit(127);
}

typedef struct {
    int slave, directory, pipe;
    const char *path;
    const char *penalty;
    size_t penalty_length;
} preparation;

/// The child, between fork and exec: async-signal-safe calls only.
static _Noreturn void become(const keeper *k, const spawn_request *request, const preparation *prepared) {
    if (setsid() < 0 || ioctl(prepared->slave, TIOCSCTTY, 0) != 0) report(prepared->pipe, tend_keeper_stage_terminal);
    for (int fd = 0; fd < 3; fd++)
        if (dup2(prepared->slave, fd) < 0) report(prepared->pipe, tend_keeper_stage_terminal);
    if (fchdir(prepared->directory) != 0) report(prepared->pipe, tend_keeper_stage_directory);
    int score = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (score >= 0 && write(score, prepared->penalty, prepared->penalty_length) < 0) errno = 0;  // an optional favour
    close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
    setrlimit(RLIMIT_NOFILE, &k->file_limit);
    setrlimit(RLIMIT_CORE, &k->core_limit);
    reset_signals();
    tend_turns_prefer_usual();
    execve(prepared->path, request->argv, request->envp);
    if (errno == ENOEXEC) {
        // A script without `#!`: execvp gives it to the shell. The slot in front of argv is free for that.
        char *name = request->argv[0];
        request->argv[0] = (char *)prepared->path;
        request->argv[-1] = "sh";
        execve("/bin/sh", request->argv - 1, request->envp);
        request->argv[0] = name;
    }
    report(prepared->pipe, tend_keeper_stage_program);
}

/// Forks. Returns the pid once the program runs, or the failure with no child left.
static failure start(const keeper *k, const spawn_request *request, preparation *prepared, pid_t *pid) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return (failure){tend_keeper_stage_fork, errno};
    prepared->pipe = ends[1];
    sigset_t all, before;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &before);
    *pid = fork();
    if (*pid == 0) become(k, request, prepared);
    int error = errno;
    sigprocmask(SIG_SETMASK, &before, NULL);
    close(ends[1]);
    failure result = {0, 0};
    if (*pid < 0) {
        result = (failure){tend_keeper_stage_fork, error};
    } else {
        // The end of the pipe is the beginning of the program.
        ssize_t length;
        while ((length = read(ends[0], &result, sizeof result)) < 0 && errno == EINTR) {}
        if (length == sizeof result)
            while (waitpid(*pid, NULL, 0) < 0 && errno == EINTR) {}
        else
            result = (failure){0, 0};
    }
    close(ends[0]);
    return result;
}

failure spawn_session(keeper *k, const spawn_request *request, session **made) {
    session *s = free_slot(k);
    if (s == NULL) return (failure){tend_keeper_stage_request, ENOSPC};
    preparation prepared = {.directory = open(request->directory, O_PATH | O_DIRECTORY | O_CLOEXEC)};
    if (prepared.directory < 0) return (failure){tend_keeper_stage_directory, errno};

    failure result = {0, 0};
    char path[PATH_MAX], penalty[16];
    int master = -1;
    pid_t pid = 0;
    result.error = find_program(request->argv[0], request->envp, prepared.directory, path, sizeof path);
    if (result.error != 0) {
        result.stage = tend_keeper_stage_program;
    } else if ((master = open_terminal(request, &prepared.slave)) < 0) {
        result = (failure){tend_keeper_stage_terminal, errno};
    } else {
        prepared.path = path;
        prepared.penalty = penalty;
        prepared.penalty_length = (size_t)penalty_text(penalty, sizeof penalty);
        result = start(k, request, &prepared, &pid);
        close(prepared.slave);
        if (result.error != 0) close(master);
    }
    close(prepared.directory);
    if (result.error != 0) return result;

    memset(s, 0, sizeof *s);
    set_text(s->id, sizeof s->id, request->id);
    s->pid = pid;
    s->master = master;
    s->due = never;
    *made = s;
    return result;
}
