import NIOCore
import TendCore

/// One WebSocket as a route sees it.
struct WebSocket: Sendable {
    private let handler: NIOLoopBound<WebSocketHandler>
    private let inbox: WebSocketInbox
    private let eventLoop: any EventLoop

    /// On the event loop of `handler` only.
    init(_ handler: WebSocketHandler, eventLoop: any EventLoop) {
        self.handler = NIOLoopBound(handler, eventLoop: eventLoop)
        inbox = handler.inbox
        self.eventLoop = eventLoop
    }

    /// Returns when frames can be sent.
    func opened() async throws {
        try await eventLoop.flatSubmit { [handler] in handler.value.ready }.get()
    }

    /// The next message; nil when the socket is closed or closing.
    func receive() async -> WebSocketMessage? {
        let taken = await inbox.take()
        if taken.makesRoom { eventLoop.execute { [handler] in handler.value.resumeReading() } }
        return taken.message
    }

    /// Sends text and returns when the kernel has it: who sends to a slow peer waits.
    func send(text: ByteBuffer) async throws { try await send(.text, Array(text.readableBytesView)) }

    /// As ``send(text:)``, for bytes.
    func send(binary: [UInt8]) async throws { try await send(.binary, binary) }

    private func send(_ opcode: WebSocketWire.Opcode, _ payload: [UInt8]) async throws {
        let promise = eventLoop.makePromise(of: Void.self)
        eventLoop.execute { [handler] in handler.value.send(opcode, payload, promise: promise) }
        try await promise.futureResult.get()
    }

    /// Says goodbye; the connection ends when the peer has answered, at the latest after 5 s.
    func close(_ code: UInt16, _ reason: String) {
        eventLoop.execute { [handler] in handler.value.startClose(code, reason) }
    }
}
