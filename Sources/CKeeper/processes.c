#define _GNU_SOURCE
#include "keeper.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    pid_t parent, sid;
    char state;
} process;

static bool read_process(pid_t pid, process *out) {
    char path[32], text[512];
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return false;
    ssize_t length = read(fd, text, sizeof text - 1);
    close(fd);
    if (length <= 0) return false;
    text[length] = 0;
    // The name may hold anything, parentheses too: the fields begin after the last one.
    const char *fields = strrchr(text, ')');
    return fields != NULL && sscanf(fields + 1, " %c %d %*d %d", &out->state, &out->parent, &out->sid) == 3;
}

/// As subreaper we are the ancestor of all that our sessions ever started; a stranger that got a recycled number is not a descendant.
static bool is_descendant(process seen) {
    pid_t self = getpid();
    for (int hops = 0; hops < 4096 && seen.parent > 1; hops++) {
        if (seen.parent == self) return true;
        if (!read_process(seen.parent, &seen)) return false;
    }
    return seen.parent == self;
}

void visit_members(keeper *k, void (*visit)(session *s, pid_t pid)) {
    DIR *directory = opendir("/proc");
    if (directory == NULL) {
        say("cannot read /proc");
        return;
    }
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        process seen;
        pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);
        if (pid <= 0 || !read_process(pid, &seen) || seen.state == 'Z' || seen.state == 'X') continue;
        for (int i = 0; i < k->slot_count; i++) {
            session *s = &k->sessions[i];
            if (s->pid == 0 || s->pid != seen.sid) continue;
            if (is_descendant(seen)) visit(s, pid);
            break;
        }
    }
    closedir(directory);
}
