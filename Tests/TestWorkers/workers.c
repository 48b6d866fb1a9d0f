#include "TestWorkers.h"

#include "CLinux.h"

#include <stdlib.h>

/// What the whole test process needs before its first test.
__attribute__((constructor)) static void prepare(void) {
    // Many tests wait for processes in blocking calls. With one thread per core a few of them would hold up all others.
    tend_workers_install(32, false);
    // By itself swift-testing begins all tests at once. Their work queues up before that of the servers they talk to, which then
    // answer after a minute or later. Half as many tests as threads leave room for what they wait for.
    setenv("SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH", "16", 0);
    // Servers and probes that are killed on purpose need no report, which takes half a minute of computing each. This process has read
    // the variable already and keeps its own reports.
    unsetenv("SWIFT_BACKTRACE");
}
