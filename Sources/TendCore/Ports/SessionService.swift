package import TendScreen

/// What every surface asks of the server. `TendServer` implements it; `TendAPI` speaks it over HTTP.
///
/// A `reference` is an id, a unique prefix of an id, or a name. All methods throw ``ServiceError``.
package protocol SessionService: WorkspaceService, HistoryService, AttentionService, ProviderService,
    AgentService, DirectoryService, RegistryService, WorktreeService, BufferService
{
    func sessions() async -> [Session]
    func session(_ reference: String) async throws(ServiceError) -> Session
    /// Starts a program. Returns when it runs: a program that cannot be executed is an error, not a session.
    func create(_ request: NewSession) async throws(ServiceError) -> Session
    /// Sets the name. Names are unique among sessions; 1…64 characters without control characters and `/`.
    func rename(_ reference: String, to name: String) async throws(ServiceError) -> Session
    /// Asks the program to end (HUP, TERM after 2 s, KILL after 5 s) and returns when it has ended.
    func stop(_ reference: String) async throws(ServiceError) -> Session
    /// Stops the session if it runs, then forgets it with its recording.
    func remove(_ reference: String) async throws(ServiceError)
    /// Runs the same command again in the same place; same id, and the screen starts anew below the old history. An agent goes on with
    /// its conversation if it can.
    func restart(_ reference: String) async throws(ServiceError) -> Session
    func signal(_ reference: String, _ signal: Int32) async throws(ServiceError)
    /// Clamps to ``Size/rowLimits`` and ``Size/columnLimits``.
    func resize(_ reference: String, to size: Size) async throws(ServiceError) -> Session
    /// Returns when every byte has been taken by the program's terminal.
    func send(_ reference: String, _ input: [Input]) async throws(ServiceError)

    func screen(_ reference: String, historyRows: Int) async throws(ServiceError) -> ScreenExcerpt
    /// Raw output that the recording still holds, from `offset` (clamped to what is there), at most `limit` bytes.
    func output(_ reference: String, since offset: UInt64, limit: Int) async throws(ServiceError) -> OutputChunk
    /// When the output from `offset` on came and at which sizes, oldest first; the first mark is the one in force there.
    func marks(_ reference: String, since offset: UInt64) async throws(ServiceError) -> [OutputMark]
    func lines(_ reference: String, _ query: LineQuery) async throws(ServiceError) -> LinePage
    func search(_ query: SearchQuery) async throws(ServiceError) -> [SearchHit]
    /// Returns when the condition holds or after `timeout`.
    func wait(
        _ reference: String, until condition: WaitCondition, timeout: Duration?
    ) async throws(ServiceError) -> WaitOutcome

    /// A reader of raw output that is never behind by more than the recording holds.
    func outputReader(_ reference: String, since offset: UInt64) async throws(ServiceError) -> any OutputReader
    /// A viewer of frames.
    func viewer(_ reference: String) async throws(ServiceError) -> any ScreenViewer
    /// Events after the one with id `after` (nil: from now on).
    func events(after id: UInt64?) async -> any EventReader
    func status() async -> ServerStatus
}

package struct NewSession: Hashable, Sendable {
    /// Nil: made from the agent's or the command's name, with a number if it is taken.
    package var name: String?
    /// An agent to start: its manifest says which command that is. Then there is no `command`.
    package var agent: NewAgent?
    /// Nil: the user's shell.
    package var command: String?
    package var arguments: [String]
    /// Nil: the home directory.
    package var directory: String?
    /// A git worktree to start in: one of the repository that `directory` is in.
    package var worktree: NewWorktree?
    package var environment: [String: String?]
    /// Nil: 40 rows of 120 columns, so that an agent nobody looks at has room.
    package var size: Size?
    /// The process that asks, as the kernel tells it: what a program inside a session starts belongs to that session.
    package var peer: Int32?

    package init(
        name: String? = nil, command: String? = nil, arguments: [String] = [], directory: String? = nil,
        environment: [String: String?] = [:], size: Size? = nil, agent: NewAgent? = nil, peer: Int32? = nil,
        worktree: NewWorktree? = nil
    ) {
        self.worktree = worktree
        self.name = name
        self.agent = agent
        self.command = command
        self.arguments = arguments
        self.directory = directory
        self.environment = environment
        self.size = size
        self.peer = peer
    }
}

/// A screen with some of the rows above it.
package struct ScreenExcerpt: Sendable {
    package var screen: Screen
    /// Rows of history at the screen's width, oldest first.
    package var history: [Row]
    /// Bytes of output that the screen shows since the session began.
    package var offset: UInt64

    package init(screen: Screen, history: [Row], offset: UInt64) {
        self.screen = screen
        self.history = history
        self.offset = offset
    }
}

package struct OutputChunk: Sendable {
    package var bytes: [UInt8]
    /// Offset of the first byte in `bytes`.
    package var start: UInt64
    /// Offset after the last byte in `bytes`.
    package var end: UInt64 { start + UInt64(bytes.count) }
    /// Offset of the oldest byte that the recording holds.
    package var oldest: UInt64

    package init(bytes: [UInt8], start: UInt64, oldest: UInt64) {
        self.bytes = bytes
        self.start = start
        self.oldest = oldest
    }
}

