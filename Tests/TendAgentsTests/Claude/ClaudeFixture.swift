import Foundation
import Testing

@testable import TendAgents

/// What Claude Code 2.1.329 said in a run against a mock model, trimmed. `hooks.jsonl`: the standard input of hooks, one a line, of a
/// session in manual mode (a command allowed, one denied, two under a rule, an edit answered at the desk, a new file, two questions,
/// a command that fails, an API error) and of one in plan mode.
enum ClaudeFixture {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

    static func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: folder.appending(path: name))) }

    static func lines(_ name: String) throws -> [ArraySlice<UInt8>] {
        try bytes(name).split(separator: UInt8(ascii: "\n"))
    }

    static func events() throws -> [ClaudeEvent] { try lines("hooks.jsonl").map { try ClaudeEvent(parsing: $0) } }

    /// The request for a tool, the first one or a later.
    static func request(_ tool: String, _ number: Int = 0) throws -> ClaudeRequest {
        let found = try events().filter { $0.name == "PermissionRequest" && $0.tool == tool }
        return try #require(ClaudeRequest(found[number]))
    }

    /// A request as it would be told for any input.
    static func request(_ tool: String, input: String, suggestions: String = "[]") throws -> ClaudeRequest? {
        let text = """
            {"session_id":"s","prompt_id":"p","cwd":"/w","hook_event_name":"PermissionRequest","tool_name":"\(tool)",\
            "tool_input":\(input),"permission_suggestions":\(suggestions)}
            """
        return ClaudeRequest(try ClaudeEvent(parsing: text.utf8))
    }
}
