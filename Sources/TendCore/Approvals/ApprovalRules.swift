/// One entry of `approvals.yaml`. What it does not name may be anything.
package struct ApprovalRule: Hashable, Sendable {
    package enum Action: String, Hashable, Sendable, Codable, CaseIterable { case allow, ask, deny }

    package var action: Action
    package var agent: Glob?
    package var tool: Glob?
    /// Fits the whole of a simple command.
    package var command: Glob?
    /// Fits the whole of an absolute path.
    package var path: Glob?
    /// With `deny`: told to the agent.
    package var reason: String?

    package init(
        _ action: Action, agent: String? = nil, tool: String? = nil, command: String? = nil, path: Glob? = nil,
        reason: String? = nil
    ) {
        self.action = action
        self.agent = agent.map { Glob($0, .command) }
        self.tool = tool.map { Glob($0, .command) }
        self.command = command.map { Glob($0, .command) }
        self.path = path
        self.reason = reason
    }

    /// A path pattern as it stands in a file: `~/` is the home directory; one that begins otherwise fits in any directory.
    package static func path(_ text: String, home: String) -> Glob {
        if text == "~" || text.hasPrefix("~/") { return Glob(home + text.dropFirst(), .path) }
        return Glob(text.hasPrefix("/") ? text : "**/" + text, .path)
    }

    /// In a few words: `allow claude Bash git status`.
    package var summary: String {
        ([action.rawValue] + [agent, tool, command, path].compactMap { $0?.text }).joined(separator: " ")
    }
}

/// What the rules say to a question.
package struct ApprovalRuling: Hashable, Sendable {
    package var action: ApprovalRule.Action
    /// The number of the rule that decided, from 1; nil: none did, or it was overruled.
    package var rule: Int?
    /// The rule, or why it is asked whatever the rules say.
    package var explanation: String
    /// What a denied agent is told.
    package var reason: String?
    package var risk: Risk

    package init(
        action: ApprovalRule.Action, rule: Int? = nil, explanation: String, reason: String? = nil, risk: Risk
    ) {
        self.action = action
        self.rule = rule
        self.explanation = explanation
        self.reason = reason
        self.risk = risk
    }
}

/// The owner's rules. The first that fits decides; where none does, the owner is asked.
package struct ApprovalRules: Hashable, Sendable {
    package var rules: [ApprovalRule]

    package init(_ rules: [ApprovalRule] = []) { self.rules = rules }

    /// Decides. A command of several parts is denied if a rule denies any of them, allowed if each of them is, and otherwise asked.
    /// The most dangerous calls, and those that are not understood for sure, are never allowed by a rule.
    package func ruling(_ question: ApprovalQuestion) -> ApprovalRuling {
        let script = question.command.map(ShellScript.init)
        let assessment = RiskAssessment(question, script)
        var ruling = ruling(question, script)
        ruling.risk = assessment.risk
        guard ruling.action == .allow else { return ruling }
        if let hindrance = assessment.danger ?? script?.opacity.map({ "the command cannot be judged: \($0)" }) {
            return ApprovalRuling(
                action: .ask, explanation: "asked whatever the rules say: \(hindrance)", risk: assessment.risk)
        }
        return ruling
    }

    private func ruling(_ question: ApprovalQuestion, _ script: ShellScript?) -> ApprovalRuling {
        let none = ApprovalRuling(action: .ask, explanation: "no rule fits", risk: .reads)
        guard let command = question.command, let script else { return decide(question, nil) ?? none }
        // A rule may deny the whole as it stands, such as `curl * | sh`.
        if let denied = decide(question, .whole(command)), denied.action == .deny { return denied }
        var rulings: [ApprovalRuling?] = []
        for part in script.commands { rulings.append(decide(question, .part(part))) }
        if let denied = rulings.compactMap(\.self).first(where: { $0.action == .deny }) { return denied }
        if let asked = rulings.compactMap(\.self).first(where: { $0.action == .ask }) { return asked }
        guard let first = rulings.first ?? nil, rulings.allSatisfy({ $0 != nil }) else {
            return script.commands.lazy.compactMap { almost(question, $0) }.first ?? none
        }
        if let file = script.commands.lazy.flatMap(\.redirections).first {
            return ApprovalRuling(
                action: .ask, explanation: "no rule allows the redirection \(DisplayText.excerpt(file))", risk: .reads)
        }
        return first
    }

    /// What of a command a pattern is held against.
    private enum Subject {
        case whole(String)
        case part(ShellScript.Simple)
    }

    /// The first rule that fits.
    private func decide(_ question: ApprovalQuestion, _ subject: Subject?) -> ApprovalRuling? {
        for (index, rule) in rules.enumerated() where fits(rule, question, subject) {
            return ApprovalRuling(
                action: rule.action, rule: index + 1, explanation: "rule \(index + 1): \(rule.summary)",
                reason: rule.action == .deny ? rule.reason : nil, risk: .reads)
        }
        return nil
    }

    /// A rule that would allow it if it named what makes something else of the command.
    private func almost(_ question: ApprovalQuestion, _ part: ShellScript.Simple) -> ApprovalRuling? {
        for (index, rule) in rules.enumerated() where rule.action == .allow {
            guard let command = rule.command, command.matches(part.text),
                let word = TellingWords.missing(from: command, in: part)
            else { continue }
            return ApprovalRuling(
                action: .ask,
                explanation: "rule \(index + 1) does not mean \(DisplayText.excerpt(word)): \(rule.summary)",
                risk: .reads)
        }
        return nil
    }

    private func fits(_ rule: ApprovalRule, _ question: ApprovalQuestion, _ subject: Subject?) -> Bool {
        guard rule.agent?.matches(question.agent) ?? true, rule.tool?.matches(question.tool) ?? true else {
            return false
        }
        if let path = rule.path {
            // Allowed is only what lies there by its name and behind its links; denied is what does either.
            let places = question.places
            let fits =
                rule.action == .allow
                ? !places.isEmpty && places.allSatisfy(path.matches) : places.contains(where: path.matches)
            if !fits { return false }
        }
        guard let command = rule.command else {
            // Of the whole only what names a command is of interest here: the parts follow.
            if case .whole = subject { return rule.action == .deny }
            return true
        }
        switch subject {
        case nil: return false
        case .whole(let text): return rule.action == .deny && command.matches(ApprovalRules.squeezed(text))
        case .part(let part):
            if rule.action == .allow {
                return command.matches(part.text) && TellingWords.missing(from: command, in: part) == nil
            }
            return part.spellings.contains(where: command.matches)
        }
    }

    /// With one blank for each run of white space.
    private static func squeezed(_ text: String) -> String {
        text.split { $0 == " " || $0 == "\t" || $0.isNewline }.joined(separator: " ")
    }
}

extension ShellScript.Simple {
    /// The ways in which the same command may be written: as it is, without quotes, without the program's directory, without git's options
    /// before its verb.
    var spellings: [String] {
        let plain = words.map(\.text).joined(separator: " ")
        guard let first = words.first else { return [plain] }
        let bare = ([ShellWrapper.name(first)] + words.dropFirst().map(\.text)).joined(separator: " ")
        return Array(Set([text, plain, bare] + [GitCommand(words)?.spelling].compactMap(\.self)))
    }
}
