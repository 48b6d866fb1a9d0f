import CLinux
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import TendKeeper

/// A keeper in a directory of its own, with the test as its server. `end()` ends it and everything it started.
final class Rig: Sendable {
    let directory: String
    let launcher: KeeperLauncher
    let exits = Mailbox<(id: String, exit: KeeperExit)>()
    let losses = Mailbox<Void>()

    /// The binary of the target KeeperProbe, beside the test bundle.
    static let probe: String = {
        let maps = text(of: "/proc/self/maps")
        let bundle = maps.split(separator: "\n").first { $0.hasSuffix("PackageTests.xctest") }!
        let path = bundle[bundle.firstIndex(of: "/")!...]
        return String(path[..<path.lastIndex(of: "/")!]) + "/KeeperProbe"
    }()

    /// - Parameter script: what the shell runs as the server, by the directory; nil: the probe.
    init(script: ((String) -> String)? = nil) {
        var template = Array("/tmp/tend-keeper-XXXXXX".utf8CString)
        let directory = String(cString: mkdtemp(&template))
        self.directory = directory
        var server = Rig.probe
        if let script {
            server = directory + "/server"
            let file = open(server, O_CREAT | O_WRONLY | O_CLOEXEC, 0o700)
            let lines = Array("#!/bin/sh\n\(script(directory))\n".utf8)
            write(file, lines, lines.count)
            close(file)
        }
        launcher = KeeperLauncher(
            executable: Rig.probe, server: server, lock: directory + "/keeper.lock", socket: directory + "/tend.sock",
            log: directory + "/log/server.log")
    }

    /// Becomes the server: takes the channel from the probe that runs now.
    func connect() -> (keeper: Keeper, server: pid_t) {
        let (channel, server) = takeChannel()
        return (
            Keeper(
                descriptor: channel, onExit: { [exits] id, exit in exits.put((id, exit)) },
                onLost: { [losses] in losses.put(()) }), server
        )
    }

    private func dial() -> Int32 {
        let client = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: launcher.socket.utf8) }
        let connected = withUnsafeBytes(of: &address) {
            Glibc.connect(
                client, $0.baseAddress!.assumingMemoryBound(to: sockaddr.self),
                socklen_t(MemoryLayout<sockaddr_un>.size))
        }
        precondition(connected == 0, "nobody listens")
        return client
    }

    /// What somebody is answered who asks for something.
    func answer() -> String {
        let client = dial()
        defer { close(client) }
        let request = Array("GET /api/v1/health HTTP/1.1\r\n\r\n".utf8)
        send(client, request, request.count, Int32(MSG_NOSIGNAL))
        var bytes = [UInt8](repeating: 0, count: 4096)
        var length = 0
        while case let count = recv(client, &bytes[length], bytes.count - length, 0), count > 0 { length += count }
        return String(decoding: bytes[..<length], as: UTF8.self)
    }

    func takeChannel() -> (channel: Int32, server: pid_t) {
        while true {
            let client = dial()
            defer { close(client) }
            var pid: pid_t = 0
            var channel: Int32 = -1
            // Ends without a word if the server was killed with our connection in its hands.
            let length = withUnsafeMutableBytes(of: &pid) {
                tend_message_receive(client, $0.baseAddress!, $0.count, &channel)
            }
            if length == MemoryLayout<pid_t>.size, channel >= 0 { return (channel, pid) }
        }
    }

    func start() throws -> (keeper: Keeper, server: pid_t) {
        try launcher.ensureRunning()
        return connect()
    }

    func shell(
        _ id: String, _ script: String, environment: [String: String] = ["PATH": "/usr/bin:/bin"]
    ) -> SpawnRequest {
        SpawnRequest(
            id: id, arguments: ["/bin/sh", "-c", script], environment: environment, directory: directory, rows: 33,
            columns: 111)
    }

    /// Ends the keeper and waits until it has gone.
    func end() {
        if let pid = pid_t(text(of: launcher.lock).prefix { $0 != "\n" }) {
            let process = tend_pidfd_open(pid)
            if process >= 0 {
                kill(pid, SIGTERM)
                waitReadable(process)
                close(process)
            }
        }
        for name in ["/keeper.lock", "/tend.sock", "/log/server.log"] { unlink(directory + name) }
        rmdir(directory + "/log")
        rmdir(directory)
    }
}

/// Values from another thread, awaited in order.
final class Mailbox<Value: Sendable>: Sendable {
    private let stream: AsyncStream<Value>
    private let input: AsyncStream<Value>.Continuation
    init() { (stream, input) = AsyncStream.makeStream() }
    func put(_ value: Value) { input.yield(value) }
    func next() async throws -> Value {
        var iterator = stream.makeAsyncIterator()
        return try #require(await iterator.next())
    }
}

func waitReadable(_ descriptor: Int32) {
    var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    #expect(poll(&polled, 1, Int32(patience.components.seconds * 1000)) == 1, "nothing happened")
}

func text(of path: String) -> String {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return "" }
    defer { close(file) }
    return readAll(file)
}

/// Reads to the end, or until `marker` was seen. A terminal without programs ends with EIO.
func readAll(_ descriptor: Int32, until marker: String? = nil) -> String {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
        let count = read(descriptor, &buffer, buffer.count)
        if count <= 0 { break }
        bytes += buffer[..<count]
        if let marker, String(decoding: bytes, as: UTF8.self).contains(marker) { break }
    }
    return String(decoding: bytes, as: UTF8.self)
}
