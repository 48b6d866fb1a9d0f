/// One of several accounts of an agent: which one a session uses is chosen when it starts, and stays with it.
package struct AgentAccount: Hashable, Sendable, Codable {
    /// How the agent finds the account.
    package enum Place: Hashable, Sendable, Codable {
        /// The agent's directory of configuration, with its login in it; absolute.
        case directory(String)
        /// A token of a subscription; sealed for its place and then in base64.
        case token(String)
        /// A key that is paid by use; likewise.
        case key(String)
    }

    /// Stands for none of the accounts, where there is a default one.
    package static let none = "none"

    /// The name of the agent's manifest.
    package var agent: String
    package var name: String
    package var place: Place

    package init(agent: String, name: String, place: Place) {
        self.agent = agent
        self.name = name
        self.place = place
    }

    /// The token or key, sealed.
    package var sealed: String? {
        switch place {
        case .directory: nil
        case .token(let sealed), .key(let sealed): sealed
        }
    }

    /// - Throws: ``ServiceError`` with code `invalid`.
    package func checked() throws(ServiceError) -> AgentAccount {
        guard RegistryText.isName(name), name != AgentAccount.none else {
            throw ServiceError(
                .invalid, "an account's name has 1 to 64 letters, digits, '_' and '-', and is not '\(AgentAccount.none)'")
        }
        if case .directory(let path) = place, !path.hasPrefix("/") || path.utf8.contains(0) {
            throw ServiceError(.invalid, "the directory '\(DisplayText.excerpt(path))' is not absolute")
        }
        return self
    }
}
