import Foundation
import GRDB
import TendCore
import TendScreen

/// Sessions as rows of `session` and `note`.
enum SessionRow {
    private static let columns = [
        "id", "name", "command", "arguments", "directory", "environment", "rows", "columns", "state", "activity",
        "title",
        "pid", "started_at", "ended_at", "exit_code", "exit_signal", "byte_count", "line_count", "agent", "started_by",
        "worktree",
    ]

    private static let upsert = """
        INSERT INTO session (\(columns.joined(separator: ", ")))
        VALUES (\(columns.map { ":" + $0 }.joined(separator: ", ")))
        ON CONFLICT (id) DO UPDATE SET \(columns.dropFirst().map { "\($0) = excluded.\($0)" }.joined(separator: ", "))
        """

    static func write(_ session: Session, _ db: Database) throws {
        var exitCode: Int?
        var exitSignal: Int?
        switch session.exit {
        case .code(let code): exitCode = code
        case .signal(let signal): exitSignal = signal
        case nil: break
        }
        let id = session.id.rawValue
        try db.cachedStatement(sql: upsert).execute(
            arguments: [
                "id": id, "name": session.name, "command": session.launch.command,
                "arguments": try json(session.launch.arguments), "directory": session.launch.directory,
                "environment": try json(session.launch.environment), "rows": session.size.rows,
                "columns": session.size.columns, "state": session.state.rawValue,
                "activity": session.activity.rawValue, "title": session.title, "pid": session.pid,
                "started_at": session.startedAt, "ended_at": session.endedAt, "exit_code": exitCode,
                "exit_signal": exitSignal, "byte_count": Int64(bitPattern: session.byteCount),
                "line_count": session.lineCount, "agent": try session.agent.map(json),
                "started_by": session.startedBy?.rawValue, "worktree": try session.worktree.map(json),
            ])
        try db.cachedStatement(sql: "DELETE FROM note WHERE session = ?").execute(arguments: [id])
        for (number, text) in session.notes.enumerated() {
            try db.cachedStatement(sql: "INSERT INTO note (session, number, text) VALUES (?, ?, ?)")
                .execute(arguments: [id, number, text])
        }
    }

    static func delete(_ id: SessionID, _ db: Database) throws {
        try db.cachedStatement(sql: "DELETE FROM session WHERE id = ?").execute(arguments: [id.rawValue])
    }

    /// All sessions in the order of their creation, and the ids of rows that make no sense.
    static func readAll(_ db: Database) throws -> (sessions: [Session], unreadable: [String]) {
        var notes: [String: [String]] = [:]
        for row in try Row.fetchAll(db, sql: "SELECT session, text FROM note ORDER BY session, number") {
            notes[row["session"], default: []].append(row["text"])
        }
        var sessions: [Session] = []
        var unreadable: [String] = []
        for row in try Row.fetchAll(db, sql: "SELECT * FROM session ORDER BY position") {
            let id: String = row["id"]
            if let session = read(row, notes: notes[id] ?? []) {
                sessions.append(session)
            } else {
                unreadable.append(id)
            }
        }
        return (sessions, unreadable)
    }

    private static func read(_ row: GRDB.Row, notes: [String]) -> Session? {
        guard
            let arguments = value([String].self, row["arguments"]),
            let environment = value([String: String?].self, row["environment"]),
            let state = Session.State(rawValue: row["state"]),
            let activity = Session.Activity(rawValue: row["activity"]),
            let rows = Int.fromDatabaseValue(row["rows"]), let columns = Int.fromDatabaseValue(row["columns"]),
            let startedAt = Double.fromDatabaseValue(row["started_at"])
        else { return nil }
        // A card that makes no sense is no reason to lose the session.
        let agent = String.fromDatabaseValue(row["agent"]).flatMap { value(AgentCard.self, $0) }
        let worktree = String.fromDatabaseValue(row["worktree"]).flatMap { value(SessionWorktree.self, $0) }
        let code = Int.fromDatabaseValue(row["exit_code"]).map(ExitStatus.code)
        let signal = Int.fromDatabaseValue(row["exit_signal"]).map(ExitStatus.signal)
        return Session(
            id: SessionID(rawValue: row["id"]), name: row["name"],
            launch: Launch(
                command: row["command"], arguments: arguments, directory: row["directory"], environment: environment),
            size: Size(rows: rows, columns: columns).clamped, state: state, activity: activity, title: row["title"],
            pid: Int32.fromDatabaseValue(row["pid"]), startedAt: startedAt,
            endedAt: Double.fromDatabaseValue(row["ended_at"]), exit: code ?? signal,
            byteCount: UInt64(bitPattern: Int64.fromDatabaseValue(row["byte_count"]) ?? 0),
            lineCount: Int.fromDatabaseValue(row["line_count"]) ?? 0, notes: notes, agent: agent,
            startedBy: String.fromDatabaseValue(row["started_by"]).map(SessionID.init(rawValue:)),
            worktree: worktree)
    }

    private static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// Nil for what is not JSON of this type: the row is reported by its id.
    private static func value<T: Decodable>(_ type: T.Type, _ text: String) -> T? {
        try? JSONDecoder().decode(type, from: Data(text.utf8))
    }
}
