#pragma once
#include <stdint.h>

/// Asks for turns of 0.1 ms on the processor for the calling thread, which has little to do while somebody waits for it. Short turns come
/// soon, also in the middle of somebody else's long one; the share of the processor stays the same.
///
/// Threads and programs that are started inherit it: they ask for the usual ones if they compute. Linux 6.12 and later can do so.
/// Before that, and for a thread that runs by another policy, nothing happens.
void tend_turns_prefer_short(void);

/// The length of the turns of a process, in nanoseconds; 0 when the kernel does not tell.
uint64_t tend_turn_of(int process);

/// Asks for the kernel's usual turns, for the calling thread. Safe between fork and exec.
void tend_turns_prefer_usual(void);
