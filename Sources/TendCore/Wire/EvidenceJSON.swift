/// Body of `POST /sessions/{id}/evidence`: what a hook, a companion or a reader of files knows of an agent. Only `source` and `state` are
/// needed; what is absent stays as it was.
package struct EvidenceJSON: RequestJSON, Hashable {
    /// `registry`, `hook` or `transcript`. The others are tend's own.
    package enum Source: String, Sendable, Codable, CaseIterable { case registry, hook, transcript }

    package var source: Source
    /// `starting`, `working`, `waiting`, `idle`, `done`, `error`, `interrupted` or `exited`; `waiting:permission`, `waiting:question`,
    /// `waiting:plan`, `waiting:auth`, `waiting:trust`, `error:api`, `error:rate_limit`, `error:auth` tell more.
    package var state: String
    package var detail: String?
    package var conversation: String?
    package var model: String?
    package var tool: String?
    package var text: String?
    /// Of the whole conversation, if it is not known of which kind they are.
    package var tokens: Int?
    /// The same by model and kind.
    package var usage: [UsageJSON]?
    package var cost: Double?
    /// The agent's own id of the call that `tool` is about; without `tool`, of one that has ended.
    package var call: String?
    /// The call's input, or anything that is the same for the same input.
    package var input: String?

    package enum CodingKeys: String, CodingKey, CaseIterable {
        case source, state, detail, conversation, model, tool, text, tokens, usage, cost, call, input
    }
    package static var fields: [String] { CodingKeys.allCases.map(\.rawValue) }

    package init(_ source: Source, _ state: AgentState, detail: String? = nil) {
        self.source = source
        self.state = state.description
        self.detail = detail
    }

    /// Everything but source, state and detail.
    package var news: AgentNews {
        var news = AgentNews()
        news.conversation = conversation
        news.model = model
        news.tool = tool
        news.text = text
        news.call = call.map { AgentCall(id: $0, input: input) }
        if let usage {
            for part in usage { news.usage.add(part.tokens, of: part.model) }
        } else if let tokens {
            news.usage = [ModelUsage(model: nil, tokens: TokenCount(unsorted: tokens))]
        }
        // What is no sum of money adds nothing to one.
        news.cost = cost.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
        return news
    }
}

extension Evidence.Source {
    package init(_ source: EvidenceJSON.Source) {
        switch source {
        case .registry: self = .registry
        case .hook: self = .hook
        case .transcript: self = .transcript
        }
    }
}

/// Answer of `GET /sessions/{id}/explain`.
package struct ExplainJSON: Hashable, Sendable, Codable {
    package struct Vote: Hashable, Sendable, Codable {
        package var source: String
        package var state: String
        package var detail: String
        /// Seconds since it was said last.
        package var age: Double
        /// Seconds since it was said for the first time in a row.
        package var since: Double
        /// 0…100: trust, less what has faded.
        package var weight: Int
    }

    package var session: SessionJSON
    /// As in ``EvidenceJSON/state``; absent: no agent, and nobody said anything.
    package var state: String?
    package var detail: String
    /// Whose word decided.
    package var source: String?
    /// Seconds for which it has held.
    package var age: Double
    /// The rule that applied to the screen.
    package var rule: String
    package var votes: [Vote]

    package init(_ explanation: AgentExplanation) {
        let now = explanation.now
        session = SessionJSON(explanation.session)
        state = explanation.verdict?.state.description
        detail = explanation.verdict?.detail.sanitized(limit: 1024) ?? ""
        source = explanation.verdict?.source?.rawValue
        age = explanation.age.inSeconds
        rule = explanation.sighting.rule
        votes = explanation.votes.map { vote in
            Vote(
                source: vote.evidence.source.rawValue, state: vote.evidence.state.description,
                detail: vote.evidence.detail.sanitized(limit: 1024), age: (now - vote.evidence.time).inSeconds,
                since: (now - vote.since).inSeconds, weight: vote.weight)
        }
    }

    package enum CodingKeys: String, CodingKey, CaseIterable { case session, state, detail, source, age, rule, votes }
}
