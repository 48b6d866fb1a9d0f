import TendCore

/// HTTP to a program of somebody else that listens on a port of this machine. Errors are in the words of ``ClientError``, with "server" for
/// that program.
package struct LoopbackClient: Sendable {
    private let port: UInt16
    private let headers: [String: String]

    /// - Parameter headers: sent with every request.
    package init(port: UInt16, headers: [String: String]) {
        self.port = port
        self.headers = headers
    }

    /// The body of the answer.
    ///
    /// - Throws: ``ClientError``, also for a status of 400 or more.
    package func get(_ target: String, timeout: Duration) async throws(ClientError) -> [UInt8] {
        try await perform(Request(method: .GET, target: target, headers: headers, attempt: target), timeout)
    }

    /// - Parameter body: JSON.
    package func post(_ target: String, _ body: [UInt8], timeout: Duration) async throws(ClientError) -> [UInt8] {
        let request = Request(method: .POST, target: target, headers: headers, body: body, attempt: target)
        return try await perform(request, timeout)
    }

    private func perform(_ request: Request, _ timeout: Duration) async throws(ClientError) -> [UInt8] {
        let deadline = ContinuousClock.now + timeout
        let connection = try await Connection(port: port, request, until: deadline)
        var body: [UInt8] = []
        while true {
            switch try connection.next() {
            case .head(let head): try LoopbackClient.check(head, request)
            case .body(let bytes): body += bytes
            case .end: return body
            case nil:
                guard await connection.wait(until: deadline) else { throw .timedOut(attempt: request.attempt) }
            }
        }
    }

    private static func check(_ head: ResponseReader.Head, _ request: Request) throws(ClientError) {
        guard head.status >= 400 else { return }
        throw .unexpected(attempt: request.attempt, cause: "HTTP status \(head.status)")
    }

    /// Server-sent events, each with its data, until the connection ends.
    ///
    /// - Parameters:
    ///   - timeout: how long the program may take until it begins, and be silent between two events.
    ///   - body: gets the data of one event after the other.
    package func events(
        _ target: String, timeout: Duration, isolation: isolated (any Actor)? = #isolation,
        opened: () async -> Void, each body: (String) async -> Void
    ) async throws(ClientError) {
        let request = Request(method: .GET, target: target, headers: headers, attempt: target)
        let connection = try await Connection(port: port, request, until: .now + timeout)
        var parser = ServerSentEvents()
        while true {
            switch try connection.next() {
            case .head(let head):
                try LoopbackClient.check(head, request)
                await opened()
            case .body(let bytes): for message in parser.feed(bytes) { await body(message.data) }
            case .end: return
            case nil:
                guard await connection.wait(until: .now + timeout) else { throw .timedOut(attempt: target) }
                if Task.isCancelled { throw .connectionLost(attempt: target) }
            }
        }
    }
}
