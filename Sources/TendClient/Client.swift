import FoundationEssentials
import TendCore

/// Speaks to a server over its Unix socket.
///
/// Requests that may be repeated are tried once more when the server goes away under them; the keeper holds the
/// listening socket, so the second try waits for the next server.
package final class Client: Sendable {
    package let socketPath: String
    /// How long an answer may take; nil: for ever.
    private let timeout: Duration?
    private let starter: Starter?

    /// Sees to it that a server runs; blocks until its socket accepts connections.
    package typealias Starter = @Sendable () throws(ClientError) -> Void

    /// - Parameter starter: called when nobody listens, and when somebody does but is silent: then it may be a keeper that gave up
    ///   on its server. Without it nothing is started.
    package init(socketPath: String, timeout: Duration? = nil, starter: Starter? = nil) {
        self.socketPath = socketPath
        self.timeout = timeout
        self.starter = starter
    }

    /// Carries out a request and reads the whole answer.
    ///
    /// - Throws: ``ClientError``; an answer with an error becomes ``ClientError/service(_:)``.
    func perform(_ request: Request) async throws(ClientError) -> Response {
        do {
            return try await exchange(request)
        } catch {
            guard error.isTransient, request.isIdempotent, !Task.isCancelled else { throw error }
            return try await exchange(request)
        }
    }

    private func exchange(_ request: Request) async throws(ClientError) -> Response {
        let connection = try open(request)
        let deadline = timeout.map { ContinuousClock.now + $0 }
        var alarm = starter.map { _ in ContinuousClock.now + Client.patience }
        var head: ResponseReader.Head?
        var body: [UInt8] = []
        while true {
            switch try connection.next() {
            case .head(let found):
                if found.status >= 200 { head = found }
                alarm = nil
            case .body(let bytes): body += bytes
            case .end:
                guard let head else { throw .connectionLost(attempt: request.attempt) }
                let response = Response(head: head, body: body)
                guard head.status < 400 else { throw response.error(attempt: request.attempt) }
                return response
            case nil:
                if await connection.wait(until: [alarm, deadline].compactMap(\.self).min()) { continue }
                if let deadline, deadline <= .now { throw .timedOut(attempt: request.attempt) }
                alarm = nil
                // What is wrong shows when the connection ends; it may as well be a request that takes long.
                try? starter?()
            }
        }
    }

    /// Connects at once: there nearly always is a server.
    private func open(_ request: Request) throws(ClientError) -> Connection {
        do throws(ClientError) {
            return try Connection(socketPath, request)
        } catch {
            guard let starter, case .notRunning = error else { throw error }
            try starter()
            return try Connection(socketPath, request)
        }
    }

    /// How long a server that runs may be silent; then it does no harm to ask whether it does.
    private static let patience = Duration.milliseconds(500)

    /// Carries out a request whose answer is JSON.
    func get<Answer: Decodable>(_ request: Request) async throws(ClientError) -> Answer {
        try JSON.decode(Answer.self, try await perform(request).body, attempt: request.attempt)
    }

    /// The same for what the commands of every day are told, and ten times faster in a process that has decoded nothing yet.
    func read<Answer: TreeReadable>(_ request: Request) async throws(ClientError) -> Answer {
        try JSON.read(Answer.self, try await perform(request).body, attempt: request.attempt)
    }
}

enum JSON {
    static func encode(_ value: some Encodable) -> [UInt8] {
        do {
            return Array(try JSONEncoder().encode(value))
        } catch {
            preconditionFailure("a message of ours cannot be written as JSON: \(error)")
        }
    }

    static func decode<Value: Decodable>(
        _ type: Value.Type, _ bytes: some Collection<UInt8>, attempt: String
    ) throws(ClientError) -> Value {
        do {
            // The initializer that takes any collection looks for what it could be besides.
            let data = bytes.withContiguousStorageIfAvailable { Data(buffer: $0) } ?? Data(bytes)
            return try JSONDecoder().decode(type, from: data)
        } catch let error as DecodingError {
            throw .unexpected(attempt: attempt, cause: error.place)
        } catch {
            throw .unexpected(attempt: attempt, cause: "\(error)")
        }
    }
}

extension JSON {
    static func encode(_ session: NewSessionJSON) -> [UInt8] { session.tree.bytes }

    static func encode(_ request: LiveMessage.Request) -> [UInt8] {
        if let tree = request.tree { return tree.bytes }
        let other: some Encodable = request
        return encode(other)
    }

    /// Without Foundation's decoder, which takes half a millisecond at its first use.
    static func read<Value: TreeReadable>(
        _ type: Value.Type, _ bytes: some Collection<UInt8>, attempt: String
    ) throws(ClientError) -> Value {
        // What is wrong with it the decoder knows.
        if let tree = try? JSONTree(parsing: bytes), let value = Value(tree) { return value }
        return try decode(type, bytes, attempt: attempt)
    }
}

extension DecodingError {
    /// What is wrong and where, on one line.
    fileprivate var place: String {
        let context: Context
        switch self {
        case .typeMismatch(_, let found), .valueNotFound(_, let found), .dataCorrupted(let found): context = found
        case .keyNotFound(let key, let found):
            let path = (found.codingPath + [key]).map(\.stringValue).joined(separator: ".")
            return "'\(path)' is missing"
        @unknown default: return "it is not the expected JSON"
        }
        let path = context.codingPath.map(\.stringValue).joined(separator: ".")
        return path.isEmpty ? context.debugDescription : "'\(path)': \(context.debugDescription)"
    }
}

extension Response {
    /// The error that the answer tells of.
    func error(attempt: String) -> ClientError {
        // An answer that is no error in JSON comes from something that is not a tend server.
        if let answer = try? JSONDecoder().decode(ErrorJSON.self, from: Data(body)) {
            return .service(answer.serviceError)
        }
        return .unexpected(attempt: attempt, cause: "HTTP status \(head.status)")
    }
}
