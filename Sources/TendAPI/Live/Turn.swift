import Synchronization

/// A gate that one task passes once for each time it is opened. Opening it twice counts once.
final class Turn: Sendable {
    private struct State {
        var isOpen: Bool
        var isEnded = false
        var waiting: CheckedContinuation<Bool, Never>?
    }

    private let state: Mutex<State>

    init(isOpen: Bool = false) { state = Mutex(State(isOpen: isOpen)) }

    func open() {
        let waiting = state.withLock { state in
            defer { state.waiting = nil }
            if state.waiting == nil { state.isOpen = true }
            return state.waiting
        }
        waiting?.resume(returning: true)
    }

    /// Waits until the gate is open and closes it behind. False when the task is cancelled.
    func pass() async -> Bool {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let result: Bool? = state.withLock { state in
                    if state.isEnded || Task.isCancelled { return false }
                    if state.isOpen {
                        state.isOpen = false
                        return true
                    }
                    state.waiting = continuation
                    return nil
                }
                if let result { continuation.resume(returning: result) }
            }
        } onCancel: {
            let waiting = state.withLock { state in
                state.isEnded = true
                defer { state.waiting = nil }
                return state.waiting
            }
            waiting?.resume(returning: false)
        }
    }
}
