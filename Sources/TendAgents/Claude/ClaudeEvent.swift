package import TendCore

/// What Claude Code tells a hook on its standard input.
package struct ClaudeEvent: Hashable, Sendable {
    /// `SessionStart`, `PermissionRequest`…; also such as we have never heard of.
    package var name: String
    /// Claude Code's own session id: what `--resume` takes.
    package var conversation: String
    /// The transcript, absolute. It need not exist yet.
    package var transcript: String?
    package var directory: String?
    /// Names the prompt that the turn answers.
    package var prompt: String?
    /// Set when a subagent asks.
    package var agent: String?
    package var tool: String?
    package var input: JSONTree
    package var toolUse: String?
    /// With `StopFailure`: `rate_limit`, `authentication_failed`, `server_error`, …
    package var failure: String?
    /// Rules that the dialog offers to add.
    package var suggestions: [JSONTree]
    /// Everything that was told.
    package var fields: JSONTree

    /// - Throws: when it is no JSON object, or names no event and session.
    package init(parsing bytes: some Sequence<UInt8>) throws(ClaudeEventError) {
        let fields: JSONTree
        do throws(JSONTree.SyntaxError) {
            fields = try JSONTree(parsing: bytes)
        } catch {
            throw ClaudeEventError(cause: error.description)
        }
        guard let name = fields["hook_event_name"]?.text, let conversation = fields["session_id"]?.text else {
            throw ClaudeEventError(cause: "'hook_event_name' or 'session_id' is missing")
        }
        self.name = name
        self.conversation = conversation
        transcript = fields["transcript_path"]?.text
        directory = fields["cwd"]?.text
        prompt = fields["prompt_id"]?.text
        agent = fields["agent_id"]?.text
        tool = fields["tool_name"]?.text
        input = fields["tool_input"] ?? .object([])
        toolUse = fields["tool_use_id"]?.text
        failure = fields["error"]?.text
        suggestions = fields["permission_suggestions"]?.elements ?? []
        self.fields = fields
    }
}

package struct ClaudeEventError: Error, Hashable, CustomStringConvertible {
    package var cause: String
    package var description: String { "cannot read what Claude Code tells its hook: \(cause)" }
}
