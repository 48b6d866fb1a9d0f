/// An attention item as API and command line show it. Absent values are left away.
package struct AttentionJSON: Hashable, Sendable, Codable {
    package enum State: String, Sendable, Codable, CaseIterable { case open, answered, withdrawn, expired }

    package struct Choice: Hashable, Sendable, Codable {
        package var label: String
        package var detail: String
    }

    package struct Question: Hashable, Sendable, Codable {
        package var text: String
        package var header: String
        package var choices: [Choice]
        package var multiple: Bool
        package var takesText: Bool

        package enum CodingKeys: String, CodingKey, CaseIterable {
            case text, header, choices, multiple
            case takesText = "takes_text"
        }
    }

    /// What was decided, by whom and when; of a withdrawn item: why and when.
    package struct Ending: Hashable, Sendable, Codable {
        package var verdict: Decision.Verdict?
        package var reason: String?
        package var answers: [[String]]?
        package var by: String?
        package var at: Timestamp
        package var outcome: Answer.Outcome?
    }

    package var id: String
    package var session: String
    package var sessionName: String
    package var kind: AttentionItem.Kind
    package var way: AttentionItem.Way
    package var title: String
    package var tool: String?
    package var command: String?
    package var diff: String?
    package var path: String?
    package var cwd: String?
    package var detail: String
    package var questions: [Question]
    package var verdicts: [Decision.Verdict]
    /// Whether the reason of a denial reaches the agent. A server of before this was told does not say; it does then.
    package var takesReason: Bool?
    package var risk: Risk?
    package var openedAt: Timestamp
    package var deadline: Timestamp?
    package var state: State
    package var ending: Ending?

    package enum CodingKeys: String, CodingKey, CaseIterable {
        case id, session
        case sessionName = "session_name"
        case kind, way, title, tool, command, diff, path, cwd, detail, questions, verdicts
        case takesReason = "takes_reason"
        case risk
        case openedAt = "opened_at"
        case deadline, state, ending
    }

    /// Long enough for a diff that a person can judge.
    package static let textLimit = 64 << 10

    package init(_ item: AttentionItem, sessionName: String) {
        let limit = AttentionJSON.textLimit
        id = item.id.rawValue
        session = item.session.rawValue
        self.sessionName = sessionName
        kind = item.kind
        way = item.way
        title = item.title.sanitized()
        tool = item.tool?.sanitized()
        command = item.command?.escaped(limit: limit, keepsLines: true)
        diff = item.diff?.escaped(limit: limit, keepsLines: true)
        path = item.path?.escaped(limit: limit)
        cwd = item.directory?.sanitized()
        detail = item.detail.sanitized(limit: limit, keepsLines: true)
        questions = item.questions.map { question in
            Question(
                text: question.text.sanitized(limit: 4096), header: question.header.sanitized(),
                choices: question.choices.map { Choice(label: $0.label.sanitized(), detail: $0.detail.sanitized()) },
                multiple: question.isMultiple, takesText: question.takesText)
        }
        verdicts = item.verdicts
        takesReason = item.takesReason ?? true
        risk = item.risk
        openedAt = Timestamp(seconds: item.openedAt)
        deadline = item.deadline.map(Timestamp.init(seconds:))
        switch item.state {
        case .open:
            state = .open
        case .answered(let answer):
            let answers = answer.decision.answers
            state = .answered
            ending = Ending(
                verdict: answer.decision.verdict, reason: answer.decision.reason?.sanitized(limit: 4096),
                answers: answers.isEmpty ? nil : answers.map { $0.map { $0.sanitized() } },
                by: answer.origin.name.sanitized(), at: Timestamp(seconds: answer.time), outcome: answer.outcome)
        case .withdrawn(let reason, let time):
            state = .withdrawn
            ending = Ending(reason: reason.sanitized(), at: Timestamp(seconds: time))
        case .expired(let time):
            state = .expired
            ending = Ending(at: Timestamp(seconds: time))
        }
    }
}

/// Answer of `GET /attention`.
package struct AttentionListJSON: Hashable, Sendable, Codable {
    package var attention: [AttentionJSON]

    package init(attention: [AttentionJSON]) { self.attention = attention }
}

/// Body of `POST /attention`: a process beside an agent asks for it. Asking again with the same session and key while the item is
/// open gives the same item.
package struct AskJSON: RequestJSON, Hashable {
    package var session: String
    package var key: String
    package var kind: AttentionItem.Kind
    /// Default: `asker`.
    package var way: AttentionItem.Way?
    package var title: String
    package var tool: String?
    package var command: String?
    package var diff: String?
    package var path: String?
    package var cwd: String?
    package var detail: String?
    package var questions: [AttentionJSON.Question]?
    package var verdicts: [Decision.Verdict]?
    /// Seconds from now.
    package var deadline: Double?

    package enum CodingKeys: String, CodingKey, CaseIterable {
        case session, key, kind, way, title, tool, command, diff, path, cwd, detail, questions, verdicts, deadline
    }
    package static var fields: [String] { CodingKeys.allCases.map(\.rawValue) }

    package init(session: String, key: String, kind: AttentionItem.Kind, title: String) {
        self.session = session
        self.key = key
        self.kind = kind
        self.title = title
    }
}

/// Body of `POST /attention/{id}/answer`.
package struct AnswerAttentionJSON: RequestJSON, Hashable {
    package var verdict: Decision.Verdict
    package var reason: String?
    package var answers: [[String]]?

    package enum CodingKeys: String, CodingKey, CaseIterable { case verdict, reason, answers }
    package static var fields: [String] { CodingKeys.allCases.map(\.rawValue) }

    package init(_ decision: Decision) {
        verdict = decision.verdict
        reason = decision.reason
        answers = decision.answers.isEmpty ? nil : decision.answers
    }

    package var decision: Decision { Decision(verdict, reason: reason, answers: answers ?? []) }
}

/// Answer of `POST /attention/{id}/answer`: what became of the answer.
package struct AnsweredJSON: Hashable, Sendable, Codable {
    package enum Result: String, Hashable, Sendable, Codable, CaseIterable {
        /// The agent took it.
        case applied
        /// Somebody else was first, or nobody is asked any more; the item says who and when. Nothing was done.
        case stale
        /// It was handed over, and nothing told within the time whether the agent took it.
        case unconfirmed
    }

    package var result: Result
    package var item: AttentionJSON

    package init(_ result: Result, _ item: AttentionJSON) {
        self.result = result
        self.item = item
    }
}
