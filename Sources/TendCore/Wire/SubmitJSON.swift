/// Body of `POST /sessions/{id}/submit`.
package struct SubmitJSON: RequestJSON, Hashable {
    package var text: String
    /// Also while a dialog is open.
    package var force: Bool?

    enum CodingKeys: String, CodingKey, CaseIterable { case text, force }
    package static var fields: [String] { CodingKeys.allCases.map(\.rawValue) }

    package init(text: String, force: Bool? = nil) {
        self.text = text
        self.force = force
    }
}

/// What became of a text.
package struct SubmittedJSON: Hashable, Sendable, Codable {
    package enum Result: String, Hashable, Sendable, Codable, CaseIterable {
        /// The agent went to work with it.
        case submitted
        /// It was typed; nothing tells whether the agent took it.
        case typed
        /// Nothing was typed: a dialog is open.
        case refused
    }

    package var result: Result
    /// Why it was refused, or why nobody knows more.
    package var reason: String?

    package enum CodingKeys: String, CodingKey, CaseIterable { case result, reason }

    package init(_ result: Result, reason: String? = nil) {
        self.result = result
        self.reason = reason
    }
}
