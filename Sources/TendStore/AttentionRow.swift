import Foundation
import GRDB
import TendCore

/// Attention items as rows of `attention`, and lines of `audit`; each as JSON, with what is asked for in columns of their own.
enum AttentionRow {
    static func write(_ item: AttentionItem, _ db: Database) throws {
        try db.cachedStatement(
            sql: "INSERT INTO attention (id, json) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET json = excluded.json"
        ).execute(arguments: [item.id.rawValue, try json(item)])
    }

    static func delete(_ id: AttentionID, _ db: Database) throws {
        try db.cachedStatement(sql: "DELETE FROM attention WHERE id = ?").execute(arguments: [id.rawValue])
    }

    /// All of them in the order in which they were opened, and the ids of rows that make no sense.
    static func readAll(_ db: Database) throws -> (items: [AttentionItem], unreadable: [String]) {
        var items: [AttentionItem] = []
        var unreadable: [String] = []
        for row in try Row.fetchAll(db, sql: "SELECT id, json FROM attention ORDER BY position") {
            let (id, json): (String, String) = (row["id"], row["json"])
            // The row is reported by its id.
            if let item = try? JSONDecoder().decode(AttentionItem.self, from: Data(json.utf8)), item.id.rawValue == id {
                items.append(item)
            } else {
                unreadable.append(id)
            }
        }
        return (items, unreadable)
    }

    static func append(_ entry: AuditEntry, _ db: Database) throws {
        try db.cachedStatement(
            sql: "INSERT INTO audit (time, item, session, agent, kind, happening, json) VALUES (?, ?, ?, ?, ?, ?, ?)"
        ).execute(
            arguments: [
                entry.time, entry.item.rawValue, entry.session.rawValue, entry.agent, entry.kind.rawValue,
                entry.happening.rawValue, try json(entry),
            ])
    }

    /// The newest lines, oldest first. A line that cannot be read is left out: a newer tend may have written it.
    static func audit(limit: Int, since: Int64, _ db: Database) throws -> [AuditLine] {
        let rows = try Row.fetchAll(
            db, sql: "SELECT number, json FROM audit WHERE number > ? ORDER BY number DESC LIMIT ?",
            arguments: [since, limit])
        return rows.reversed().compactMap { row in
            let json: String = row["json"]
            return (try? JSONDecoder().decode(AuditEntry.self, from: Data(json.utf8)))
                .map { AuditLine(number: row["number"], entry: $0) }
        }
    }

    private static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
