import NIOCore
import NIOWebSocket
import TendCore
import TendScreen

/// `WS /live`: screens of many sessions as frames, input for them, and events, on one socket.
///
/// Every channel sends a frame only when the viewer has taken the one before; meanwhile the screen changes without being framed, so
/// a slow viewer costs neither memory nor time. What the viewer asks is answered in order; input goes to a lane per session.
actor LiveSocket {
    private struct Channel {
        var session: String
        var viewer: any ScreenViewer
        var taken: Turn
        var task: Task<Void, Never>
    }
    private struct Lane {
        var queue: InputLane
        var task: Task<Void, Never>
    }

    /// More sessions than a person can look at.
    private static let channelLimit = 256

    private let service: any SessionService
    private let socket: WebSocket
    private var channels: [Int: Channel] = [:]
    private var lanes: [String: Lane] = [:]
    private var lastChannel = 0
    private var events: Task<Void, Never>?

    init(service: any SessionService, socket: WebSocket) {
        self.service = service
        self.socket = socket
    }

    /// Serves until the socket is closed or the task is cancelled. All tasks started for it have ended when this returns.
    func run() async {
        while let message = await socket.receive() {
            do {
                switch message {
                case .text(let text): try await handle(text)
                case .binary(let bytes): try await handle(bytes)
                }
            } catch {
                break  // The connection has ended.
            }
        }
        let tasks = channels.values.map(\.task) + lanes.values.map(\.task) + (events.map { [$0] } ?? [])
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
    }

    // MARK: Requests

    private func handle(_ text: String) async throws {
        let request: LiveMessage.Request
        do {
            request = try JSONBody.decode(LiveMessage.Request.self, from: ByteBuffer(string: text))
        } catch {
            return try await reply(LiveMessage.Reply(ok: false, error: error.detail.error))
        }
        do {
            switch request.op {
            case .watch: try await watch(request)
            case .unwatch: try await unwatch(request)
            case .taken: try await taken(request)
            case .input: try await input(request)
            case .resize: try await resize(request)
            case .subscribe: try await subscribe(request)
            case .unsubscribe:
                await stopEvents()
                try await done(request)
            }
        } catch let error as APIError {
            try await reply(LiveMessage.Reply(id: request.id, ok: false, error: error.detail.error))
        } catch let error as ServiceError {
            try await reply(LiveMessage.Reply(id: request.id, ok: false, error: ErrorJSON(error).error))
        }
    }

    private func reply(_ reply: LiveMessage.Reply) async throws { try await socket.send(text: JSONBody.encode(reply)) }

    /// Says that a request was carried out, to who asked by giving an id.
    private func done(_ request: LiveMessage.Request, session: SessionJSON? = nil) async throws {
        guard request.id != nil else { return }
        try await reply(LiveMessage.Reply(id: request.id, ok: true, session: session))
    }

    private func channel(_ request: LiveMessage.Request) throws(APIError) -> Channel {
        guard let number = request.channel else { throw .invalid("\(request.op.rawValue) needs a channel") }
        guard let channel = channels[number] else { throw .invalid("there is no channel \(number)") }
        return channel
    }

    /// The id of the session that a request means, by channel or reference.
    private func session(_ request: LiveMessage.Request) async throws -> String {
        if request.channel != nil { return try channel(request).session }
        guard let reference = request.session else {
            throw APIError.invalid("\(request.op.rawValue) needs a session or a channel")
        }
        return try await service.session(reference).id.rawValue
    }

    // MARK: Screens

    private func watch(_ request: LiveMessage.Request) async throws {
        guard let reference = request.session else { throw APIError.invalid("watch needs a session") }
        guard channels.count < LiveSocket.channelLimit else {
            throw ServiceError(.limit, "at most \(LiveSocket.channelLimit) sessions can be watched on one socket")
        }
        let session = try await service.session(reference)
        let viewer = try await service.viewer(session.id.rawValue)
        lastChannel += 1
        let number = lastChannel
        try await reply(
            LiveMessage.Reply(id: request.id, ok: true, channel: number, session: SessionJSON(session)))
        let taken = Turn(isOpen: true)
        let task = Task { await self.show(viewer, session.id.rawValue, number, taken) }  // Ended by unwatch or run.
        channels[number] = Channel(
            session: session.id.rawValue, viewer: viewer, taken: taken, task: task)
    }

    /// Sends frames of one session, each when the one before was taken.
    private nonisolated func show(
        _ viewer: any ScreenViewer, _ session: String, _ number: Int, _ taken: Turn
    ) async {
        var reason = "removed"
        do {
            while await taken.pass() {
                guard let frame = try await viewer.next() else { break }
                if Task.isCancelled { return }
                try await socket.send(binary: LiveFrame.encode(frame, channel: number))
            }
            if Task.isCancelled { return }
        } catch let error as ServiceError {
            if Task.isCancelled { return }
            reason = error.message
        } catch {
            return  // The connection has ended.
        }
        await close(number, session, reason)
    }

    private func close(_ number: Int, _ session: String, _ reason: String) async {
        guard channels.removeValue(forKey: number) != nil else { return }
        let closed = LiveMessage.Reply.Closed(channel: number, session: session, reason: reason)
        do { try await reply(LiveMessage.Reply(closed: closed)) } catch {
            // The connection has ended; the next receive says so.
        }
    }

    private func unwatch(_ request: LiveMessage.Request) async throws {
        let channel = try channel(request)
        if let number = request.channel { channels[number] = nil }
        channel.task.cancel()
        await channel.task.value
        try await done(request)
    }

    private func taken(_ request: LiveMessage.Request) async throws {
        try channel(request).taken.open()
        try await done(request)
    }

    private func resize(_ request: LiveMessage.Request) async throws {
        guard let rows = request.rows, let cols = request.cols else {
            throw APIError.invalid("resize needs rows and cols")
        }
        let size = try Size(ResizeJSON(rows: rows, cols: cols))
        let session = try await service.resize(try await session(request), to: size)
        try await done(request, session: SessionJSON(session))
    }

    // MARK: Input

    private func input(_ request: LiveMessage.Request) async throws {
        guard let input = request.input else { throw APIError.invalid("input needs an input") }
        try await enqueue(try input.inputs(), for: try await session(request), id: request.id)
    }

    private func enqueue(_ inputs: [Input], for session: String, id: Int?) async throws {
        let queue: InputLane
        if let lane = lanes[session] {
            queue = lane.queue
        } else {
            queue = InputLane(service: service, session: session)
            lanes[session] = Lane(queue: queue, task: Task { await queue.run() })  // Ended by run.
        }
        let isAccepted = queue.enqueue(inputs) { failure in
            do {
                if let failure {
                    try await self.reply(LiveMessage.Reply(id: id, ok: false, error: ErrorJSON(failure).error))
                } else if let id {
                    try await self.reply(LiveMessage.Reply(id: id, ok: true))
                }
            } catch {
                // The connection has ended; the next receive says so.
            }
        }
        if !isAccepted { throw ServiceError(.limit, "the program does not read its input; this one was not sent") }
    }

    private func handle(_ bytes: ByteBuffer) async throws {
        do {
            var bytes = bytes
            guard let byte: UInt8 = bytes.readInteger(), let kind = LiveMessage.Kind(rawValue: byte),
                let number = LiveFrame.readVarint(from: &bytes), let channel = channels[number]
            else { throw APIError.invalid("a binary message of unknown kind or channel") }
            switch kind {
            case .frame: channel.taken.open()
            case .input:
                guard bytes.readableBytes > 0 else { return }
                let raw = Array(bytes.readableBytesView)
                // Straight to the session's lane, unless earlier input of this socket is still on its way.
                if let lane = lanes[channel.session], !lane.queue.isEmpty {
                    return try await enqueue([.bytes(raw)], for: channel.session, id: nil)
                }
                guard channel.viewer.type(raw) else {
                    throw ServiceError(.limit, "the program does not read its input; this one was not sent")
                }
            }
        } catch let error as APIError {
            try await reply(LiveMessage.Reply(ok: false, error: error.detail.error))
        } catch let error as ServiceError {
            try await reply(LiveMessage.Reply(ok: false, error: ErrorJSON(error).error))
        }
    }

    // MARK: Events

    private func subscribe(_ request: LiveMessage.Request) async throws {
        let topics = try EventTopics(request.topics)
        await stopEvents()
        let reader = await service.events(after: request.after)
        try await done(request)
        events = Task { await self.tell(reader, topics) }  // Ended by unsubscribe, the next subscribe, or run.
    }

    private func stopEvents() async {
        events?.cancel()
        await events?.value
        events = nil
    }

    private nonisolated func tell(_ reader: any EventReader, _ topics: EventTopics) async {
        while let batch = await reader.next(), !Task.isCancelled {
            for event in batch where topics.contain(event) {
                do {
                    let reply = LiveMessage.Reply(event: EventJSON(event))
                    try await socket.send(text: JSONBody.encode(reply))
                } catch {
                    return  // The connection has ended.
                }
            }
        }
    }
}

/// Frames as binary messages.
enum LiveFrame {
    static func encode(_ frame: Frame, channel: Int) -> ByteBuffer {
        let bytes = FrameCodec.encode(frame)
        var buffer = ByteBufferAllocator().buffer(capacity: bytes.count + 4)
        buffer.writeInteger(LiveMessage.Kind.frame.rawValue)
        writeVarint(channel, to: &buffer)
        buffer.writeBytes(bytes)
        return buffer
    }

    /// LEB128: seven bits a byte, the lowest first, the top bit set on all but the last.
    static func writeVarint(_ value: Int, to buffer: inout ByteBuffer) {
        var rest = UInt64(value)
        while rest >= 0x80 {
            buffer.writeInteger(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        buffer.writeInteger(UInt8(rest))
    }

    /// Nil when there is none, or one that no channel number can have.
    static func readVarint(from buffer: inout ByteBuffer) -> Int? {
        var value = 0
        for shift in stride(from: 0, to: 28, by: 7) {
            guard let byte: UInt8 = buffer.readInteger() else { return nil }
            value |= Int(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return value }
        }
        return nil
    }
}
