import Synchronization
import TendServer
import TendStore

/// Brings the store's news to the hub, which is made after the store has been read.
final class Books: Sendable {
    private struct State {
        var hub: Hub?
        var early: [StoreNews] = []
    }

    private let state = Mutex(State())

    func take(_ news: StoreNews) {
        let hub = state.withLock { state in
            if state.hub == nil { state.early.append(news) }
            return state.hub
        }
        if let hub { Task { await hub.take(news) } }  // No handle: it does one thing and ends.
    }

    /// What the database holds; nil when it cannot be read now. Its problem then is news.
    func load(_ store: Store) async -> StoredState? {
        do {
            let stored = try await store.load()
            for problem in stored.problems { take(.problem(problem)) }
            return stored
        } catch {
            take(.problem(error))
            return nil
        }
    }

    func attach(_ hub: Hub) async {
        let early = state.withLock { state in
            state.hub = hub
            defer { state.early = [] }
            return state.early
        }
        for news in early { await hub.take(news) }
    }
}
