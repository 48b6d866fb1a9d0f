import Foundation
import Testing

/// What the server knows of the only session's agent, as far as these tests look.
struct KnownAgent: Decodable {
    var conversation: String?
    var model: String?
    var tool: String?
    var text: String?
    var tokens: Int?
    var cost: Double?
}

extension TestHome {
    private struct List: Decodable { var sessions: [Session] }
    private struct Session: Decodable { var agent: KnownAgent? }

    /// Until the server knows so much of the agent.
    func agent(_ condition: (KnownAgent) -> Bool) async throws {
        var shown = ""
        try await eventually("the agent is known") {
            shown = try await self.ok("ls", "--json")
            let known = try JSONDecoder().decode(List.self, from: Data(shown.utf8)).sessions.first?.agent
            return known.map(condition) ?? false
        } otherwise: {
            shown
        }
    }
}
