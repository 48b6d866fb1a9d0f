#define _GNU_SOURCE
#include "keeper.h"
#include <turns.h>

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

pid_t tend_keeper_launch(char *const *arguments, int log, int ready) {
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    if (posix_spawn_file_actions_init(&files) != 0) return -ENOMEM;
    if (posix_spawnattr_init(&attributes) != 0) {
        posix_spawn_file_actions_destroy(&files);
        return -ENOMEM;
    }
    // Out of the way of the numbers that are to be taken.
    log = fcntl(log, F_DUPFD_CLOEXEC, 10);
    ready = fcntl(ready, F_DUPFD_CLOEXEC, 10);
    int error = log < 0 || ready < 0 ? errno : 0;
    if (error == 0) error = posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    if (error == 0) error = posix_spawn_file_actions_adddup2(&files, log, 1);
    if (error == 0) error = posix_spawn_file_actions_adddup2(&files, log, 2);
    if (error == 0) error = posix_spawn_file_actions_adddup2(&files, ready, 3);
    if (error == 0) error = posix_spawn_file_actions_addclosefrom_np(&files, 4);
    if (error == 0) error = posix_spawnattr_setsigmask(&attributes, &none);
    if (error == 0) error = posix_spawnattr_setsigdefault(&attributes, &all);
    if (error == 0) error = posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    pid_t pid = 0;
    if (error == 0) error = posix_spawn(&pid, arguments[0], &files, &attributes, arguments, environ);
    if (log >= 0) close(log);
    if (ready >= 0) close(ready);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return error == 0 ? pid : -error;
}

static void set_path(keeper *k, char *to, const char *from, const char *option) {
    if (from[0] != '/') fail_start(k, 2, "%s must be an absolute path, not '%s'", option, from);
    if (strlen(from) >= PATH_MAX) fail_start(k, 2, "%s is too long", option);
    set_text(to, PATH_MAX, from);
}

/// Leaves the process that asked: it learns the rest by the pipe, and no terminal can hang us up.
static void detach(keeper *k) {
    pid_t pid = fork();
    if (pid < 0) fail_start(k, 1, "cannot fork: %s", strerror(errno));
    if (pid > 0) _exit(0);
    setsid();
}

/// A place that lasts for months: no directory held busy, nothing open but the pipe, output in the log.
static void settle_down(keeper *k) {
    if (chdir("/") != 0) fail_start(k, 1, "cannot change to '/': %s", strerror(errno));
    struct stat status;
    k->ready = fstat(3, &status) == 0 && S_ISFIFO(status.st_mode) ? 3 : -1;
    close_range(k->ready == 3 ? 4 : 3, ~0U, 0);
    if (k->ready == 3) set_close_on_exec(3, true);
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (null < 0 || dup2(null, 0) < 0) fail_start(k, 1, "cannot open /dev/null: %s", strerror(errno));
    int log = tend_log_open(k->log_path);
    if (log < 0) fail_start(k, 1, "cannot open the log '%s': %s", k->log_path, strerror(-log));
    if (dup2(log, 1) < 0 || dup2(log, 2) < 0) fail_start(k, 1, "cannot use the log: %s", strerror(errno));
    close(log);
    close(null);
    use_log(k);
}

/// Descriptors cost us one per session, whatever the user's soft limit is; core files would be of no use. Children get the user's limits back.
static void raise_limits(keeper *k) {
    if (getrlimit(RLIMIT_NOFILE, &k->file_limit) == 0) {
        struct rlimit raised = k->file_limit;
        raised.rlim_cur = raised.rlim_max;
        setrlimit(RLIMIT_NOFILE, &raised);
    }
    if (getrlimit(RLIMIT_CORE, &k->core_limit) == 0) {
        struct rlimit none = k->core_limit;
        none.rlim_cur = 0;
        setrlimit(RLIMIT_CORE, &none);
    }
}

static _Noreturn void enter(int argc, char **argv) {
    static keeper state;
    keeper *k = &state;
    k->lock = k->listener = k->signals = k->ready = k->server.channel = -1;
    k->server.start_due = k->server.term_due = k->server.kill_due = never;
    reset_out(k);

    static const struct option options[] = {
        {"lock", required_argument, NULL, 'l'},   {"socket", required_argument, NULL, 's'},
        {"server", required_argument, NULL, 'x'}, {"log", required_argument, NULL, 'o'},
        {"wait", required_argument, NULL, 'w'},   {"detach", no_argument, NULL, 'd'},
        {"resume", required_argument, NULL, 'r'}, {"probe", no_argument, NULL, 'p'},
        {NULL, 0, NULL, 0},
    };
    int wait_seconds = 0, state_fd = -1;
    bool wants_detach = false;
    for (int option; (option = getopt_long(argc - 1, argv + 1, "", options, NULL)) != -1;) switch (option) {
        case 'l': set_path(k, k->lock_path, optarg, "--lock"); break;
        case 's': set_path(k, k->socket_path, optarg, "--socket"); break;
        case 'x': set_path(k, k->server.executable, optarg, "--server"); break;
        case 'o': set_path(k, k->log_path, optarg, "--log"); break;
        case 'w': wait_seconds = atoi(optarg); break;
        case 'd': wants_detach = true; break;
        case 'r': state_fd = atoi(optarg); break;
        case 'p': printf("tend keeper %d\n", state_version); exit(0);
        default: exit(2);
        }
    if (!*k->lock_path || !*k->socket_path || !*k->server.executable || !*k->log_path)
        fail_start(k, 2, "usage: keeper --lock PATH --socket PATH --server EXE --log PATH");

    prctl(PR_SET_NAME, "tend-keeper");
    // Programs and servers ask for the usual ones again.
    tend_turns_prefer_short();
    // For the server: Swift's backtracer would hold a crashed one back for seconds before we may replace it.
    setenv("SWIFT_BACKTRACE", "enable=no", 0);
    if (state_fd >= 0) {
        resume(k, state_fd);
    } else {
        if (wants_detach) detach(k);
        settle_down(k);
        raise_limits(k);
        take_lock(k, wait_seconds);
        open_listener(k);
        say("started, socket %s", k->socket_path);
        k->server.start_due = 0;
    }
    keeper_run(k);
}

/// Runs before Swift's `main`, in every program that contains the keeper.
__attribute__((constructor)) static void enter_if_asked(int argc, char **argv) {
    if (argc >= 2 && argv != NULL && strcmp(argv[1], "keeper") == 0) enter(argc, argv);
}
