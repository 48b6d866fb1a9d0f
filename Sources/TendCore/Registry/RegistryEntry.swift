/// Something that the owner has registered for agents. Secrets in it are sealed.
package enum RegistryEntry: Hashable, Sendable {
    case server(MCPServer)
    case endpoint(LLMEndpoint)
    case account(AgentAccount)

    package enum Kind: String, Hashable, Sendable, CaseIterable { case mcp, llm, account }

    /// One entry is there for each.
    package struct Key: Hashable, Sendable {
        package var kind: Kind
        /// Of an account: `AGENT/NAME`.
        package var name: String

        package init(_ kind: Kind, _ name: String) {
            self.kind = kind
            self.name = name
        }

        package static func account(_ name: String, of agent: String) -> Key { Key(.account, agent + "/" + name) }
    }

    package var key: Key {
        switch self {
        case .server(let server): Key(.mcp, server.name)
        case .endpoint(let endpoint): Key(.llm, endpoint.name)
        case .account(let account): .account(account.name, of: account.agent)
        }
    }

    /// Whether there is anything sealed in it.
    package var hasSecrets: Bool {
        switch self {
        case .server(let server): !server.secrets.isEmpty
        case .endpoint(let endpoint): endpoint.sealedKey != nil
        case .account(let account): account.sealed != nil
        }
    }
}
