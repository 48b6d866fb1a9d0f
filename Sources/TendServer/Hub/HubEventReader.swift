import Synchronization
import TendCore

/// One listener to events. It owns no queue: it remembers the last id and reads the world's log.
final class HubEventReader: EventReader {
    private unowned let hub: Hub
    private let state: Mutex<State>

    private struct State {
        var last: UInt64
        /// Who asks for more has dealt with what it got.
        var handled: UInt64 = 0
        var isWoken = false
        var isFinished = false
        var waiting: CheckedContinuation<Void, Never>?
    }

    init(hub: Hub, after id: UInt64) {
        self.hub = hub
        state = Mutex(State(last: id))
    }

    /// The newest event that the listener has been told and has dealt with.
    var handled: UInt64 { state.withLock { $0.handled } }

    /// The next events. After a gap (the reader was away for thousands of events, or saw another server's) it goes on with
    /// the oldest that is held.
    func next() async -> [Event]? {
        while true {
            let (last, isFinished) = state.withLock { state in
                state.isWoken = false
                state.handled = state.last
                return (state.last, state.isFinished)
            }
            if isFinished || Task.isCancelled { return nil }
            let page = await hub.events(newerThan: last)
            state.withLock { $0.last = page.last }
            if !page.events.isEmpty { return page.events }
            await sleepUntilWoken()
        }
    }

    private func sleepUntilWoken() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let resumesNow = state.withLock { state in
                    if state.isWoken || state.isFinished || Task.isCancelled { return true }
                    state.waiting = continuation
                    return false
                }
                if resumesNow { continuation.resume() }
            }
        } onCancel: {
            wake()
        }
    }

    func wake() {
        state.withLock { state in
            state.isWoken = true
            return state.waiting.take()
        }?.resume()
    }

    func finish() {
        state.withLock { $0.isFinished = true }
        wake()
    }
}

/// A reader as long as somebody has it: one whose connection broke is not asked for more and just let go of.
struct EventListener {
    weak var reader: HubEventReader?

    /// Whether it has not yet dealt with all events up to `id`.
    func isBehind(_ id: UInt64) -> Bool { reader.map { $0.handled < id } ?? false }
}
