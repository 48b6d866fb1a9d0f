import Foundation
import GRDB
import TendCore

/// What is set for agents, as rows of `provider`.
enum ProviderRow {
    static func write(_ settings: ProviderSettings, _ db: Database) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let json = String(decoding: try encoder.encode(settings), as: UTF8.self)
        try db.cachedStatement(
            sql: "INSERT INTO provider VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET json = excluded.json"
        ).execute(arguments: [settings.name, json])
    }

    /// All of them by name, and the names of those that make no sense.
    static func readAll(_ db: Database) throws -> (providers: [ProviderSettings], unreadable: [String]) {
        var providers: [ProviderSettings] = []
        var unreadable: [String] = []
        for row in try Row.fetchAll(db, sql: "SELECT name, json FROM provider ORDER BY name") {
            let (name, json): (String, String) = (row["name"], row["json"])
            // The row is reported by its name.
            if let settings = try? JSONDecoder().decode(ProviderSettings.self, from: Data(json.utf8)) {
                providers.append(settings)
            } else {
                unreadable.append(name)
            }
        }
        return (providers, unreadable)
    }
}
