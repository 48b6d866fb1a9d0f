import CLinux
import Glibc
import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import TendCore
import TendScreen

extension APIServer {
    /// What can be made before there is anything to serve.
    package struct Preparation: Sendable {
        let group: MultiThreadedEventLoopGroup
        /// Ends by itself. The group outlives it: a loop that has ended breaks whoever asks it for something.
        let rehearsal: Task<Void, Never>

        package init() {
            // One thread: the API moves bytes, all the rest happens on the lanes. Each further loop would cost memory.
            let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
            self.group = group
            group.next().execute { tend_turns_prefer_short() }
            // Nobody waits for them before the end.
            rehearsal = Task { await Preparation.rehearseConnection(group) }
            Task { Preparation.rehearseBodies() }
        }
    }
}

// A process pays for the first use of many types: NIO alone asks of each handler which protocols it conforms to, and each such question is a
// walk through 11,700 records. A first request so takes three milliseconds more than the next. These use the types while the rest of the
// server is made, on the core that has nothing to do then. Only the way there matters, not what comes of it.
extension APIServer.Preparation {
    /// Answers a request over a socket pair as the server would.
    private static func rehearseConnection(_ group: MultiThreadedEventLoopGroup) async {
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else { return }
        let request = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        // It fits into any socket's buffer.
        _ = request.utf8.withContiguousStorageIfAvailable { write(ends[1], $0.baseAddress, $0.count) }
        // The connection lasts until both ends have closed it.
        shutdown(ends[1], Int32(SHUT_WR))
        defer { close(ends[1]) }
        let logger = Logger(label: "rehearsal") { _ in SwiftLogNoOpLogHandler() }
        let channel = APIServer.channel { _, writer, _ in
            try await writer.writeResponse(HTTPResponse(status: .noContent))
        }
        let connection = try? await ClientBootstrap(group: group)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .withConnectedSocket(ends[0]) { child in
                PeerCredentials.of(child).flatMap { _ in channel.setup(channel: child, logger: logger) }
            }
        if let connection { await channel.handle(value: connection, logger: logger) }
    }

    private static func rehearseBodies() {
        let request = #"{"command":"","args":[""],"cwd":"","env":{"A":"","B":null},"rows":1,"cols":1}"#
        _ = try? JSONBody.decode(NewSessionJSON.self, from: ByteBuffer(string: request))
        _ = try? Response.json(
            SessionJSON(
                Session(
                    id: SessionID(rawValue: ""), name: "", launch: Launch(command: "", directory: ""),
                    size: Size(rows: 1, columns: 1), startedAt: 0)))
    }
}
