import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket
import TendCore

/// One connection to the server's socket that carries one request.
///
/// A connection to a Unix socket costs some 50 µs, less than the care that a kept one needs when the server is replaced.
struct Connection: Sendable {
    /// One thread serves all clients of the process.
    static let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    let parts: PulledChannel<HTTPClientResponsePart>

    static func open(_ path: String, attempt: String) async throws(ClientError) -> Connection {
        let bootstrap = ClientBootstrap(group: group).channelOption(.autoRead, value: false)
        do {
            let parts = try await bootstrap.connect(unixDomainSocketPath: path) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    return try PulledChannel<HTTPClientResponsePart>(addingTo: channel)
                }
            }
            guard await isOurs(parts.channel) else {
                parts.channel.close(promise: nil)
                throw ClientError.unreachable(
                    cause: "the socket '\(path)' is served by another user — set TEND_HOME to your own directory")
            }
            return Connection(parts: parts)
        } catch let error as ClientError {
            throw error
        } catch {
            throw ClientError(error, connectingTo: path, attempt: attempt)
        }
    }

    /// Whether the one who listens is of our user: what we send may be secret.
    private static func isOurs(_ channel: any Channel) async -> Bool {
        /// `struct ucred`, see unix(7).
        struct Peer {
            var processID: Int32
            var userID: UInt32
            var groupID: UInt32
        }
        guard let options = channel as? any SocketOptionProvider else { return true }
        do {
            let peer: Peer = try await options.unsafeGetSocketOption(
                level: NIOBSDSocket.OptionLevel(rawValue: SOL_SOCKET), name: NIOBSDSocket.Option(rawValue: SO_PEERCRED)
            ).get()
            return peer.userID == geteuid()
        } catch {
            // It is closed already: reading will say so, and nothing can be sent.
            return true
        }
    }

    func send(_ request: Request) {
        var headers: HTTPHeaders = ["host": "tend", "connection": "close"]
        headers.add(contentsOf: request.headers)
        let channel = parts.channel
        if let body = request.body {
            headers.add(name: "content-type", value: "application/json")
            headers.add(name: "content-length", value: String(body.count))
        }
        let head = HTTPRequestHead(version: .http1_1, method: request.method, uri: request.target, headers: headers)
        channel.write(HTTPClientRequestPart.head(head), promise: nil)
        if let body = request.body {
            channel.write(HTTPClientRequestPart.body(.byteBuffer(ByteBuffer(bytes: body))), promise: nil)
        }
        channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
    }

    /// The head of the answer.
    func head(attempt: String) async throws(ClientError) -> HTTPResponseHead {
        while let part = try await next(attempt: attempt) {
            if case .head(let head) = part, head.status.code >= 200 { return head }
        }
        throw .connectionLost(attempt: attempt)
    }

    /// The next piece of the answer's body; nil at its end.
    func body(attempt: String) async throws(ClientError) -> ByteBuffer? {
        guard let part = try await next(attempt: attempt) else { throw .connectionLost(attempt: attempt) }
        return switch part {
        case .body(let buffer): buffer
        case .end: nil
        case .head: throw .unexpected(attempt: attempt, cause: "a second head within one answer")
        }
    }

    private func next(attempt: String) async throws(ClientError) -> HTTPClientResponsePart? {
        do {
            return try await parts.next()
        } catch let error as HTTPParserError where error != .invalidEOFState {
            throw .unexpected(attempt: attempt, cause: "it is not HTTP")
        } catch {
            throw .connectionLost(attempt: attempt)
        }
    }

    func close() { parts.close() }
}

/// A request as it goes on the wire.
struct Request: Sendable {
    var method: HTTPMethod
    /// Path and query, escaped.
    var target: String
    var headers: HTTPHeaders = [:]
    var body: [UInt8]?
    /// What is attempted, in the user's words: "listing sessions".
    var attempt: String
    /// Doing it twice is as good as doing it once, so it may be tried again when the connection is lost.
    var isIdempotent: Bool { method == .GET || method == .PATCH }
}

struct Response: Sendable {
    var head: HTTPResponseHead
    var body: [UInt8]
}

extension ClientError {
    /// What an error of connecting means.
    init(_ error: any Error, connectingTo path: String, attempt: String) {
        switch error {
        case let error as IOError: self.init(errno: error.errnoCode, connectingTo: path, attempt: attempt)
        case SocketAddressError.unixDomainSocketPathTooLong:
            self.init(errno: ENAMETOOLONG, connectingTo: path, attempt: attempt)
        case let error as HTTPParserError where error != .invalidEOFState:
            self = .unexpected(attempt: attempt, cause: "it is not HTTP")
        case is NIOWebSocketUpgradeError: self = .unexpected(attempt: attempt, cause: "it is no WebSocket")
        // Cancelled, or somebody was there and went away.
        default: self = .connectionLost(attempt: attempt)
        }
    }

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
