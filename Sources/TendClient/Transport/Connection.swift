import Glibc
import TendCore

/// A request on a connection of its own to the server's socket. Confined to one task at a time; never blocks.
final class Connection {
    let socket: Socket
    private let attempt: String
    private var reader = ResponseReader()
    private var output: [UInt8]
    private var chunk = [UInt8](repeating: 0, count: 16 << 10)

    /// Connects and sends.
    init(_ path: String, _ request: Request) throws(ClientError) {
        attempt = request.attempt
        socket = try Socket(connectingTo: path, attempt: attempt)
        output = request.bytes
        socket.send(&output)
    }

    /// The same with a program that listens on a port of this machine.
    init(port: UInt16, _ request: Request, until deadline: ContinuousClock.Instant) async throws(ClientError) {
        attempt = request.attempt
        socket = try await Socket(connectingTo: port, attempt: attempt, until: deadline)
        output = request.bytes
        socket.send(&output)
    }

    /// The next part of the answer; nil when there is none yet: ``wait(until:)`` then.
    func next() throws(ClientError) -> ResponseReader.Part? {
        while true {
            do throws(ResponseReader.Failure) {
                if let part = try reader.next() { return part }
            } catch {
                switch error {
                case .lost: throw .connectionLost(attempt: attempt)
                case .notHTTP: throw .unexpected(attempt: attempt, cause: "it is not HTTP")
                }
            }
            switch socket.receive(into: &chunk) {
            case .bytes(let count): reader.append(chunk[..<count])
            case .ended: reader.end()
            case .nothingNow: return nil
            }
        }
    }

    /// Sends what is left to send; then returns when there may be more of the answer.
    ///
    /// - Returns: false when nothing happened until `deadline`.
    func wait(until deadline: ContinuousClock.Instant? = nil) async -> Bool {
        guard await socket.wait(writing: !output.isEmpty, until: deadline) else { return false }
        socket.send(&output)
        return true
    }
}

/// A request as it goes on the wire.
struct Request: Sendable {
    enum Method: String, Sendable { case GET, POST, PUT, PATCH, DELETE }

    var method: Method
    /// Path and query, escaped.
    var target: String
    var headers: [String: String] = [:]
    var body: [UInt8]?
    var bodyType = "application/json"
    /// What is attempted, in the user's words: "listing sessions".
    var attempt: String
    /// Doing it twice is as good as doing it once, so it may be tried again when the connection is lost.
    var isIdempotent: Bool { method == .GET || method == .PATCH || method == .PUT }

    fileprivate var bytes: [UInt8] {
        var head = "\(method.rawValue) \(target) HTTP/1.1\r\nhost: tend\r\nconnection: close\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        if let body { head += "content-type: \(bodyType)\r\ncontent-length: \(body.count)\r\n" }
        return Array((head + "\r\n").utf8) + (body ?? [])
    }
}

struct Response: Sendable {
    var head: ResponseReader.Head
    var body: [UInt8]
}

extension ClientError {
    /// What an error number of connecting means.
    init(errno: Int32, connectingTo path: String, attempt: String) {
        let cause: String
        switch errno {
        case ECONNREFUSED: cause = "nobody listens on the socket"
        case ENOENT: cause = "there is no such socket"
        case EACCES, EPERM: cause = "the socket may not be opened: permission denied"
        case ENAMETOOLONG: cause = "the path is longer than 107 bytes: set TEND_HOME to a shorter one"
        // The queue of waiting connections is full, or the server went away while we came.
        case EAGAIN, ECONNRESET, EPIPE:
            self = .connectionLost(attempt: attempt)
            return
        case let code: cause = "errno \(code)"
        }
        self = .notRunning(socket: path, cause: cause)
    }
}
