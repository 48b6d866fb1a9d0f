import Glibc
import TendClient
import TendCore
import TendScreen
import TendTUI

/// One session on one terminal. When its first screen stands there, the terminal is lent to the server, which reads the keys and paints
/// by itself: so between a key and its echo nobody else is woken. Before that, while the server is away, and where a terminal cannot be
/// lent, keys go from here to the server, and frames come from there.
final class AttachedSession {
    enum Ending {
        case detached
        /// The program has ended.
        case ended(SessionJSON)
        /// The server does not show the session any more; in its words.
        case closed(String)
        /// In words: why there is nothing to be shown any more.
        case lost(String)
        /// This process is told to end.
        case signal(Int32)
    }

    /// A server that is replaced is back in less; for longer it is better to say why nothing moves.
    private static let silentTime = Duration.seconds(1)
    /// A server that lives gives a terminal back at once, or in a third of this if it stands still.
    private static let returnTime = Duration.seconds(1)
    private static let topics = ["session.exited", "session.interrupted", "session.renamed"]

    private let live: Live
    /// Under which it is spoken of: what the user called it, and its id as soon as it is asked for again.
    private var reference: String
    private let isReadOnly: Bool
    private let kind: TerminalTraits
    private let tty: TerminalLine
    private let signals: Wake
    private var screen: AttachedScreen
    private var keyboard = Keyboard()
    private var claim: SizeClaim
    private var ending: Ending?
    /// A frame is on its way to the terminal, which has not taken all of it.
    private var isPainting = false
    /// Whether the server takes this terminal, as far as is known.
    private var mayLend: Bool
    /// The server reads from the terminal and paints on it.
    private var isLent = false
    /// The frame that is shown next is the first of its watch.
    private var isFirst = true
    /// Nothing has been shown yet.
    private var isStarting = true
    /// When to say that the server is away.
    private var excuseTime: ContinuousClock.Instant?
    /// When bytes that are held back are a whole key.
    private var keyTime: ContinuousClock.Instant?
    /// What is waited for.
    private var files = [pollfd](repeating: pollfd(), count: 4)
    /// The session as it was heard of last.
    private(set) var session: SessionJSON?

    /// - Parameter reference: id, unique prefix or name.
    init(
        _ reference: String, at socketPath: String, on tty: TerminalLine, kind: TerminalTraits, isReadOnly: Bool
    ) throws {
        live = Live(socketPath: socketPath)
        self.reference = reference
        self.isReadOnly = isReadOnly
        self.kind = kind
        self.tty = tty
        mayLend = tty.isOneTerminal
        signals = try Wake()
        screen = AttachedScreen(on: tty, kind: kind)
        claim = SizeClaim(terminal: tty.size)
    }

    deinit { signals.close() }

    /// Finds the session and asks for its picture. The terminal is still as it was: what is wrong can be said in words.
    ///
    /// - Throws: ``ClientError``.
    func open() throws(ClientError) -> SessionJSON {
        live.subscribe(topics: AttachedSession.topics)
        live.watch(reference, size: isReadOnly ? nil : claim.take(), lends: mayLend)
        while true {
            while let update = try live.next() {
                switch update {
                case .watching(_, let session):
                    self.session = session
                    return session
                case .refused(_, let error): throw .service(error)
                default: break
                }
            }
            wait(terminal: false)
        }
    }

    /// Shows the session until something ends that; then the terminal is as it was before. After ``open()``.
    func run() -> Ending {
        TtySignals.catchAll(signals)
        defer { TtySignals.release() }
        // Nobody has told of a size that has come since it was asked for.
        if tty.size != claim.terminal {
            screen = AttachedScreen(on: tty, kind: kind)
            followTerminal()
        }
        tty.makeRaw()
        defer {
            takeBack()
            screen.close()
        }
        while true {
            followServer()
            if let ending { return ending }
            wait(terminal: true)
            if let ending { return ending }
        }
    }

    // MARK: Waiting

    /// Waits for whatever comes first and deals with it, except for what the server says.
    private func wait(terminal: Bool) {
        let server = live.hasOutput ? POLLIN | POLLOUT : POLLIN
        files[0] = pollfd(fd: live.descriptor, events: Int16(server), revents: 0)
        files[1] = pollfd(fd: terminal && !isLent ? tty.input : -1, events: Int16(POLLIN), revents: 0)
        files[2] = pollfd(fd: terminal ? signals.reader : -1, events: Int16(POLLIN), revents: 0)
        files[3] = pollfd(fd: tty.hasOutput ? tty.output : -1, events: Int16(POLLOUT), revents: 0)
        let count = poll(&files, 4, patience())
        if count < 0 && errno != EINTR { ending = .signal(SIGHUP) }
        if keyTime.map({ $0 <= .now }) ?? false, files[1].revents == 0 { pass(keyboard.flush()) }
        if excuseTime.map({ $0 <= .now }) ?? false {
            excuseTime = nil
            screen.note("the server is away, trying again — C-b d detaches")
        }
        guard count > 0 else { return }
        // Keys that were typed while this process was stopped wait until it shows the session again.
        if files[2].revents != 0 { takeSignals() }
        if files[1].revents != 0, ending == nil { takeKeys() }
        if Int32(files[0].revents) & POLLOUT != 0 { live.flush() }
        if files[3].revents != 0 {
            if tty.flush() { framePainted() } else { ending = .signal(SIGHUP) }
        }
    }

