import CLinux
import Glibc
package import TendCore
package import TendScreen
package import TendTerminal

/// What a session's lane tells the hub: rare things only, never bytes.
package enum SessionReport: Sendable {
    /// Output after a time without any.
    case becameActive
    case notice(Notice)
    case note(String)
    /// The rules for an agent's screen found something else than before.
    case sighted(Sighting)
    /// A notification means this by them.
    case heard(AgentState, detail: String)
    /// The program's side of the terminal is closed and everything it wrote has been recorded.
    case drained
}

/// A session as a living thing: its PTY, recording, history, emulator and viewers.
///
/// An actor whose executor is a ``Lane``: reading, recording, emulating, framing and writing happen on that thread without a
/// hop. What the product knows of the session (name, state, exit) is the hub's.
package actor SessionRuntime {
    package nonisolated let id: SessionID
    package nonisolated let facts = SessionFacts()
    nonisolated let lane: Lane
    nonisolated let folder: SessionFolder
    nonisolated let report: @Sendable (SessionReport) -> Void

    package nonisolated var unownedExecutor: UnownedSerialExecutor { lane.asUnownedSerialExecutor() }

    let recording: Recording
    let history: History
    var terminal: Terminal
    nonisolated let budget: HistoryBudget

    /// The PTY's master, or -1 when no program runs.
    var master: Int32 = -1
    var watch: UInt64?
    var isExpectingEnd = false
    var isClosed = false
    var isInputAbandoned = false
    var drainAttempts = 0
    var drainTimer: TimerQueue.Token?

    // Input (SessionRuntime+Input)
    var pending: [PendingWrite] = []
    var pendingByteCount = 0
    var inputSerial: UInt64 = 0

    // Viewing (SessionRuntime+Viewing)
    var waitingViewers: [FrameViewer] = []
    var frameTimer: (token: TimerQueue.Token, deadline: LaneTime)?
    var synchronizedUntil: LaneTime?
    var pace = FramePace()
    var waitingReaders: [CheckedContinuation<Void, Never>] = []

    // Looking at an agent (SessionRuntime+Looking)
    var eyes: Eyes?

    // Looking back (SessionRuntime+History)
    var rowCount: RowCount?

    // Snapshots (SessionRuntime+Recovery)
    var snapshotOffset: UInt64
    var snapshotTimer: TimerQueue.Token?
    var hasReportedSnapshotFailure = false

    /// Of a PTY, which gives 4 KiB at most, that one session may have before the next descriptor of its lane is served.
    static let readsPerTurn = 4
    /// When the program has ended: more than a PTY can hold, and a bound for one that its children go on writing to.
    static let readsAtEnd = 64
    /// A read of so many bytes is probably not the last one.
    static let fullRead = 1024

    init(
        id: SessionID, lane: Lane, folder: SessionFolder, recording: Recording, history: History, terminal: Terminal,
        budget: HistoryBudget, snapshotOffset: UInt64 = 0, report: @escaping @Sendable (SessionReport) -> Void
    ) {
        self.id = id
        self.lane = lane
        self.folder = folder
        self.recording = recording
        self.history = history
        self.terminal = terminal
        self.budget = budget
        self.snapshotOffset = snapshotOffset
        self.report = report
    }

    /// What ``assumeIsolated(_:)`` does. That asks the runtime for the current executor, by way of some twenty functions that are
    /// not in the cache when a key comes; the lane knows at once.
    nonisolated func onLane(_ body: (isolated SessionRuntime) -> Void) {
        lane.checkIsolated()
        withoutActuallyEscaping(body) { body in
            // Safe because isolation is no part of the calling convention, and the lane, which is the executor, is the caller's thread.
            unsafeBitCast(body, to: ((SessionRuntime) -> Void).self)(self)
        }
    }

    // MARK: The PTY

    /// Takes over the master of the session's PTY and starts reading it.
    package func attach(master descriptor: Int32) throws(LaneError) {
        if isClosed {
            close(descriptor)
            master = -1
            throw LaneError(errno: ESHUTDOWN)
        }
        master = descriptor
        isExpectingEnd = false
        drainAttempts = 0
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        // It was made for the size of before; meanwhile there may have been another.
        _ = tend_terminal_set_size(descriptor, UInt16(terminal.size.rows), UInt16(terminal.size.columns))
        recording.beginReading(descriptor)
        do {
            // Events of a descriptor are handled on the lane that the actor runs on. Unowned: closing the terminal ends the watch.
            watch = try lane.watch(descriptor, for: .input) { [unowned self] readiness in
                self.onLane { $0.serve(readiness) }
            }
        } catch {
            closeMaster()
            throw error
        }
    }

    private func serve(_ readiness: Readiness) {
        if readiness.contains(.output) { flushInput() }
        if readiness.isReadable { readTurn() }
    }

    /// Reads what is there, up to a bounded amount, so that a flood on this session delays no other, and no key of its own, for long.
    ///
    /// - Parameter isLast: whether to go on until there is no more. Else little output, an echo for one, ends the turn: should
    ///   more have come meanwhile, the descriptor is still ready, and to be sure of that here would take a system call that waits
    ///   for the kernel's tty work.
    private func readTurn(isLast: Bool = false) {
        let before = recording.end
        let size = terminal.size
        recording.mark(
            milliseconds: Timekeeper.millisecondsSinceEpoch, rows: size.rows, columns: size.columns)
        turn: for _ in 0..<(isLast ? SessionRuntime.readsAtEnd : SessionRuntime.readsPerTurn) {
            switch recording.read(from: master) {
            case .bytes(let count):
                feedRecorded()
                if count < SessionRuntime.fullRead, !isLast { break turn }
            case .wouldBlock:
                break turn
            case .endOfFile, .failed:
                closeMaster()
                break turn
            }
        }
        if recording.end != before { finishTurn() }
        if master < 0 { report(.drained) }
    }

    /// Emulates what has been recorded but not yet fed, and answers the queries in it.
    func feedRecorded() {
        let range = recording.fedThrough..<recording.end
        recording.beginFeeding(range)
        recording.withBytes(from: range.lowerBound, to: range.upperBound) { emulate($0) }
        recording.endFeeding()
        let replies = terminal.takeReplies()
        // Set before they are written: after a crash in between, a program misses an answer rather than reading it twice.
        recording.answeredThrough = range.upperBound
        if !replies.isEmpty { reply(replies) }
    }

    func emulate(_ bytes: UnsafeRawBufferPointer) {
        if !Faults.current.isEmpty { Faults.current.strike(bytes) }
        terminal.feed(bytes)
    }

    /// What is due after a turn with output: facts, notices, viewers, snapshot.
    func finishTurn() {
        let now = LaneTime.now
        let isFirst = facts.publishOutput(
            byteCount: recording.end, lineCount: history.lineCount + terminal.size.rows, at: now)
        if isFirst { report(.becameActive) }
        for notice in terminal.takeNotices() {
            report(.notice(notice))
            listen(to: notice)
        }
        wakeReaders()
        serveViewers(now: now)
        considerSnapshot(now: now)
        if eyes != nil { considerLook(now: now) }
    }

    /// The program has ended: takes what is left in the PTY, then lets go of it. Reports `drained` when done.
    package func drain() {
        guard master >= 0 else {
            report(.drained)
            return
        }
        isExpectingEnd = true
        readTurn(isLast: true)
        guard master >= 0 else { return }
        // A hang-up comes once the last descendant has closed the terminal, and what the tty layer still holds arrives
        // before it. A daemon that keeps the terminal open must not keep the session: two quiet looks are enough.
        // Felt right; the kernel's flip-buffer work takes well under a millisecond.
        drainAttempts += 1
        if drainAttempts > 2 {
            closeMaster()
            report(.drained)
        } else {
            if let drainTimer { lane.cancel(drainTimer) }
            drainTimer = lane.schedule(at: .now + .milliseconds(25)) { [weak self] in self?.onLane { $0.drain() } }
        }
    }

    func closeMaster() {
        guard master >= 0 else { return }
        if let watch { lane.unwatch(watch) }
        watch = nil
        // The next program may have its terminal before that.
        if let drainTimer { lane.cancel(drainTimer) }
        drainTimer = nil
        // The next server may be of a version that reads the bytes alone.
        recording.endReading(master)
        close(master)
        master = -1
        failPendingInput()
        // No output will wake those who have read everything.
        wakeReaders()
    }

    // MARK: Size and life

    /// Sets the size of the PTY and of the emulator; text is kept.
    package func resize(to size: Size) {
        let size = size.clamped
        guard size != terminal.size else { return }
        if master >= 0 { _ = tend_terminal_set_size(master, UInt16(size.rows), UInt16(size.columns)) }
        terminal.resize(to: size)
        facts.publish(
            byteCount: recording.end, lineCount: history.lineCount + size.rows, size: size)
        // A replay never crosses a change of size: it starts behind it.
        writeSnapshot()
        serveViewers(now: .now)
    }

    /// Writes what would be lost and frees what is held. Viewers and readers see the end.
    package func shutDown(saving: Bool) {
        guard !isClosed else { return }
        if saving { writeSnapshot() }
        isClosed = true
        if let snapshotTimer { lane.cancel(snapshotTimer) }
        if let frameTimer { lane.cancel(frameTimer.token) }
        if let timer = eyes?.timer { lane.cancel(timer) }
        closeMaster()
        // Those of a session that had ended before.
        wakeReaders()
        serveViewers(now: .now)
    }
}
