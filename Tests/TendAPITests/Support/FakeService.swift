import Synchronization
import TendAPI
import TendCore
import TendScreen
import TendServer

/// Sessions in memory: enough of a server to speak HTTP with. Output is what the test appends.
final class FakeService: SessionService {
    struct State {
        var sessions: [Session] = []
        /// Output of each session, and how much of its beginning was overwritten.
        var output: [String: [UInt8]] = [:]
        var oldest: [String: Int] = [:]
        var screens: [String: Screen] = [:]
        var inputs: [String: [Input]] = [:]
        var signals: [Int32] = []
        var events: [Event] = []
        /// What hooks told of agents.
        var observed: [String] = []
        var isStuck = false
        var framesMade = 0
        var waits = 0
        var cancelledWaits = 0
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
        var nextWaiter = 0
    }

    let state = Mutex(State())
    let shelf = FakeWorkspaces()
    let inbox = FakeAttention()
    let registry = FakeRegistry()
    let copied = Mutex(BufferShelf())

    init() {}

    // MARK: What tests do

    @discardableResult
    func add(_ name: String, id: String? = nil) -> Session {
        let session = Session(
            id: SessionID(rawValue: id ?? "id\(name)"), name: name,
            launch: Launch(
                command: "sh", arguments: ["-c", "true"], directory: "/", environment: ["A": "1", "B": nil]),
            size: Size(rows: 4, columns: 20), pid: 42, startedAt: 1_700_000_000.5)
        change { state in
            state.sessions.append(session)
            state.screens[session.id.rawValue] = Screen(size: session.size)
        }
        publish(.created, session)
        return session
    }

    func append(_ text: String, to name: String) { append(Array(text.utf8), to: name) }

    func append(_ bytes: [UInt8], to name: String) {
        change { state in state.output["id\(name)", default: []] += bytes }
    }

    /// The recording holds only what comes after.
    func overwrite(_ name: String, before offset: Int) { change { $0.oldest["id\(name)"] = offset } }

    func show(_ text: String, in name: String) {
        change { state in
            state.screens["id\(name)"]?.rows[0] = Row(cells: text.unicodeScalars.map { Cell(glyph: $0.value) })
            state.screens["id\(name)"]?.stamps[0] += 1
        }
    }

    func end(_ name: String, code: Int) {
        let session = change { state -> Session? in
            guard let index = state.sessions.firstIndex(where: { $0.name == name }) else { return nil }
            state.sessions[index].state = .exited
            state.sessions[index].exit = .code(code)
            state.sessions[index].endedAt = 1_700_000_001
            return state.sessions[index]
        }
        if let session { publish(.exited, session) }
    }

    func publish(_ kind: Event.Kind, _ session: Session) {
        change { state in
            state.events.append(
                Event(id: UInt64(state.events.count + 1), time: 1_700_000_000, session: session, kind: kind))
        }
    }

    func inputs(_ name: String) -> [Input] { state.withLock { $0.inputs["id\(name)"] ?? [] } }

    /// Programs do not take input until this is taken back.
    func stick(_ isStuck: Bool) { change { $0.isStuck = isStuck } }

    /// Returns when the condition holds; looked at after each change.
    func until(_ condition: @escaping @Sendable (State) -> Bool) async {
        _ = await next { condition($0) ? true : nil }
    }

    @discardableResult
    func change<Result>(_ body: (inout sending State) -> sending Result) -> sending Result {
        let (result, waiters) = state.withLock { state in
            let result = body(&state)
            defer { state.waiters = [:] }
            return (result, Array(state.waiters.values))
        }
        for waiter in waiters { waiter.resume() }
        return result
    }

