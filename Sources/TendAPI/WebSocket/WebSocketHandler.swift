import NIOCore
import TendCore

/// The server's end of one WebSocket: assembles messages, answers pings and shakes hands at the end. Lives on its event loop.
///
/// Reading stops while ``inbox`` is full, so a peer that sends faster than it is served waits in its own socket.
final class WebSocketHandler: ChannelInboundHandler, ChannelOutboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum State { case waiting, open, closing, closed }

    let inbox = WebSocketInbox()
    private let opened: EventLoopPromise<Void>
    private var reader: WebSocketWire.Reader
    private var state = State.waiting
    private var context: ChannelHandlerContext?
    private var holdsRead = false
    private var closeTimeout: Scheduled<Void>?

    /// Succeeds when frames can be sent, fails when the connection ended before.
    var ready: EventLoopFuture<Void> { opened.futureResult }

    init(messageLimit: Int, eventLoop: any EventLoop) {
        reader = WebSocketWire.Reader(isServer: true, limit: messageLimit)
        opened = eventLoop.makePromise()
    }

    /// The connection ended before it became a WebSocket.
    func fail() {
        opened.fail(ChannelError.ioOnClosedChannel)
        state = .closed
        inbox.finish()
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        state = .open
        opened.succeed(())
    }

    func handlerRemoved(context: ChannelHandlerContext) { end() }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    private func end() {
        state = .closed
        closeTimeout?.cancel()
        closeTimeout = nil
        context = nil
        inbox.finish()
    }

    // MARK: Reading

    func read(context: ChannelHandlerContext) {
        if inbox.isFull, state == .open { holdsRead = true } else { context.read() }
    }

    /// The inbox has room again.
    func resumeReading() {
        guard holdsRead, let context else { return }
        holdsRead = false
        context.read()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard state == .open || state == .closing else { return }
        reader.append(Array(unwrapInboundIn(data).readableBytesView)[...])
        do throws(WebSocketWire.Violation) {
            while let message = try reader.next() { take(message) }
        } catch {
            startClose(error.code, error.reason)
        }
    }

    private func take(_ message: WebSocketWire.Reader.Message) {
        switch (message, state) {
        case (.text(let text), .open): inbox.put(.text(text))
        case (.binary(let bytes), .open): inbox.put(.binary(bytes))
        case (.ping(let payload), .open): send(.pong, payload, promise: nil)
        case (.close(let code, _), .open):
            startClose(code ?? WebSocketWire.normalCode, "", thenFinish: true)
        case (.close, .closing): finish()
        default: break
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    // MARK: Writing

    /// Sends a message. The promise is kept when its bytes have been handed to the kernel.
    func send(_ opcode: WebSocketWire.Opcode, _ payload: [UInt8], promise: EventLoopPromise<Void>?) {
        guard state == .open, let context else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        context.writeAndFlush(wrapOutboundOut(WebSocketHandler.frame(opcode, payload)), promise: promise)
    }

    private static func frame(_ opcode: WebSocketWire.Opcode, _ payload: [UInt8]) -> ByteBuffer {
        var bytes: [UInt8] = []
        WebSocketWire.append(opcode, payload, to: &bytes)
        return ByteBuffer(bytes: bytes)
    }

    // MARK: Closing

    /// Says goodbye once and waits at most 5 s for the answer. False when that had been done before.
    ///
    /// - Parameter thenFinish: the peer has said it already; nothing is left to wait for.
    @discardableResult
    func startClose(_ code: UInt16, _ reason: String, thenFinish: Bool = false) -> Bool {
        guard state == .open, let context else { return false }
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        let frame = WebSocketHandler.frame(.close, WebSocketWire.closePayload(code, reason))
        context.writeAndFlush(wrapOutboundOut(frame)).whenComplete { _ in
            if thenFinish { bound.value.finish() }
        }
        state = .closing
        inbox.finish()
        closeTimeout = context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(5)) { bound.value.finish() }
        resumeReading()
        return true
    }

    private func finish() {
        guard state != .closed, let context else { return }
        state = .closed
        context.close(promise: nil)
    }
}
