#pragma once

#include <stddef.h>
#include <stdint.h>

// Gives a terminal back when the process dies of a fault or calls `exit` without having done so itself. In C because a signal handler
// may run none of Swift.

/// From now on, until `tend_guard_disarm`: a fault writes the bytes to `terminal`, puts `settings` there, and goes on as without a guard.
/// `settings` is a `struct termios` (not named here: the header that declares it belongs to another module). Both are copied; more than 1024 bytes are cut off. One terminal at a time.
void tend_guard_arm(int terminal, const uint8_t *_Nonnull bytes, size_t count, const void *_Nonnull settings);
void tend_guard_disarm(void);