    /// The first value that `body` finds, asked again after each change; nil when cancelled.
    private func next<Value: Sendable>(_ body: @Sendable (inout State) -> Value?) async -> Value? {
        while !Task.isCancelled {
            let found = state.withLock { state in body(&state) }
            if let found { return found }
            let number = state.withLock { state in
                state.nextWaiter += 1
                return state.nextWaiter
            }
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    let isReady = state.withLock { state in
                        var copy = state
                        if Task.isCancelled || body(&copy) != nil { return true }
                        state.waiters[number] = continuation
                        return false
                    }
                    if isReady { continuation.resume() }
                }
            } onCancel: {
                state.withLock { $0.waiters.removeValue(forKey: number) }?.resume()
            }
        }
        return nil
    }

    // MARK: SessionService

    func sessions() async -> [Session] { state.withLock { $0.sessions } }

    func session(_ reference: String) async throws(ServiceError) -> Session {
        let found = state.withLock { state in
            state.sessions.filter { $0.id.rawValue == reference || $0.name == reference }
        }
        guard let session = found.first else { throw ServiceError(.notFound, "no session '\(reference)'") }
        return session
    }

    func create(_ request: NewSession) async throws(ServiceError) -> Session {
        if request.command == "missing" { throw ServiceError(.spawnFailed, "cannot start missing: no such file") }
        if request.name == "taken" { throw ServiceError(.conflict, "the name is taken") }
        return add(request.name ?? "sh")
    }

    func rename(_ reference: String, to name: String) async throws(ServiceError) -> Session {
        var session = try await session(reference)
        session.name = name
        let renamed = session
        change { state in state.sessions = state.sessions.map { $0.id == renamed.id ? renamed : $0 } }
        return renamed
    }

    func stop(_ reference: String) async throws(ServiceError) -> Session {
        end(try await session(reference).name, code: 0)
        return try await session(reference)
    }

    func remove(_ reference: String) async throws(ServiceError) {
        let session = try await session(reference)
        change { state in state.sessions.removeAll { $0.id == session.id } }
        publish(.removed, session)
    }

    func restart(_ reference: String) async throws(ServiceError) -> Session { try await session(reference) }

    func signal(_ reference: String, _ signal: Int32) async throws(ServiceError) {
        _ = try await session(reference)
        change { $0.signals.append(signal) }
    }

    func resize(_ reference: String, to size: Size) async throws(ServiceError) -> Session {
        var session = try await session(reference)
        session.size = size.clamped
        return session
    }

    func send(_ reference: String, _ input: [Input]) async throws(ServiceError) {
        let id = try await session(reference).id.rawValue
        guard await next({ $0.isStuck ? nil : true }) != nil else { throw ServiceError(.unavailable, "cancelled") }
        change { $0.inputs[id, default: []] += input }
    }

    func screen(_ reference: String, historyRows: Int) async throws(ServiceError) -> ScreenExcerpt {
        let id = try await session(reference).id.rawValue
        let screen = state.withLock { $0.screens[id] } ?? Screen(size: Size(rows: 1, columns: 1))
        let history = (0..<min(historyRows, 3)).map { index in
            Row(cells: "old \(index)".unicodeScalars.map { Cell(glyph: $0.value) })
        }
        return ScreenExcerpt(screen: screen, history: history, offset: 7)
    }

    func output(_ reference: String, since offset: UInt64, limit: Int) async throws(ServiceError) -> OutputChunk {
        let id = try await session(reference).id.rawValue
        return state.withLock { state in
            let bytes = state.output[id] ?? []
            let oldest = state.oldest[id] ?? 0
            let start = min(max(Int(clamping: offset), oldest), bytes.count)
            return OutputChunk(
                bytes: Array(bytes[start..<min(bytes.count, start + limit)]), start: UInt64(start),
                oldest: UInt64(oldest))
        }
    }

    func marks(_ reference: String, since offset: UInt64) async throws(ServiceError) -> [OutputMark] {
        let size = try await session(reference).size
        return [OutputMark(offset: offset, milliseconds: 1_700_000_000_000, size: size)]
    }

    func lines(_ reference: String, _ query: LineQuery) async throws(ServiceError) -> LinePage {
        _ = try await session(reference)
        return LinePage(lines: [NumberedLine(number: query.offset, text: query.pattern ?? "line")], total: 1)
    }

    func search(_ query: SearchQuery) async throws(ServiceError) -> [SearchHit] {
        state.withLock { $0.sessions }.map {
            SearchHit(session: $0, line: NumberedLine(number: 3, text: "found \(query.text)"))
        }
    }

    func wait(
        _ reference: String, until condition: WaitCondition, timeout: Duration?
    ) async throws(ServiceError) -> WaitOutcome {
        let session = try await session(reference)
        if let timeout, timeout < .seconds(1) { return .timedOut(session) }
        change { $0.waits += 1 }
        let ended = await next { state in state.sessions.first { $0.id == session.id && $0.state == .exited } }
        guard let ended else {
            change { $0.cancelledWaits += 1 }
            throw ServiceError(.unavailable, "cancelled")
        }
        return .met(ended, match: nil)
    }

    func outputReader(_ reference: String, since offset: UInt64) async throws(ServiceError) -> any OutputReader {
        Reader(service: self, id: try await session(reference).id.rawValue, position: Mutex(Int(clamping: offset)))
    }

    func viewer(_ reference: String) async throws(ServiceError) -> any ScreenViewer {
        Viewer(service: self, id: try await session(reference).id.rawValue)
    }

    func events(after id: UInt64?) async -> any EventReader {
        let position = state.withLock { state in id.map { Int(clamping: $0) } ?? state.events.count }
        return Events(service: self, position: Mutex(position))
    }

    func status() async -> ServerStatus {
        ServerStatus(
            pid: 1, keeperPid: 2, version: "0", socket: "/x", sessionCount: state.withLock { $0.sessions.count },
            startedAt: 1_700_000_000)
    }

    private final class Reader: OutputReader {
        let service: FakeService
        let id: String
        let position: Mutex<Int>

        init(service: FakeService, id: String, position: consuming sending Mutex<Int>) {
            self.service = service
            self.id = id
            self.position = position
        }

        func next(limit: Int) async throws(ServiceError) -> OutputChunk? {
            enum Found { case chunk(OutputChunk), tooSlow, ended }
            let (start, id) = (position.withLock { $0 }, id)
            let found = await service.next { state -> Found? in
                let bytes = state.output[id] ?? []
                if start < state.oldest[id] ?? 0 { return .tooSlow }
                if start < bytes.count {
                    let part = Array(bytes[start..<min(bytes.count, start + limit)])
                    return .chunk(OutputChunk(bytes: part, start: UInt64(start), oldest: 0))
                }
                let session = state.sessions.first { $0.id.rawValue == id }
                return session?.state == .running ? nil : .ended
            }
            switch found {
            case .chunk(let chunk)?:
                position.withLock { $0 += chunk.bytes.count }
                return chunk
            case .tooSlow?: throw ServiceError(.tooSlow, "the reader is too slow")
            case .ended?, nil: return nil
            }
        }
    }

    private final class Viewer: ScreenViewer {
        let service: FakeService
        let id: String
        let last = Mutex<[UInt64]?>(nil)
        let wish = Mutex<Task<Void, Never>?>(nil)
        var reactor: any Reactor { TestServer.lane }

        init(service: FakeService, id: String) {
            self.service = service
            self.id = id
        }

        func want(_ sink: @escaping @Sendable (Frame?) -> Void) {
            let task = Task { [self] in
                let frame = await next()
                if !Task.isCancelled { TestServer.lane.post { sink(frame) } }
            }
            wish.withLock { wish in
                wish?.cancel()
                wish = task
            }
        }

        func heldScreen() -> Screen? {
            let screen = service.state.withLock { $0.screens[id] }
            return screen?.stamps == last.withLock { $0 } ? screen : nil
        }

        func cancel() async {
            let task = wish.withLock { $0 }
            task?.cancel()
            await task?.value
        }

        private func next() async -> Frame? {
            let (before, id) = (last.withLock { $0 }, id)
            let found = await service.next { state -> Screen?? in
                guard state.sessions.contains(where: { $0.id.rawValue == id }) else { return .some(nil) }
                guard let screen = state.screens[id], screen.stamps != before else { return nil }
                return screen
            }
            guard let found, let screen = found else { return nil }
            service.change { $0.framesMade += 1 }
            last.withLock { $0 = screen.stamps }
            let fresh = zip(screen.stamps, screen.rows).map { Frame.FreshRow(stamp: $0, row: $1) }
            return Frame(
                size: screen.size, order: screen.stamps, fresh: fresh, cursor: screen.cursor, modes: screen.modes)
        }

        func type(_ bytes: [UInt8]) -> Bool {
            service.change { $0.inputs[id, default: []].append(.bytes(bytes)) }
            return true
        }

        func press(_ key: Key) -> Bool {
            service.change { $0.inputs[id, default: []].append(.key(key)) }
            return true
        }
    }

    private final class Events: EventReader {
        let service: FakeService
        let position: Mutex<Int>

        init(service: FakeService, position: consuming sending Mutex<Int>) {
            self.service = service
            self.position = position
        }

        func next() async -> [Event]? {
            let start = position.withLock { $0 }
            let found = await service.next { state in
                state.events.count > start ? Array(state.events[start...]) : nil
            }
            if let found { position.withLock { $0 += found.count } }
            return found
        }
    }
}

/// Remembers what was asked.
final class FakeControl: ServerControl {
    let calls = Mutex<[String]>([])

    func stop(force: Bool) async throws(ServiceError) {
        guard force else { throw ServiceError(.conflict, "sessions run") }
        calls.withLock { $0.append("stop") }
    }

    func upgrade(executable: String?) async throws(ServiceError) {
        calls.withLock { $0.append("upgrade \(executable ?? "-")") }
    }

    func restart() async throws(ServiceError) { calls.withLock { $0.append("restart") } }
}
