#define _GNU_SOURCE
#include "keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *path_of(char *const *envp) {
    for (; *envp != NULL; envp++)
        if (strncmp(*envp, "PATH=", 5) == 0) return *envp + 5;
    return "/usr/local/bin:/usr/bin:/bin";
}

/// 0 if `path`, seen from `directory`, is a file that may be executed.
static int check(int directory, const char *path) {
    struct stat status;
    if (fstatat(directory, path, &status, 0) != 0) return errno;
    if (!S_ISREG(status.st_mode)) return EACCES;
    return faccessat(directory, path, X_OK, AT_EACCESS) == 0 ? 0 : errno;
}

int find_program(const char *name, char *const *envp, int directory, char *path, size_t size) {
    if (*name == 0) return ENOENT;
    if (strchr(name, '/') != NULL) {
        if (snprintf(path, size, "%s", name) >= (int)size) return ENAMETOOLONG;
        return check(directory, path);
    }
    // Like execvp: a file that may not be executed is remembered, and counts if nothing better follows.
    int result = ENOENT;
    for (const char *rest = path_of(envp);; rest++) {
        size_t length = strcspn(rest, ":");
        // An empty element is the current directory.
        int written = length == 0 ? snprintf(path, size, "./%s", name)
                                  : snprintf(path, size, "%.*s/%s", (int)length, rest, name);
        int error = written < (int)size ? check(directory, path) : ENAMETOOLONG;
        if (error == 0) return 0;
        if (error == EACCES) result = EACCES;
        rest += length;
        if (*rest == 0) return result;
    }
}
