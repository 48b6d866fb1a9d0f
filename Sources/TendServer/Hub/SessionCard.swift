import Foundation
import TendCore
import TendScreen

/// The file `session.json` in a session's folder: what the session is, for a server that finds the folder and no database.
struct SessionCard: Codable {
    var id: SessionID
    var name: String
    var launch: Launch
    var agent: AgentCard?
    var rows: Int
    var columns: Int
    var state: Session.State
    var startedAt: Double
    var endedAt: Double?
    var exit: ExitStatus?
    var startedBy: SessionID?
    var worktree: SessionWorktree?

    init(_ session: Session) {
        id = session.id
        name = session.name
        launch = session.launch
        agent = session.agent
        rows = session.size.rows
        columns = session.size.columns
        state = session.state
        startedAt = session.startedAt
        endedAt = session.endedAt
        exit = session.exit
        startedBy = session.startedBy
        worktree = session.worktree
    }

    var session: Session {
        Session(
            id: id, name: name, launch: launch, size: Size(rows: rows, columns: columns).clamped, state: state,
            startedAt: startedAt, endedAt: endedAt, exit: exit, agent: agent, startedBy: startedBy,
            worktree: worktree)
    }

    func write(to path: String) throws(ServiceError) {
        let data: Data
        do {
            data = try JSONEncoder().encode(self)
        } catch {
            throw ServiceError(.internal, "cannot write \(path): \(error)")
        }
        try SessionFolder.write([UInt8](data), to: path)
    }

    /// Nil when there is none that can be read.
    static func read(from path: String) -> SessionCard? {
        guard let bytes = SessionFolder.read(path) else { return nil }
        return try? JSONDecoder().decode(SessionCard.self, from: Data(bytes))
    }
}
