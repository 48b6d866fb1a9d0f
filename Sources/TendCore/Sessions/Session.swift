package import TendScreen

/// Names a session for ever: eight lowercase base32 characters, chosen when it is made.
package struct SessionID: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    package var rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package var description: String { rawValue }

    /// For ``Session/startedBy``: a process that came out of some session, and nobody could tell out of which.
    package static let stray = SessionID(rawValue: "?")
}

/// How a session's program ended.
package enum ExitStatus: Hashable, Sendable, Codable {
    case code(Int)
    /// The number of the signal that ended it.
    case signal(Int)

    /// Whether something went wrong. Who presses C-c, hangs up or asks it to end knows why it ended.
    package var isFailure: Bool {
        switch self {
        // 128 and the number: how shells and many programs say that they were asked by a signal.
        case .code(let code): ![0, 129, 130, 143].contains(code)
        case .signal(let signal): ![1, 2, 15].contains(signal)
        }
    }
}

/// What is known of a session, apart from its screen and its bytes.
package struct Session: Hashable, Sendable {
    package enum State: String, Sendable, Codable {
        case running
        case exited
        /// The keeper died or the machine was restarted while it ran. Its recording is readable.
        case interrupted
    }

    package enum Activity: String, Sendable, Codable { case starting, working, idle, waiting, unknown }

    package var id: SessionID
    package var name: String
    package var launch: Launch
    /// Nil: a program of which nothing more is known.
    package var agent: AgentCard?
    package var size: Size
    package var state: State
    package var activity: Activity
    package var title: String
    package var pid: Int32?
    /// Seconds since 1970, by the wall clock.
    package var startedAt: Double
    package var endedAt: Double?
    package var exit: ExitStatus?
    /// Bytes of output since the session began.
    package var byteCount: UInt64
    /// Lines that history and screen hold.
    package var lineCount: Int
    /// What the server wants the owner to know, such as output that had to be skipped. One sentence each.
    package var notes: [String]
    /// The session that the program was in which asked for this one.
    package var startedBy: SessionID?
    /// The git worktree that was asked for with it.
    package var worktree: SessionWorktree?

    /// How far the program says it is (OSC 9;4); nil: it says nothing. Not kept in the books.
    package var progress: Progress?

    /// What its agent does; nil: it runs none, or nothing is known.
    package var status: AgentStatus?

    package init(
        id: SessionID, name: String, launch: Launch, size: Size, state: State = .running,
        activity: Activity = .starting, title: String = "", pid: Int32? = nil, startedAt: Double,
        endedAt: Double? = nil, exit: ExitStatus? = nil, byteCount: UInt64 = 0, lineCount: Int = 0,
        notes: [String] = [], agent: AgentCard? = nil, startedBy: SessionID? = nil,
        worktree: SessionWorktree? = nil
    ) {
        self.agent = agent
        self.id = id
        self.name = name
        self.launch = launch
        self.size = size
        self.state = state
        self.activity = activity
        self.title = title
        self.pid = pid
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.exit = exit
        self.byteCount = byteCount
        self.lineCount = lineCount
        self.notes = notes
        self.startedBy = startedBy
        self.worktree = worktree
    }
}

/// The program of a session: enough to run it again in the same place.
package struct Launch: Hashable, Sendable, Codable {
    /// The program, as `execvp` takes it.
    package var command: String
    /// The arguments, without the program's own name.
    package var arguments: [String]
    /// An absolute path.
    package var directory: String
    /// Variables added to, or (nil) removed from, the server's environment.
    package var environment: [String: String?]

    package init(command: String, arguments: [String] = [], directory: String, environment: [String: String?] = [:]) {
        self.command = command
        self.arguments = arguments
        self.directory = directory
        self.environment = environment
    }
}
