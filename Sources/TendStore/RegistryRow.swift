import Foundation
import GRDB
import TendCore

/// MCP servers, LLM providers and accounts as rows of `registry`.
enum RegistryRow {
    /// - Parameter entry: nil: the row goes.
    static func write(_ entry: RegistryEntry?, _ key: RegistryEntry.Key, _ db: Database) throws {
        guard let entry else {
            try db.cachedStatement(sql: "DELETE FROM registry WHERE kind = ? AND name = ?")
                .execute(arguments: [key.kind.rawValue, key.name])
            return
        }
        try db.cachedStatement(
            sql: """
                INSERT INTO registry VALUES (?, ?, ?) ON CONFLICT (kind, name) DO UPDATE SET json = excluded.json
                """
        ).execute(arguments: [key.kind.rawValue, key.name, try json(of: entry)])
    }

    /// All of them by kind and name, and the names of those that make no sense.
    static func readAll(_ db: Database) throws -> (entries: [RegistryEntry], unreadable: [String]) {
        var entries: [RegistryEntry] = []
        var unreadable: [String] = []
        for row in try Row.fetchAll(db, sql: "SELECT kind, name, json FROM registry ORDER BY kind, name") {
            let (kind, name, json): (String, String, String) = (row["kind"], row["name"], row["json"])
            // The row is reported by its name.
            if let kind = RegistryEntry.Kind(rawValue: kind), let entry = try? entry(kind, Data(json.utf8)),
                entry.key == RegistryEntry.Key(kind, name)
            {
                entries.append(entry)
            } else {
                unreadable.append("\(kind) \(name)")
            }
        }
        return (entries, unreadable)
    }

    private static func entry(_ kind: RegistryEntry.Kind, _ json: Data) throws -> RegistryEntry {
        let decoder = JSONDecoder()
        return switch kind {
        case .mcp: .server(try decoder.decode(MCPServer.self, from: json))
        case .llm: .endpoint(try decoder.decode(LLMEndpoint.self, from: json))
        case .account: .account(try decoder.decode(AgentAccount.self, from: json))
        }
    }

    private static func json(of entry: RegistryEntry) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let data =
            switch entry {
            case .server(let server): try encoder.encode(server)
            case .endpoint(let endpoint): try encoder.encode(endpoint)
            case .account(let account): try encoder.encode(account)
            }
        return String(decoding: data, as: UTF8.self)
    }
}
