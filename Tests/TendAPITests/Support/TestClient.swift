import FoundationEssentials
import Glibc
import Logging
import TendCore
import TendServer

@testable import TendAPI

/// A server on a Unix socket of its own in a temporary directory, for the time of `body`.
func withServer(
    userID: UInt32 = geteuid(), _ body: (FakeService, TestServer) async throws -> Void
) async throws {
    var template = Array("/tmp/tend-api-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw TestFailure("no temporary directory") }
    let directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer {
        unlink(directory + "/s")
        rmdir(directory)
    }
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    let bound = withAddress(directory + "/s") { bind(descriptor, $0, $1) }
    guard bound == 0, listen(descriptor, 64) == 0 else { throw TestFailure("cannot listen: errno \(errno)") }

    let (service, control) = (FakeService(), FakeControl())
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    let server = try await APIServer(
        socket: descriptor, userID: userID, service: service, control: control,
        reactor: TestServer.lane, logger: logger)
    async let running: Void = server.run()
    do {
        try await body(service, TestServer(path: directory + "/s", control: control, server: server))
    } catch {
        server.shutdown(grace: .milliseconds(100))
        await running
        throw error
    }
    server.shutdown(grace: .milliseconds(100))
    await running
}

struct TestServer: Sendable {
    /// Serves the live sockets of all tests.
    static let lane: Lane = {
        do { return try Lane(name: "test") } catch { fatalError("no lane: \(error)") }
    }()

    var path: String
    var control: FakeControl
    var server: APIServer

    /// One request on a connection of its own.
    func request(
        _ method: String, _ path: String, _ body: String? = nil, headers: [String] = []
    ) async throws -> TestResponse {
        let client = try TestClient(self.path)
        try await client.sendAll(TestClient.head(method, path, headers, body.map { Array($0.utf8) }))
        return try await client.response(hasBody: method != "HEAD")
    }
}

struct TestFailure: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}

private func withAddress(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(100)) }
    return withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
    }
}

struct TestResponse: Sendable {
    var status: Int
    var headers: [String: String]
    var body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }

    func decoded<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try JSONDecoder().decode(Value.self, from: Data(body))
    }

    var error: ErrorJSON.Detail? { try? decoded(ErrorJSON.self).error }
}

/// A plain blocking socket with a time limit, so that a server that hangs fails the test instead of hanging it.
final class TestClient: @unchecked Sendable {  // Safe because each test uses its client from one task at a time.
    let descriptor: Int32
    private var buffer: [UInt8] = []

    init(_ path: String) throws {
        signal(SIGPIPE, SIG_IGN)
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var limit = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        let descriptor = descriptor
        guard withAddress(path, { connect(descriptor, $0, $1) }) == 0 else {
            throw TestFailure("cannot connect: errno \(errno)")
        }
    }

    deinit { close(descriptor) }

    static func head(_ method: String, _ path: String, _ headers: [String], _ body: [UInt8]?) -> [UInt8] {
        var text = "\(method) \(path) HTTP/1.1\r\nHost: tend\r\n"
        for header in headers { text += header + "\r\n" }
        if let body { text += "Content-Length: \(body.count)\r\n" }
        return Array((text + "\r\n").utf8) + (body ?? [])
    }

    func send(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { throw TestFailure("cannot send: errno \(errno)") }
            rest = rest.dropFirst(count)
        }
    }

    func halfClose() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// For more than a socket holds.
    func sendAll(_ bytes: [UInt8]) async throws { try await blocking { try self.send(bytes) } }

    /// More bytes; nil at the end. A connection that is reset has ended, too.
    private func more() async throws -> [UInt8]? {
        let descriptor = descriptor
        return try await blocking {
            var bytes = [UInt8](repeating: 0, count: 64 * 1024)
            let count = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count > 0 { return Array(bytes.prefix(count)) }
            if count == 0 || errno == ECONNRESET { return nil }
            throw TestFailure("no answer within a minute (errno \(errno))")
        }
    }

    /// `count` bytes.
    func read(_ count: Int) async throws -> [UInt8] {
        while buffer.count < count {
            guard let bytes = try await more() else {
                throw TestFailure("the connection ended after \(buffer.count) bytes")
            }
            buffer += bytes
        }
        defer { buffer.removeFirst(count) }
        return Array(buffer.prefix(count))
    }

    /// Everything up to and with `end`.
    func read(through end: String) async throws -> String {
        let pattern = Array(end.utf8)
        while true {
            if let range = buffer.firstRange(of: pattern) {
                defer { buffer.removeFirst(range.upperBound) }
                return String(decoding: buffer.prefix(range.upperBound), as: UTF8.self)
            }
            guard let bytes = try await more() else {
                throw TestFailure("the connection ended: \(String(decoding: buffer, as: UTF8.self))")
            }
            buffer += bytes
        }
    }

    func readToEnd() async throws -> [UInt8] {
        while let bytes = try await more() { buffer += bytes }
        defer { buffer = [] }
        return buffer
    }

    func response(hasBody: Bool = true) async throws -> TestResponse {
        let lines = try await read(through: "\r\n\r\n").split(separator: "\r\n")
        guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw TestFailure("no status line")
        }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let pair = line.split(separator: ":", maxSplits: 1)
            headers[pair[0].lowercased()] = pair.count > 1 ? String(pair[1].drop { $0 == " " }) : ""
        }
        let length = headers["content-length"].flatMap { Int($0) } ?? 0
        return TestResponse(status: status, headers: headers, body: try await read(hasBody ? length : 0))
    }
}

/// Runs what blocks on a thread of its own: the pool that serves is as small as the machine.
func blocking<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        let job = Job { continuation.resume(with: Result { try body() }) }
        var thread = pthread_t()
        let error = pthread_create(
            &thread, nil,
            { argument in
                if let argument { Unmanaged<Job>.fromOpaque(argument).takeRetainedValue().body() }
                return nil
            }, Unmanaged.passRetained(job).toOpaque())
        if error == 0 { pthread_detach(thread) }
    }
}

private final class Job: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}
