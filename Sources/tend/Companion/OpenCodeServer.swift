import CLinux
import FoundationEssentials
import Glibc
import TendAgents
import TendClient
import TendCore

/// The server that OpenCode's TUI runs, as we reach it: a port of this machine and a password.
struct OpenCodeServer: Sendable {
    let port: UInt16
    /// What OpenCode gets: the password, unless its owner has set one.
    let environment: [String: String]
    let client: LoopbackClient

    private static let password = "OPENCODE_SERVER_PASSWORD"
    private static let user = "OPENCODE_SERVER_USERNAME"

    /// - Returns: nil when no port is to be had.
    init?(environment: [String: String]) {
        guard let port = OpenCodeServer.freePort() else { return nil }
        self.port = port
        var environment = environment
        // Whoever is on this machine reaches the port: without it, anybody could give the agent orders.
        let given = environment[OpenCodeServer.password] ?? ""
        let password = given.isEmpty ? OpenCodeServer.secret() : given
        environment[OpenCodeServer.password] = password
        self.environment = environment
        let user = environment[OpenCodeServer.user] ?? ""
        let name = user.isEmpty ? "opencode" : user
        let login = Data("\(name):\(password)".utf8).base64EncodedString()
        client = LoopbackClient(port: port, headers: ["authorization": "Basic " + login])
    }

    private static func secret() -> String {
        var random = SystemRandomNumberGenerator()
        return String(random.next(), radix: 36) + String(random.next(), radix: 36)
    }

    /// A port that nobody listens on now. OpenCode takes it some tenths of a second later; should somebody have come before, it says so.
    private static func freePort() -> UInt16? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, size) == 0 ? getsockname(descriptor, address, &size) : -1
            }
        }
        return result == 0 ? UInt16(bigEndian: address.sin_port) : nil
    }

    // MARK: Versions

    /// Why this program is run without its API; nil: it speaks the one that we know.
    ///
    /// OpenCode 2 has another API, and one server for all of its windows; its TUI takes no port.
    static func obstacle(_ program: String, environment: [String: String]) -> String? {
        guard let said = output(of: program, ["--version"], environment: environment) else {
            return "it does not tell its version"
        }
        let version = said.split(whereSeparator: \.isNewline).last.map { String($0.drop { $0 == "v" || $0 == " " }) }
        guard let version, let major = Int(version.prefix { $0.isNumber }) else {
            return "it does not tell its version"
        }
        return major >= 2 ? "the API of OpenCode \(version.sanitized(limit: 32)) is not known to tend" : nil
    }

    /// How long a program may take that says its version: a slow disk may have to find 150 MB first.
    private static let versionPatience: Int32 = 10_000

    private static func output(of program: String, _ words: [String], environment: [String: String]) -> String? {
        var ends: [Int32] = [-1, -1]
        let null = Glibc.open("/dev/null", O_RDWR | O_CLOEXEC)
        guard null >= 0, tend_pipe(&ends) == 0 else { return nil }
        defer { close(ends[0]) }
        let child = try? ChildProcess(
            program, words, environment: environment, place: tend_child_in_session, deathSignal: SIGKILL,
            streams: (null, ends[1], null))
        close(ends[1])
        close(null)
        guard let child else { return nil }
        var said: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1024)
        let deadline = ContinuousClock.now + .milliseconds(Int(versionPatience))
        while true {
            var file = pollfd(fd: ends[0], events: Int16(POLLIN), revents: 0)
            let left = Int32(clamping: Int64((deadline - .now) / .milliseconds(1)))
            guard left > 0, poll(&file, 1, left) > 0 else { break }
            let count = read(ends[0], &chunk, chunk.count)
            guard count > 0, said.count < 4096 else { break }
            said += chunk[..<count]
        }
        // It has ended, or is to.
        kill(child.pid, SIGKILL)
        var status: Int32 = 0
        while waitpid(child.pid, &status, 0) < 0, errno == EINTR {}
        return String(decoding: said, as: UTF8.self)
    }
}
