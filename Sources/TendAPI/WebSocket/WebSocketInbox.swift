import Synchronization

/// A whole message of a peer.
enum WebSocketMessage: Sendable {
    case text(String)
    case binary([UInt8])
}

/// Messages that have arrived and not been taken: few, because the handler stops reading when it is full. One reader.
final class WebSocketInbox: Sendable {
    private struct State {
        var messages: [WebSocketMessage] = []
        var isFinished = false
        var waiting: CheckedContinuation<WebSocketMessage?, Never>?
    }

    // A message that is larger than a read still comes alone; small ones come in batches of one read.
    private static let capacity = 16
    private let state = Mutex(State())

    var isFull: Bool { state.withLock { $0.messages.count >= WebSocketInbox.capacity } }

    func put(_ message: WebSocketMessage) {
        let waiting = state.withLock { state -> CheckedContinuation<WebSocketMessage?, Never>? in
            guard !state.isFinished else { return nil }
            guard let waiting = state.waiting else {
                state.messages.append(message)
                return nil
            }
            state.waiting = nil
            return waiting
        }
        waiting?.resume(returning: message)
    }

    /// No more messages; those that have arrived can still be taken.
    func finish() {
        let waiting = state.withLock { state in
            state.isFinished = true
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume(returning: nil)
    }

    /// The next message; nil at the end, or when the task is cancelled.
    func take() async -> WebSocketMessage? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                enum Outcome { case resume(WebSocketMessage?), wait }
                let outcome = state.withLock { state -> Outcome in
                    if !state.messages.isEmpty { return .resume(state.messages.removeFirst()) }
                    if state.isFinished || Task.isCancelled { return .resume(nil) }
                    state.waiting = continuation
                    return .wait
                }
                if case .resume(let message) = outcome { continuation.resume(returning: message) }
            }
        } onCancel: {
            let waiting = state.withLock { state in
                defer { state.waiting = nil }
                return state.waiting
            }
            waiting?.resume(returning: nil)
        }
    }
}
