package import TendCore
package import TendScreen

/// Screens, input and events over one WebSocket, which is made anew when the server is restarted.
///
/// It has no thread and never blocks: its owner waits for ``descriptor`` and ``deadline`` besides all else that it waits for, and
/// then calls ``next()`` until that has nothing more. Confined to one thread.
///
/// What is sent for a session before its channel is known, or while the server is away, is kept (up to ``pendingLimit`` bytes) and
/// sent when it is.
package final class Live {
    package enum Update: Sendable {
        /// The session is being watched (again); its next frame holds the whole screen.
        case watching(reference: String, SessionJSON)
        /// Say ``Live/take(_:ahead:)`` when it has been dealt with: the next one comes only then, or when it was let come ahead.
        case frame(reference: String, Frame)
        /// A watch could not begin, or a request for the session was refused.
        case refused(reference: String?, ServiceError)
        /// The session was removed, or cannot be shown any more.
        case closed(reference: String, reason: String)
        case event(EventJSON)
        /// The workspace that is followed: as it is, and again after every change. The first one after ``reconnecting`` counts,
        /// whatever its version.
        case workspace(Workspace)
        /// What there is when the following begins; the workspace comes next.
        case inventory(sessions: [SessionJSON], workspaces: [String])
        /// The workspace was removed; nothing is followed any more.
        case unfollowed(name: String)
        /// News of the terminal that was lent.
        case lent(reference: String, LiveMessage.Reply.Lent)
        /// The terminal that was lent is ours again.
        case returned(reference: String)
        /// The part of it that was lent is; the next frame comes by itself.
        case partReturned(reference: String, LentPart)
        /// A command to carry out; say ``Live/answer(_:refusal:)`` then.
        case asked(number: Int, command: String)
        /// The server is away; ``Live/next()`` goes on trying.
        case reconnecting
    }

    private struct Watch {
        /// Under which it is spoken of.
        let reference: String
        /// By what the server finds the session: at first what the user called it, then its id.
        var session: String
        /// For its beginning.
        var size: Size?
        /// Whether a terminal may be lent for it.
        var lends = false
        /// The request whose answer begins it.
        var request: Int?
        var channel: Int?
        /// Frames that may come before one is asked for. The first one comes by itself.
        var credit = 1
        var pending: [Outgoing] = []
        var pendingBytes = 0
    }
    private enum Outgoing {
        case bytes([UInt8])
        case key(Key)
        case request(LiveMessage.Request)
    }

    /// A line typed ahead, not a file: what is typed blindly should stay small.
    static let pendingLimit = 64 * 1024
    /// A connection that ends sooner is not made again at once: there may be something wrong with what comes over it.
    private static let shortTime = Duration.seconds(1)
    private static let attempt = "the live connection"
    /// That are asked for at once: what one byte says.
    private static let mostFrames = 0x7F

    private let socketPath: String
    private var link: WebSocketLink?
    private var backoff = Backoff()
    private var connected = ContinuousClock.now
    /// Few: looking through them touches less memory than hashing, on the way of every key and every frame.
    private var watches: [Watch] = []
    /// Requests that wait for an answer: what they were for.
    private var asked: [Int: String] = [:]
    /// The request that ends the lending of a terminal: its number, and what it was lent for.
    private var returning: (id: Int, reference: String)?
    private var lastID = 0
    private var topics: [String]?
    private var lastEvent: UInt64?
    private var workspace: String?
    /// The one that the server tells of, which stays when another one is refused.
    private var followed: String?
    /// The request to follow it that has no answer yet: until then what comes is of another one.
    private var followRequest: Int?
    private var announcement: LiveMessage.Request?
    /// Frames of a channel that the server lets be on their way.
    private var window = 1
    /// What came in one message with an update that was told already.
    private var more: [Update] = []

    package init(socketPath: String) { self.socketPath = socketPath }

    // MARK: Waiting

    /// To be waited for: readable, and writable while ``hasOutput``. -1 while there is no connection.
    package var descriptor: Int32 { link?.descriptor ?? -1 }
    package var hasOutput: Bool { link?.hasOutput ?? false }
    /// When ``next()`` is due though nothing happens: the next try to connect. Nil while connected.
    package private(set) var deadline: ContinuousClock.Instant? = .now

    // MARK: What the viewer wants

    /// - Parameters:
    ///   - reference: id, unique prefix or name; under this text it is spoken of from now on.
    ///   - size: the session gets it before it is shown for the first time.
    ///   - lends: whether ``lend(_:_:)`` may follow.
    package func watch(_ reference: String, size: Size? = nil, lends: Bool = false) {
        let known = index(of: reference)
        if let channel = known.flatMap({ watches[$0].channel }) {
            send(LiveMessage.Request(.unwatch, channel: channel))
        }
        let watch = Watch(
            reference: reference, session: known.map { watches[$0].session } ?? reference, size: size, lends: lends)
        let place = known ?? watches.endIndex
        if known == nil { watches.append(watch) } else { watches[place] = watch }
        if link != nil { ask(place) }
    }

    package func unwatch(_ reference: String) {
        guard let index = index(of: reference), let channel = watches.remove(at: index).channel else { return }
        send(LiveMessage.Request(.unwatch, channel: channel))
    }

    private func index(of reference: String) -> Int? { watches.firstIndex { $0.reference == reference } }

    /// The frame was painted: the next one may come.
    ///
    /// - Parameter ahead: how many more may come before the next is taken, which spares the server so many messages; less if it does not
    ///   know of that. What comes meanwhile is newer than what was painted: who lends a terminal takes frames one by one.
    package func take(_ reference: String, ahead: Int = 0) {
        guard let index = index(of: reference), let channel = watches[index].channel, watches[index].credit == 0
        else { return }
        let count = min(1 + ahead, window)
        watches[index].credit = count
        link?.send(.binary, Live.message(.frame, channel, count == 1 ? [] : [UInt8(count)]))
    }

    /// Whether the last frame of the session is the last one that comes before it is taken.
    package func isHeld(_ reference: String) -> Bool { index(of: reference).map { watches[$0].credit == 0 } ?? false }

    // MARK: A terminal of one's own, lent to the server

    /// A terminal and what the server has to know of it.
    package struct Loan: Hashable, Sendable {
        /// Of the terminal.
        package var descriptor: Int32
        package var size: Size
        package var depth: ColorDepth
        /// Whether it knows DEC 2026.
        package var synchronized: Bool
        package var isReadOnly: Bool
        /// Of a part of the terminal, which is as large as `size` says: where it is.
        package var place: ScreenPainter.Place?

        package init(
            descriptor: Int32, size: Size, depth: ColorDepth, synchronized: Bool, isReadOnly: Bool,
            place: ScreenPainter.Place? = nil
        ) {
            self.descriptor = descriptor
            self.size = size
            self.depth = depth
            self.synchronized = synchronized
            self.isReadOnly = isReadOnly
            self.place = place
        }
    }

    /// Lends a terminal on which the first frame was painted by a painter without a past; said instead of ``take(_:)``. From now on the server
    /// reads from it and paints on it, until it says otherwise (``Update/lent(reference:_:)``, ``Update/refused(reference:_:)``), the
    /// connection is lost, or the terminal is taken back.
    ///
    /// A part of a terminal can be lent whenever the last frame stands there, and ends with ``Update/partReturned(reference:_:)``.
    ///
    /// - Returns: false when nothing was lent.
    package func lend(_ reference: String, _ loan: Loan) -> Bool {
        guard let index = index(of: reference), let channel = watches[index].channel, watches[index].credit == 0,
            let link
        else { return false }
        lastID += 1
        let request = LiveMessage.Request(
            .lend, id: lastID, channel: channel, rows: loan.size.rows, cols: loan.size.columns,
            row: loan.place?.origin.row, col: loan.place?.origin.column, width: loan.place?.terminalColumns,
            colors: loan.depth.count, synchronized: loan.synchronized, readOnly: loan.isReadOnly)
        guard link.send(.text, JSON.encode(request), passing: loan.descriptor) else { return false }
        asked[lastID] = reference
        return true
    }

    /// The terminal that was lent has another size.
    package func fit(_ reference: String, to size: Size) {
        guard let index = index(of: reference), let channel = watches[index].channel else { return }
        send(LiveMessage.Request(.lend, channel: channel, rows: size.rows, cols: size.columns))
    }

    /// Asks for the part of the terminal that was lent: ``Update/partReturned(reference:_:)`` comes, if it is not on its way.
    package func recall(_ reference: String) {
        guard let index = index(of: reference), let channel = watches[index].channel else { return }
        send(LiveMessage.Request(.recall, channel: channel))
    }

    /// Watches no more; ``Update/returned(reference:)`` tells when the server has let go of the terminal.
    ///
    /// - Returns: false when it has none.
    package func takeBack(_ reference: String) -> Bool {
        guard let index = index(of: reference), let channel = watches.remove(at: index).channel else { return false }
        lastID += 1
        returning = (lastID, reference)
        send(LiveMessage.Request(.unwatch, id: lastID, channel: channel))
        return true
    }

    // MARK: What goes to the program

    /// Sends bytes to the program as they are.
    package func send(_ bytes: [UInt8], to reference: String) { send(.bytes(bytes), reference, cost: bytes.count) }

    /// Presses a key; the emulator encodes it as the program wants it.
    package func press(_ key: Key, in reference: String) {
        send(.key(key), reference, cost: 16)
    }

    package func send(_ input: InputJSON, to reference: String) {
        send(.request(LiveMessage.Request(.input, input: input)), reference, cost: 64)
    }

    package func resize(_ reference: String, to size: Size) {
        send(.request(LiveMessage.Request(.resize, rows: size.rows, cols: size.columns)), reference, cost: 64)
    }

    /// Asks for events of these topics from now on.
    package func subscribe(topics: [String]) {
        self.topics = topics
        if link != nil { send(LiveMessage.Request(.subscribe, topics: topics, after: lastEvent)) }
    }

    /// Shows this workspace from now on; one that is not there is made. Who connects for it, and watches nothing yet, watches what it
    /// shows to who comes now (``Update/watching(reference:_:)``), without having asked.
    package func follow(workspace name: String) {
        workspace = name
        if link != nil { askToFollow(name) }
    }

    private func askToFollow(_ name: String) {
        lastID += 1
        followRequest = lastID
        send(LiveMessage.Request(.follow, id: lastID, workspace: name))
    }

    /// Tells of the client's screen, so that it is listed and can be asked to carry out commands. Again when something of it changes.
    ///
    /// - Parameter terminal: its kind, for people to read.
    package func announce(terminal: String, size: Size, isFocused: Bool) {
        let request = LiveMessage.Request(
            .announce, rows: max(size.rows, 1), cols: max(size.columns, 1), terminal: terminal, focused: isFocused)
        guard request != announcement else { return }
        announcement = request
        if link != nil { send(request) }
    }

    /// The command of that number was carried out, or why not.
    package func answer(_ number: Int, refusal: String? = nil) {
        // Without a link whoever asked has been told that the client is gone.
        send(LiveMessage.Request(.answer, number: number, refusal: refusal))
    }

    /// The kernel takes more output.
    package func flush() { link?.flush() }

    private func send(_ outgoing: Outgoing, _ reference: String, cost: Int) {
        guard let index = index(of: reference) else { return }
        if link != nil, let channel = watches[index].channel { return send(outgoing, channel) }
        guard watches[index].pendingBytes + cost <= Live.pendingLimit else { return }
        watches[index].pending.append(outgoing)
        watches[index].pendingBytes += cost
    }

    // MARK: What the server says

    /// The next update; nil when there is none now.
    ///
    /// - Throws: ``ClientError`` when there is no server and none will come (the keeper is gone), or it refuses to talk.
    package func next() throws(ClientError) -> Update? {
        if !more.isEmpty { return more.removeFirst() }
        while true {
            guard link != nil else {
                guard let deadline, deadline <= .now else { return nil }
                try connect()
                continue
            }
            do {
                guard let message = try link?.receive() else { return nil }
                if let update = try update(message) { return update }
            } catch let error as ClientError where !Live.isPassing(error) {
                throw error
            } catch {
                drop()
                return .reconnecting
            }
        }
    }

    /// A server that stops says so, and the next one comes.
    private static func isPassing(_ error: ClientError) -> Bool {
        if case .service(let refusal) = error { return refusal.code == .unavailable }
        return error.isTransient
    }

    /// Connects now, if it has not been tried yet: the server answers while its client does something else.
    package func open() throws(ClientError) {
        if link == nil, let deadline, deadline <= .now { try connect() }
    }

    private func connect() throws(ClientError) {
        deadline = .now + backoff.delay()
        // Both are answered with 0.
        let first = workspace == nil ? watches.first : nil
        do throws(ClientError) {
            link = try WebSocketLink(path: socketPath, target: target(first), attempt: Live.attempt)
        } catch {
            guard error.isTransient else { throw error }
            return
        }
        deadline = nil
        connected = .now
        asked[0] = first?.reference
        followRequest = workspace == nil ? nil : 0
        if let announcement { send(announcement) }
        if first != nil { watches[0].request = 0 }
        for place in watches.indices.dropFirst(first == nil ? 0 : 1) { ask(place) }
    }

    /// Events come first: what happens to a session after the answer to its watch is then among them. The workspace, or else the first
    /// watch, saves a round trip by being in the target.
    private func target(_ watch: Watch?) -> String {
        var target = Target("live")
        if let topics {
            target = target.with("topics", topics.text(separator: ",")).with("after", lastEvent)
        }
        if let workspace {
            // Who watches something already has asked for what there is to be seen.
            target = target.with("workspace", workspace).with("screens", watches.isEmpty ? 1 : nil)
        }
        guard let watch else { return target.text }
        return target.with("session", watch.session).with("rows", watch.size?.rows).with("cols", watch.size?.columns)
            .with("lends", watch.lends ? 1 : nil).text
    }

    private func drop() {
        if link != nil, connected + Live.shortTime <= .now { backoff.reset() }
        link = nil
        window = 1
        deadline = .now + backoff.delay()
        asked = [:]
        returning = nil
        for index in watches.indices {
            watches[index].channel = nil
            watches[index].request = nil
            watches[index].size = nil
        }
    }

    private func update(_ message: WebSocketWire.Reader.Message) throws -> Update? {
        switch message {
        case .binary(let bytes): return try frame(bytes[...])
        case .text(let text):
            return reply(try JSON.read(LiveMessage.Reply.self, text.utf8, attempt: Live.attempt))
        case .close(let code, let reason): throw WebSocketLink.Closure(code: code, reason: reason)
        case .ping: return nil
        }
    }

    private func frame(_ message: ArraySlice<UInt8>) throws -> Update? {
        var rest = message
        guard let kind = rest.popFirst(), let channel = Live.varint(&rest),
            let index = watches.firstIndex(where: { $0.channel == channel })
        else { return nil }  // Of a channel that was given up meanwhile.
        let watch = watches[index]
        if kind == LiveMessage.Kind.returned.rawValue {
            return .partReturned(reference: watch.reference, try LentPart(rest))
        }
        guard kind == LiveMessage.Kind.frame.rawValue else { return nil }
        // One that follows a part that was given back comes besides.
        watches[index].credit = max(0, watches[index].credit - 1)
        return .frame(reference: watch.reference, try rest.withUnsafeBufferPointer { try FrameCodec.decode($0) })
    }

    private func reply(_ reply: LiveMessage.Reply) -> Update? {
        if let event = reply.event {
            lastEvent = event.id
            return .event(event)
        }
        if let closed = reply.closed {
            guard let index = watches.firstIndex(where: { $0.channel == closed.channel }) else { return nil }
            return .closed(reference: watches.remove(at: index).reference, reason: closed.reason)
        }
        if let window = reply.window { self.window = min(max(1, window), Live.mostFrames) }
        if let workspace = reply.workspace {
            guard reply.id == followRequest else { return nil }
            followRequest = nil
            // It may have got another name.
            self.workspace = workspace.name
            followed = workspace.name
            guard let sessions = reply.sessions, let names = reply.workspaces else { return .workspace(workspace) }
            more = (reply.channels ?? []).compactMap { begin($0, sessions) }
            more += [.inventory(sessions: sessions, workspaces: names), .workspace(workspace)]
            return more.removeFirst()
        }
        if let name = reply.unfollowed {
            followed = nil
            guard followRequest == nil else { return nil }
            workspace = nil
            return .unfollowed(name: name)
        }
        if reply.error != nil, let id = reply.id, id == followRequest {
            followRequest = nil
            workspace = followed
        }
        if let lent = reply.lent {
            guard let watch = watches.first(where: { $0.channel == lent.channel }) else { return nil }
            return .lent(reference: watch.reference, lent)
        }
        if let ended = returning, ended.id == reply.id {
            returning = nil
            return .returned(reference: ended.reference)
        }
        if let ask = reply.ask { return .asked(number: ask.number, command: ask.command) }
        let reference = reply.id.flatMap { asked.removeValue(forKey: $0) }
        if let error = reply.error {
            if reference != nil { watches.removeAll { $0.request == reply.id && $0.channel == nil } }
            let code = ServiceError.Code(rawValue: error.code) ?? .invalid
            return .refused(reference: reference, ServiceError(code, error.message))
        }
        guard let channel = reply.channel, let session = reply.session, let reference else { return nil }
        guard let index = index(of: reference), watches[index].request == reply.id else {
            // It was given up meanwhile.
            send(LiveMessage.Request(.unwatch, channel: channel))
            return nil
        }
        let pending = watches[index].pending
        watches[index] = Watch(
            reference: reference, session: session.id, lends: watches[index].lends, channel: channel)
        for outgoing in pending { send(outgoing, channel) }
        return .watching(reference: reference, session)
    }

    private func begin(_ begun: LiveMessage.Reply.Begun, _ sessions: [SessionJSON]) -> Update? {
        guard let session = sessions.first(where: { $0.id == begun.session }), index(of: session.id) == nil else {
            send(LiveMessage.Request(.unwatch, channel: begun.channel))
            return nil
        }
        watches.append(Watch(reference: session.id, session: session.id, channel: begun.channel))
        return .watching(reference: session.id, session)
    }

    // MARK: Messages

    private func ask(_ place: Int) {
        lastID += 1
        watches[place].request = lastID
        let watch = watches[place]
        asked[lastID] = watch.reference
        if let size = watch.size {
            send(LiveMessage.Request(.resize, session: watch.session, rows: size.rows, cols: size.columns))
        }
        send(LiveMessage.Request(.watch, id: lastID, session: watch.session, lends: watch.lends ? true : nil))
    }

    private func send(_ outgoing: Outgoing, _ channel: Int) {
        switch outgoing {
        case .bytes(let bytes): link?.send(.binary, Live.message(.input, channel, bytes))
        case .key(let key): link?.send(.binary, Live.message(.key, channel, KeyWire.encode(key)))
        case .request(var request):
            request.channel = channel
            send(request)
        }
    }

    private func send(_ request: LiveMessage.Request) { link?.send(.text, JSON.encode(request)) }

    /// Kind, channel as LEB128 (seven bits a byte, the lowest first), and what the kind says.
    private static func message(_ kind: LiveMessage.Kind, _ channel: Int, _ payload: [UInt8] = []) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(payload.count + 6)
        bytes.append(kind.rawValue)
        var rest = UInt64(channel)
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
        bytes += payload
        return bytes
    }

    private static func varint(_ bytes: inout ArraySlice<UInt8>) -> Int? {
        var value = 0
        for shift in stride(from: 0, to: 28, by: 7) {
            guard let byte = bytes.popFirst() else { return nil }
            value |= Int(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return value }
        }
        return nil
    }
}
