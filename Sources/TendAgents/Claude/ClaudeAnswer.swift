package import TendCore

extension ClaudeRequest {
    /// What the hook prints for a decision.
    ///
    /// - Returns: nil for whatever is no clear answer to this request: nothing is printed then, and the dialog stays.
    package func output(for decision: Decision) -> String? {
        guard let answer = answer(decision) else { return nil }
        return JSONTree.object([
            JSONTree.Member(
                "hookSpecificOutput", ["hookEventName": "PermissionRequest", "decision": answer])
        ]).description
    }

    private func answer(_ decision: Decision) -> JSONTree? {
        if decision.verdict == .deny { return denial(decision.reason) }
        switch kind {
        case .question: return decision.verdict == .answer ? choice(decision.answers) : nil
        case .plan: return approval(decision.verdict)
        case .permission: return permission(decision.verdict)
        }
    }

    /// With a reason the agent goes on and heeds it. Without, its turn ends, as it does after "No" in the dialog.
    private func denial(_ reason: String?) -> JSONTree {
        if let reason, !reason.isEmpty { return ["behavior": "deny", "message": .string(reason)] }
        return ["behavior": "deny", "message": "The user said no.", "interrupt": true]
    }

    private func permission(_ verdict: Decision.Verdict) -> JSONTree? {
        let allow: JSONTree = ["behavior": "allow"]
        switch verdict {
        case .allow: return allow
        case .allowSession: return allow.with("updatedPermissions", .array([sessionRule]))
        case .allowAlways: return lastingRule.map { allow.with("updatedPermissions", .array([$0])) }
        case .deny, .answer, .dismiss: return nil
        }
    }

    /// What makes calls like this one unasked until the session ends: what the dialog offers, but for this session only; for changes of
    /// files the mode that accepts them. Otherwise exactly this shell command; of other tools every call.
    var sessionRule: JSONTree {
        if let lastingRule { return lastingRule.with("destination", "session") }
        let mode = event.suggestions.first { $0["type"]?.text == "setMode" && $0["mode"]?.text == "acceptEdits" }
        if ["Edit", "MultiEdit", "Write", "NotebookEdit"].contains(tool), let mode {
            return mode.with("destination", "session")
        }
        var rule: JSONTree = ["toolName": .string(tool)]
        if let command = event.input["command"]?.text { rule = rule.with("ruleContent", .string(command)) }
        return ["type": "addRules", "behavior": "allow", "destination": "session", "rules": .array([rule])]
    }

    /// Claude Code passes over an approval of a plan that does not bring the plan back.
    private func approval(_ verdict: Decision.Verdict) -> JSONTree? {
        let mode: JSONTree
        switch verdict {
        // Each change is asked for.
        case .allow: mode = "default"
        case .allowSession: mode = "acceptEdits"
        case .allowAlways, .deny, .answer, .dismiss: return nil
        }
        return [
            "behavior": "allow", "updatedInput": event.input,
            "updatedPermissions": [["type": "setMode", "mode": mode, "destination": "session"]],
        ]
    }

    private func choice(_ answers: [[String]]) -> JSONTree? {
        let questions = questions
        guard answers.count == questions.count, !answers.contains([]) else { return nil }
        let chosen = zip(questions, answers).map { question, answers in
            let words = answers.map { answer in
                // Labels come back as they were shown.
                question.choices.first { $0.label == answer || $0.label.sanitized() == answer }?.label ?? answer
            }
            return JSONTree.Member(question.text, .string(words.joined(separator: ", ")))
        }
        return ["behavior": "allow", "updatedInput": event.input.with("answers", .object(chosen))]
    }
}
