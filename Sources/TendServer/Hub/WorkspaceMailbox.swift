import Synchronization
package import TendCore

/// Holds the newest state of a workspace for one who follows it.
package final class WorkspaceMailbox: WorkspaceReader {
    private let state: Mutex<State>

    private struct State {
        var newest: Workspace?
        var isFinished = false
        var waiting: CheckedContinuation<Void, Never>?
    }

    package init(_ first: Workspace) { state = Mutex(State(newest: first)) }

    package func next() async -> Workspace? {
        while true {
            let (newest, isFinished) = state.withLock { ($0.newest.take(), $0.isFinished) }
            if Task.isCancelled { return nil }
            if let newest { return newest }
            if isFinished { return nil }
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    let resumesNow = state.withLock { state in
                        if state.newest != nil || state.isFinished || Task.isCancelled { return true }
                        state.waiting = continuation
                        return false
                    }
                    if resumesNow { continuation.resume() }
                }
            } onCancel: {
                state.withLock { $0.waiting.take() }?.resume()
            }
        }
    }

    package func put(_ workspace: Workspace) {
        state.withLock { state in
            state.newest = workspace
            return state.waiting.take()
        }?.resume()
    }

    package func finish() {
        state.withLock { state in
            state.isFinished = true
            return state.waiting.take()
        }?.resume()
    }
}
