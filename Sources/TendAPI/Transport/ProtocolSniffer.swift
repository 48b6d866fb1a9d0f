import Glibc
import NIOCore
import NIOPosix

/// The first handler of a connection: looks at the first bytes and decides who serves it.
///
/// A request for a live socket, as clients in a terminal begin with, so costs a third of what it does when the pipeline of HTTP is
/// built for it and torn down after the answer.
final class ProtocolSniffer: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let takesOver: (ByteBuffer) -> (@Sendable (Int32) -> Void)?
    private let becomeHTTP: () -> Void

    /// - Parameters:
    ///   - takesOver: who takes the socket under a descriptor of its own, instead of HTTP; NIO lets go of it then.
    ///   - becomeHTTP: adds what serves HTTP to the pipeline, behind this handler.
    init(takesOver: @escaping (ByteBuffer) -> (@Sendable (Int32) -> Void)?, becomeHTTP: @escaping () -> Void) {
        self.takesOver = takesOver
        self.becomeHTTP = becomeHTTP
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if let take = takesOver(unwrapInboundIn(data)) {
            let duplicate = try? context.pipeline.syncOperations.withUnsafeTransportIfAvailable(
                of: NIOBSDSocket.Handle.self
            ) { fcntl($0, F_DUPFD_CLOEXEC, 0) }
            if let duplicate, duplicate >= 0 {
                take(duplicate)
                return context.close(promise: nil)
            }
        }
        becomeHTTP()
        context.fireChannelRead(data)
        context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        // Nothing has been asked for, and will not be, or will not be answered.
        case ChannelEvent.inputClosed, is ChannelShouldQuiesceEvent, is Connections.CloseNow: context.close(promise: nil)
        default: context.fireUserInboundEventTriggered(event)
        }
    }
}
