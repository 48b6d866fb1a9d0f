import TendCore

/// What Claude Code's own words and files say about it, in one source's view at one time.
package struct ClaudeEvidence: Hashable, Sendable {
    package enum State: String, Hashable, Sendable { case starting, working, waiting, idle, error, exited }

    package var state: State
    /// In the agent's words: what it waits for, what went wrong.
    package var detail: String?
    /// What `--resume` takes.
    package var conversation: String
    package var model: String?
    package var tool: String?
    /// Claude Code's own id of the call that uses the tool, or, without one, that has ended.
    package var call: String?
    /// The same for calls with the same input.
    package var input: String?
    /// What it said last.
    package var text: String?

    package init(
        _ state: State, conversation: String, detail: String? = nil, model: String? = nil, tool: String? = nil,
        text: String? = nil
    ) {
        self.state = state
        self.conversation = conversation
        self.detail = detail
        self.model = model
        self.tool = tool
        self.text = text
    }
}

extension ClaudeEvent {
    /// What the event says about the agent; nil if nothing: a subagent's turns, and events of later versions.
    package var evidence: ClaudeEvidence? {
        switch name {
        case "SessionStart":
            // After `/clear` and while compacting it is in the middle of something, or at its prompt already; the next event tells.
            guard ["startup", "resume"].contains(fields["source"]?.text ?? "startup") else { return nil }
            return make(.idle, model: fields["model"]?.text)
        case "UserPromptSubmit": return make(.working)
        case "PreToolUse":
            var evidence = make(.working, detail: toolSummary, tool: tool)
            evidence.call = toolUse
            evidence.input = String(Fingerprint.of(input.description.utf8), radix: 36)
            return evidence
        case "PostToolUse", "PostToolUseFailure":
            var evidence = make(.working)
            evidence.call = toolUse
            return evidence
        case "PermissionRequest": return make(.waiting, detail: toolSummary, tool: tool)
        case "Notification":
            guard fields["notification_type"]?.text == "permission_prompt" else { return nil }
            return make(.waiting, detail: fields["message"]?.text)
        case "Stop": return make(.idle, text: fields["last_assistant_message"]?.text)
        case "StopFailure":
            return make(.error, detail: fields["last_assistant_message"]?.text ?? fields["error"]?.text)
        case "SessionEnd":
            // `/clear` ends a conversation and not the program.
            guard fields["reason"]?.text != "clear" else { return nil }
            return make(.exited, detail: fields["reason"]?.text)
        default: return nil
        }
    }

    private var toolSummary: String? { tool.map { ClaudeRequest.summary(tool: $0, input: input) } }

    private func make(
        _ state: ClaudeEvidence.State, detail: String? = nil, model: String? = nil, tool: String? = nil,
        text: String? = nil
    ) -> ClaudeEvidence {
        ClaudeEvidence(state, conversation: conversation, detail: detail, model: model, tool: tool, text: text)
    }
}
