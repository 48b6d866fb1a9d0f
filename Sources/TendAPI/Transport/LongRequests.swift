import HummingbirdCore
import NIOCore
import Synchronization

/// The requests that wait for something to happen. They end when their peer goes away or the server stops, not before.
final class LongRequests: Sendable {
    private struct State {
        var next = 0
        var cancellations: [Int: @Sendable () -> Void] = [:]
        var isStopping = false
    }

    private let state = Mutex(State())

    /// Runs `body` and cancels it when the connection is closed or the server stops.
    ///
    /// - Parameter channel: nil when somebody else looks after the connection.
    func run<Result: Sendable>(
        on channel: (any Channel)?, _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        // Ends with this call, which waits for it.
        let task = Task { try await body() }
        let number: Int? = state.withLock { state in
            guard !state.isStopping else { return nil }
            state.next += 1
            state.cancellations[state.next] = { task.cancel() }
            return state.next
        }
        if number == nil { task.cancel() }
        if let channel { watch(channel) { task.cancel() } }
        defer {
            if let number { _ = state.withLock { $0.cancellations.removeValue(forKey: number) } }
            if let channel { watch(channel, nil) }
        }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }

    var isStopping: Bool { state.withLock { $0.isStopping } }

    func cancelAll() {
        let cancellations = state.withLock { state in
            state.isStopping = true
            return Array(state.cancellations.values)
        }
        for cancel in cancellations { cancel() }
    }

    private func watch(_ channel: any Channel, _ action: (@Sendable () -> Void)?) {
        channel.eventLoop.execute {
            do {
                try channel.pipeline.syncOperations.handler(type: ConnectionHandler.self).whenClosed(action)
            } catch {
                action?()  // The handlers are gone: the connection is closed.
            }
        }
    }
}
