import CLinux
import Synchronization
import TendCore

/// Work in the order in which it comes, on a thread that lives as long as there is some.
///
/// A `DispatchQueue` would do the same, but Dispatch's pool wakes up every second for ever once it has been used.
final class WorkThread: Sendable {
    private struct State {
        var work: [@Sendable () -> Void] = []
        var isRunning = false
    }

    private let state = Mutex(State())

    func async(_ work: @escaping @Sendable () -> Void) {
        let mustStart = state.withLock { state in
            state.work.append(work)
            defer { state.isRunning = true }
            return !state.isRunning
        }
        if mustStart { start() }
    }

    private func start() {
        // When no thread is to be had: slower, but nothing is lost. SQLite wants more stack than most.
        if startThread(stack: 8 << 20, run) != 0 { run() }
    }

    private func run() {
        // Who waits for the server goes before the books.
        tend_turns_prefer_usual()
        while true {
            let work = state.withLock { state in
                if state.work.isEmpty { state.isRunning = false }
                defer { state.work = [] }
                return state.work
            }
            if work.isEmpty { return }
            for item in work { item() }
        }
    }
}
