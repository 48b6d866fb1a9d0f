/// A line of the audit log as API and command line show it. Absent values are left away.
package struct AuditJSON: Hashable, Sendable, Codable {
    package var number: Int64
    package var time: Timestamp
    package var event: AuditEntry.Happening
    package var item: String
    package var session: String
    package var sessionName: String
    package var agent: String
    package var kind: AttentionItem.Kind
    package var title: String
    package var tool: String?
    package var command: String?
    package var path: String?
    package var diff: String?
    package var detail: String?
    package var risk: Risk?
    package var verdict: Decision.Verdict?
    package var reason: String?
    package var answers: [[String]]?
    package var by: String?

    package enum CodingKeys: String, CodingKey, CaseIterable {
        case number, time, event, item, session
        case sessionName = "session_name"
        case agent, kind, title, tool, command, path, diff, detail, risk, verdict, reason, answers, by
    }

    package init(_ line: AuditLine) {
        let (entry, limit) = (line.entry, AttentionJSON.textLimit)
        number = line.number
        time = Timestamp(seconds: entry.time)
        event = entry.happening
        item = entry.item.rawValue
        session = entry.session.rawValue
        sessionName = entry.sessionName
        agent = entry.agent.sanitized()
        kind = entry.kind
        title = entry.title.sanitized()
        tool = entry.tool?.sanitized()
        command = entry.command?.escaped(limit: limit, keepsLines: true)
        path = entry.path?.escaped(limit: limit)
        diff = entry.diff?.escaped(limit: limit, keepsLines: true)
        detail = entry.detail?.sanitized(limit: limit, keepsLines: true)
        risk = entry.risk
        verdict = entry.verdict
        reason = entry.reason?.sanitized(limit: 4096)
        answers = entry.answers?.map { $0.map { $0.sanitized() } }
        by = entry.origin?.name.sanitized()
    }
}

/// Answer of `GET /audit`.
package struct AuditListJSON: Hashable, Sendable, Codable {
    /// The newest last.
    package var audit: [AuditJSON]

    package init(audit: [AuditJSON]) { self.audit = audit }
}

/// Body of `POST /attention/{id}/outcome`.
package struct OutcomeJSON: RequestJSON, Hashable {
    package enum Outcome: String, Hashable, Sendable, Codable, CaseIterable { case applied, unconfirmed }

    package var outcome: Outcome

    package init(_ outcome: Outcome) { self.outcome = outcome }

    package static var fields: [String] { ["outcome"] }
}

/// Body of `POST /attention/{id}/withdraw`.
package struct WithdrawJSON: RequestJSON, Hashable {
    package var reason: String

    package init(reason: String) { self.reason = reason }

    package static var fields: [String] { ["reason"] }
}

/// Body of `POST /approvals/test`.
package struct ApprovalTestJSON: RequestJSON, Hashable {
    package var agent: String?
    package var tool: String
    package var command: String?
    package var path: String?
    /// Where the agent would work; default: the home directory.
    package var cwd: String?

    package enum CodingKeys: String, CodingKey, CaseIterable { case agent, tool, command, path, cwd }
    package static var fields: [String] { CodingKeys.allCases.map(\.rawValue) }

    package init(agent: String? = nil, tool: String, command: String? = nil, path: String? = nil, cwd: String? = nil) {
        self.agent = agent
        self.tool = tool
        self.command = command
        self.path = path
        self.cwd = cwd
    }
}

/// Answer of `POST /approvals/test`.
package struct ApprovalRulingJSON: Hashable, Sendable, Codable {
    package var action: ApprovalRule.Action
    /// Number of the rule that decides, from 1; absent: none does.
    package var rule: Int?
    package var explanation: String
    package var reason: String?
    package var risk: Risk
    /// What is wrong with `approvals.yaml`; then everything is asked.
    package var problems: [String]

    package init(_ ruling: ApprovalRuling, problems: [String]) {
        action = ruling.action
        rule = ruling.rule
        explanation = ruling.explanation
        reason = ruling.reason
        risk = ruling.risk
        self.problems = problems
    }
}
