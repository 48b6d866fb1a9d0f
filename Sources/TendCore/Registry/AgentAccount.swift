/// One of several accounts of an agent: which one a session uses is chosen when it starts.
package struct AgentAccount: Hashable, Sendable, Codable {
    /// How the agent finds the account.
    package enum Place: Hashable, Sendable, Codable {
        /// The agent's directory of configuration, with its login in it; absolute.
        case directory(String)
        /// A token that is kept as a secret.
        case token
    }

    /// The name of the agent's manifest.
    package var agent: String
    package var name: String
    package var place: Place

    package init(agent: String, name: String, place: Place) {
        self.agent = agent
        self.name = name
        self.place = place
    }
}
