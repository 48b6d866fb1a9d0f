/// Body of `POST /sessions/{id}/evidence`: what a hook or a companion knows of the agent.
package struct EvidenceJSON: RequestJSON, Hashable {
    /// How it is known: `registry` for the agent's own state or API, `hook`, `transcript`.
    package var source: String
    /// `working`, `waiting:permission`, `idle` …
    package var state: String
    package var detail: String?
    /// The agent's own name of the conversation.
    package var conversation: String?
    package var model: String?
    package var tool: String?
    /// What the agent said last.
    package var text: String?
    package var tokens: Int?
    /// In US dollars.
    package var cost: Double?

    package enum CodingKeys: String, CodingKey, CaseIterable {
        case source, state, detail, conversation, model, tool, text, tokens, cost
    }
    package static var fields: [String] { CodingKeys.allCases.map(\.rawValue) }

    package init(source: String, state: String) {
        self.source = source
        self.state = state
    }
}
