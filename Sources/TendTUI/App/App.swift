import Glibc
import Synchronization
import TendClient
package import TendCore
import TendScreen

/// The client as a process: a terminal, a model, a connection to the server, and one thread that waits for all of them.
///
/// What takes longer than a moment (requests, files, commands of the status bar) happens elsewhere and comes back as a
/// ``Happening`` through ``Inbox``.
package final class App {
    package struct Options {
        package var socketPath: String
        package var workspace: String
        package var environment: [String: String]
        package var hostName: String
        package var isReadOnly: Bool
        package var files: ConfigurationFiles
        /// A new session as the user's shell would start it; an empty command is the shell.
        package var newSession: @Sendable ([String], _ directory: String?) -> NewSessionJSON
        package var detect: Detection
        /// Called once there is something to be seen.
        package var started: @Sendable () -> Void

        /// Tells which agents are installed, by name. Both block.
        package struct Detection: Sendable {
            package typealias Look = @Sendable ([ProviderJSON]) -> [String: Form.Installation]
            /// At once, without versions.
            package var look: Look
            /// By asking the programs.
            package var ask: Look

            package init(look: @escaping Look, ask: @escaping Look) {
                self.look = look
                self.ask = ask
            }
        }

        package init(
            socketPath: String, workspace: String, environment: [String: String], hostName: String, isReadOnly: Bool,
            files: ConfigurationFiles, detect: Detection, started: @escaping @Sendable () -> Void,
            newSession: @escaping @Sendable ([String], String?) -> NewSessionJSON
        ) {
            self.socketPath = socketPath
            self.workspace = workspace
            self.environment = environment
            self.hostName = hostName
            self.isReadOnly = isReadOnly
            self.files = files
            self.newSession = newSession
            self.detect = detect
            self.started = started
        }
    }

    package enum Ending: Hashable, Sendable {
        case detached
        /// In words: why the server cannot be reached any more.
        case lost(String)
        /// In words: why nothing can be drawn on this terminal.
        case failed(String)
        case signal(Int32)
    }

    /// Frames of a session that may come besides the next one before they are taken: the server is woken for every fourth.
    private static let framesAhead = 3

    let options: Options
    let surface: CursesSurface
    let live: Live
    let requests: Requests
    let inbox: Inbox
    private let signals: Wake
    private let watch: ConfigurationWatch
    let segments: SegmentProcesses
    /// The search that runs for each pane, and the one that waits for its end.
    var searches: [PaneID: Latest] = [:]
    var model: Model
    /// What the terminal told of its background.
    var isDark: Bool?
    var chosen = Chosen()
    var ending: Ending?
    var watched: [String: Screen?] = [:]
    var takes: Set<String> = []
    /// Whether the terminal had to be waited for since frames were taken last.
    private var wasBehind = false
    var lending = Lending()
    private var wakeAt: ContinuousClock.Instant?
    private var keyTime: ContinuousClock.Instant?
    private var mustDraw = true
    /// What was drawn last, and which sessions show something newer.
    var drawing: Drawing?
    var stale: Set<String> = []
    /// Whether that which the first picture did not wait for has been done.
    var isStarted = false
    /// What of the files was read for the first picture. Nil: they are in use as a whole.
    var firstAppearance: ConfigurationFiles.Appearance?
    /// What is asked of the server when there is something to be seen.
    var untilStarted: [Effect] = []
    /// Until then the first picture may wait for its parts, so that it is painted once and as a whole.
    private var patienceForFirst: ContinuousClock.Instant? = .now + .milliseconds(150)

    /// Catches the signals of the terminal from then on.
    ///
    /// - Throws: when the terminal cannot be used, in words.
    package init(_ options: Options) throws {
        self.options = options
        signals = try Wake()
        inbox = try Inbox()
        live = Live(socketPath: options.socketPath)
        requests = Requests(client: Client(socketPath: options.socketPath), inbox: inbox)
        // The server answers while the terminal is taken over and files are read.
        live.subscribe(topics: ["*"])
        live.follow(workspace: options.workspace)
        try live.open()
        // Before the terminal is asked for its size: nobody would tell of another one.
        TtySignals.catchAll(signals)
        watch = ConfigurationWatch(directory: options.files.directory)
        segments = SegmentProcesses(environment: options.environment)
        surface = try CursesSurface(environment: options.environment)
        let appearance = options.files.appearance(for: App.terminal(options, isDark: nil))
        firstAppearance = appearance
        surface.wantsMouse = appearance.configuration.mouse
        model = Model(
            size: surface.size, configuration: appearance.configuration, theme: appearance.theme, keymap: .empty,
            hostName: options.hostName, now: App.now)
        model.isReadOnly = options.isReadOnly
        model.timeOffset = App.timeOffset
    }

    static func terminal(_ options: Options, isDark: Bool?) -> ConfigurationFiles.Terminal {
        ConfigurationFiles.Terminal(
            isDark: isDark, isUTF8: TerminalTraits(environment: options.environment)?.isUnicode ?? true,
            hasColors: options.environment["NO_COLOR"]?.isEmpty ?? true)
    }

    /// Milliseconds since 1970.
    static var now: Int64 {
        var time = timeval()
        gettimeofday(&time, nil)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_usec) / 1000
    }

    /// Seconds that the local time is ahead of UTC.
    private static var timeOffset: Int {
        var now = time(nil)
        var parts = tm()
        return localtime_r(&now, &parts) == nil ? 0 : parts.tm_gmtoff
    }

    /// Shows the workspace until it is detached. The terminal is as it was before when this returns.
    package func run() -> Ending {
        defer { TtySignals.release() }
        defer { surface.close() }
        // A signal ends the process before this object.
        defer { segments.endAll() }
        while true {
            followServer()
            for happening in inbox.take() { happen(happening) }
            if let ending { return ending }
            draw()
            if drawing != nil, finishStart() { continue }
            if lending.hasListened {
                lending.hasListened = false
                continue
            }
            wait()
            if let ending { return ending }
        }
    }

    /// Does what the first picture did not wait for, and nobody needs before there is a key.
    ///
    /// - Returns: whether there was something to do.
    private func finishStart() -> Bool {
        guard !isStarted else { return false }
        isStarted = true
        announce()
        do throws(CursesSurface.Failure) {
            try surface.finishStart()
        } catch {
            ending = .failed(error.description)
            return true
        }
        if let firstAppearance { configure(firstAppearance) }
        for effect in untilStarted { perform(effect) }
        untilStarted = []
        options.started()
        return true
    }

    func announce() {
        // Before that there is nothing to carry out a command on; one that comes now is dealt with when there are ncurses and a keymap.
        guard isStarted else { return }
        live.announce(
            terminal: options.environment["TERM"] ?? "", size: model.size, isFocused: model.hasFocus)
    }

    // MARK: Model

    func happen(_ happening: Happening) {
        model.now = App.now
        let effects = model.update(happening)
        switch model.change {
        case .nothing: break
        case .content(let session): stale.insert(session)
        case .anything: mustDraw = true
        }
        lending.note(happening, effects, model.change)
        for effect in effects { perform(effect) }
    }

    func wake(at time: Int64) {
        let left = Duration.milliseconds(max(0, time - App.now))
        wakeAt = .now + left
    }

    func redraw() { mustDraw = true }

    private func draw() {
        if let time = patienceForFirst, time > .now, !model.isComplete { return }
        patienceForFirst = nil
        // A terminal that has not taken the last picture gets the newest one when it has.
        guard mustDraw || !stale.isEmpty, !surface.isBehind else { return }
        recallPart()
        let echo = mustDraw || stale.count != 1 ? nil : stale.first { $0 == lending.typist }
        let isOnlyCells = !mustDraw && isBroughtUpToDate()
        if !isOnlyCells { drawing = Drawing(model) }
        mustDraw = false
        stale = []
        if let drawing { surface.draw(drawing.screen) }
        if let echo, isOnlyCells, !surface.isBehind, lendPart(of: echo) { return }
        if echo == nil || !isOnlyCells { lending.unrest = .now }
        endPicture()
    }

    /// Whether the newer screens were shown in the picture that was drawn last.
    func isBroughtUpToDate() -> Bool {
        stale.allSatisfy { session in
            model.screens[session].map { drawing?.show($0, of: session) ?? false } ?? true
        }
    }

    /// What the terminal has taken may be followed by the next frame, and somebody can read it.
    private func endPicture() {
        guard !surface.isBehind else { return wasBehind = true }
        if !mustDraw, let message = model.message, message.until == nil { happen(.messageSeen) }
        // What would come ahead is old when a terminal that stands still shows it, and keeps the focused pane from being lent.
        let focused = model.focusedSession?.id
        for session in takes { live.take(session, ahead: wasBehind || session == focused ? 0 : App.framesAhead) }
        takes = []
        wasBehind = false
    }

    // MARK: Waiting

    private func wait() {
        // What is no picture goes along with the first one.
        let hasOutput = drawing == nil ? surface.isBehind : surface.hasOutput
        var files = [
            pollfd(fd: surface.isLent ? -1 : surface.input, events: Int16(POLLIN), revents: 0),
            pollfd(fd: live.descriptor, events: Int16(live.hasOutput ? POLLIN | POLLOUT : POLLIN), revents: 0),
            pollfd(fd: signals.reader, events: Int16(POLLIN), revents: 0),
            pollfd(fd: inbox.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: watch.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: hasOutput ? surface.output : -1, events: Int16(POLLOUT), revents: 0),
        ]
        files += segments.files
        let count = poll(&files, nfds_t(files.count), patience())
        for (command, outcome) in segments.take() { happen(.segment(command: command, outcome)) }
        if count < 0, errno != EINTR { ending = .signal(SIGHUP) }
        if let keyTime, keyTime <= .now, files[0].revents == 0 {
            take(surface.flushInput())
        }
        if let wakeAt, wakeAt <= .now {
            self.wakeAt = nil
            happen(.tick(App.now))
        }
        guard count > 0 else { return }
        if files[0].revents != 0 { readKeys() }
        if Int32(files[1].revents) & POLLOUT != 0 { live.flush() }
        if files[2].revents != 0 { takeSignals() }
        if files[4].revents != 0, watch.drain() { configure() }
        if files[5].revents != 0 {
            if surface.flush() { endPicture() } else { ending = .signal(SIGHUP) }
        }
    }

    private func patience() -> Int32 {
        let times = [live.deadline, wakeAt, keyTime, patienceForFirst, segments.deadline]
        guard let next = times.compactMap({ $0 }).min() else { return -1 }
        let left = max(.zero, next - .now) / .milliseconds(1)
        return Int32(clamping: Int(left.rounded(.up)))
    }

    // MARK: The terminal

    private func readKeys() {
        guard let inputs = surface.read() else { return ending = .signal(SIGHUP) }
        take(inputs)
    }

    func take(_ inputs: [TerminalInput]) {
        keyTime = surface.patience.map { .now + $0 }
        for input in inputs {
            switch input {
            case .input(let input):
                if case .focus = input {
                    happen(.input(input))
                    announce()
                } else {
                    _ = finishStart()
                    happen(.input(input))
                }
            case .background(let red, let green, let blue):
                // Rec. 709: how bright a person sees it.
                heed(isDark: 2126 * Int(red) + 7152 * Int(green) + 722 * Int(blue) < 10_000 * 128)
            case .colorScheme(let isDark): heed(isDark: isDark)
            case .report: break
            }
        }
    }

    private func heed(isDark: Bool) {
        self.isDark = isDark
        happen(.background(isDark: isDark))
    }

    private func takeSignals() {
        var numbers = [UInt8](repeating: 0, count: 64)
        let count = read(signals.reader, &numbers, numbers.count)
        for number in numbers.prefix(max(0, count)).map(Int32.init) {
            switch number {
            case SIGTSTP: suspend()
            case SIGCONT, SIGWINCH:
                surface.resize()
                happen(.resized(surface.size))
                announce()
            default: ending = .signal(number)
            }
        }
    }

    func suspend() {
        surface.suspend()
        let wasStopped = TtySignals.stop()
        surface.resume()
        happen(.resized(surface.size))
        if !wasStopped { happen(.refused("there is no shell to go to on this terminal")) }
    }

    // MARK: The server

    private func followServer() {
        do throws(ClientError) {
            while ending == nil, let update = try nextUpdate() { take(update) }
        } catch {
            ending = .lost(error.farewell)
        }
    }

    private func nextUpdate() throws(ClientError) -> Live.Update? {
        lending.postponed.isEmpty ? try live.next() : lending.postponed.removeFirst()
    }

    func take(_ update: Live.Update) {
        switch update {
        case .frame(let session, let frame): show(frame, of: session)
        case .watching(let session, _): watched[session] = .some(nil)
        case .event(let event):
            happen(.event(event))
            if let item = event.attention { happen(.attentionChanged(item)) }
        case .closed(let session, _): happen(.sessionGone(session))
        case .refused(let session, let error):
            // One that is gone has been told of.
            if session == nil || session != lending.session && error.code != .notFound {
                happen(.refused(error.message))
            }
            if let session, session == lending.session {
                lending.isRefused = true
                losePart()
                live.take(session)
            } else if let session, live.isHeld(session), !takes.contains(session) {
                // A loan that was given up for lost: nobody else will take the frame that was lent.
                live.take(session)
            }
        case .reconnecting:
            losePart()
            happen(.disconnected)
        case .unfollowed(let name): happen(.workspaceGone(name))
        case .inventory(let sessions, let workspaces):
            happen(.sessions(sessions))
            happen(.workspaceNames(workspaces))
        case .workspace(let workspace):
            let isBack = !model.isConnected
            happen(.workspace(workspace))
            // What came along unasked may have no room.
            watch(model.watched)
            if isBack { happen(.connected) }
        case .asked(let number, let command): happen(.asked(number: number, command))
        case .partReturned(let session, let part): take(part, of: session)
        case .lent, .returned: break  // It lends parts only.
        }
    }

    /// - Parameter mayTake: whether to ask for the next one when it was drawn.
    func show(_ frame: Frame, of session: String, mayTake: Bool = true) {
        guard let before = watched[session] else { return }
        do {
            let screen = try frame.applied(to: before)
            watched[session] = screen
            if mayTake { takes.insert(session) }
            happen(.screen(session: session, screen, bells: frame.bellCount))
        } catch {
            // What was shown and what the server thinks of it differ: begin again with all of it.
            recallPart()
            live.unwatch(session)
            live.watch(session)
        }
    }
}
