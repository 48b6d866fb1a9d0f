/// One line of the audit log: something was asked, answered, taken, withdrawn, or refused. Never changed once it is written.
package struct AuditEntry: Hashable, Sendable, Codable {
    package enum Happening: String, Hashable, Sendable, Codable, CaseIterable {
        case asked, answered, withdrawn, expired
        /// The agent took the answer, or nothing tells whether it did.
        case applied, unconfirmed
        /// An answer of somebody who may not give it.
        case refused
    }

    /// Seconds since 1970.
    package var time: Double
    package var happening: Happening
    package var item: AttentionID
    package var session: SessionID
    package var sessionName: String
    /// The agent's name, as rules know it.
    package var agent: String
    package var kind: AttentionItem.Kind
    package var title: String
    /// Exactly what was shown, with `asked` and `answered`; the later lines belong to the same item.
    package var tool: String?
    package var command: String?
    package var path: String?
    package var diff: String?
    package var detail: String?
    package var risk: Risk?
    package var verdict: Decision.Verdict?
    /// With an answer: the reason that was given or what was chosen; with a withdrawal: why.
    package var reason: String?
    package var answers: [[String]]?
    package var origin: Origin?

    package init(_ happening: Happening, _ item: AttentionItem, sessionName: String, agent: String, at time: Double) {
        self.time = time
        self.happening = happening
        self.item = item.id
        self.session = item.session
        self.sessionName = sessionName
        self.agent = agent
        kind = item.kind
        title = item.title
        risk = item.risk
        if happening == .asked || happening == .answered || happening == .refused {
            tool = item.tool
            command = item.command
            path = item.path
            diff = item.diff
            detail = item.detail.isEmpty ? nil : item.detail
        }
        switch item.state {
        case .answered(let answer) where happening != .asked:
            verdict = answer.decision.verdict
            reason = answer.decision.reason
            answers = answer.decision.answers.isEmpty ? nil : answer.decision.answers
            origin = answer.origin
        case .withdrawn(let why, _): reason = why
        default: break
        }
    }
}

/// A line of the audit log with its place in it.
package struct AuditLine: Hashable, Sendable {
    /// Rises with each line.
    package var number: Int64
    package var entry: AuditEntry

    package init(number: Int64, entry: AuditEntry) {
        self.number = number
        self.entry = entry
    }
}
