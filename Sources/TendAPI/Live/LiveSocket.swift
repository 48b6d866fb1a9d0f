import NIOCore
import Synchronization
import TendCore
import TendScreen

/// `WS /live`: screens of many sessions as frames, input for them, and events, on one socket.
///
/// Every channel sends no more frames than the viewer said it has room for, at first one; meanwhile the screen changes without being
/// framed, so a slow viewer costs neither memory nor time. What the viewer asks is answered in order; input goes to a lane per session. Keys
/// and the taking of frames, which are binary messages, are dealt with on the socket's reactor.
actor LiveSocket {
    struct Channel {
        var session: String
        var viewer: any ScreenViewer
        /// Where the first frame is kept for a viewer that may lend its terminal.
        var first: FirstFrame?
        /// Frames that may be sent before the viewer says that it took one.
        var credit = 0
        /// Whether one was sent: before that there is nothing to take.
        var hasBegun = false
    }
    private struct Lane {
        var queue: InputLane
        var task: Task<Void, Never>
    }
    private struct Shared {
        var channels: [Int: Channel] = [:]
        var lanes: [String: Lane] = [:]
        var isEnded = false
        /// Who types, if it is a process in a session.
        var insider: Task<Int32?, Never>?
        /// It is known to be none: nothing that it types has to be looked at.
        var isOutsider = false
    }

    /// The first screen of a terminal has the processors to itself. Any later it could be told of another process, of the same number.
    private static let lookDelay = Duration.milliseconds(20)
    /// More sessions than a person can look at.
    private static let channelLimit = 256
    /// Frames of a channel that may be on their way, if the viewer wants so many: an eighth of a second.
    static let window = 8

    nonisolated let service: any SessionService
    nonisolated let clients: ClientRegistry
    nonisolated let peer: Int32
    nonisolated let socket: LaneSocket
    private nonisolated let shared = Mutex(Shared())
    private var lastChannel = 0
    private var events: Task<Void, Never>?
    /// The workspace that the owner follows, and the one who tells of its changes.
    var workspaceName: String?
    var follower: Task<Void, Never>?
    /// The owner's number among the clients, once it has announced itself.
    var client: Int?
    /// By channel.
    var lent: [Int: LentTerminal] = [:]
    var lentPanes: [Int: LentPane] = [:]

    /// - Parameter peer: the process at the other end, as the kernel tells it.
    init(service: any SessionService, clients: ClientRegistry, socket: LaneSocket, peer: Int32) {
        self.peer = peer
        self.service = service
        self.clients = clients
        self.socket = socket
    }

    /// Answers what came with the request for the socket, and begins to read from it. Call ``serve()`` then.
    func open(_ first: [LiveMessage.Request]) async {
        do {
            for request in first { try await answer(request) }
        } catch {
            // The connection has ended.
        }
        socket.start { [self] bytes in takeBinary(bytes) }
        socket.post(after: LiveSocket.lookDelay) { [self] in
            if !shared.withLock({ $0.isEnded }) { lookForInsider() }
        }
    }

    /// Serves until the socket is closed or the task is cancelled. All tasks started for it have ended when this returns.
    func serve() async {
        do {
            while let message = await socket.receive() {
                switch message {
                case .text(let text): try await handle(text)
                case .binary(let bytes):
                    // There, so that what comes after it is not dealt with before it.
                    await socket.onReactor { [self] in takeBinary(bytes) }
                }
                socket.finishMessage()
            }
        } catch {
            // The connection has ended.
        }
        let (channels, lanes, insider) = shared.withLock { shared in
            shared.isEnded = true
            defer { shared.channels = [:] }
            return (Array(shared.channels.values), Array(shared.lanes.values), shared.insider)
        }
        if let client { clients.leave(client) }
        for terminal in lent.values { await terminal.giveBack() }
        for pane in lentPanes.values { await pane.giveBack() }
        for channel in channels { await channel.viewer.cancel() }
        let tasks = lanes.map(\.task) + [events, follower].compactMap(\.self)
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
        _ = await insider?.value
    }

    /// Finds out, once for the connection and before anything that comes over it is done, whether the other end lives in a session.
    @discardableResult
    private nonisolated func lookForInsider() -> Task<Int32?, Never> {
        shared.withLock { shared in
            if let insider = shared.insider { return insider }
            // Awaited at the end of the connection.
            let insider = Task<Int32?, Never> {
                if await service.isInSession(peer: peer) { return peer }
                self.shared.withLock { $0.isOutsider = true }
                return nil
            }
            shared.insider = insider
            return insider
        }
    }

    /// Whether the other end lives in a session.
    nonisolated var isFromSession: Bool {
        get async { await lookForInsider().value != nil }
    }

    // MARK: Requests

    private func handle(_ text: String) async throws {
        let request: LiveMessage.Request
        do {
            request = try JSONBody.decode(LiveMessage.Request.self, from: ByteBuffer(string: text))
        } catch {
            return try await reply(
                LiveMessage.Reply(id: JSONBody.id(in: text), ok: false, error: error.detail.error))
        }
        try await answer(request)
    }

    private func answer(_ request: LiveMessage.Request) async throws {
        do {
            switch request.op {
            case .watch: try await watch(request)
            case .unwatch: try await unwatch(request)
            case .taken:
                take(1, try number(request), try channel(request))
                try await done(request)
            case .input: try await input(request)
            case .resize: try await resize(request)
            case .subscribe: try await subscribe(request)
            case .unsubscribe:
                await stopEvents()
                try await done(request)
            case .follow: try await follow(request)
            case .announce: try await announce(request)
            case .answer: try await takeAnswer(request)
            case .lend: try await lend(request)
            case .recall: try await recall(request)
            }
        } catch let error as APIError {
            try await reply(LiveMessage.Reply(id: request.id, ok: false, error: error.detail.error))
        } catch let error as ServiceError {
            try await reply(LiveMessage.Reply(id: request.id, ok: false, error: ErrorJSON(error).error))
        }
    }

    nonisolated func reply(_ reply: LiveMessage.Reply) async throws {
        try await socket.send(text: JSONBody.bytes(reply))
    }

    /// Says that a request was carried out, to who asked by giving an id.
    func done(_ request: LiveMessage.Request, session: SessionJSON? = nil) async throws {
        guard request.id != nil else { return }
        try await reply(LiveMessage.Reply(id: request.id, ok: true, session: session))
    }

    func number(_ request: LiveMessage.Request) throws(APIError) -> Int {
        guard let number = request.channel else { throw .invalid("\(request.op.rawValue) needs a channel") }
        return number
    }

    func channel(_ request: LiveMessage.Request) throws(APIError) -> Channel {
        let number = try number(request)
        guard let channel = shared.withLock({ $0.channels[number] }) else {
            throw .invalid("there is no channel \(number)")
        }
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
        let (number, channel, session) = try await open(reference, lends: request.lends == true)
        try await reply(
            LiveMessage.Reply(
                id: request.id, ok: true, channel: number, session: SessionJSON(session), window: LiveSocket.window))
        allow(1, number, channel)
    }

    func isWatched(_ session: String) -> Bool {
        shared.withLock { $0.channels.values.contains { $0.session == session } }
    }

    /// Begins a channel; nothing is sent on it before ``allow(_:_:_:)``.
    func open(_ reference: String, lends: Bool = false) async throws(ServiceError) -> (Int, Channel, Session) {
        guard shared.withLock({ $0.channels.count }) < LiveSocket.channelLimit else {
            throw ServiceError(.limit, "at most \(LiveSocket.channelLimit) sessions can be watched on one socket")
        }
        let session = try await service.session(reference)
        let viewer = try await service.viewer(session.id.rawValue)
        lastChannel += 1
        let number = lastChannel
        let channel = Channel(session: session.id.rawValue, viewer: viewer, first: lends ? FirstFrame() : nil)
        shared.withLock { $0.channels[number] = channel }
        if number == 1 { socket.move(to: viewer.reactor) }
        return (number, channel, session)
    }

    /// The channel's last frame was taken; so many more may be sent.
    private nonisolated func take(_ count: Int, _ number: Int, _ channel: Channel) {
        guard channel.hasBegun else { return }
        _ = channel.first?.take()
        allow(count, number, channel)
    }

    /// So many more frames may be sent on the channel.
    nonisolated func allow(_ count: Int, _ number: Int, _ channel: Channel) {
        let before = shared.withLock { shared -> Int? in
            guard let before = shared.channels[number]?.credit else { return nil }
            shared.channels[number]?.credit = min(before + count, LiveSocket.window)
            return before
        }
        if before == 0 { want(number, channel) }
    }

    /// Sends the channel's next frame once the one before is with the kernel, and goes on as long as more may be sent.
    private nonisolated func want(_ number: Int, _ channel: Channel) {
        socket.afterOutput(number) { [self] in
            guard shared.withLock({ $0.channels[number] != nil }) else { return }
            channel.viewer.want { [self] frame in
                if let frame {
                    channel.first?.keep(frame)
                    // Who answers it at once finds it counted.
                    let mayGoOn = spend(number)
                    socket.send(.binary, LiveFrame.encode(frame, channel: number))
                    if mayGoOn { want(number, channel) }
                } else {
                    Task { await self.close(number, channel.session) }  // No handle: it says one thing and ends.
                }
            }
        }
    }

    /// A frame is sent.
    ///
    /// - Returns: whether one more may be.
    private nonisolated func spend(_ number: Int) -> Bool {
        shared.withLock { shared in
            shared.channels[number]?.credit -= 1
            shared.channels[number]?.hasBegun = true
            return shared.channels[number].map { $0.credit > 0 } ?? false
        }
    }

    /// A frame was sent besides, in place of all that might have been: the next one comes when it was taken.
    nonisolated func forfeit(_ number: Int) { shared.withLock { $0.channels[number]?.credit = 0 } }

    func close(_ number: Int, _ session: String) async {
        guard shared.withLock({ $0.channels.removeValue(forKey: number) }) != nil else { return }
        await giveBack(number)
        let closed = LiveMessage.Reply.Closed(channel: number, session: session, reason: "removed")
        // The connection has ended then; the next receive says so.
        try? await reply(LiveMessage.Reply(closed: closed))
    }

    /// Lets go of what was lent for the channel.
    private func giveBack(_ number: Int) async {
        await lent.removeValue(forKey: number)?.giveBack()
        await lentPanes.removeValue(forKey: number)?.giveBack()
    }

    private func unwatch(_ request: LiveMessage.Request) async throws {
        let number = try number(request)
        // The session may have gone while this was on its way: who asks for no answer wants no more than that.
        if request.id == nil, shared.withLock({ $0.channels[number] }) == nil { return }
        let channel = try channel(request)
        _ = shared.withLock { $0.channels.removeValue(forKey: number) }
        await giveBack(number)
        await channel.viewer.cancel()
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
        try enqueue(try input.inputs(), for: try await session(request), id: request.id)
    }

    private nonisolated func enqueue(_ inputs: [Input], for session: String, id: Int?) throws(ServiceError) {
        let insider = lookForInsider()
        let queue = shared.withLock { shared in
            if let lane = shared.lanes[session] { return lane.queue }
            let queue = InputLane(service: service, session: session, insider: insider)
            // Ended by run, or not begun after it.
            if !shared.isEnded { shared.lanes[session] = Lane(queue: queue, task: Task { await queue.run() }) }
            return queue
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

    /// On the socket's reactor, or, behind requests that wait, on the actor.
    private nonisolated func takeBinary(_ bytes: [UInt8]) {
        lookForInsider()
        refusing {
            var bytes = bytes[...]
            guard let byte = bytes.popFirst(), let kind = LiveMessage.Kind(rawValue: byte),
                let number = LiveFrame.readVarint(from: &bytes),
                let (channel, queue) = shared.withLock({ shared in
                    shared.channels[number].map { ($0, shared.lanes[$0.session]?.queue) }
                })
            else { throw APIError.invalid("a binary message of unknown kind or channel") }
            switch kind {
            case .frame:
                guard let count = bytes.isEmpty ? 1 : LiveFrame.readVarint(from: &bytes), count > 0 else {
                    throw APIError.invalid("the number of frames that may come is a varint from 1")
                }
                take(count, number, channel)
            case .input:
                guard !bytes.isEmpty else { return }
                let input = Array(bytes)
                try type(.bytes(input), on: channel, behind: queue) { $0.type(input) }
            case .key:
                guard let key = KeyWire.decode(bytes) else { throw APIError.invalid("a key that cannot be read") }
                try type(.key(key), on: channel, behind: queue) { $0.press(key) }
            case .returned: throw APIError.invalid("only the server gives something back")
            }
        }
    }

    /// Takes what was typed on a terminal that was lent for the channel, on the session's reactor.
    nonisolated func takeTyped(_ bytes: [UInt8], on channel: Channel) {
        refusing {
            let queue = shared.withLock { $0.lanes.isEmpty ? nil : $0.lanes[channel.session]?.queue }
            try type(.bytes(bytes), on: channel, behind: queue) { $0.type(bytes) }
        }
    }

    /// Tells the viewer why something that it asked for by no request with an id is not done.
    private nonisolated func refusing(_ body: () throws -> Void) {
        do {
            try body()
        } catch let error as APIError {
            socket.send(.text, JSONBody.bytes(LiveMessage.Reply(ok: false, error: error.detail.error)))
        } catch {
            let error = error as? ServiceError ?? ServiceError(.internal, "\(error)")
            socket.send(.text, JSONBody.bytes(LiveMessage.Reply(ok: false, error: ErrorJSON(error).error)))
        }
    }

    /// Straight to the program, unless earlier input of this socket is still on its way, or it comes out of a session.
    private nonisolated func type(
        _ input: Input, on channel: Channel, behind queue: InputLane?, _ straight: (any ScreenViewer) -> Bool
    ) throws(ServiceError) {
        guard queue?.isEmpty ?? true, shared.withLock({ $0.isOutsider }) else {
            return try enqueue([input], for: channel.session, id: nil)
        }
        guard straight(channel.viewer) else {
            throw ServiceError(.limit, "the program does not read its input; this one was not sent")
        }
        socket.move(to: channel.viewer.reactor)
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
                    try await reply(LiveMessage.Reply(event: EventJSON(event)))
                } catch {
                    return  // The connection has ended.
                }
            }
        }
    }
}

/// Frames as binary messages.
enum LiveFrame {
    static func encode(_ frame: Frame, channel: Int) -> [UInt8] { message(.frame, channel, FrameCodec.encode(frame)) }

    static func encode(_ part: LentPart, channel: Int) -> [UInt8] { message(.returned, channel, part.encode()) }

    private static func message(_ kind: LiveMessage.Kind, _ channel: Int, _ payload: [UInt8]) -> [UInt8] {
        var bytes = [kind.rawValue]
        appendVarint(channel, to: &bytes)
        bytes += payload
        return bytes
    }

    /// LEB128: seven bits a byte, the lowest first, the top bit set on all but the last.
    static func appendVarint(_ value: Int, to bytes: inout [UInt8]) {
        var rest = UInt64(value)
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// Nil when there is none, or one that no channel number can have.
    static func readVarint(from bytes: inout ArraySlice<UInt8>) -> Int? {
        var value = 0
        for shift in stride(from: 0, to: 28, by: 7) {
            guard let byte = bytes.popFirst() else { return nil }
            value |= Int(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return value }
        }
        return nil
    }
}
