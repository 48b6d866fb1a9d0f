import CLinux
import Glibc
package import Logging
package import TendAgents
package import TendCore
package import TendKeeper
import TendScreen
package import TendStore
import TendTerminal

/// The actor that holds what the server knows: the world, the books, the keeper, and one runtime per open session.
///
/// A decision is one synchronous turn: an event goes into ``World/reduce(_:now:)`` and the effects are performed. Bytes and
/// frames never come through here.
package actor Hub {
    /// What the hub is made of.
    package struct Configuration: Sendable {
        package var home: Home
        package var version: String
        /// The server's own environment: the base of every program's.
        package var environment: [String: String]
        package var settings: Settings
        /// This program, for processes that are started beside agents.
        package var executable: String
        /// What adds to the launches of agents.
        package var contributors: [any LaunchContributor] = LaunchContributors.all

        package init(home: Home, version: String, environment: [String: String], executable: String = "tend") {
            self.executable = executable
            self.home = home
            self.version = version
            self.environment = environment
            settings = Settings(environment: environment)
        }
    }

    package nonisolated let configuration: Configuration
    nonisolated let keeper: Keeper
    nonisolated let store: Store
    nonisolated let lanes: [Lane]
    nonisolated let logger: Logger
    nonisolated let clock: Timekeeper
    nonisolated let budget: HistoryBudget
    nonisolated let directoryLister: DirectoryLister

    var world: World
    var runtimes: [SessionID: SessionRuntime] = [:]
    /// Ended sessions whose runtime is open, the one that was used last at the end.
    var endedAndOpen: [SessionID] = []
    var keeperPid: Int32 = 0
    /// Sessions whose program the keeper has reported as ended and whose last output is being read.
    var ending: [SessionID: ExitStatus] = [:]
    /// Those of them of which all has been read.
    var finishing: Set<SessionID> = []
    /// Sessions that have ended, which the keeper still remembers, and who waits until it does not: it takes no second program for one.
    var unforgotten: [SessionID: [CheckedContinuation<Void, Never>]] = [:]
    /// Sessions whose program is being started again, and who waits until it is. It may end before it is in the books.
    var restarting: [SessionID: [CheckedContinuation<Void, Never>]] = [:]
    /// Sessions that are being given a size, and by how many.
    var resizing: [SessionID: Int] = [:]
    /// Sessions that are being removed: nothing of them is begun any more.
    var removing: Set<SessionID> = []
    /// Sessions that are being given a text.
    var submitting: Set<SessionID> = []
    var changeWaiters: [ChangeWaiter] = []
    var eventReaders: [EventListener] = []
    /// The workspaces by name.
    var shelf: [String: Workspace] = [:]
    var followers: [Follower] = []
    var bufferShelf = BufferShelf()
    /// What programs asked last to be put on the clipboard.
    var clips: [SessionID: String] = [:]
    var deadlineTask: Task<Void, Never>?
    var deadline: Moment?
    var isStopping = false
    /// Sessions that somebody has asked to end: that they do is no news.
    var stopping: Set<SessionID> = []
    var problems: [String]
    var approvals: ApprovalSource
    var recoveries: [Task<Void, Never>] = []
    var nextLane = 0
    var agents: AgentDesk
    var worktreeDesk: WorktreeDesk

    /// Someone who waits until something about a session changes.
    struct ChangeWaiter {
        var serial: UInt64
        var id: SessionID
        var continuation: CheckedContinuation<Void, Never>
    }
    var waiterSerial: UInt64 = 0

    package init(
        configuration: Configuration, keeper: Keeper, store: Store, lanes: [Lane], firstEventID: UInt64, logger: Logger
    ) {
        self.configuration = configuration
        self.keeper = keeper
        self.store = store
        self.lanes = lanes
        directoryLister = DirectoryLister(on: lanes[0])
        self.logger = logger
        clock = Timekeeper()
        agents = AgentDesk(configuration)
        worktreeDesk = WorktreeDesk(configuration)
        budget = HistoryBudget(limit: configuration.settings.historyTotalByteCount)
        problems = configuration.settings.problems
        approvals = ApprovalSource(
            path: configuration.home.approvals, home: configuration.environment["HOME"] ?? "/")
        world = World(
            options: World.Options(
                quietAfter: configuration.settings.quietAfter, hints: configuration.settings.hints), epoch: clock.epoch,
            firstEventID: firstEventID)
    }

    // MARK: Turning events into effects

    func apply(_ event: WorldEvent) {
        let effects = world.reduce(event, now: clock.now)
        for effect in effects { perform(effect) }
        updateDeadline()
    }

    private func perform(_ effect: Effect) {
        switch effect {
        case .persist(let session):
            store.persist(session)
            writeCard(of: session)
        case .forget(let id):
            store.forget(id)
            clips[id] = nil
            forgetPanes(of: id)
        case .publish(let event):
            log(event)
            if case .agent = event.kind, let session = event.session { lookForConversation(of: session.id) }
            for listener in eventReaders { listener.reader?.wake() }
            if let session = event.session { wakeChangeWaiters(of: session.id) }
        case .raise(let item):
            raise(item)
        case .checkQuiet(let id):
            checkQuiet(id)
        case .watchOutput(let id, let moment):
            let isActive = runtimes[id]?.facts.watchOutput(after: moment.map(clock.laneTime)) ?? false
            if isActive { apply(.becameActive(id)) }
        case .persistAttention(let item):
            store.persist(item)
        case .forgetAttention(let ids):
            store.forget(attention: ids)
        case .audit(let entry):
            store.append(entry)
        case .reserveEventIDs(let last):
            store.reserveEventIDs(through: last)
        }
    }

    private func checkQuiet(_ id: SessionID) {
        guard let runtime = runtimes[id] else { return }
        let numbers = runtime.facts.current
        apply(.measured(id, byteCount: numbers.byteCount, lineCount: numbers.lineCount))
        apply(.quietSince(id, numbers.lastOutput.map(clock.moment)))
    }

    /// Keeps exactly one timer, and none when nothing is due.
    private func updateDeadline() {
        guard world.nextDeadline != deadline else { return }
        deadline = world.nextDeadline
        deadlineTask?.cancel()
        deadlineTask = nil
        guard let deadline else { return }
        deadlineTask = Task { [clock, lanes] in
            // Replaced by another one since it woke, it is not heeded.
            guard (try? await lanes[0].sleep(until: clock.instant(deadline))) != nil, !Task.isCancelled else { return }
            self.timePassed()
        }
    }

    private func timePassed() {
        deadline = nil
        deadlineTask = nil
        apply(.timePassed)
    }

    private func log(_ event: Event) {
        guard let session = event.session else { return }
        switch event.kind {
        case .created, .exited, .interrupted, .restarted, .removed:
            // Not the kind itself: an enum is printed by looking through all conformances of the program, half a millisecond at first.
            let word = EventJSON.topic(of: event.kind).dropFirst("session.".count)
            logger.info("session \(session.id) (\(session.name)): \(word)")
        case .note(let text):
            logger.warning("session \(session.id) (\(session.name)): \(text)")
        default:
            break
        }
    }

    /// The session's folder tells what it holds, also when the database is lost.
    private func writeCard(of session: Session) {
        let folder = self.folder(session.id)
        do {
            try SessionCard(session).write(to: folder.card)
        } catch {
            logger.warning("session \(session.id): \(error.message)")
        }
    }

    // MARK: Runtimes

    nonisolated func folder(_ id: SessionID) -> SessionFolder {
        SessionFolder(sessionsDirectory: configuration.home.sessionsDirectory, id: id)
    }

    func takeLane() -> Lane {
        defer { nextLane += 1 }
        return lanes[nextLane % lanes.count]
    }

    /// Where a lane's news of a session go.
    nonisolated func reporter(of id: SessionID) -> @Sendable (SessionReport) -> Void {
        // Reports of one lane keep their order: they go through one stream into the hub.
        { [reports] report in reports.continuation.yield((id, report)) }
    }

    nonisolated let reports = AsyncStream.makeStream(of: (SessionID, SessionReport).self)

    /// Takes reports of the lanes until the server stops.
    package func run() async {
        for await (id, report) in reports.stream { take(report, of: id) }
    }

    private func take(_ report: SessionReport, of id: SessionID) {
        switch report {
        case .becameActive: apply(.becameActive(id))
        case .notice(let notice): take(notice, of: id)
        case .note(let text): apply(.noted(id, text))
        case .sighted(let sighting): apply(.sighted(id, sighting))
        case .heard(let state, let detail): apply(.heard(id, state, detail: detail))
        case .drained: finishEnding(id)
        }
    }

    private func take(_ notice: Notice, of id: SessionID) {
        switch notice {
        case .title(let title): apply(.titleChanged(id, title))
        case .bell: apply(.bellRang(id))
        case .clipboard(_, let text): take(clip: text, of: id)
        case .progress(let progress): apply(.progressed(id, progress))
        case .notification(let title, let body, _): apply(.notified(id, title: title, body: body))
        case .programStatus(let status): apply(.programReported(id, ProgramReport(status)))
        case .programStatusCleared(let record): apply(.programReported(id, ProgramReport(id: record, state: "clear")))
        case .programStatusEnded: apply(.programReported(id, ProgramReport(state: "clear")))
        default: break  // Directory and marks are read from the emulator by those who want them.
        }
    }

    // MARK: Waiting for changes

    /// Returns after something about the session has changed, at the deadline, or when the task is cancelled.
    func change(of id: SessionID, until deadline: ContinuousClock.Instant?) async {
        waiterSerial += 1
        let serial = waiterSerial
        let timer = deadline.map { deadline in
            Task { [lanes] in
                guard (try? await lanes[0].sleep(until: deadline)) != nil else { return }
                self.dropWaiter(serial)
            }
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled {
                    continuation.resume()
                } else {
                    changeWaiters.append(ChangeWaiter(serial: serial, id: id, continuation: continuation))
                }
            }
        } onCancel: {
            Task { await self.dropWaiter(serial) }  // No handle: it does one thing and ends.
        }
        timer?.cancel()
    }

    private func dropWaiter(_ serial: UInt64) {
        guard let index = changeWaiters.firstIndex(where: { $0.serial == serial }) else { return }
        changeWaiters.remove(at: index).continuation.resume()
    }

    private func wakeChangeWaiters(of id: SessionID) {
        let woken = changeWaiters.filter { $0.id == id }
        guard !woken.isEmpty else { return }
        changeWaiters.removeAll { $0.id == id }
        for waiter in woken { waiter.continuation.resume() }
    }
}

extension ProgramReport {
    init(_ status: ProgramStatus) {
        self.init(
            id: status.id, state: status.state.rawValue, kind: status.kind?.rawValue ?? "", message: status.message)
    }
}
