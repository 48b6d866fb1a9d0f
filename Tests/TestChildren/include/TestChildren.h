#pragma once

#include <sys/types.h>

/// Starts a program that gets nothing of the test process but its files 0, 1 and 2; -1 is `/dev/null`. Its signals are as a shell would have
/// left them. Returns 0, or the errno that says why it cannot be run.
///
/// Other tests have pipes open that a program may inherit: their readers would wait for its end, too.
///
/// @param directory nil: that of the test process.
/// @param terminal the path of the three files instead: the program leads a session of its own there.
int test_child_start(
    pid_t *_Nonnull pid, char *_Nullable const *_Nonnull words, char *_Nullable const *_Nonnull variables, const char *_Nullable directory,
    const int *_Nonnull files, const char *_Nullable terminal);

/// A pipe that no program inherits. Returns 0, or -1 with `errno`.
int test_pipe(int *_Nonnull ends);
