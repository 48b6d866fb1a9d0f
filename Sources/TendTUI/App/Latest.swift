import Synchronization

/// Work of which only the newest is of use: while one runs, the last that came waits, and those between are dropped.
final class Latest: Sendable {
    typealias Work = @Sendable () async -> Void

    private struct State {
        var isBusy = false
        var next: Work?
    }

    private let state = Mutex(State())

    func take(_ work: @escaping Work) {
        let isFree = state.withLock { state in
            defer { state.isBusy = true }
            if state.isBusy { state.next = work }
            return !state.isBusy
        }
        // No handle: it ends with its work, at the latest with the process.
        if isFree { Task { await run(work) } }
    }

    private func run(_ first: @escaping Work) async {
        var work: Work? = first
        while let now = work {
            await now()
            work = state.withLock { state in
                defer { state.next = nil }
                state.isBusy = state.next != nil
                return state.next
            }
        }
    }
}
