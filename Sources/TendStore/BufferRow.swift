import Foundation
import GRDB
import TendCore

/// What was copied as rows of `buffer`.
enum BufferRow {
    /// - Parameter buffer: nil: the row goes.
    static func write(_ buffer: CopyBuffer?, named name: String, _ db: Database) throws {
        guard let buffer else {
            try db.cachedStatement(sql: "DELETE FROM buffer WHERE name = ?").execute(arguments: [name])
            return
        }
        try db.cachedStatement(sql: "INSERT OR REPLACE INTO buffer VALUES (?, ?, ?, ?)")
            .execute(arguments: [name, buffer.isAutomatic, buffer.time, Data(buffer.bytes)])
    }

    /// The newest first.
    static func readAll(_ db: Database) throws -> [CopyBuffer] {
        try Row.fetchAll(db, sql: "SELECT * FROM buffer ORDER BY time DESC").map { row in
            let bytes: Data = row["bytes"]
            return CopyBuffer(
                name: row["name"], isAutomatic: row["is_automatic"], time: row["time"], bytes: Array(bytes))
        }
    }
}
