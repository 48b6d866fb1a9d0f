import CLinux
import Glibc
import HTTPTypes
import HummingbirdCore
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
    /// Answers a request of our own clients over a socket pair as the server would. What other clients need besides is used when one comes.
    private static func rehearseConnection(_ group: MultiThreadedEventLoopGroup) async {
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else { return }
        let request = "GET / HTTP/1.1\r\nhost: tend\r\nconnection: close\r\n\r\n"
        // It fits into any socket's buffer.
        _ = request.utf8.withContiguousStorageIfAvailable { write(ends[1], $0.baseAddress, $0.count) }
        // The connection lasts until both ends have closed it.
        shutdown(ends[1], Int32(SHUT_WR))
        defer { close(ends[1]) }
        let connection = try? await ClientBootstrap(group: group)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelInitializer { child in
                PeerCredentials.of(child).flatMapThrowing { _ in
                    try child.pipeline.syncOperations.addHandler(
                        ProtocolSniffer { bytes in
                            guard PlainRequest(bytes) != nil else { return .http }
                            let answer = PlainResponse.bytes(HTTPResponse(status: .noContent), ByteBuffer())
                            child.writeAndFlush(answer).whenComplete { _ in child.close(promise: nil) }
                            return .kept
                        } becomeHTTP: {
                            child.close(promise: nil)
                        })
                }
            }
            .withConnectedSocket(ends[0]).get()
        try? await connection?.closeFuture.get()
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
