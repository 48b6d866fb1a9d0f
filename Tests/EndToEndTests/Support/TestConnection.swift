import Foundation
import Testing

/// A plain connection to a home's socket that knows just enough of HTTP and WebSocket, and nothing of ours. Every read has a time
/// limit, so that a server that hangs fails the test instead of hanging it.
final class TestConnection: @unchecked Sendable {  // Safe because a test uses its connection from one task at a time.
    struct Response {
        var status: Int
        var headers: [String: String]
        var body: Data

        var text: String { String(decoding: body, as: UTF8.self) }
        func json() throws -> [String: Any] {
            try #require(try JSONSerialization.jsonObject(with: body) as? [String: Any])
        }
    }

    struct Ended: Error {}

    private let descriptor: Int32
    private var buffer: [UInt8] = []
    /// What was asked last, to be told when no answer comes.
    private var request = ""
    private var receivedByteCount = 0

    /// - Parameter path: of the socket.
    init(_ path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var limit = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(107)) }
        let size = socklen_t(MemoryLayout.size(ofValue: address))
        let result = withUnsafeBytes(of: &address) {
            connect(descriptor, $0.baseAddress!.assumingMemoryBound(to: sockaddr.self), size)
        }
        guard result == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    }

    deinit { close(descriptor) }

    func send(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Ended() }
            rest = rest.dropFirst(count)
        }
    }

    /// More bytes, read on a thread of its own so that the test's threads stay free. Throws ``Ended`` at the end.
    private func more() async throws {
        let descriptor = descriptor
        let place = "after \(request) and \(receivedByteCount) bytes"
        let bytes: [UInt8] = await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var bytes = [UInt8](repeating: 0, count: 256 * 1024)
                let count = read(descriptor, &bytes, bytes.count)
                if count < 0, errno == EAGAIN { Issue.record("nothing came within a minute \(place)") }
                continuation.resume(returning: Array(bytes.prefix(max(0, count))))
            }
        }
        guard !bytes.isEmpty else { throw Ended() }
        receivedByteCount += bytes.count
        buffer += bytes
    }

    private func take(_ count: Int) async throws -> [UInt8] {
        while buffer.count < count { try await more() }
        defer { buffer.removeFirst(count) }
        return Array(buffer[..<count])
    }

    /// Everything up to `end`, which is taken, too.
    private func take(to end: String) async throws -> String {
        let pattern = Array(end.utf8)
        while true {
            if let range = buffer.firstRange(of: pattern) {
                defer { buffer.removeFirst(range.upperBound) }
                return String(decoding: buffer[..<range.lowerBound], as: UTF8.self)
            }
            try await more()
        }
    }

    // MARK: HTTP

    func ask(
        _ method: String, _ path: String, _ headers: [String] = [], body: String? = nil
    ) async throws
        -> Response
    {
        var lines = ["\(method) \(path) HTTP/1.1", "Host: tend"] + headers
        if let body { lines.append("Content-Length: \(body.utf8.count)") }
        request = "\(method) \(path)"
        try send(Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + (body ?? "")).utf8))
        return try await answer()
    }

    /// The next answer; without its body if the length of that is not told.
    private func answer() async throws -> Response {
        let lines = try await take(to: "\r\n\r\n").components(separatedBy: "\r\n")
        let status = try #require(Int(lines[0].split(separator: " ")[1]))
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let pair = line.split(separator: ":", maxSplits: 1)
            headers[pair[0].lowercased()] = pair.count > 1 ? pair[1].trimmingCharacters(in: .whitespaces) : ""
        }
        let length = headers["content-length"].flatMap { Int($0) } ?? 0
        return Response(status: status, headers: headers, body: Data(try await take(length)))
    }

    // MARK: Server-sent events

    struct ServerEvent {
        var id: UInt64
        var topic: String
        /// Its name; empty: it is about none.
        var session: String
        /// All of it, as JSON.
        var text: String
    }

    /// The next event of `GET /events`, of a body sent in chunks.
    func event() async throws -> ServerEvent {
        while true {
            let text = try await chunk()
            if text.hasPrefix(":") { continue }
            // One chunk holds what happened at once: keep the others for later.
            var blocks = text.components(separatedBy: "\n\n").filter { !$0.isEmpty }
            let first = blocks.removeFirst()
            if !blocks.isEmpty {
                let rest = blocks.joined(separator: "\n\n") + "\n\n"
                buffer.insert(contentsOf: Array("\(String(rest.utf8.count, radix: 16))\r\n\(rest)\r\n".utf8), at: 0)
            }
            var fields: [String: String] = [:]
            for line in first.split(separator: "\n") {
                let pair = line.split(separator: ":", maxSplits: 1)
                fields[String(pair[0])] = pair[1].trimmingCharacters(in: .whitespaces)
            }
            let data = try JSONSerialization.jsonObject(with: Data((fields["data"] ?? "").utf8)) as? [String: Any]
            let session = (data?["session"] as? [String: Any])?["name"] as? String
            return ServerEvent(
                id: try #require(fields["id"].flatMap { UInt64($0) }), topic: try #require(fields["event"]),
                session: session ?? "", text: fields["data"] ?? "")
        }
    }

    private func chunk() async throws -> String {
        let length = try #require(Int(try await take(to: "\r\n"), radix: 16))
        if length == 0 { throw Ended() }
        let text = String(decoding: try await take(length), as: UTF8.self)
        _ = try await take(2)
        return text
    }

    // MARK: WebSocket

    enum Message {
        case text([String: Any])
        case binary([UInt8])
        case close(code: Int)
    }

    func upgrade(_ path: String) async throws {
        let answer = try await ask(
            "GET", path,
            [
                "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            ])
        #expect(answer.status == 101, "\(answer.text)")
        // The example of RFC 6455, section 1.3.
        #expect(answer.headers["sec-websocket-accept"] == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
    }

    func send(json: [String: Any]) throws {
        try send(opcode: 1, [UInt8](JSONSerialization.data(withJSONObject: json)))
    }

    /// - Parameter payload: at most 64 KiB.
    func send(opcode: UInt8, _ payload: [UInt8]) throws {
        let count = payload.count
        var bytes: [UInt8] = [0x80 | opcode]
        if count < 126 {
            bytes.append(0x80 | UInt8(count))
        } else {
            bytes += [0x80 | 126, UInt8(count >> 8), UInt8(count & 0xFF)]
        }
        // A mask of zeros is one.
        bytes += [0, 0, 0, 0]
        try send(bytes + payload)
    }

    func message() async throws -> Message {
        let head = try await take(2)
        var length = Int(head[1])
        if length == 126 { length = try await take(2).reduce(0) { $0 << 8 | Int($1) } }
        if length == 127 { length = try await take(8).reduce(0) { $0 << 8 | Int($1) } }
        let payload = try await take(length)
        switch head[0] {
        case 0x81:
            return .text(try #require(try JSONSerialization.jsonObject(with: Data(payload)) as? [String: Any]))
        case 0x82: return .binary(payload)
        case 0x88: return .close(code: payload.count < 2 ? 1005 : Int(payload[0]) << 8 | Int(payload[1]))
        default: throw POSIXError(.EBADMSG)
        }
    }
}

extension TestHome {
    /// One request on a connection of its own.
    func ask(
        _ method: String, _ path: String, _ headers: [String] = [], body: String? = nil
    ) async throws
        -> TestConnection.Response
    {
        try await TestConnection(directory + "/tend.sock").ask(method, "/api/v1" + path, headers, body: body)
    }

    /// A connection that has been asked for events.
    func events(after id: UInt64? = nil) async throws -> TestConnection {
        let connection = try TestConnection(directory + "/tend.sock")
        let answer = try await connection.ask("GET", "/api/v1/events", id.map { ["Last-Event-ID: \($0)"] } ?? [])
        #expect(answer.status == 200, "\(answer.text)")
        #expect(answer.headers["content-type"] == "text/event-stream")
        return connection
    }

    func socket(_ path: String) async throws -> TestConnection {
        let connection = try TestConnection(directory + "/tend.sock")
        try await connection.upgrade("/api/v1" + path)
        return connection
    }
}
