import NIOCore
import NIOHTTP1
package import TendCore

/// The server's events, across restarts of the server: none is missed that the server still knows, none comes twice.
package struct EventStream: AsyncSequence, Sendable {
    package typealias Element = EventJSON
    package typealias Failure = ClientError

    let socketPath: String
    let after: UInt64?
    let topics: [String]?

    package func makeAsyncIterator() -> Iterator { Iterator(self) }

    package struct Iterator: AsyncIteratorProtocol {
        private let socketPath: String
        private let target: String
        private var last: UInt64?
        private var connection: Connection?
        private var parser = ServerSentEvents()
        private var pending: ArraySlice<EventJSON> = []
        private var backoff = Backoff()
        private static let attempt = "listening to events"

        init(_ stream: EventStream) {
            socketPath = stream.socketPath
            target = Target("events").with("topics", stream.topics?.joined(separator: ",")).text
            last = stream.after
        }

        package mutating func next() async throws(ClientError) -> EventJSON? {
            try await next(isolation: nil)
        }

        package mutating func next(isolation actor: isolated (any Actor)?) async throws(ClientError) -> EventJSON? {
            while true {
                if let event = pending.popFirst() {
                    last = event.id
                    return event
                }
                do throws(ClientError) {
                    try await receive()
                } catch {
                    connection?.close()
                    connection = nil
                    guard error.isTransient else { throw error }
                    guard await backoff.wait() else { return nil }
                }
                if Task.isCancelled { return nil }
            }
        }

        private mutating func receive() async throws(ClientError) {
            guard let connection else { return try await connect() }
            guard let piece = try await connection.body(attempt: Self.attempt) else {
                throw .connectionLost(attempt: Self.attempt)
            }
            var events: [EventJSON] = []
            for message in parser.feed(piece.readableBytesView) {
                events.append(try JSON.decode(EventJSON.self, message.data.utf8, attempt: Self.attempt))
            }
            if !events.isEmpty { backoff.reset() }
            pending = events[...]
        }

        private mutating func connect() async throws(ClientError) {
            parser = ServerSentEvents()
            let opened = try await Connection.open(socketPath, attempt: Self.attempt)
            connection = opened
            var request = Request(method: .GET, target: target, attempt: Self.attempt)
            if let last { request.headers.add(name: "last-event-id", value: String(last)) }
            opened.send(request)
            let head = try await opened.head(attempt: Self.attempt)
            guard head.status.code >= 400 else { return }
            var body: [UInt8] = []
            while let piece = try await opened.body(attempt: Self.attempt) { body += piece.readableBytesView }
            throw Response(head: head, body: body).error(attempt: Self.attempt)
        }
    }
}

extension Client {
    /// Events after the one with this id; nil: from now on.
    ///
    /// - Parameter topics: as in ``EventJSON/topics``; nil: all.
    package func events(after id: UInt64? = nil, topics: [String]? = nil) -> EventStream {
        EventStream(socketPath: socketPath, after: id, topics: topics)
    }
}
