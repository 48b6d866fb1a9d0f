package import TendCore

/// What an agent is given for one session besides its own configuration, which stays as it is: MCP servers, a provider of models, an
/// account.
///
/// Each agent has its own way. Files and variables go with the session; nothing that may be secret is in an argument, which everybody on
/// the machine can read.
package struct Provision: LaunchContributor {
    /// An LLM provider with its key.
    package struct Endpoint: Hashable, Sendable {
        package var endpoint: LLMEndpoint
        package var key: String?
        /// What the session is to use, as the provider calls it.
        package var model: String?

        package init(_ endpoint: LLMEndpoint, key: String?, model: String?) {
            self.endpoint = endpoint
            self.key = key
            self.model = model ?? endpoint.model
        }
    }

    /// With their secrets open.
    private let servers: [MCPServer]
    private let endpoint: Endpoint?
    /// With its token open.
    private let account: AgentAccount?

    package init(servers: [MCPServer] = [], endpoint: Endpoint? = nil, account: AgentAccount? = nil) {
        self.servers = servers
        self.endpoint = endpoint
        self.account = account
    }

    package func extras(for context: LaunchContext) -> LaunchPlan.Extras {
        let manifest = context.manifest
        let way = Way(manifest)
        let servers = servers.filter { $0.applies(to: manifest.name) }.sorted { $0.name < $1.name }
        var extras = LaunchPlan.Extras()
        switch way {
        case .claude: extras = Provision.claude(servers, endpoint, context)
        case .codex: extras = Provision.codex(servers, endpoint, context)
        case .opencode: extras = Provision.opencode(servers, endpoint)
        case .openAIVariables, .liteLLM, nil:
            if let endpoint { extras = Provision.variables(endpoint) }
            if !servers.isEmpty {
                let names = servers.map(\.name).joined(separator: ", ")
                extras.notes.append(
                    "\(manifest.displayName) takes no MCP servers from outside its own configuration; not given: \(names)")
            }
        }
        if let endpoint, endpoint.model == nil {
            extras.notes.append(
                "no model is named for LLM provider '\(endpoint.endpoint.name)': \(manifest.displayName) asks it for its own default one")
        }
        if let account { add(account, manifest, to: &extras) }
        // A key that was meant for somebody else: it would be sent to the provider, or win over the account.
        if account != nil || endpoint != nil && way?.usesSecretVariables == true {
            extras.removed = manifest.secretVariables.subtracting(extras.secrets.keys).sorted()
        }
        return extras
    }

    /// The names of the servers that the agent would be given.
    package func names(for manifest: Manifest) -> [String] {
        guard let way = Way(manifest), way.takesServers else { return [] }
        return servers.filter { $0.applies(to: manifest.name) && !(way == .codex && $0.isSSE) }.map(\.name).sorted()
    }

    private func add(_ account: AgentAccount, _ manifest: Manifest, to extras: inout LaunchPlan.Extras) {
        switch account.place {
        case .directory(let path):
            if let variable = manifest.accounts?.directory { extras.environment[variable] = path }
        case .token(let token):
            if let variable = manifest.accounts?.token { extras.secrets[variable] = token }
        case .key(let key):
            if let variable = manifest.accounts?.key { extras.secrets[variable] = key }
        }
    }

    // MARK: What cannot be

    /// Why an agent cannot use an LLM provider; nil: it can.
    package static func refusal(of manifest: Manifest, _ endpoint: Endpoint) -> String? {
        let name = "LLM provider '\(endpoint.endpoint.name)'"
        guard let way = Way(manifest) else { return "it cannot be told to use \(name)" }
        switch (way, endpoint.endpoint.dialect) {
        case (.claude, .openai):
            return "it speaks to Anthropic-compatible addresses only, and \(name) is OpenAI-compatible"
        case (.codex, .anthropic), (.openAIVariables, .anthropic), (.liteLLM, .anthropic):
            return "it speaks to OpenAI-compatible addresses only, and \(name) is Anthropic-compatible"
        case (.opencode, _):
            // It would fall back to a provider that is not meant, and send it the prompt.
            return endpoint.model == nil ? "\(name) wants a model: give one with --model" : nil
        default:
            return nil
        }
    }

    /// The agent's word for the model, as its `--model` takes it; nil: none is named.
    package static func model(for manifest: Manifest, _ endpoint: Endpoint) -> String? {
        guard let model = endpoint.model else { return nil }
        return switch Way(manifest) {
        case .opencode: endpoint.endpoint.name + "/" + model
        case .liteLLM: "openai/" + model
        default: model
        }
    }

    /// How an agent is told. A manifest of one's own says with `"mcp": {"style": "claude"}` that its program takes what Claude Code takes.
    enum Way: String, CaseIterable {
        case claude, codex, opencode, openAIVariables = "openai-variables", liteLLM = "litellm"

        init?(_ manifest: Manifest) {
            guard let style = manifest.mcp?["style"]?.string, let way = Way(rawValue: style) else { return nil }
            self = way
        }

        var takesServers: Bool { self == .claude || self == .codex || self == .opencode }

        /// The provider's key is in a variable that may hold another one already.
        var usesSecretVariables: Bool { self == .claude || self == .openAIVariables || self == .liteLLM }
    }

    /// Qwen Code and Aider, by their documentation; the older and the newer name of the address.
    private static func variables(_ endpoint: Endpoint) -> LaunchPlan.Extras {
        let address = endpoint.endpoint.address
        var extras = LaunchPlan.Extras(environment: ["OPENAI_BASE_URL": address, "OPENAI_API_BASE": address])
        extras.environment["OPENAI_MODEL"] = endpoint.model
        extras.secrets["OPENAI_API_KEY"] = endpoint.key ?? Provision.noKey
        return extras
    }

    /// For providers that want none: clients insist on something.
    static let noKey = "none"
}

extension MCPServer {
    var isSSE: Bool { if case .sse = transport { true } else { false } }
}