    /// Milliseconds until something is due; -1 when only others can end the wait.
    private func patience() -> Int32 {
        // Nearly always, and before every key.
        if live.deadline == nil, excuseTime == nil, keyTime == nil { return -1 }
        guard let next = [live.deadline, excuseTime, keyTime].compactMap({ $0 }).min() else { return -1 }
        let left = max(.zero, next - .now) / .milliseconds(1)
        return Int32(clamping: Int(left.rounded(.up)))
    }

    // MARK: From the terminal

    private func takeKeys() {
        guard let bytes = tty.read() else { return ending = .signal(SIGHUP) }
        if !bytes.isEmpty { pass(keyboard.feed(bytes[...])) }
    }

    private func pass(_ output: Keyboard.Output) {
        keyTime = output.patience.map { .now + $0 }
        if !output.bytes.isEmpty, !isReadOnly {
            if output.isTyping, let size = claim.take() { live.resize(reference, to: size) }
            live.send(output.bytes, to: reference)
        }
        if output.detaches { ending = .detached }
    }

    private func takeSignals() {
        var numbers = [UInt8](repeating: 0, count: 64)
        let count = read(signals.reader, &numbers, numbers.count)
        for number in numbers.prefix(max(0, count)).map(Int32.init) {
            switch number {
            case SIGTSTP:
                takeBack()
                // Stopped, it is told to go on.
                if !screen.suspend() { goOn() }
            case SIGCONT:
                takeBack()
                goOn()
            case SIGWINCH:
                followTerminal()
                if isLent { live.fit(reference, to: tty.size) }
                screen.fit()
            default: ending = .signal(number)
            }
        }
    }

    /// Takes the terminal again, which others have used.
    private func goOn() {
        screen.resume()
        watchAgain()
        followTerminal()
    }

    private func followTerminal() {
        if let size = claim.terminalChanged(to: tty.size), !isReadOnly { live.resize(reference, to: size) }
    }

    private func framePainted() {
        guard isPainting, !tty.hasOutput else { return }
        isPainting = false
        if isFirst, mayLend, keyboard.isResting { lend() }
        isFirst = false
        if !isLent { live.take(reference) }
        if isStarting { Footprint.shrinkAfterStart() }
        isStarting = false
    }

    // MARK: The terminal, lent

    private func lend() {
        let loan = Live.Loan(
            descriptor: tty.input, size: tty.size, depth: kind.depth, synchronized: kind.isModern,
            isReadOnly: isReadOnly)
        isLent = live.lend(reference, loan)
    }

    /// Waits until the server has let go of the terminal; one that does not answer soon is not waited for.
    private func takeBack() {
        guard isLent else { return }
        isLent = false
        guard live.takeBack(reference) else { return }
        let deadline = ContinuousClock.now + AttachedSession.returnTime
        do throws(ClientError) {
            while ContinuousClock.now < deadline {
                while let update = try live.next() {
                    switch update {
                    case .returned, .reconnecting: return
                    default: break
                    }
                }
                var file = pollfd(
                    fd: live.descriptor, events: Int16(live.hasOutput ? POLLIN | POLLOUT : POLLIN), revents: 0)
                _ = poll(&file, 1, 100)
                live.flush()
            }
        } catch {
            // There is no server any more, which has let go of it then.
        }
    }

    /// The server has given the terminal back, and it is painted from here.
    private func goOnAlone() {
        isLent = false
        mayLend = false
        screen.beginAgain()
        watchAgain()
    }

    private func heed(_ news: LiveMessage.Reply.Lent) {
        switch news.news {
        case .resized:
            if let rows = news.rows, let columns = news.cols { claim.show(Size(rows: rows, columns: columns)) }
        case .typed:
            if let size = claim.take() { live.resize(reference, to: size) }
        case .detached:
            isLent = false
            ending = .detached
        case .failed: goOnAlone()
        }
    }

    // MARK: From the server

    private func followServer() {
        do throws(ClientError) {
            while ending == nil, let update = try live.next() { take(update) }
        } catch {
            ending = .lost(error.farewell)
        }
    }

    private func take(_ update: Live.Update) {
        switch update {
        case .frame(_, let frame): show(frame)
        case .watching(_, let session):
            excuseTime = nil
            watching(session)
        case .event(let event): heed(event)
        case .closed(_, let reason): ending = .closed(reason)
        case .refused(let asked, let error):
            // A refused size or key changes nothing; a session that cannot be watched does.
            if error.code == .notFound { ending = .closed(error.message) } else if asked != nil, isLent { goOnAlone() }
        case .reconnecting:
            isLent = false
            excuseTime = .now + AttachedSession.silentTime
        case .lent(_, let news): heed(news)
        // It asked for none of these.
        case .inventory, .workspace, .unfollowed, .asked, .returned, .partReturned: break
        }
    }

    private func watching(_ session: SessionJSON) {
        self.session = session
        isPainting = false
        isFirst = true
        if mayLend { screen.beginAgain() } else { screen.forget() }
        let wanted = claim.reconnected(to: Size(rows: session.rows, columns: session.cols))
        guard session.state == .running else { return ending = .ended(session) }
        if let wanted { live.resize(reference, to: wanted) }
    }

    private func heed(_ event: EventJSON) {
        guard let changed = event.session, changed.id == session?.id else { return }
        session = changed
        if changed.state != .running { ending = .ended(changed) }
    }

    private func show(_ frame: Frame) {
        keyboard.modes = frame.modes
        claim.show(frame.size)
        do {
            try screen.show(frame)
            isPainting = true
            framePainted()
        } catch {
            // What was shown and what the server thinks of it differ: begin again with all of it.
            watchAgain()
        }
    }

    private func watchAgain() {
        live.unwatch(reference)
        // Its name may be another one by now.
        reference = session?.id ?? reference
        live.watch(reference, lends: mayLend)
    }
}
