import Synchronization

/// Work that is done one after the other, in the order in which it was handed in.
final class Turns: Sendable {
    private struct State {
        var waiting: [@Sendable () async -> Void] = []
        var isWorking = false
    }
    private let state = Mutex(State())

    func take(_ work: @escaping @Sendable () async -> Void) {
        let isIdle = state.withLock { state in
            state.waiting.append(work)
            defer { state.isWorking = true }
            return !state.isWorking
        }
        // No handle: it ends when nothing waits, at the latest with the process.
        if isIdle { Task { await self.work() } }
    }

    private func work() async {
        while let next = next() { await next() }
    }

    private func next() -> (@Sendable () async -> Void)? {
        state.withLock { state in
            if state.waiting.isEmpty {
                state.isWorking = false
                return nil
            }
            return state.waiting.removeFirst()
        }
    }
}
