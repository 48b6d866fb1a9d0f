import Synchronization

/// Work of which only the newest is of use: what runs is cancelled when more comes, the last that came waits for its end, and those
/// between are dropped.
final class Latest: Sendable {
    typealias Work = @Sendable () async -> Void

    private struct State {
        var isBusy = false
        var next: Work?
        var running: Task<Void, Never>?
    }

    private let state = Mutex(State())

    func take(_ work: @escaping Work) {
        let isFree = state.withLock { state in
            defer { state.isBusy = true }
            if state.isBusy {
                state.next = work
                state.running?.cancel()
            }
            return !state.isBusy
        }
        // No handle: it ends with its work, at the latest with the process.
        if isFree { Task { await run(work) } }
    }

    private func run(_ first: @escaping Work) async {
        var work: Work? = first
        while let now = work {
            let running = Task { await now() }
            state.withLock { state in
                state.running = running
                // It came before there was something to cancel.
                if state.next != nil { running.cancel() }
            }
            await running.value
            work = state.withLock { state in
                defer { (state.next, state.running) = (nil, nil) }
                state.isBusy = state.next != nil
                return state.next
            }
        }
    }
}
