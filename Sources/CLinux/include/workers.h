#pragma once

#include <stdbool.h>

/// Has up to `limit` threads of ours run Swift's tasks instead of Dispatch's pool, which wakes up every second for as long as the
/// process lives (`_dispatch_workq_monitor_pools`). Threads are started as they are needed and stay; with `caller_joins` the calling one is
/// the first of them, see ``tend_workers_join``.
///
/// To be called before the first task. False, and all is as before, with a Swift runtime that has no hook for it. Tasks that sleep by
/// `Task.sleep` bring Dispatch's pool back: in a process that is to be silent they wait for a lane's timer instead.
/// In C for the calling convention of the hook.
bool tend_workers_install(int limit, bool caller_joins);

/// Runs tasks on the calling thread from now on, for ever; once, by the one who installed the workers with `caller_joins`. A command that
/// is over in milliseconds so needs no other thread with a stack and a heap of its own, and wakes up no other processor.
_Noreturn void tend_workers_join(void);
