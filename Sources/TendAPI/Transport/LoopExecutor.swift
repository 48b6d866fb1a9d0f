import NIOCore

/// Runs tasks on the thread of an event loop: what a connection asks for is then done where it was read. Each step to another thread and back
/// takes as long as most answers, and much longer where the kernel puts the thread on a processor that is busy. Actors that are asked by such a
/// task run there, too: who may take long is no such task.
final class LoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(_ loop: any EventLoop) { self.loop = loop }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { [self] in job.runSynchronously(on: asUnownedTaskExecutor()) }
    }
}
