import CKeeper

/// How a program ended.
package enum KeeperExit: Hashable, Sendable {
    case code(Int32)
    /// The number of the signal that ended it.
    case signal(Int32)

    init?(kind: Int32, status: Int32) {
        switch Int(kind) {
        case tend_keeper_exit_code: self = .code(status)
        case tend_keeper_exit_signal: self = .signal(status)
        default: return nil
        }
    }
}

/// A session that the keeper holds: running, or ended and not yet forgotten.
package struct HeldSession: Hashable, Sendable {
    package var id: String
    package var pid: Int32
    /// A duplicate of the terminal's master, close-on-exec. It belongs to whoever got this value.
    package var master: Int32
    package var exit: KeeperExit?
}

/// What a keeper tells a server that greets it.
package struct KeeperState: Hashable, Sendable {
    package var pid: Int32
    package var version: UInt32
    /// How the previous server ended; nil for the first.
    package var previousServer: KeeperExit?
    package var sessions: [HeldSession]
}

/// A program to start on a new terminal.
package struct SpawnRequest: Hashable, Sendable {
    /// Up to 63 printable characters without blanks.
    package var id: String
    /// The program, as `execvp` takes it with the PATH of `environment`, and its arguments.
    package var arguments: [String]
    /// The whole environment, nothing is added.
    package var environment: [String: String]
    /// An absolute path.
    package var directory: String
    package var rows: UInt16
    package var columns: UInt16

    package init(
        id: String, arguments: [String], environment: [String: String], directory: String, rows: UInt16,
        columns: UInt16
    ) {
        self.id = id
        self.arguments = arguments
        self.environment = environment
        self.directory = directory
        self.rows = rows
        self.columns = columns
    }
}
