import Synchronization

extension Lane {
    /// Returns at `deadline`, or earlier when the task is cancelled.
    ///
    /// `Task.sleep` would be Dispatch's, whose pool wakes up every second for ever once it has been used.
    package func sleep(until deadline: ContinuousClock.Instant) async throws(CancellationError) {
        let sleeper = Sleeper()
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                guard sleeper.fallAsleep(continuation) else { return continuation.resume() }
                post {
                    // Woken already: then there is nothing left to wait for.
                    guard sleeper.isAsleep else { return }
                    sleeper.timer = self.schedule(at: .now + LaneTime.Span(deadline - .now)) { sleeper.wake() }
                }
            }
        } onCancel: {
            sleeper.wake()
            post { if let timer = sleeper.timer { self.cancel(timer) } }
        }
        if Task.isCancelled { throw CancellationError() }
    }

    private final class Sleeper: @unchecked Sendable {
        // Safe because the state is behind a lock, and the timer is touched on the lane only.
        private enum State {
            case awake
            case asleep(CheckedContinuation<Void, Never>)
            case woken
        }

        private let state = Mutex(State.awake)
        var timer: TimerQueue.Token?

        /// False when it was woken before it slept.
        func fallAsleep(_ continuation: CheckedContinuation<Void, Never>) -> Bool {
            state.withLock { state in
                if case .woken = state { return false }
                state = .asleep(continuation)
                return true
            }
        }

        var isAsleep: Bool { state.withLock { if case .asleep = $0 { true } else { false } } }

        func wake() {
            let continuation = state.withLock { state -> CheckedContinuation<Void, Never>? in
                defer { state = .woken }
                return if case .asleep(let continuation) = state { continuation } else { nil }
            }
            continuation?.resume()
        }
    }
}
