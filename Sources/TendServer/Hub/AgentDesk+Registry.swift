import TendAgents
import TendCore

/// What is registered for an agent's session, with its secrets open.
struct Supply: Sendable {
    /// As it was asked for, with the model as the agent calls it.
    var agent: NewAgent
    var provision: Provision
    var account: String?
    var llm: String?
    /// Where the account has the agent's configuration.
    var directory: String?
    /// As the LLM provider calls it; nil: none of a provider's.
    var model: String?
    /// What cannot be given, and is no reason not to start.
    var notes: [String] = []
}

extension AgentDesk {
    var servers: [MCPServer] {
        registry.values.compactMap { if case .server(let server) = $0 { server } else { nil } }
            .sorted { $0.name < $1.name }
    }

    var endpoints: [LLMEndpoint] {
        registry.values.compactMap { if case .endpoint(let endpoint) = $0 { endpoint } else { nil } }
            .sorted { $0.name < $1.name }
    }

    var accounts: [AgentAccount] {
        registry.values.compactMap { if case .account(let account) = $0 { account } else { nil } }
            .sorted { ($0.agent, $0.name) < ($1.agent, $1.name) }
    }

    // MARK: Looking up

    func server(_ name: String) throws(ServiceError) -> MCPServer {
        if case .server(let server) = registry[RegistryEntry.Key(.mcp, name)] { return server }
        throw missing("MCP server", name, among: servers.map(\.name), listedBy: "tend mcp ls")
    }

    func endpoint(_ name: String) throws(ServiceError) -> LLMEndpoint {
        if case .endpoint(let endpoint) = registry[RegistryEntry.Key(.llm, name)] { return endpoint }
        throw missing("LLM provider", name, among: endpoints.map(\.name), listedBy: "tend llm ls")
    }

    func account(_ name: String, of agent: String) throws(ServiceError) -> AgentAccount {
        if case .account(let account) = registry[.account(name, of: agent)] { return account }
        throw missing(
            "account", name, of: agent, among: accounts.filter { $0.agent == agent }.map(\.name),
            listedBy: "tend account ls")
    }

    private func missing(
        _ kind: String, _ name: String, of agent: String? = nil, among names: [String], listedBy command: String
    ) -> ServiceError {
        let hint =
            Suggestion.nearest(to: name, among: names).map { "did you mean '\($0)'?" } ?? "'\(command)' lists them"
        return ServiceError(
            .notFound, "there is no \(kind) '\(DisplayText.excerpt(name))'\(agent.map { " of \($0)" } ?? "") — \(hint)")
    }

    // MARK: Opening

    /// What a session of the agent is given.
    ///
    /// - Throws: ``ServiceError`` for a provider or account that is not there, does not open or is not for this agent: starting without it
    ///   would talk to somebody else, or as somebody else. A server that does not open is left out with a note.
    mutating func supply(for agent: NewAgent, _ manifest: Manifest) throws(ServiceError) -> Supply {
        var endpoint: Provision.Endpoint?
        if let name = agent.llm {
            let found = try self.endpoint(name)
            endpoint = Provision.Endpoint(found, key: try key(of: found), model: agent.model)
        }
        if let endpoint, let reason = Provision.refusal(of: manifest, endpoint) {
            throw ServiceError(
                .invalid, "cannot start \(manifest.displayName): \(reason)", problems: [FieldProblem("llm", reason)])
        }
        let account = try account(for: agent, manifest, isElsewhere: endpoint != nil)
        var notes: [String] = []
        var servers: [MCPServer] = []
        for var server in self.servers where server.applies(to: manifest.name) {
            do throws(ServiceError) {
                for (key, sealed) in server.secrets {
                    server.secrets[key] = try opened(sealed, for: AgentDesk.place(key, ofServer: server.name))
                }
                servers.append(server)
            } catch {
                notes.append("MCP server '\(server.name)' is not given: \(error.message)")
            }
        }
        var supply = Supply(
            agent: agent, provision: Provision(servers: servers, endpoint: endpoint, account: account),
            account: account?.name, llm: agent.llm, notes: notes)
        if case .directory(let path) = account?.place { supply.directory = path }
        if let endpoint, let model = Provision.model(for: manifest, endpoint) {
            supply.agent.model = model
            supply.model = endpoint.model
        }
        return supply
    }

    /// - Parameter isElsewhere: the session asks an LLM provider of its own, for which a token is not meant.
    private mutating func account(
        for agent: NewAgent, _ manifest: Manifest, isElsewhere: Bool
    ) throws(ServiceError) -> AgentAccount? {
        if agent.account == AgentAccount.none { return nil }
        let isAsked = agent.account != nil
        guard let name = agent.account ?? settings[manifest.name]?.account else { return nil }
        var account = try account(name, of: manifest.name)
        switch account.place {
        case .directory(let path):
            guard ProgramSearch.isDirectory(path) else {
                throw ServiceError(
                    .invalid,
                    "cannot start \(manifest.displayName) with the account '\(name)': there is no directory \(path)",
                    problems: [FieldProblem("account", "there is no directory \(path)")])
            }
        case .token(let sealed), .key(let sealed):
            if isElsewhere, !isAsked { return nil }
            if isElsewhere {
                throw ServiceError(
                    .invalid,
                    "the account '\(name)' is for \(manifest.displayName)'s own provider, and another one is asked for",
                    problems: [FieldProblem("account", "is for the agent's own provider")])
            }
            let open = try opened(sealed, for: AgentDesk.place(of: account))
            if case .token = account.place { account.place = .token(open) } else { account.place = .key(open) }
        }
        return account
    }

    /// The key of an LLM provider, open; nil: it wants none.
    mutating func key(of endpoint: LLMEndpoint) throws(ServiceError) -> String? {
        guard let sealed = endpoint.sealedKey else { return nil }
        return try opened(sealed, for: AgentDesk.place(ofKeyOf: endpoint.name))
    }

    // MARK: Places of secrets

    static func place(_ key: String, ofServer name: String) -> String { "mcp/\(name)/\(key)" }
    static func place(ofKeyOf endpoint: String) -> String { "llm/\(endpoint)/key" }
    static func place(of account: AgentAccount) -> String { "account/\(account.agent)/\(account.name)" }
}
