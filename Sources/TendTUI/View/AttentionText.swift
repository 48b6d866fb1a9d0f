import TendCore
import TendScreen

/// The words for items, short enough for a line.
enum AttentionText {
    /// What it is, as a noun.
    static func noun(_ kind: AttentionItem.Kind) -> String {
        switch kind {
        case .permission: "permission"
        case .question: "question"
        case .plan: "plan"
        case .idle: "done"
        case .error: "error"
        case .exit: "ended"
        case .login: "login"
        case .hint: "hint"
        }
    }

    /// What the session does, behind its name: ` api asks `.
    static func verb(_ kind: AttentionItem.Kind) -> String {
        switch kind {
        case .permission, .question: "asks"
        case .plan: "has a plan"
        case .idle: "is done"
        case .error: "has an error"
        case .exit: "has ended"
        case .login: "wants a login"
        case .hint: "may be stuck"
        }
    }

    static func past(_ verdict: Decision.Verdict?) -> String {
        switch verdict {
        case .allow: "allowed"
        case .allowSession: "allowed for the session"
        case .allowAlways: "allowed from now on"
        case .deny: "denied"
        case .answer, nil: "answered"
        case .dismiss: "dismissed"
        }
    }

    /// How risky it is, with a colour of its own for each.
    static func role(_ risk: Risk) -> Role {
        switch risk {
        case .reads: .stateIdle
        case .writes: .stateWorking
        case .network: .stateStarting
        case .deletes: .stateWaiting
        case .privilege: .stateFailed
        }
    }

    /// How the item ended: `allowed by you in the terminal at 14:05`. Nil: it has not.
    static func ending(_ item: AttentionJSON, _ model: Model) -> String? {
        let time = item.ending.map { " at \(model.clock($0.at.milliseconds))" } ?? ""
        switch item.state {
        case .open: return nil
        case .answered:
            let name = item.ending?.by.map { " by \(DisplayText.cleaned($0, limit: 60))" } ?? ""
            let doubt = item.ending?.outcome == .unconfirmed ? ", not confirmed" : ""
            return past(item.ending?.verdict) + name + time + doubt
        case .withdrawn:
            let reason = DisplayText.cleaned(item.ending?.reason ?? "", limit: 100)
            return (reason.isEmpty ? "not asked any more" : reason) + time
        case .expired: return "nobody answered in time; the agent's own dialog stays"
        }
    }

    /// How long it can still be answered from here: `58s left`, `12m left`. Nil: as long as the agent waits, or for hours.
    static func left(_ item: AttentionJSON, _ now: Int64) -> String? {
        guard let deadline = item.deadline?.milliseconds else { return nil }
        let seconds = max(0, (deadline - now + 999) / 1000)
        return seconds < 100 ? "\(seconds)s left" : seconds < 6000 ? "\(seconds / 60)m left" : nil
    }

    /// The lines of a text that may be of any shape, in lines of so many columns. What must be seen exactly is broken anywhere and keeps its
    /// blanks; other text is broken between words.
    static func folded(_ text: String, to columns: Int, isExact: Bool = false) -> [String] {
        let columns = max(1, columns)
        return text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).flatMap { line in
            isExact ? broken(expanded(line), to: columns) : wrapped(expanded(line), to: columns)
        }
    }

    private static func expanded(_ line: Substring) -> String { String(line).replacing("\t", with: "    ") }

    private static func broken(_ line: String, to columns: Int) -> [String] {
        var lines = [""]
        var used = 0
        for (cluster, width) in Glyphs(line) {
            if used + width > columns {
                lines.append("")
                used = 0
            }
            lines[lines.count - 1].unicodeScalars.append(contentsOf: cluster)
            used += width
        }
        return lines
    }

    /// Keeps the indentation of the first line for the others: lists of plans stay lists.
    private static func wrapped(_ line: String, to columns: Int) -> [String] {
        let indent = String(repeating: " ", count: min(line.prefix { $0 == " " }.count, columns / 3))
        var lines: [String] = []
        for word in line.split(separator: " ").flatMap({ broken(String($0), to: columns - indent.count) }) {
            if let last = lines.last, Width.of(text: last) + 1 + Width.of(text: word) <= columns {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(indent + word)
            }
        }
        return lines.isEmpty ? [""] : lines
    }
}
