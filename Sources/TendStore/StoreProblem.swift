import GRDB

/// Why the books cannot be kept as they should. Sessions run on; what could not be written is written when it can be.
package enum StoreProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file was damaged. It was moved to `keptAs`, and new books were begun.
    case replaced(path: String, keptAs: String, reason: String)
    /// The file is damaged and could not be moved aside, or was found damaged while it was in use; it is looked at again.
    case corrupt(path: String, reason: String)
    /// A newer version of tend made the file.
    case newerSchema(path: String, found: Int, known: Int)
    /// The file is a database of another program.
    case foreign(path: String)
    /// Another process holds it for longer than we wait.
    case locked(path: String)
    case diskFull(path: String)
    /// The file or its directory cannot be opened or written.
    case inaccessible(path: String, reason: String)
    /// Rows that make no sense; they stay in the file, the sessions are not listed.
    case unreadableRows(path: String, sessions: [String])
    /// The same of workspaces.
    case unreadableWorkspaces(path: String, names: [String])
    /// The same of what is set for agents.
    case unreadableProviders(path: String, names: [String])
    /// The same of MCP servers, LLM providers and accounts.
    case unreadableRegistry(path: String, names: [String])
    /// The same of attention items.
    case unreadableAttention(path: String, items: [String])
    case failed(path: String, reason: String)

    package var description: String {
        switch self {
        case .replaced(let path, let copy, let reason):
            "the database \(path) was damaged (\(reason)) — it is kept as \(copy), and a new one was begun"
        case .corrupt(let path, let reason):
            "the database \(path) is damaged (\(reason)) — changes are kept in memory until it can be replaced"
        case .newerSchema(let path, let found, let known):
            "the database \(path) is of schema \(found), this tend knows up to \(known) — it is left alone: start the newer tend, "
                + "or move the file away"
        case .foreign(let path):
            "\(path) is the database of another program — it is left alone: move it away or set TEND_HOME"
        case .locked(let path):
            "the database \(path) is locked by another process — changes are kept in memory until it lets go"
        case .diskFull(let path):
            "no space left for the database \(path) — changes are kept in memory until there is"
        case .inaccessible(let path, let reason):
            "the database \(path) cannot be opened or written (\(reason)) — check the owner and mode of it and its directory"
        case .unreadableRows(let path, let sessions):
            "the database \(path) holds sessions that make no sense: \(sessions.joined(separator: ", ")) — they are left alone"
        case .unreadableWorkspaces(let path, let names):
            "the database \(path) holds workspaces that make no sense: \(names.joined(separator: ", ")) — they are not listed"
        case .unreadableProviders(let path, let names):
            "the database \(path) holds settings that make no sense, for the agents \(names.joined(separator: ", ")) — the defaults hold"
        case .unreadableRegistry(let path, let names):
            "the database \(path) holds MCP servers, LLM providers or accounts that make no sense: \(names.joined(separator: ", ")) "
                + "— they are not used"
        case .unreadableAttention(let path, let items):
            "the database \(path) holds attention items that make no sense: \(items.joined(separator: ", ")) — they are not listed"
        case .failed(let path, let reason):
            "the database \(path) does not work (\(reason)) — changes are kept in memory"
        }
    }

    /// Whether another process holds the file.
    var isLock: Bool { if case .locked = self { true } else { false } }

    /// Whether it may go away by itself.
    var isRetried: Bool {
        switch self {
        case .newerSchema, .foreign: false
        default: true
        }
    }

    init(_ error: any Error, path: String) {
        guard let error = error as? DatabaseError else {
            self = error as? StoreProblem ?? .failed(path: path, reason: "\(error)")
            return
        }
        let reason = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .locked(path: path)
        case .SQLITE_FULL: self = .diskFull(path: path)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .corrupt(path: path, reason: reason)
        case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_READONLY, .SQLITE_AUTH:
            self = .inaccessible(path: path, reason: reason)
        default: self = .failed(path: path, reason: reason)
        }
    }
}
