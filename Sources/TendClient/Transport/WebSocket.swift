import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket
import TendCore

/// A WebSocket connection to the server.
struct WebSocket: Sendable {
    enum Message: Sendable {
        case text(ByteBuffer)
        case binary(ByteBuffer)
    }

    /// How the server ended the connection.
    struct Closure: Error {
        /// Nil when the connection was lost.
        var code: UInt16?
        var reason: String
    }

    private let frames: PulledChannel<WebSocketFrame>
    var channel: any Channel { frames.channel }

    private enum Opened: Sendable {
        case upgraded(PulledChannel<WebSocketFrame>)
        case refused(PulledChannel<HTTPClientResponsePart>)
    }

    /// The largest frame of a screen (500 × 1000 cells, each with a look of its own) stays below it.
    private static let maxFrameSize = 64 << 20

    static func open(_ path: String, target: String, attempt: String) async throws(ClientError) -> WebSocket {
        let opened: Opened
        do {
            opened = try await connect(path, target: target)
        } catch {
            throw ClientError(error, connectingTo: path, attempt: attempt)
        }
        switch opened {
        case .upgraded(let frames): return WebSocket(frames: frames)
        case .refused(let parts):
            let connection = Connection(parts: parts)
            defer { connection.close() }
            let head = try await connection.head(attempt: attempt)
            var body: [UInt8] = []
            while let piece = try await connection.body(attempt: attempt) { body += piece.readableBytesView }
            throw Response(head: head, body: body).error(attempt: attempt)
        }
    }

    private static func connect(_ path: String, target: String) async throws -> Opened {
        let upgrader = NIOTypedWebSocketClientUpgrader<Opened>(
            maxFrameSize: maxFrameSize, enableAutomaticErrorHandling: false
        ) { channel, _ in
            channel.eventLoop.makeCompletedFuture { .upgraded(try PulledChannel(addingTo: channel)) }
        }
        let head = HTTPRequestHead(
            version: .http1_1, method: .GET, uri: target, headers: ["host": "tend", "content-length": "0"])
        let upgrade = NIOTypedHTTPClientUpgradeConfiguration(upgradeRequestHead: head, upgraders: [upgrader]) {
            channel in
            channel.eventLoop.makeCompletedFuture { .refused(try PulledChannel(addingTo: channel)) }
        }
        var configuration = NIOUpgradableHTTPClientPipelineConfiguration(upgradeConfiguration: upgrade)
        // The first message may come in the same packet as the answer to the upgrade.
        configuration.leftOverBytesStrategy = .forwardBytes
        let result = try await ClientBootstrap(group: Connection.group).connect(unixDomainSocketPath: path) {
            [configuration] channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.configureUpgradableHTTPClientPipeline(configuration: configuration)
            }
        }
        return try await result.get()
    }

    /// The next message. Throws ``Closure`` at the end. One caller at a time.
    func next() async throws(Closure) -> Message {
        var opcode: WebSocketOpcode?
        var assembled = ByteBuffer()
        while let frame = try await nextFrame() {
            var data = frame.unmaskedData
            switch frame.opcode {
            case .ping: send(.pong, data)
            case .pong: break
            case .connectionClose:
                let code = data.readInteger(as: UInt16.self)
                send(.connectionClose, ByteBuffer(integer: code ?? 1000))
                close()
                throw Closure(code: code ?? 1005, reason: String(buffer: data))
            case .text, .binary, .continuation:
                if frame.opcode != .continuation { opcode = frame.opcode }
                if assembled.readableBytes == 0 { assembled = data } else { assembled.writeBuffer(&data) }
                guard frame.fin else { continue }
                return opcode == .text ? .text(assembled) : .binary(assembled)
            default: break
            }
        }
        throw Closure(code: nil, reason: "the connection was lost")
    }

    private func nextFrame() async throws(Closure) -> WebSocketFrame? {
        do {
            return try await frames.next()
        } catch {
            close()
            throw Closure(code: nil, reason: "\(error)")
        }
    }

    /// Sends without waiting. On any thread.
    func send(_ opcode: WebSocketOpcode, _ data: ByteBuffer) {
        channel.writeAndFlush(WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: data), promise: nil)
    }

    /// Sends and blocks until the socket has taken it. Not on the event loop.
    func sendAndWait(_ opcode: WebSocketOpcode, _ data: ByteBuffer) throws {
        let frame = WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: data)
        try channel.writeAndFlush(frame).wait()
    }

    func close() { frames.close() }
}
