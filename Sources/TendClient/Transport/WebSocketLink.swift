import FoundationEssentials
import Glibc
import TendCore

/// A WebSocket over the server's Unix socket that never blocks and has no thread: whoever owns it waits for its descriptor, among
/// others, and calls. Confined to one thread.
struct WebSocketLink: ~Copyable {
    /// How the server ended the connection; without a code it was lost.
    struct Closure: Error {
        var code: UInt16?
        var reason: String
    }

    let descriptor: Int32
    private let attempt: String
    private var reader = WebSocketWire.Reader(isServer: false, limit: WebSocketLink.messageLimit)
    /// The beginning of the answer to the upgrade; nil when it has been read.
    private var head: [UInt8]? = []
    private var isEnded = false
    private var output: [UInt8] = []
    /// Waits for the answer to the upgrade: before, it would be taken for HTTP.
    private var held: [UInt8] = []
    private var chunk = [UInt8](repeating: 0, count: 64 << 10)

    /// The largest frame of a screen (500 × 1000 cells, each with a look of its own) stays below it.
    private static let messageLimit = 64 << 20
    private static let headLimit = 64 << 10
    /// The example of RFC 6455 §1.3. A key keeps caches between client and server honest; on a Unix socket there is none.
    private static let key = (question: "dGhlIHNhbXBsZSBub25jZQ==", answer: "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")

    /// Connects and asks for the upgrade. What is sent before the answer goes out behind it.
    init(path: String, target: String, attempt: String) throws(ClientError) {
        self.attempt = attempt
        descriptor = try WebSocketLink.open(path, attempt)
        let request = """
            GET \(target) HTTP/1.1\r\nhost: tend\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
            sec-websocket-version: 13\r\nsec-websocket-key: \(WebSocketLink.key.question)\r\n\r\n
            """
        output = Array(request.utf8)
        flush()
    }

    deinit { close(descriptor) }

    /// Before there is a link: what fails here closes its descriptor itself, and once.
    private static func open(_ path: String, _ attempt: String) throws(ClientError) -> Int32 {
        let descriptor = socket(
            AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else {
            throw .notRunning(socket: path, cause: String(cString: strerror(errno)))
        }
        let error = connect(descriptor, path)
        guard error == 0 else {
            close(descriptor)
            throw ClientError(errno: error, connectingTo: path, attempt: attempt)
        }
        guard isOurs(descriptor) else {
            close(descriptor)
            throw .unreachable(
                cause: "the socket '\(path)' is served by another user — set TEND_HOME to your own directory")
        }
        return descriptor
    }

    private static func connect(_ descriptor: Int32, _ path: String) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return ENAMETOOLONG }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.connect(descriptor, $0, size) }
        }
        return result == 0 ? 0 : errno
    }

    /// Whether the one who listens is of our user: what we send may be secret. An end that is gone already is found by reading.
    private static func isOurs(_ descriptor: Int32) -> Bool {
        /// `struct ucred`, see unix(7).
        var peer: (processID: Int32, userID: UInt32, groupID: UInt32) = (0, 0, 0)
        var size = socklen_t(MemoryLayout.size(ofValue: peer))
        guard getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 else { return true }
        return peer.userID == geteuid()
    }

    // MARK: Writing

    /// Whether the kernel has not taken everything: ``flush()`` when the descriptor is writable.
    var hasOutput: Bool { !output.isEmpty }

    mutating func send(_ opcode: WebSocketWire.Opcode, _ payload: some Collection<UInt8>) {
        var frame: [UInt8] = []
        WebSocketWire.append(opcode, payload, mask: .random(in: .min ... .max), to: &frame)
        guard head == nil else {
            held += frame
            return
        }
        output += frame
        flush()
    }

    mutating func flush() {
        var taken = 0
        output.withUnsafeBytes { buffer in
            while taken < buffer.count {
                let count = Glibc.send(
                    descriptor, buffer.baseAddress! + taken, buffer.count - taken, Int32(MSG_NOSIGNAL))
                if count > 0 { taken += count } else if errno != EINTR { return }
            }
        }
        // An error is seen again by reading.
        output.removeFirst(taken)
    }

    // MARK: Reading

    /// The next message; nil when there is none yet. Throws ``Closure`` at the end, ``ClientError`` when the upgrade is refused.
    mutating func receive() throws -> WebSocketWire.Reader.Message? {
        while true {
            if head == nil {
                do throws(WebSocketWire.Violation) {
                    if let message = try reader.next() {
                        guard let message = try answered(message) else { continue }
                        return message
                    }
                } catch {
                    throw Closure(code: nil, reason: error.reason)
                }
            }
            if isEnded { throw Closure(code: nil, reason: "the connection was lost") }
            guard try fill() else { return nil }
        }
    }

    private mutating func answered(
        _ message: WebSocketWire.Reader.Message
    ) throws(WebSocketWire.Violation) -> WebSocketWire.Reader.Message? {
        guard case .ping(let payload) = message else {
            if case .close(let code, _) = message {
                send(.close, WebSocketWire.closePayload(code ?? WebSocketWire.normalCode, ""))
            }
            return message
        }
        send(.pong, payload)
        return nil
    }

    /// Takes bytes from the socket. False when there are none now.
    private mutating func fill() throws -> Bool {
        let count = recv(descriptor, &chunk, chunk.count, 0)
        guard count > 0 else {
            if count < 0, errno == EAGAIN || errno == EINTR { return false }
            isEnded = true
            if head != nil { try finishHead() }
            return true
        }
        if head == nil {
            reader.append(chunk[..<count])
        } else {
            head?.append(contentsOf: chunk[..<count])
            try readHead()
        }
        return true
    }

    private mutating func readHead() throws {
        guard let bytes = head, let end = WebSocketLink.endOfHead(bytes) else {
            if let head, head.count > WebSocketLink.headLimit {
                throw ClientError.unexpected(attempt: attempt, cause: "it is not HTTP")
            }
            return
        }
        let text = String(decoding: bytes[..<end], as: UTF8.self)
        // Anything else is refused in words, which end with the connection.
        guard text.hasPrefix("HTTP/1.1 101 ") else { return }
        guard text.contains(WebSocketLink.key.answer) else {
            throw ClientError.unexpected(attempt: attempt, cause: "it is no WebSocket")
        }
        head = nil
        reader.append(bytes[end...])
        output += held
        held = []
        flush()
    }

    /// The connection ended before it became a WebSocket.
    private func finishHead() throws {
        guard let bytes = head, !bytes.isEmpty else { throw ClientError.connectionLost(attempt: attempt) }
        guard let end = WebSocketLink.endOfHead(bytes), bytes.starts(with: "HTTP/1.1 ".utf8) else {
            throw ClientError.unexpected(attempt: attempt, cause: "it is not HTTP")
        }
        if let answer = try? JSONDecoder().decode(ErrorJSON.self, from: Data(bytes[end...])) {
            throw ClientError.service(answer.serviceError)
        }
        let status = String(decoding: bytes[9..<min(12, end)], as: UTF8.self)
        throw ClientError.unexpected(attempt: attempt, cause: "HTTP status \(status)")
    }

    private static func endOfHead(_ bytes: [UInt8]) -> Int? {
        let mark = Array("\r\n\r\n".utf8)
        guard bytes.count >= 4 else { return nil }
        return (0...bytes.count - 4).first { bytes[$0..<$0 + 4].elementsEqual(mark) }.map { $0 + 4 }
    }
}
