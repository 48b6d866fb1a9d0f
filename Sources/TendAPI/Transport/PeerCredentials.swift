import Glibc
import NIOCore

/// Who is at the other end of a Unix socket, as the kernel tells it: the layout of `struct ucred`, see unix(7).
struct PeerCredentials: Hashable, Sendable {
    var processID: Int32
    var userID: UInt32
    var groupID: UInt32

    /// Asks the kernel. Fails for a channel that is no Unix socket.
    static func of(_ channel: any Channel) -> EventLoopFuture<PeerCredentials> {
        guard let options = channel as? any SocketOptionProvider else {
            return channel.eventLoop.makeFailedFuture(ChannelError.operationUnsupported)
        }
        return options.unsafeGetSocketOption(
            level: NIOBSDSocket.OptionLevel(rawValue: SOL_SOCKET), name: NIOBSDSocket.Option(rawValue: SO_PEERCRED))
    }
}

/// Who made the connection that the current task serves. Noted when it was accepted: later the connection may have ended, and nobody
/// can be asked any more.
enum ConnectionPeer {
    @TaskLocal static var process: Int32 = 0
}
