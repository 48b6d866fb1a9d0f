import FoundationEssentials
import TendCore

/// A client's end of a WebSocket, as strict as needed and able to send nonsense.
final class TestWebSocket {
    enum Message: Equatable {
        case text(String)
        case binary([UInt8])
        case ping([UInt8])
        case pong([UInt8])
        case close(code: Int?, reason: String)
    }

    let client: TestClient

    /// - Parameter isPlain: asks as `tend`'s own clients do, else as a browser does.
    init(_ server: TestServer, _ path: String, isPlain: Bool = false) async throws {
        client = try TestClient(server.path)
        try client.send(
            isPlain ? TestWebSocket.plainHead(path) : TestClient.head("GET", path, TestWebSocket.headers, nil))
        let response = try await client.response()
        guard response.status == 101 else { throw TestFailure("no upgrade: \(response.status) \(response.text)") }
        // The example of RFC 6455 §1.3.
        guard response.headers["sec-websocket-accept"] == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" else {
            throw TestFailure("a wrong Sec-WebSocket-Accept")
        }
    }

    static func plainHead(_ path: String) -> [UInt8] {
        let fields = "connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13"
        let key = "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ=="
        return Array("GET \(path) HTTP/1.1\r\nhost: tend\r\n\(fields)\r\n\(key)\r\n\r\n".utf8)
    }

    static let headers = [
        "Upgrade: websocket", "Connection: keep-alive, Upgrade", "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ]

    static func frame(_ first: UInt8, _ payload: [UInt8], isMasked: Bool = true) -> [UInt8] {
        var bytes: [UInt8] = [first]
        let bit: UInt8 = isMasked ? 0x80 : 0
        switch payload.count {
        case ..<126: bytes.append(bit | UInt8(payload.count))
        case ..<65536: bytes += [bit | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
        default:
            bytes.append(bit | 127)
            for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(payload.count >> shift & 0xFF)) }
        }
        guard isMasked else { return bytes + payload }
        let mask: [UInt8] = [1, 2, 3, 4]
        return bytes + mask + payload.enumerated().map { $1 ^ mask[$0 % 4] }
    }

    func send(_ first: UInt8, _ payload: [UInt8], isMasked: Bool = true) throws {
        try client.send(TestWebSocket.frame(first, payload, isMasked: isMasked))
    }

    func send(text: String) throws { try send(0x81, Array(text.utf8)) }
    func send(binary: [UInt8]) throws { try send(0x82, binary) }

    func send(_ request: LiveMessage.Request) throws {
        try send(0x81, Array(try JSONEncoder().encode(request)))
    }

    func receive() async throws -> Message {
        let head = try await client.read(2)
        var length = Int(head[1] & 0x7F)
        if length == 126 {
            length = try await client.read(2).reduce(0) { $0 << 8 | Int($1) }
        } else if length == 127 {
            length = try await client.read(8).reduce(0) { $0 << 8 | Int($1) }
        }
        guard head[0] & 0x80 != 0, head[1] & 0x80 == 0 else { throw TestFailure("a fragmented or masked frame") }
        let payload = try await client.read(length)
        switch head[0] & 0x0F {
        case 1: return .text(String(decoding: payload, as: UTF8.self))
        case 2: return .binary(payload)
        case 8:
            let code = payload.count < 2 ? nil : Int(payload[0]) << 8 | Int(payload[1])
            return .close(code: code, reason: String(decoding: payload.dropFirst(2), as: UTF8.self))
        case 9: return .ping(payload)
        case 10: return .pong(payload)
        default: throw TestFailure("an unknown opcode")
        }
    }

    func receive<Value: Decodable>(_ type: Value.Type) async throws -> Value {
        guard case .text(let text) = try await receive() else { throw TestFailure("no text") }
        return try JSONDecoder().decode(type, from: Data(text.utf8))
    }

    /// Binary messages until `count` bytes have come.
    func receive(bytes count: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            guard case .binary(let part) = try await receive() else { throw TestFailure("no binary message") }
            bytes += part
        }
        return bytes
    }
}
