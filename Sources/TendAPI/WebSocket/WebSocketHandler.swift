import NIOCore
import NIOWebSocket

/// The server's end of one WebSocket (RFC 6455): assembles messages, answers pings, checks what NIO's decoder does not (masks,
/// reserved bits and opcodes, order of fragments, UTF-8, close codes) and shakes hands at the end. Lives on its event loop.
///
/// Reading stops while ``inbox`` is full, so a peer that sends faster than it is served waits in its own socket.
final class WebSocketHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    private enum State { case waiting, open, closing, closed }

    let messageLimit: Int
    let inbox = WebSocketInbox()
    private let opened: EventLoopPromise<Void>
    private var state = State.waiting
    private var context: ChannelHandlerContext?
    private var parts = ByteBuffer()
    private var partsOpcode: WebSocketOpcode?
    private var holdsRead = false
    private var closeTimeout: Scheduled<Void>?

    /// Succeeds when frames can be sent, fails when the connection ended before.
    var ready: EventLoopFuture<Void> { opened.futureResult }

    init(messageLimit: Int, eventLoop: any EventLoop) {
        self.messageLimit = messageLimit
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
        parts = ByteBuffer()
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
        let frame = unwrapInboundIn(data)
        guard state == .open || state == .closing else { return }
        guard frame.maskKey != nil else { return violate("frames of a client must be masked") }
        guard !frame.rsv1, !frame.rsv2, !frame.rsv3 else { return violate("reserved bits must be zero") }
        switch frame.opcode {
        case .text, .binary:
            guard partsOpcode == nil else { return violate("a new message began inside another") }
            if state == .open { collect(frame, opcode: frame.opcode) }
        case .continuation:
            guard let opcode = partsOpcode else { return violate("a continuation of nothing") }
            if state == .open { collect(frame, opcode: opcode) }
        case .ping:
            guard frame.fin, frame.length <= 125 else { return violate("a control frame is too long or fragmented") }
            if state == .open { send(.pong, frame.unmaskedData, promise: nil) }
        case .pong:
            guard frame.fin, frame.length <= 125 else { return violate("a control frame is too long or fragmented") }
        case .connectionClose:
            closed(by: frame)
        default:
            violate("an unknown opcode")
        }
    }

    private func collect(_ frame: WebSocketFrame, opcode: WebSocketOpcode) {
        var payload = frame.unmaskedData
        guard parts.readableBytes + payload.readableBytes <= messageLimit else {
            startClose(.messageTooLarge, "at most \(messageLimit) bytes in a message")
            return
        }
        guard frame.fin else {
            partsOpcode = opcode
            parts.writeBuffer(&payload)
            return
        }
        if partsOpcode != nil {
            parts.writeBuffer(&payload)
            payload = parts
            parts = ByteBuffer()
            partsOpcode = nil
        }
        if opcode == .text {
            guard let text = String(validating: payload.readableBytesView, as: UTF8.self) else {
                startClose(.dataInconsistentWithMessage, "text that is not UTF-8")
                return
            }
            inbox.put(.text(text))
        } else {
            inbox.put(.binary(payload))
        }
    }

    private func violate(_ reason: String) { startClose(.protocolError, reason) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case NIOWebSocketError.invalidFrameLength:
            startClose(.messageTooLarge, "at most \(messageLimit) bytes in a message")
        case is NIOWebSocketError: violate("a malformed frame")
        default: context.close(promise: nil)
        }
    }

    // MARK: Writing

    /// Sends a message. The promise is kept when its bytes have been handed to the kernel.
    func send(_ opcode: WebSocketOpcode, _ payload: ByteBuffer, promise: EventLoopPromise<Void>?) {
        guard state == .open, let context else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        let frame = WebSocketFrame(fin: true, opcode: opcode, data: payload)
        context.writeAndFlush(wrapOutboundOut(frame), promise: promise)
    }

    // MARK: Closing

    private func closed(by frame: WebSocketFrame) {
        guard frame.fin, frame.length <= 125 else { return violate("a control frame is too long or fragmented") }
        if state == .closing {
            finish()
            return
        }
        var payload = frame.unmaskedData
        guard payload.readableBytes > 0 else {
            startClose(.normalClosure, "", thenFinish: true)
            return
        }
        guard let code: UInt16 = payload.readInteger(), WebSocketHandler.isSendable(code),
            String(validating: payload.readableBytesView, as: UTF8.self) != nil
        else {
            startClose(.protocolError, "a malformed close frame", thenFinish: true)
            return
        }
        startClose(WebSocketErrorCode(codeNumber: Int(code)), "", thenFinish: true)
    }

    /// Codes that may stand in a close frame: RFC 6455 §7.4, and the ranges for libraries and applications.
    private static func isSendable(_ code: UInt16) -> Bool {
        switch code {
        case 1000...1003, 1007...1014, 3000...4999: true
        default: false
        }
    }

    /// Says goodbye once and waits at most 5 s for the answer. False when that had been done before.
    ///
    /// - Parameter thenFinish: the peer has said it already; nothing is left to wait for.
    @discardableResult
    func startClose(_ code: WebSocketErrorCode, _ reason: String, thenFinish: Bool = false) -> Bool {
        guard state == .open, let context else { return false }
        var payload = ByteBuffer()
        payload.write(webSocketErrorCode: code)
        payload.writeString(WebSocketHandler.shortened(reason))
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        let frame = WebSocketFrame(fin: true, opcode: .connectionClose, data: payload)
        context.writeAndFlush(wrapOutboundOut(frame)).whenComplete { _ in
            if thenFinish { bound.value.finish() }
        }
        state = .closing
        parts = ByteBuffer()
        inbox.finish()
        closeTimeout = context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(5)) { bound.value.finish() }
        resumeReading()
        return true
    }

    /// A close frame has 125 bytes, two of them for the code.
    private static func shortened(_ reason: String) -> String {
        var (result, length) = ("", 0)
        for scalar in reason.unicodeScalars {
            length += UTF8.width(scalar)
            if length > 123 { break }
            result.unicodeScalars.append(scalar)
        }
        return result
    }

    private func finish() {
        guard state != .closed, let context else { return }
        state = .closed
        context.close(promise: nil)
    }
}
