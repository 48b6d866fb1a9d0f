package import TendCore

extension ClaudeEvent {
    /// Whether the event can mean that a dialog is gone.
    package var endsDialogs: Bool {
        ["PostToolUse", "PostToolUseFailure", "Stop", "StopFailure", "UserPromptSubmit", "SessionEnd"].contains(name)
    }

    /// Whether an open item of the same session was about a dialog that is gone for sure.
    ///
    /// After a tool has run its own dialog is: told by tool and subject, as no id is common to both events. At the end of a turn, and with
    /// a new prompt, all of the agent's dialogs are, unless something of it goes on in the background and may ask.
    package func ends(_ item: AttentionJSON) -> Bool {
        guard item.way == .asker, item.kind.isAnswerable else { return false }
        switch name {
        case "PostToolUse", "PostToolUseFailure":
            guard let tool, item.tool == tool.sanitized() else { return false }
            return isAbout(item)
        case "Stop", "StopFailure", "UserPromptSubmit":
            return agent == nil && (fields["background_tasks"]?.elements.isEmpty ?? true)
        case "SessionEnd": return agent == nil
        default: return false
        }
    }

    private func isAbout(_ item: AttentionJSON) -> Bool {
        switch item.kind {
        // There is one plan at a time, and after its approval the input is told empty.
        case .plan: return true
        case .question:
            let texts = (input["questions"]?.elements ?? []).compactMap { $0["question"]?.text }
            return texts.map { $0.sanitized(limit: 4096) } == item.questions.map(\.text)
        default:
            if let command = input["command"]?.text {
                return item.command == command.sanitized(limit: AttentionJSON.textLimit, keepsLines: true)
            }
            return item.title == ClaudeRequest.summary(tool: tool ?? "", input: input).sanitized()
        }
    }
}