/// A moment in a session's recording: output from `offset` on came at this time, or a little later, to a terminal of this size.
package struct OutputMark: Hashable, Sendable {
    package var offset: UInt64
    /// Since 1970, by the wall clock; exact to some 10 ms.
    package var milliseconds: Int64
    package var size: Size

    package init(offset: UInt64, milliseconds: Int64, size: Size) {
        self.offset = offset
        self.milliseconds = milliseconds
        self.size = size
    }
}

/// Which lines of history and screen are wanted. Lines are logical: a soft-wrapped line is one.
package struct LineQuery: Hashable, Sendable {
    /// Index of the first line, from 0; negative: from the end.
    package var offset: Int
    package var limit: Int
    /// A regular expression (Swift `Regex` syntax).
    package var pattern: String?
    package var ignoresCase: Bool

    package init(offset: Int = 0, limit: Int = 500, pattern: String? = nil, ignoresCase: Bool = false) {
        self.offset = offset
        self.limit = limit
        self.pattern = pattern
        self.ignoresCase = ignoresCase
    }
}

package struct NumberedLine: Hashable, Sendable, Codable {
    /// Index of the line among all that the session still holds, from 0.
    package var number: Int
    package var text: String

    package init(number: Int, text: String) {
        self.number = number
        self.text = text
    }
}

package struct LinePage: Sendable {
    package var lines: [NumberedLine]
    /// How many lines there are in all; with a pattern: how many match.
    package var total: Int

    package init(lines: [NumberedLine], total: Int) {
        self.lines = lines
        self.total = total
    }
}

package struct SearchQuery: Hashable, Sendable {
    package var text: String
    package var isPattern: Bool
    package var ignoresCase: Bool
    /// At most so many hits in all.
    package var limit: Int

    package init(text: String, isPattern: Bool = false, ignoresCase: Bool = true, limit: Int = 200) {
        self.text = text
        self.isPattern = isPattern
        self.ignoresCase = ignoresCase
        self.limit = limit
    }
}

package struct SearchHit: Sendable {
    package var session: Session
    package var line: NumberedLine

    package init(session: Session, line: NumberedLine) {
        self.session = session
        self.line = line
    }
}

package enum WaitCondition: Hashable, Sendable {
    case exit
    case idle
    /// A regular expression that a line of screen or history (from the call on, or on the screen now) matches.
    case text(String)
}

package enum WaitOutcome: Hashable, Sendable {
    case met(Session, match: String?)
    case timedOut(Session)
}

package struct ServerStatus: Hashable, Sendable {
    package var pid: Int32
    package var keeperPid: Int32
    package var version: String
    package var socket: String
    package var sessionCount: Int
    package var startedAt: Double
    /// Why the server runs with less than all its parts (a database that cannot be opened), one sentence each.
    package var problems: [String]

    package init(
        pid: Int32, keeperPid: Int32, version: String, socket: String, sessionCount: Int, startedAt: Double,
        problems: [String] = []
    ) {
        self.pid = pid
        self.keeperPid = keeperPid
        self.version = version
        self.socket = socket
        self.sessionCount = sessionCount
        self.startedAt = startedAt
        self.problems = problems
    }
}

/// Reads a session's raw output from an offset on, then live. It keeps no queue: it reads the recording.
package protocol OutputReader: Sendable {
    /// The next bytes, waiting for some; nil at the end of a session that ended.
    ///
    /// - Throws: ``ServiceError`` with code `too_slow` when the recording has overwritten what the reader had not yet taken.
    func next(limit: Int) async throws(ServiceError) -> OutputChunk?
}

/// Sees a session as frames. Wanting one tells that the one before has been dealt with; what comes meanwhile is merged.
package protocol ScreenViewer: AnyObject, Sendable {
    /// Where the session lives.
    var reactor: any Reactor { get }

    /// Calls `sink` once, on the session's reactor, with the next frame: as soon as the screen differs from the last one handed
    /// over, at most every 16 ms; the first holds the whole screen. Nil when the session was removed. One wish at a time.
    func want(_ sink: @escaping @Sendable (Frame?) -> Void)

    /// The screen, if the frames handed over so far make all of it: nothing has changed since. On the session's reactor only.
    func heldScreen() -> Screen?

    /// Withdraws a wish. When this returns its sink has been called or never will be.
    func cancel() async

    /// Sends raw input at once, without waiting for the program to take it: the way of a key that was just typed.
    ///
    /// - Returns: false when the program has not read so much earlier input that this one was dropped.
    func type(_ bytes: [UInt8]) -> Bool

    /// The same for a key, which the emulator encodes.
    func press(_ key: Key) -> Bool
}

package protocol EventReader: Sendable {
    /// The next events, waiting for at least one; nil when the server stops.
    func next() async -> [Event]?
}
