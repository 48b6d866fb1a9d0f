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
        /// What the server says instead of events.
        private var refusal: Response?
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
                    if let socket = try receive() { _ = await socket.wait(writing: false, until: nil) }
                } catch {
                    connection = nil
                    guard error.isTransient else { throw error }
                    guard await backoff.wait() else { return nil }
                }
                if Task.isCancelled { return nil }
            }
        }

        /// The socket when it has nothing more now.
        private mutating func receive() throws(ClientError) -> Socket? {
            let connection = try connected()
            switch try connection.next() {
            case nil: return connection.socket
            case .head(let head): refusal = head.status < 400 ? nil : Response(head: head, body: [])
            case .body(let bytes):
                if refusal == nil { try take(bytes) } else { refusal?.body += bytes }
            case .end: throw refusal?.error(attempt: Self.attempt) ?? .connectionLost(attempt: Self.attempt)
            }
            return nil
        }

        private mutating func take(_ bytes: [UInt8]) throws(ClientError) {
            var events: [EventJSON] = []
            for message in parser.feed(bytes) {
                events.append(try JSON.decode(EventJSON.self, message.data.utf8, attempt: Self.attempt))
            }
            if !events.isEmpty { backoff.reset() }
            pending = events[...]
        }

        private mutating func connected() throws(ClientError) -> Connection {
            if let connection { return connection }
            parser = ServerSentEvents()
            refusal = nil
            var request = Request(method: .GET, target: target, attempt: Self.attempt)
            request.headers["last-event-id"] = last.map(String.init)
            let opened = try Connection(socketPath, request)
            connection = opened
            return opened
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
