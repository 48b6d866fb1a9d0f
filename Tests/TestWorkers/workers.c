#include "TestWorkers.h"

#include "CLinux.h"

/// Many tests wait for processes in blocking calls. With one thread per core a few of them would hold up all others.
__attribute__((constructor)) static void start(void) { tend_workers_install(8); }
