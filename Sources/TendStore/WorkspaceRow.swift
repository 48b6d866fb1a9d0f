import Foundation
import GRDB
import TendCore

/// Workspaces as rows of `workspace`, each as the JSON that clients see.
enum WorkspaceRow {
    /// - Parameter workspace: nil: the row goes.
    static func write(_ workspace: Workspace?, named name: String, _ db: Database) throws {
        guard let workspace else {
            try db.cachedStatement(sql: "DELETE FROM workspace WHERE name = ?").execute(arguments: [name])
            return
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let json = String(decoding: try encoder.encode(workspace), as: UTF8.self)
        try db.cachedStatement(
            sql: "INSERT INTO workspace VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET json = excluded.json"
        ).execute(arguments: [name, json])
    }

    /// All of them by name, and the names of those that make no sense.
    static func readAll(_ db: Database) throws -> (workspaces: [Workspace], unreadable: [String]) {
        var workspaces: [Workspace] = []
        var unreadable: [String] = []
        for row in try Row.fetchAll(db, sql: "SELECT name, json FROM workspace ORDER BY name") {
            let (name, json): (String, String) = (row["name"], row["json"])
            // The row is reported by its name.
            if let workspace = try? JSONDecoder().decode(Workspace.self, from: Data(json.utf8)), workspace.isSound {
                workspaces.append(workspace)
            } else {
                unreadable.append(name)
            }
        }
        return (workspaces, unreadable)
    }
}
