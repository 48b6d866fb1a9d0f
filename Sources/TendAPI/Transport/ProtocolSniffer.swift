import Glibc
import NIOCore
import NIOPosix

/// The first handler of a connection: looks at the first bytes and decides who serves it.
///
/// What our own clients ask for at every turn so costs a third of what it does when the pipeline of HTTP is built for each request
/// and torn down after the answer.
final class ProtocolSniffer: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    /// What becomes of a connection.
    enum Decision {
        case http
        /// Somebody answers on the channel, and closes it.
        case kept
        /// Somebody takes the socket under a descriptor of its own; NIO lets go of it.
        case handedOver((Int32) -> Void)
    }

    private let decide: (ByteBuffer) -> Decision
    private let becomeHTTP: () -> Void
    /// What was asked for is being answered.
    private var isKept = false

    /// - Parameters:
    ///   - decide: is shown the first bytes.
    ///   - becomeHTTP: adds what serves HTTP to the pipeline, behind this handler.
    init(decide: @escaping (ByteBuffer) -> Decision, becomeHTTP: @escaping () -> Void) {
        self.decide = decide
        self.becomeHTTP = becomeHTTP
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // Who asks for the connection to be closed has nothing more to say.
        if isKept { return }
        switch decide(unwrapInboundIn(data)) {
        case .http: break
        case .kept:
            isKept = true
            return
        case .handedOver(let take):
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
        case is Connections.CloseNow: context.close(promise: nil)
        // Nothing has been asked for, and will not be, or will not be answered.
        case ChannelEvent.inputClosed, is ChannelShouldQuiesceEvent: if !isKept { context.close(promise: nil) }
        default: context.fireUserInboundEventTriggered(event)
        }
    }
}
