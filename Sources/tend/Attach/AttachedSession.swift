import Glibc
import Synchronization
import TendClient
import TendCore
import TendScreen

/// One session on one terminal: keys go there, frames come here.
final class AttachedSession: Sendable {
    enum Ending: Sendable {
        case detached
        /// The program has ended.
        case ended(SessionJSON)
        case removed
        /// In words: why there is nothing to be shown any more.
        case lost(String)
        /// This process is told to end.
        case signal(Int32)
    }

    private struct State {
        var session: SessionJSON
        var claim: SizeClaim
    }

    private let live: Live
    private let socketPath: String
    private let id: String
    private let isReadOnly: Bool
    private let tty: Tty
    private let screen: AttachedScreen
    private let state: Mutex<State>
    private let endings = AsyncStream.makeStream(of: Ending.self)
    private let signals = AsyncStream.makeStream(of: Int32.self)

    /// A server that is replaced is back in less; for longer it is better to say why nothing moves.
    private static let silentTime = Duration.seconds(1)
    /// A server that still answers does so sooner.
    private static let patience = Duration.seconds(2)
    private static let topics = ["session.exited", "session.interrupted", "session.renamed"]

    init(_ session: SessionJSON, with client: Client, on tty: Tty, kind: TerminalKind, isReadOnly: Bool) {
        live = client.live()
        socketPath = client.socketPath
        id = session.id
        self.isReadOnly = isReadOnly
        self.tty = tty
        screen = AttachedScreen(on: tty, kind: kind)
        state = Mutex(State(session: session, claim: SizeClaim(terminal: tty.size)))
    }

    /// The session as it was heard of last.
    var session: SessionJSON { state.withLock { $0.session } }

    /// Shows the session until something ends that; then the terminal is as it was before.
    func run() async throws -> Ending {
        let wake = try Wake()
        let keyboard = KeyboardThread(terminal: tty.input, signals: wake) { [self] in take($0) }
        TtySignals.catchAll(wake)
        defer {
            TtySignals.release()
            wake.close()
        }
        tty.makeRaw()
        do {
            try keyboard.start()
        } catch {
            tty.restore()
            throw error
        }
        let following = Task { await follow(keyboard) }
        let resizing = Task { for await number in signals.stream { await heed(number) } }
        var iterator = endings.stream.makeAsyncIterator()
        let ending = await iterator.next() ?? .detached
        following.cancel()
        resizing.cancel()
        live.close()
        keyboard.stop()
        // The tasks may still wait for a server that does not answer; nothing they do is seen from here on.
        await screen.close()
        return ending
    }

    private func end(_ ending: Ending) {
        endings.continuation.yield(ending)
        tty.stopWriting()
    }

    // MARK: From the terminal

    /// On the thread of the keyboard: it must not wait.
    private func take(_ event: KeyboardThread.Event) {
        switch event {
        case .keys(let bytes, let isTyping):
            if isReadOnly { return }
            if isTyping, let size = state.withLock({ $0.claim.take() }) { live.resize(id, to: size) }
            live.send(bytes, to: id)
        case .detach: end(.detached)
        case .end: end(.signal(SIGHUP))
        case .signal(let number):
            if TtySignals.deadly.contains(number) { end(.signal(number)) } else { signals.continuation.yield(number) }
        }
    }

    private func heed(_ number: Int32) async {
        switch number {
        case SIGTSTP: await screen.suspend()
        case SIGCONT: await screen.resume()
        default: break
        }
        guard number != SIGTSTP else { return }
        let size = tty.size
        if let size = state.withLock({ $0.claim.terminalChanged(to: size) }) { live.resize(id, to: size) }
        if number == SIGWINCH { await screen.fit() }
    }

    // MARK: From the server

    private func follow(_ keyboard: KeyboardThread) async {
        live.subscribe(topics: AttachedSession.topics)
        live.watch(id)
        // The size itself is asked for when the session is being watched.
        if !isReadOnly { state.withLock { _ = $0.claim.take() } }
        var excuse: Task<Void, Never>?
        defer { excuse?.cancel() }
        do {
            while let update = try await live.next() {
                switch update {
                case .frame(_, let frame): await show(frame, keyboard)
                case .watching(_, let session):
                    excuse?.cancel()
                    await watching(session)
                case .event(let event): heed(event)
                case .closed(_, let reason): return end(await fate(reason))
                case .refused(_, let error):
                    // A refused size or key changes nothing; a session that cannot be watched does.
                    if error.code == .notFound { return end(await fate(error.message)) }
                case .reconnecting:
                    excuse?.cancel()
                    excuse = Task {
                        // Cancelled: there is nothing to be said any more.
                        guard (try? await Task.sleep(for: AttachedSession.silentTime)) != nil else { return }
                        await screen.note("the server is away, trying again — C-b d detaches")
                    }
                }
            }
        } catch {
            end(.lost(error.description))
        }
    }

    /// What became of a session that is shown no more.
    private func fate(_ reason: String) async -> Ending {
        do {
            let last = try await Client(socketPath: socketPath, timeout: AttachedSession.patience).session(id)
            return last.state == .running ? .lost(reason) : .ended(last)
        } catch {
            if case .service(let refusal) = error, refusal.code == .notFound { return .removed }
            return .lost(error.description)
        }
    }

    private func watching(_ session: SessionJSON) async {
        await screen.forget()
        let size = Size(rows: session.rows, columns: session.cols)
        let wanted = state.withLock { state in
            state.session = session
            return state.claim.reconnected(to: size)
        }
        guard session.state == .running else { return end(.ended(session)) }
        if let wanted { live.resize(id, to: wanted) }
    }

    private func heed(_ event: EventJSON) {
        guard event.session.id == id else { return }
        state.withLock { $0.session = event.session }
        if event.session.state != .running { end(.ended(event.session)) }
    }

    private func show(_ frame: Frame, _ keyboard: KeyboardThread) async {
        keyboard.want(frame.modes)
        state.withLock { $0.claim.show(frame.size) }
        do {
            try await screen.show(frame)
            live.take(id)
        } catch {
            // What was shown and what the server thinks of it differ: begin again with all of it.
            live.unwatch(id)
            live.watch(id)
        }
    }
}
