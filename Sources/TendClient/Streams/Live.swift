import NIOCore
import NIOWebSocket
import Synchronization
package import TendCore
package import TendScreen

/// Screens, input and events over one WebSocket, which is made anew when the server is restarted.
///
/// One consumer calls ``next()``; everything else may be called on any thread. What is sent for a session before its channel is
/// known, or while the server is away, is kept (up to ``pendingLimit`` bytes) and sent when it is.
package final class Live: Sendable {
    package enum Update: Sendable {
        /// The session is being watched (again); its next frame holds the whole screen.
        case watching(reference: String, SessionJSON)
        /// Say ``Live/take(_:)`` when it has been dealt with: the next one comes only then.
        case frame(reference: String, Frame)
        /// A watch could not begin, or a request for the session was refused.
        case refused(reference: String?, ServiceError)
        /// The session was removed, or cannot be shown any more.
        case closed(reference: String, reason: String)
        case event(EventJSON)
        /// The server is away; ``Live/next()`` goes on trying.
        case reconnecting
    }

    struct Watch {
        var channel: Int?
        var pending: [Outgoing] = []
        var pendingBytes = 0
    }
    enum Outgoing {
        case bytes([UInt8])
        case request(LiveMessage.Request)
    }
    private struct State {
        var socket: WebSocket?
        var watches: [String: Watch] = [:]
        var references: [Int: String] = [:]
        /// Requests that wait for an answer: what they were for.
        var asked: [Int: String] = [:]
        var lastID = 0
        var topics: [String]?
        var isSubscribed = false
        var lastEvent: UInt64?
        var isClosed = false
    }

    /// A line typed ahead, not a file: what is typed blindly should stay small.
    static let pendingLimit = 64 * 1024
    private static let attempt = "the live connection"
    private let socketPath: String
    private let state = Mutex(State())

    init(socketPath: String) { self.socketPath = socketPath }

    // MARK: What the viewer wants

    package func watch(_ reference: String) {
        state.withLock { state in
            state.watches[reference] = Watch()
            if let socket = state.socket { ask(.watch, reference, on: socket, &state) }
        }
    }

    package func unwatch(_ reference: String) {
        state.withLock { state in
            guard let channel = state.watches.removeValue(forKey: reference)?.channel else { return }
            state.references[channel] = nil
            if let socket = state.socket { Live.send(LiveMessage.Request(.unwatch, channel: channel), on: socket) }
        }
    }

    /// The frame was painted: the next one may come.
    package func take(_ reference: String) {
        state.withLock { state in
            guard let socket = state.socket, let channel = state.watches[reference]?.channel else { return }
            socket.send(.binary, Live.message(.frame, channel))
        }
    }

    /// Sends bytes to the program as they are.
    package func send(_ bytes: [UInt8], to reference: String) { send(.bytes(bytes), reference, cost: bytes.count) }

    package func send(_ input: InputJSON, to reference: String) {
        send(.request(LiveMessage.Request(.input, input: input)), reference, cost: 64)
    }

    package func resize(_ reference: String, to size: Size) {
        send(.request(LiveMessage.Request(.resize, rows: size.rows, cols: size.columns)), reference, cost: 64)
    }

    /// Asks for events from now on. Nil: all topics.
    package func subscribe(topics: [String]? = nil) {
        state.withLock { state in
            state.topics = topics
            state.isSubscribed = true
            if let socket = state.socket { Live.subscribe(on: socket, state) }
        }
    }

    package func close() {
        state.withLock { state in
            state.isClosed = true
            state.socket?.close()
        }
    }

    private func send(_ outgoing: Outgoing, _ reference: String, cost: Int) {
        state.withLock { state in
            guard var watch = state.watches[reference] else { return }
            if let socket = state.socket, let channel = watch.channel {
                Live.send(outgoing, channel, on: socket)
                return
            }
            guard watch.pendingBytes + cost <= Live.pendingLimit else { return }
            watch.pending.append(outgoing)
            watch.pendingBytes += cost
            state.watches[reference] = watch
        }
    }

    // MARK: What the server says

    /// The next update; nil after ``close()``.
    ///
    /// - Throws: ``ClientError`` when there is no server and none will come: the keeper is gone.
    package func next() async throws(ClientError) -> Update? {
        var backoff = Backoff()
        while true {
            let (socket, isClosed) = state.withLock { ($0.socket, $0.isClosed) }
            if isClosed || Task.isCancelled { return nil }
            if let socket {
                do throws(WebSocket.Closure) {
                    if let update = try await update(try await socket.next()) { return update }
                } catch {
                    drop()
                    if state.withLock({ $0.isClosed }) { return nil }
                    return .reconnecting
                }
            } else {
                guard await backoff.wait() else { return nil }
                do throws(ClientError) {
                    connected(try await WebSocket.open(socketPath, target: Target("live").text, attempt: Live.attempt))
                } catch {
                    guard error.isTransient else { throw error }
                }
            }
        }
    }

    private func connected(_ socket: WebSocket) {
        state.withLock { state in
            if state.isClosed { return socket.close() }
            state.socket = socket
            // Events first: what happens to a session after the answer to its watch is then among them.
            if state.isSubscribed { Live.subscribe(on: socket, state) }
            for reference in state.watches.keys.sorted() { ask(.watch, reference, on: socket, &state) }
        }
    }

    private func drop() {
        state.withLock { state in
            state.socket?.close()
            state.socket = nil
            state.references = [:]
            state.asked = [:]
            for reference in state.watches.keys { state.watches[reference]?.channel = nil }
        }
    }

    private func update(_ message: WebSocket.Message) async throws(WebSocket.Closure) -> Update? {
        do {
            switch message {
            case .binary(let data): return try frame(data)
            case .text(let text):
                return reply(try JSON.decode(LiveMessage.Reply.self, text.readableBytesView, attempt: Live.attempt))
            }
        } catch {
            throw WebSocket.Closure(code: nil, reason: "\(error)")
        }
    }

    private func frame(_ message: ByteBuffer) throws -> Update? {
        var data = message
        guard data.readInteger(as: UInt8.self) == LiveMessage.Kind.frame.rawValue, let channel = Live.varint(&data),
            let reference = state.withLock({ $0.references[channel] })
        else { return nil }  // Of a channel that was given up meanwhile.
        return .frame(reference: reference, try FrameCodec.decode(Array(data.readableBytesView)))
    }

    private func reply(_ reply: LiveMessage.Reply) -> Update? {
        state.withLock { state in
            if let event = reply.event {
                state.lastEvent = event.id
                return .event(event)
            }
            if let closed = reply.closed {
                guard let reference = state.references.removeValue(forKey: closed.channel) else { return nil }
                state.watches[reference] = nil
                return .closed(reference: reference, reason: closed.reason)
            }
            let reference = reply.id.flatMap { state.asked.removeValue(forKey: $0) }
            if let error = reply.error {
                if let reference, state.watches[reference]?.channel == nil { state.watches[reference] = nil }
                let code = ServiceError.Code(rawValue: error.code) ?? .invalid
                return .refused(reference: reference, ServiceError(code, error.message))
            }
            guard let channel = reply.channel, let session = reply.session, let reference,
                var watch = state.watches[reference], let socket = state.socket
            else { return nil }
            for outgoing in watch.pending { Live.send(outgoing, channel, on: socket) }
            watch = Watch(channel: channel)
            state.watches[reference] = watch
            state.references[channel] = reference
            return .watching(reference: reference, session)
        }
    }

    // MARK: Messages

    private func ask(
        _ operation: LiveMessage.Request.Operation, _ reference: String, on socket: WebSocket, _ state: inout State
    ) {
        state.lastID += 1
        state.asked[state.lastID] = reference
        Live.send(LiveMessage.Request(operation, id: state.lastID, session: reference), on: socket)
    }

    private static func subscribe(on socket: WebSocket, _ state: State) {
        send(LiveMessage.Request(.subscribe, topics: state.topics, after: state.lastEvent), on: socket)
    }

    private static func send(_ outgoing: Outgoing, _ channel: Int, on socket: WebSocket) {
        switch outgoing {
        case .bytes(let bytes):
            var buffer = message(.input, channel)
            buffer.writeBytes(bytes)
            socket.send(.binary, buffer)
        case .request(var request):
            request.channel = channel
            send(request, on: socket)
        }
    }

    private static func send(_ request: LiveMessage.Request, on socket: WebSocket) {
        socket.send(.text, ByteBuffer(bytes: JSON.encode(request)))
    }

    /// Kind and channel, the latter as LEB128: seven bits a byte, the lowest first.
    private static func message(_ kind: LiveMessage.Kind, _ channel: Int) -> ByteBuffer {
        var buffer = ByteBuffer(integer: kind.rawValue)
        var rest = UInt64(channel)
        while rest >= 0x80 {
            buffer.writeInteger(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        buffer.writeInteger(UInt8(rest))
        return buffer
    }

    private static func varint(_ buffer: inout ByteBuffer) -> Int? {
        var value = 0
        for shift in stride(from: 0, to: 28, by: 7) {
            guard let byte: UInt8 = buffer.readInteger() else { return nil }
            value |= Int(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return value }
        }
        return nil
    }
}

extension Client {
    /// Screens, input and events of many sessions over one connection.
    package func live() -> Live { Live(socketPath: socketPath) }
}
