import CLinux
import Glibc
import Synchronization
package import TendCore

/// A thread with epoll and a queue of jobs: the executor of the sessions that live on it.
///
/// A session's reading, emulating, framing and writing happen here without a hop. Jobs (what the API asks, keyboard input)
/// run before the next descriptor is served, so that a flooding session cannot keep a key waiting for more than one of its
/// own bounded turns. With nothing to do the thread sleeps in `epoll_wait` without a time-out: no periodic wake-up.
package final class Lane: SerialExecutor, @unchecked Sendable {
    // Safe because everything mutable is either behind `shared` or touched by the lane's own thread only.
    private let epoll: Int32
    private let bell: Int32
    private let shared = Mutex(Shared())
    private var timers = TimerQueue()
    private var sources = SourceTable()
    nonisolated(unsafe) private var thread: pthread_t = 0  // Safe because it is written before the lane is handed out.

    private struct Shared {
        var jobs: [UnownedJob] = []
        var blocks: [@Sendable () -> Void] = []
        var isRinging = false
        var isStopping = false
    }

    /// - Parameter name: shown by `top -H`; at most 15 bytes.
    package init(name: String) throws(LaneError) {
        epoll = tend_lane_create()
        bell = tend_lane_bell()
        guard epoll >= 0, bell >= 0 else { throw LaneError(errno: -min(epoll, bell)) }
        tend_lane_watch(epoll, bell, UInt32(EPOLLIN.rawValue), 0, 0)

        let started = DispatchlessSemaphore()
        let error = startThread {
            tend_thread_name(name)
            // Floods are emulated here: in short turns that takes up to a fifth more time.
            tend_turns_prefer_usual()
            self.thread = pthread_self()
            started.signal()
            self.run()
        }
        guard error == 0 else { throw LaneError(errno: EAGAIN) }
        started.wait()
    }

    // MARK: Jobs

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let mustRing = shared.withLock { shared in
            shared.jobs.append(job)
            defer { shared.isRinging = true }
            return !shared.isRinging
        }
        if mustRing { ring() }
    }

    /// Runs `block` on the lane soon. Cheaper than a task for what cannot wait: a key that was typed.
    package func post(_ block: @escaping @Sendable () -> Void) {
        let mustRing = shared.withLock { shared in
            shared.blocks.append(block)
            defer { shared.isRinging = true }
            return !shared.isRinging
        }
        if mustRing { ring() }
    }

    package func isIsolatingCurrentContext() -> Bool? { isCurrent }

    package func checkIsolated() { precondition(isCurrent, "not on the session's lane") }

    package var isCurrent: Bool { pthread_equal(thread, pthread_self()) != 0 }

    /// Ends the thread after the jobs that are queued. Descriptors are not closed.
    package func stop() {
        shared.withLock { $0.isStopping = true }
        ring()
    }

    private func ring() {
        var one: UInt64 = 1
        _ = write(bell, &one, 8)
    }

    // MARK: Descriptors (on the lane only)

    /// Calls `handler` on the lane whenever `descriptor` is ready.
    ///
    /// - Returns: a token for ``change(_:to:)`` and ``unwatch(_:)``.
    package func watch(
        _ descriptor: Int32, for events: Readiness, _ handler: @escaping (Readiness) -> Void
    ) throws(LaneError) -> UInt64 {
        let token = sources.add(Source(descriptor: descriptor, events: events, handler: handler))
        let result = tend_lane_watch(epoll, descriptor, events.rawValue, token, 0)
        guard result == 0 else {
            _ = sources.remove(token)
            throw LaneError(errno: -result)
        }
        return token
    }

    package func change(_ token: UInt64, to events: Readiness) {
        guard let source = sources[token], source.events != events else { return }
        // Without any interest a hang-up would still be reported, for ever: so the watch ends until there is some again.
        tend_lane_watch(epoll, source.descriptor, events.rawValue, token, source.events.isEmpty ? 0 : 1)
        source.events = events
    }

    package func unwatch(_ token: UInt64) {
        guard let source = sources.remove(token) else { return }
        if !source.events.isEmpty { tend_lane_watch(epoll, source.descriptor, 0, token, 0) }
    }

    // MARK: Timers (on the lane only)

    /// Calls `action` on the lane at `deadline` or soon after. One timer costs one wake-up.
    @discardableResult
    package func schedule(at deadline: LaneTime, _ action: @escaping () -> Void) -> TimerQueue.Token {
        timers.add(deadline, action)
    }

    package func cancel(_ token: TimerQueue.Token) { timers.cancel(token) }

    // MARK: The loop

    private func run() {
        let capacity = 64
        let ready = UnsafeMutablePointer<tend_ready>.allocate(capacity: capacity)
        defer { ready.deallocate() }
        while true {
            if runJobs() { return }
            let count = tend_lane_wait(epoll, ready, Int32(capacity), timers.millisecondsToNext())
            for token in timers.due() { timers.take(token)?() }
            guard count > 0 else { continue }
            for index in 0..<Int(count) {
                if ready[index].token == 0 {
                    var rings: UInt64 = 0
                    _ = read(bell, &rings, 8)
                    if runJobs() { return }
                    continue
                }
                // A job or an earlier handler of this round may have ended the watch.
                sources[ready[index].token]?.handler(Readiness(rawValue: ready[index].events))
                if runJobs() { return }
            }
        }
    }

    /// Runs the jobs queued so far; true when the lane is to end. Jobs that they queue ring the bell and come after the
    /// descriptors that are ready then.
    private func runJobs() -> Bool {
        let (jobs, blocks, isStopping) = shared.withLock { shared in
            defer {
                if !shared.jobs.isEmpty { shared.jobs.removeAll(keepingCapacity: shared.jobs.count < 256) }
                if !shared.blocks.isEmpty { shared.blocks.removeAll(keepingCapacity: shared.blocks.count < 256) }
                shared.isRinging = false
            }
            return (shared.jobs, shared.blocks, shared.isStopping)
        }
        for block in blocks { block() }
        for job in jobs { job.runSynchronously(on: asUnownedSerialExecutor()) }
        return isStopping && jobs.isEmpty
    }

    deinit {
        close(epoll)
        close(bell)
    }
}

extension Lane: Reactor {
    package func post(after delay: Duration, _ block: @escaping @Sendable () -> Void) {
        post { [unowned self] in schedule(at: .now + LaneTime.Span(delay), block) }  // A lane outlives its jobs.
    }

    package func watch(
        socket descriptor: Int32, for events: Readiness, _ handler: @escaping (Readiness) -> Void
    ) throws(ServiceError) -> UInt64 {
        do {
            return try watch(descriptor, for: events, handler)
        } catch {
            throw ServiceError(.unavailable, error.description)
        }
    }
}

/// The kernel refused a thread or a descriptor.
package struct LaneError: Error, CustomStringConvertible {
    package var errno: Int32
    package var description: String { "cannot start a session lane: \(String(cString: strerror(errno)))" }
}
