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
        var waiting: CheckedContinuation<Taken, Never>?
    }
    struct Taken: Sendable {
        /// Nil at the end, or when the task is cancelled.
        var message: WebSocketMessage?
        /// It was full until this was taken: whoever fills it may have stopped, and has to be told. Asked for at another moment, that could
        /// be missed.
        var makesRoom = false
    }

    // A message that is larger than a read still comes alone; small ones come in batches of one read.
    private static let capacity = 16
    private let state = Mutex(State())

    var isFull: Bool { state.withLock { $0.messages.count >= WebSocketInbox.capacity } }

    func put(_ message: WebSocketMessage) {
        let waiting = state.withLock { state -> CheckedContinuation<Taken, Never>? in
            guard !state.isFinished else { return nil }
            guard let waiting = state.waiting else {
                state.messages.append(message)
                return nil
            }
            state.waiting = nil
            return waiting
        }
        waiting?.resume(returning: Taken(message: message))
    }

    /// No more messages; those that have arrived can still be taken.
    func finish() {
        let waiting = state.withLock { state in
            state.isFinished = true
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume(returning: Taken())
    }

    /// Waits for the next message.
    func take() async -> Taken {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let taken = state.withLock { state -> Taken? in
                    if !state.messages.isEmpty {
                        let makesRoom = state.messages.count == WebSocketInbox.capacity
                        return Taken(message: state.messages.removeFirst(), makesRoom: makesRoom)
                    }
                    if state.isFinished || Task.isCancelled { return Taken() }
                    state.waiting = continuation
                    return nil
                }
                if let taken { continuation.resume(returning: taken) }
            }
        } onCancel: {
            let waiting = state.withLock { state in
                defer { state.waiting = nil }
                return state.waiting
            }
            waiting?.resume(returning: Taken())
        }
    }
}
