import Foundation
import Glibc

/// A server on a Unix socket that does what a test says, connection by connection.
package final class FakeServer: Sendable {
    package let path: String
    private let listener: Int32

    /// - Parameter script: deals with one connection, on a thread of its own; gets its number, from 0. The connection ends with it.
    package init(_ script: @escaping @Sendable (_ number: Int, _ peer: Peer) throws -> Void) throws {
        path = FakeServer.unusedPath()
        let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        self.listener = listener
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let bound = withUnsafeBytes(of: &address) { bytes in
            bind(listener, bytes.baseAddress!.assumingMemoryBound(to: sockaddr.self), size)
        }
        guard bound == 0, listen(listener, 16) == 0 else { throw POSIXError(.EADDRNOTAVAIL) }
        Thread.detachNewThread {
            var number = 0
            while case let file = accept(listener, nil, nil), file >= 0 {
                let current = number
                number += 1
                Thread.detachNewThread {
                    // The client going away ends a script as well as anything.
                    try? script(current, Peer(file))
                    // For whoever has inherited it, too.
                    shutdown(file, Int32(SHUT_RDWR))
                    close(file)
                }
            }
            close(listener)
        }
    }

    deinit {
        // Ends the thread, which closes it: before, its number could be another test's listener.
        shutdown(listener, Int32(SHUT_RDWR))
        unlink(path)
    }

    package static func unusedPath() -> String { NSTemporaryDirectory() + "tend-\(UUID().uuidString.prefix(13)).sock" }
}

/// The other end of a connection. Blocking, on the thread of its script.
package final class Peer {
    package struct Gone: Error {}

    /// A request with its headers in lower case.
    package struct Request {
        package var line: String
        package var headers: [String: String]
        package var body: String
    }

    private let file: Int32
    private var pending: [UInt8] = []

    package init(_ file: Int32) { self.file = file }

    // MARK: HTTP

    package func request() throws -> Request {
        var head: [UInt8] = []
        while !head.reversed().starts(with: Array("\r\n\r\n".utf8).reversed()) { head += try bytes(1) }
        var lines = String(decoding: head, as: UTF8.self).components(separatedBy: "\r\n").filter { !$0.isEmpty }
        let line = lines.removeFirst()
        var headers: [String: String] = [:]
        for line in lines {
            let parts = line.split(separator: ":", maxSplits: 1)
            headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
        }
        let body = try bytes(headers["content-length"].flatMap { Int($0) } ?? 0)
        return Request(line: line, headers: headers, body: String(decoding: body, as: UTF8.self))
    }

    package func answer(_ status: String, _ body: String, type: String = "application/json") throws {
        try write("HTTP/1.1 \(status)\r\ncontent-type: \(type)\r\ncontent-length: \(body.utf8.count)\r\n\r\n\(body)")
    }

    // MARK: WebSocket

    /// Reads the request of a handshake and accepts it.
    package func upgrade() throws -> Request {
        let request = try request()
        let key = (request.headers["sec-websocket-key"] ?? "") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        let accepted = Data(sha1(Array(key.utf8))).base64EncodedString()
        try write(
            "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n"
                + "sec-websocket-accept: \(accepted)\r\n\r\n")
        return request
    }

    package func send(text: String) throws { try send(1, Array(text.utf8)) }
    package func send(binary: [UInt8]) throws { try send(2, binary) }
    package func send(close code: UInt16) throws { try send(8, [UInt8(code >> 8), UInt8(code & 0xFF)]) }

    private func send(_ opcode: UInt8, _ payload: [UInt8]) throws {
        var frame: [UInt8] = [0x80 | opcode]
        if payload.count < 126 {
            frame.append(UInt8(payload.count))
        } else {
            frame += [126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
        }
        try write(frame + payload)
    }

    /// The payload of the next message, unmasked.
    package func message() throws -> [UInt8] {
        let head = try bytes(2)
        var count = Int(head[1] & 0x7F)
        if count == 126 {
            let long = try bytes(2)
            count = Int(long[0]) << 8 | Int(long[1])
        }
        let mask = try bytes(4)
        return try bytes(count).enumerated().map { $1 ^ mask[$0 % 4] }
    }

    package func text() throws -> String { String(decoding: try message(), as: UTF8.self) }

    // MARK: Bytes

    package func write(_ text: String) throws { try write(Array(text.utf8)) }

    private func write(_ bytes: [UInt8]) throws {
        guard Glibc.send(file, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else { throw Gone() }
    }

    private func bytes(_ count: Int) throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while pending.count < count {
            let received = read(file, &buffer, buffer.count)
            guard received > 0 else { throw Gone() }
            pending += buffer[..<received]
        }
        defer { pending.removeFirst(count) }
        return Array(pending.prefix(count))
    }

    /// Returns when the client has closed its end.
    package func waitForEnd() { while (try? bytes(pending.count + 1)) != nil {} }
}
