#define _GNU_SOURCE
#include "TestChildren.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stddef.h>
#include <unistd.h>

static int place(posix_spawn_file_actions_t *actions, const char *directory, const int *files, const char *terminal) {
    int error = 0;
    for (int file = 0; file < 3 && error == 0; file++) {
        if (terminal != NULL && file > 0) error = posix_spawn_file_actions_adddup2(actions, 0, file);
        else if (terminal == NULL && files[file] >= 0) error = posix_spawn_file_actions_adddup2(actions, files[file], file);
        else error = posix_spawn_file_actions_addopen(actions, file, terminal != NULL ? terminal : "/dev/null", O_RDWR, 0);
    }
    if (error == 0) error = posix_spawn_file_actions_addclosefrom_np(actions, 3);
    if (error == 0 && directory != NULL) error = posix_spawn_file_actions_addchdir_np(actions, directory);
    return error;
}

static int leave(posix_spawnattr_t *attributes, bool isLeader) {
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    int error = posix_spawnattr_setsigmask(attributes, &none);
    if (error == 0) error = posix_spawnattr_setsigdefault(attributes, &all);
    short flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | (isLeader ? POSIX_SPAWN_SETSID : 0);
    return error == 0 ? posix_spawnattr_setflags(attributes, flags) : error;
}

int test_child_start(
    pid_t *pid, char *const *words, char *const *variables, const char *directory, const int *files, const char *terminal) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    if (posix_spawn_file_actions_init(&actions) != 0) return ENOMEM;
    if (posix_spawnattr_init(&attributes) != 0) {
        posix_spawn_file_actions_destroy(&actions);
        return ENOMEM;
    }
    int error = place(&actions, directory, files, terminal);
    if (error == 0) error = leave(&attributes, terminal != NULL);
    if (error == 0) error = posix_spawnp(pid, words[0], &actions, &attributes, words, variables);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

int test_pipe(int *ends) { return pipe2(ends, O_CLOEXEC); }
