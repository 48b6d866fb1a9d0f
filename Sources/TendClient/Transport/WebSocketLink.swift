package import TendCore

/// A WebSocket over the server's Unix socket that never blocks and has no thread: whoever owns it waits for its descriptor, among
/// others, and calls. Confined to one thread or task.
package final class WebSocketLink {
    /// How the server ended the connection; without a code it was lost.
    package struct Closure: Error {
        package var code: UInt16?
        package var reason: String
    }

    package let socket: Socket
    private let attempt: String
    private var reader = WebSocketWire.Reader(isServer: false, limit: WebSocketLink.messageLimit)
    /// The answer to the upgrade; nil when it has been accepted.
    private var answer: ResponseReader? = ResponseReader()
    /// The answer, if it is a refusal.
    private var refusal: Response?
    private var isEnded = false
    /// The last read took all that there was: whether there is more by now is told by who waits for the descriptor.
    private var isDrained = false
    private var output: [UInt8] = []
    /// Waits for the answer to the upgrade: before, it would be taken for HTTP.
    private var held: [UInt8] = []
    private var chunk = [UInt8](repeating: 0, count: 32 << 10)

    /// The largest frame of a screen (500 × 1000 cells, each with a look of its own) stays below it.
    private static let messageLimit = 64 << 20
    /// The example of RFC 6455 §1.3. Key and mask keep caches between client and server honest; on a Unix socket there is none.
    private static let key = (question: "dGhlIHNhbXBsZSBub25jZQ==", answer: "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")

    /// Connects and asks for the upgrade. What is sent before the answer goes out behind it.
    package init(path: String, target: String, attempt: String) throws(ClientError) {
        self.attempt = attempt
        socket = try Socket(connectingTo: path, attempt: attempt)
        let request = """
            GET \(target) HTTP/1.1\r\nhost: tend\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
            sec-websocket-version: 13\r\nsec-websocket-key: \(WebSocketLink.key.question)\r\n\r\n
            """
        output = Array(request.utf8)
        flush()
    }

    var descriptor: Int32 { socket.descriptor }

    // MARK: Writing

    /// Whether the kernel has not taken everything: ``flush()`` when the descriptor is writable.
    package var hasOutput: Bool { !output.isEmpty }

    package func send(_ opcode: WebSocketWire.Opcode, _ payload: [UInt8]) {
        guard answer == nil else { return WebSocketWire.append(opcode, payload, mask: 0, to: &held) }
        WebSocketWire.append(opcode, payload, mask: 0, to: &output)
        flush()
    }

    /// Sends a message and with it a duplicate of a descriptor, if nothing waits to be sent before it.
    ///
    /// - Returns: false when nothing was sent.
    func send(_ opcode: WebSocketWire.Opcode, _ payload: [UInt8], passing descriptor: Int32) -> Bool {
        guard answer == nil, output.isEmpty else { return false }
        WebSocketWire.append(opcode, payload, mask: 0, to: &output)
        guard socket.send(&output, passing: descriptor) else {
            output = []
            return false
        }
        return true
    }

    package func flush() { socket.send(&output) }

    // MARK: Reading

    /// The next message; nil when there is none yet, or none that was read along with the last one: to be called again when the
    /// descriptor is readable. Throws ``Closure`` at the end, ``ClientError`` when the upgrade is refused.
    package func receive() throws -> WebSocketWire.Reader.Message? {
        while true {
            if answer == nil {
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
            if isDrained {
                isDrained = false
                return nil
            }
            guard try fill() else { return nil }
        }
    }

    private func answered(
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
    private func fill() throws(ClientError) -> Bool {
        switch socket.receive(into: &chunk) {
        case .nothingNow: return false
        case .bytes(let count):
            isDrained = count < chunk.count
            if answer == nil { reader.append(chunk[..<count]) } else { answer?.append(chunk[..<count]) }
        case .ended:
            isEnded = true
            answer?.end()
        }
        try readAnswer()
        return true
    }

    private func readAnswer() throws(ClientError) {
        while answer != nil {
            let part: ResponseReader.Part?
            do throws(ResponseReader.Failure) {
                part = try answer?.next()
            } catch {
                throw switch error {
                case .lost: .connectionLost(attempt: attempt)
                case .notHTTP: .unexpected(attempt: attempt, cause: "it is not HTTP")
                }
            }
            switch part {
            case .head(let head) where head.status == 101: try upgrade(head)
            case .head(let head): refusal = Response(head: head, body: [])
            case .body(let bytes): refusal?.body += bytes
            case .end: throw refusal?.error(attempt: attempt) ?? .connectionLost(attempt: attempt)
            case nil: return
            }
        }
    }

    private func upgrade(_ head: ResponseReader.Head) throws(ClientError) {
        guard head.headers["sec-websocket-accept"] == WebSocketLink.key.answer else {
            throw .unexpected(attempt: attempt, cause: "it is no WebSocket")
        }
        if let rest = answer?.rest() { reader.append(rest[...]) }
        answer = nil
        output += held
        held = []
        flush()
    }
}
