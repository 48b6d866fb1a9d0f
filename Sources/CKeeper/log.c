#define _GNU_SOURCE
#include "include/CKeeper.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/// Tens of thousands of lines: what happened in weeks, and little to read.
enum { log_limit = 4 * 1024 * 1024 };

static bool is_same(const struct stat *one, const struct stat *other) {
    return one->st_dev == other->st_dev && one->st_ino == other->st_ino;
}

/// Moves a log that is full out of the way. Returns whether another file has, or can have, its name now.
static bool put_aside(int file, const char *path) {
    char old[PATH_MAX + 2];
    struct stat held, named;
    if (snprintf(old, sizeof old, "%s.1", path) >= (int)sizeof old) return false;
    // Keeper and server may find it full in the same moment. Each has opened the file for itself, so one of them waits here, and then finds
    // that the name belongs to another file.
    while (flock(file, LOCK_EX) != 0)
        if (errno != EINTR) return false;
    if (fstat(file, &held) != 0) return false;
    if (stat(path, &named) != 0 || !is_same(&held, &named)) return true;
    return rename(path, old) == 0;
}

int tend_log_open(const char *path) {
    for (;;) {
        int file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        if (file < 0) return -errno;
        struct stat status;
        if (fstat(file, &status) != 0 || status.st_size < log_limit) return file;
        // A log that grows is better than none.
        if (!put_aside(file, path)) return file;
        close(file);
    }
}

void tend_log_refresh(const char *path) {
    struct stat held, named;
    if (fstat(2, &held) == 0 && held.st_size < log_limit && stat(path, &named) == 0 && is_same(&held, &named)) return;
    int file = tend_log_open(path);
    if (file < 0) return;  // what was open will do
    dup2(file, 1);
    dup2(file, 2);
    close(file);
}
