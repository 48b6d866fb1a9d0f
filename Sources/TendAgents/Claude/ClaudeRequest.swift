package import TendCore

/// A question of Claude Code: a `PermissionRequest` that waits for an answer while its dialog is on the screen.
package struct ClaudeRequest: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case permission
        case question
        case plan
    }

    package var event: ClaudeEvent
    package var kind: Kind
    package var tool: String

    /// - Returns: nil if the event asks nothing, or nothing that we understand: then the dialog stays and we stay out of it.
    package init?(_ event: ClaudeEvent) {
        guard event.name == "PermissionRequest", let tool = event.tool, !tool.isEmpty else { return nil }
        self.event = event
        self.tool = tool
        switch tool {
        case "AskUserQuestion":
            kind = .question
            guard !questions.isEmpty else { return nil }
        case "ExitPlanMode":
            kind = .plan
            guard event.input["plan"]?.text != nil else { return nil }
        default:
            kind = .permission
        }
    }

    // MARK: Asking

    /// - Parameters:
    ///   - nonce: tells the same call apart when it is asked for once more; the same as long as one process asks.
    ///   - file: the content of a file as text, by its absolute path.
    package func ask(session: String, nonce: String, file: (String) -> String?) -> AskJSON {
        var ask = AskJSON(session: session, key: key(nonce: nonce), kind: .permission, title: title)
        ask.tool = tool
        ask.cwd = event.directory
        ask.verdicts = verdicts
        switch kind {
        case .question:
            ask.kind = .question
            ask.questions = questions.map(AttentionJSON.Question.init)
        case .plan:
            ask.kind = .plan
            ask.detail = event.input["plan"]?.text.map(ClaudeRequest.cut)
            ask.path = event.input["planFilePath"]?.text
        case .permission:
            ask.command = command.map(ClaudeRequest.cut)
            ask.path = path
            ask.detail = ClaudeRequest.cut(([detail] + scopes).compactMap(\.self).joined(separator: "\n"))
            if let change = ClaudeChange(tool: tool, input: event.input, file: file) {
                ask.diff = ClaudeRequest.cut(change.diff)
            }
        }
        return ask
    }

    /// The same for as long as this very call waits, whatever server is asked.
    func key(nonce: String) -> String {
        let input = String(Fingerprint.of(event.input.description.utf8), radix: 16)
        return ["claude", event.conversation, event.prompt ?? "-", event.agent ?? "-", tool, input, nonce]
            .joined(separator: "/")
    }

    /// What the agent can be told here.
    package var verdicts: [Decision.Verdict] {
        switch kind {
        case .question: [.answer, .deny]
        case .plan: [.allow, .allowSession, .deny]
        case .permission: [.allow, .allowSession] + (lastingRule == nil ? [] : [.allowAlways]) + [.deny]
        }
    }

    /// The rule that the dialog itself would save for good.
    var lastingRule: JSONTree? {
        event.suggestions.first { suggestion in
            let isSaved = ["localSettings", "projectSettings", "userSettings"].contains(
                suggestion["destination"]?.text ?? "")
            return isSaved && suggestion["type"]?.text == "addRules" && suggestion["behavior"]?.text == "allow"
                && !(suggestion["rules"]?.elements.isEmpty ?? true)
        }
    }

    // MARK: What is shown

    private var title: String {
        switch kind {
        case .question: questions.count == 1 ? questions[0].text : "\(questions.count) questions: \(questions[0].text)"
        case .plan: "approve the plan"
        case .permission: ClaudeRequest.summary(tool: tool, input: event.input)
        }
    }

    /// One line that names a tool and the thing it is about: `Bash: make test`.
    package static func summary(tool: String, input: JSONTree) -> String {
        let subject = [
            "command", "file_path", "notebook_path", "url", "query", "pattern", "path", "skill", "description",
        ]
        .lazy.compactMap { input[$0]?.text }.first
        return subject.map { "\(name(tool)): \($0)" } ?? name(tool)
    }

    /// `mcp__tend__list` as `tend: list`.
    private static func name(_ tool: String) -> String {
        let parts = tool.split(separator: "_", omittingEmptySubsequences: false)
        guard tool.hasPrefix("mcp__"), parts.count > 4 else { return tool }
        let words = tool.dropFirst(5)
        guard let end = words.firstRange(of: "__") else { return tool }
        return "\(words[..<end.lowerBound]): \(words[end.upperBound...])"
    }

    private var command: String? { event.input["command"]?.text }

    private var path: String? {
        ["file_path", "notebook_path", "path"].lazy.compactMap { event.input[$0]?.text }.first
    }

    /// What a shell command is for; of a tool that we do not know, everything it would be given.
    private var detail: String? {
        if command != nil { return event.input["description"]?.text }
        if ["Edit", "MultiEdit", "Write", "NotebookEdit", "Read"].contains(tool) { return nil }
        return event.input.members.isEmpty ? nil : event.input.description
    }

    /// What the answers that hold for longer would allow.
    private var scopes: [String] {
        let session = words(for: sessionRule).map { "for the session: \($0)" }
        let always = lastingRule.flatMap { rule in
            words(for: rule).map { "always: \($0), \(ClaudeRequest.place(of: rule))" }
        }
        return [session, always].compactMap(\.self)
    }

    /// `Bash(make:*)`, as Claude Code writes its rules.
    private func words(for update: JSONTree) -> String? {
        if update["mode"]?.text == "acceptEdits" { return "changes of files" }
        let rules = (update["rules"]?.elements ?? []).compactMap { rule -> String? in
            guard let tool = rule["toolName"]?.text else { return nil }
            guard let content = rule["ruleContent"]?.text else { return "\(tool), whatever it is for" }
            return content == command ? "this very command" : "\(tool)(\(content))"
        }
        return rules.isEmpty ? nil : rules.joined(separator: ", ")
    }

    private static func place(of update: JSONTree) -> String {
        switch update["destination"]?.text {
        case "localSettings": "in .claude/settings.local.json"
        case "projectSettings": "in .claude/settings.json"
        default: "in your own settings"
        }
    }

    /// Longer texts are cut, for the sake of the message's size; still longer than what the server keeps, so that it knows: what nobody
    /// sees in full is approved by no rule.
    static let textLimit = AttentionJSON.textLimit + 1024

    private static func cut(_ text: String) -> String {
        guard text.utf8.count > textLimit else { return text }
        return String(decoding: text.utf8.prefix(textLimit), as: UTF8.self)
    }

    /// Questions with their choices, in the agent's own words.
    var questions: [AttentionItem.Question] {
        (event.input["questions"]?.elements ?? []).compactMap { question in
            guard let text = question["question"]?.text else { return nil }
            let choices = (question["options"]?.elements ?? []).compactMap { option in
                option["label"]?.text.map {
                    AttentionItem.Question.Choice(label: $0, detail: option["description"]?.text ?? "")
                }
            }
            return AttentionItem.Question(
                text: text, header: question["header"]?.text ?? "", choices: choices,
                isMultiple: question["multiSelect"]?.flag == true)
        }
    }
}
