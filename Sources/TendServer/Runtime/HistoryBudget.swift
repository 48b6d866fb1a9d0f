import Synchronization
import TendCore

/// What all sessions together may keep as history. Each tells how much it holds; who finds the sum too large gives some up.
package final class HistoryBudget: Sendable {
    private struct State {
        var held: [SessionID: Int] = [:]
        var total = 0
    }

    private let limit: Int
    private let state = Mutex(State())

    package init(limit: Int) { self.limit = limit }

    /// Notes what a session holds.
    ///
    /// - Returns: to how many bytes it has to come down; nil when there is room. Nobody comes down below an equal share, so that
    ///   a session that floods cannot take the others' lines.
    func hold(_ byteCount: Int, by id: SessionID) -> Int? {
        state.withLock { state in
            state.total += byteCount - (state.held.updateValue(byteCount, forKey: id) ?? 0)
            guard state.total > limit else { return nil }
            let share = limit / state.held.count
            let wanted = max(share, byteCount - (state.total - limit))
            return wanted < byteCount ? wanted : nil
        }
    }

    /// The session is forgotten.
    func release(_ id: SessionID) {
        state.withLock { state in state.total -= state.held.removeValue(forKey: id) ?? 0 }
    }

    var total: Int { state.withLock { $0.total } }
}
