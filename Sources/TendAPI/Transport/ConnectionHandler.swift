import Glibc
import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import NIOPosix
import TendCore

/// One per connection: turns it into a WebSocket when a route asks for it, and tells long requests that the peer has gone.
///
/// The route decides about the switch, not the pipeline: it arms this handler and answers 101, so everything that holds for routes
/// (credentials, parameters, errors) holds for WebSockets, and any request of a connection may become one.
final class ConnectionHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// What a connection becomes when 101 has been answered.
    enum Successor {
        case webSocket(WebSocketHandler)
        /// The socket itself, under a descriptor of its own, for somebody else to serve. NIO lets go of it.
        case descriptor(EventLoopPromise<Int32>)

        /// The connection ended before.
        func fail() {
            switch self {
            case .webSocket(let handler): handler.fail()
            case .descriptor(let promise): promise.fail(ChannelError.ioOnClosedChannel)
            }
        }
    }

    private enum State {
        case http
        /// The answer to a refused upgrade is being written. NIO's decoder parses nothing after such a request, so the connection ends.
        case refusing
        case switching(Successor)
        case webSocket(WebSocketHandler)
        case handedOver
    }

    private var state = State.http
    private var armed: Successor?
    private var asksForUpgrade = false
    private var isClosed = false
    /// The peer sends no more. A request is still answered then; a WebSocket has nothing left to wait for.
    private var isInputClosed = false
    private var onClose: (@Sendable () -> Void)?
    /// Ends of answers that the kernel has not taken yet.
    private var unsentEnds = 0
    /// Whoever asked for the end of the connection meanwhile.
    private var closing: [EventLoopPromise<Void>?] = []

    /// The next answer, if it is 101, is the last that HTTP has to say here.
    func arm(_ successor: Successor) { armed = successor }

    /// Calls `action` once when the connection ends, or at once if it has. One action at a time; nil takes it back.
    func whenClosed(_ action: (@Sendable () -> Void)?) {
        onClose = action
        if isClosed { notifyClosed() }
    }

    private func notifyClosed() {
        let action = onClose
        onClose = nil
        action?()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .head(let head) = unwrapInboundIn(data) { asksForUpgrade = head.headerFields[.upgrade] != nil }
        context.fireChannelRead(data)
    }

    func channelInactive(context: ChannelHandlerContext) {
        isClosed = true
        armed?.fail()
        if case .switching(let successor) = state { successor.fail() }
        notifyClosed()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is Connections.CloseNow { return context.close(promise: nil) }
        if case .inputClosed? = event as? ChannelEvent {
            isInputClosed = true
            if case .webSocket = state { context.close(promise: nil) }
        }
        if event is ChannelShouldQuiesceEvent, case .webSocket(let handler) = state {
            handler.startClose(WebSocketWire.goingAwayCode, "the server stops")
        }
        context.fireUserInboundEventTriggered(event)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch (unwrapOutboundIn(data), state) {
        case (.head(let head), .http) where head.status == .switchingProtocols:
            if let armed { state = .switching(armed) }
            armed = nil
            context.write(data, promise: promise)
        case (.head(var head), .http) where asksForUpgrade && head.status.kind != .informational:
            state = .refusing
            head.headerFields[.connection] = "close"
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case (.end, .http):
            let sent = promise ?? context.eventLoop.makePromise(of: Void.self)
            let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
            unsentEnds += 1
            sent.futureResult.assumeIsolated().whenComplete { [self] _ in
                unsentEnds -= 1
                guard unsentEnds == 0 else { return }
                for promise in closing { bound.value.close(promise: promise) }
                closing = []
            }
            context.write(data, promise: sent)
        case (.end, .refusing):
            let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
            context.writeAndFlush(data).whenComplete { _ in bound.value.close(promise: nil) }
            promise?.succeed(())
        case (.end, .switching(.webSocket(let handler))):
            // Written, not flushed: nothing can overtake the switch.
            context.write(data, promise: nil)
            do {
                try removeHTTP(context: context)
                try context.pipeline.syncOperations.addHandler(handler, position: .before(self))
                state = .webSocket(handler)
                promise?.succeed(())
                context.flush()
                if isInputClosed { context.close(promise: nil) }
            } catch {
                handler.fail()
                promise?.fail(error)
                context.close(promise: nil)
            }
        case (.end, .switching(.descriptor(let successor))):
            let written = context.eventLoop.makePromise(of: Void.self)
            written.futureResult.assumeIsolated().whenComplete { [self] result in
                handOver(to: successor, result, context: context)
                promise?.succeed(())
            }
            context.writeAndFlush(data, promise: written)
        default:
            context.write(data, promise: promise)
        }
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        // NIO throws away what the kernel has not taken: when the server stops, answers would be cut off.
        if mode == .all, unsentEnds > 0 { return closing.append(promise) }
        if case .webSocket(let handler) = state, mode != .input,
            handler.startClose(WebSocketWire.goingAwayCode, "the server stops")
        {
            promise?.succeed(())
        } else {
            context.close(mode: mode, promise: promise)
        }
    }

    private func removeHTTP(context: ChannelHandlerContext) throws {
        let pipeline = context.pipeline.syncOperations
        let old: [any RemovableChannelHandler] = [
            try pipeline.handler(type: HTTPResponseEncoder.self),
            try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self),
            try pipeline.handler(type: HTTP1ToHTTPServerCodec.self),
            try pipeline.handler(type: HTTPConnectionStateHandler.self),
        ]
        for handler in old { _ = pipeline.removeHandler(handler) }
    }

    /// The answer is out: the socket goes on under a duplicate of its descriptor, and this channel ends without a word to the peer.
    private func handOver(
        to successor: EventLoopPromise<Int32>, _ result: Result<Void, any Error>, context: ChannelHandlerContext
    ) {
        state = .handedOver
        defer { context.close(promise: nil) }
        do {
            try result.get()
            let duplicate = try context.pipeline.syncOperations.withUnsafeTransportIfAvailable(
                of: NIOBSDSocket.Handle.self
            ) { fcntl($0, F_DUPFD_CLOEXEC, 0) }
            guard let duplicate, duplicate >= 0 else {
                throw IOError(errnoCode: errno, reason: "cannot take the socket over")
            }
            successor.succeed(duplicate)
        } catch {
            successor.fail(error)
        }
    }
}
