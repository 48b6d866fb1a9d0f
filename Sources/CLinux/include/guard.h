#pragma once
// The feed guard: notes in the mapped header of a recording that feeding its bytes crashed or stalled this process, so that the
// next server skips them. A plain kill -9, or a crash outside of a feed, notes nothing.
#include "ring.h"

/// The cause noted for a feed that was still running after one to two intervals of CPU time.
enum { TEND_POISON_STALL = 1000 };

/// Installs the handlers of this process (SEGV BUS ILL FPE ABRT TRAP; afterwards the previous action takes its course).
/// A thread gets its alternate stack and its CPU-time timer with its first feed. Returns 0 or an errno.
int tend_guard_install(int64_t interval_milliseconds);

/// The calling thread feeds `from..<to` until `tend_guard_leave`. `header` stays mapped meanwhile.
void tend_guard_enter(tend_ring_header *_Nonnull header, uint64_t from, uint64_t to);
void tend_guard_leave(tend_ring_header *_Nonnull header);
