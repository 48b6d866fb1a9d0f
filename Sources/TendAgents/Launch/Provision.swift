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
    let servers: [MCPServer]
    private let endpoint: Endpoint?
    /// With its token open.
    private let account: AgentAccount?
    /// What the agent has besides them.
    package var own = OwnServers()

    package init(servers: [MCPServer] = [], endpoint: Endpoint? = nil, account: AgentAccount? = nil) {
        self.servers = servers
        self.endpoint = endpoint
        self.account = account
    }

    package func extras(for context: LaunchContext) -> LaunchPlan.Extras {
        let manifest = context.manifest
        let style = manifest.mcp?.style
        let (servers, notes) = sifted(for: manifest)
        var extras = LaunchPlan.Extras()
        switch style {
        case .claude: extras = Provision.claude(servers, endpoint, context)
        case .codex: extras = Provision.codex(servers, endpoint, context)
        case .opencode: extras = Provision.opencode(servers, endpoint)
        case nil:
            if let ways = manifest.mcp, !servers.isEmpty {
                Provision.add(servers, ways, besides: own, context, to: &extras)
            }
            if let endpoint, let provider = manifest.llm[endpoint.endpoint.dialect] {
                Provision.add(endpoint, provider, to: &extras)
            }
        }
        extras.notes += notes
        if let endpoint, endpoint.model == nil {
            extras.notes.append(
                "no model is named for LLM provider '\(endpoint.endpoint.name)': \(manifest.displayName) asks it for its own default one"
            )
        }
        if let account { add(account, manifest, to: &extras) }
        // A key that was meant for somebody else: it would be sent to the provider, or win over the account.
        // Codex and OpenCode have it in places of their own.
        if account != nil || endpoint != nil && style != .codex && style != .opencode {
            extras.removed = manifest.secretVariables.subtracting(extras.secrets.keys).sorted()
        }
        return extras
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

    /// The kinds of LLM providers that an agent can be told to use.
    package static func dialects(of manifest: Manifest) -> [LLMEndpoint.Dialect] {
        LLMEndpoint.Dialect.allCases.filter { dialect in
            refusal(
                of: manifest, Endpoint(LLMEndpoint(name: "x", dialect: dialect, address: "x"), key: nil, model: "x"))
                == nil
        }
    }

    /// Why an agent cannot use an LLM provider; nil: it can.
    package static func refusal(of manifest: Manifest, _ endpoint: Endpoint) -> String? {
        let name = "LLM provider '\(endpoint.endpoint.name)'"
        let dialect = endpoint.endpoint.dialect
        switch manifest.mcp?.style {
        case .claude where dialect == .openai:
            return "it speaks to Anthropic-compatible addresses only, and \(name) is OpenAI-compatible"
        case .codex where dialect == .anthropic:
            return "it speaks to OpenAI-compatible addresses only, and \(name) is Anthropic-compatible"
        case .opencode where endpoint.model == nil:
            // It would fall back to a provider that is not meant, and send it the prompt.
            return "\(name) wants a model: give one with --model"
        case .claude, .codex, .opencode: return nil
        case nil: break
        }
        guard let provider = manifest.llm[dialect] else {
            guard let known = manifest.llm.keys.first else { return "it cannot be told to use \(name)" }
            return "it speaks to \(known.title)-compatible addresses only, and \(name) is \(dialect.title)-compatible"
        }
        return provider.needsModel && endpoint.model == nil ? "\(name) wants a model: give one with --model" : nil
    }

    /// The agent's word for the model, as its `--model` takes it; nil: none is named.
    package static func model(for manifest: Manifest, _ endpoint: Endpoint) -> String? {
        guard let model = endpoint.model else { return nil }
        if manifest.mcp?.style == .opencode { return endpoint.endpoint.name + "/" + model }
        let own = manifest.mcp?.style == nil ? manifest.llm[endpoint.endpoint.dialect]?.model : nil
        return own?.replacing("{model}", with: model) ?? model
    }

    // MARK: As the manifest says

    private static func add(
        _ endpoint: Endpoint, _ provider: Manifest.Provider, to extras: inout LaunchPlan.Extras
    ) {
        let address = endpoint.endpoint.address
        let start = address.firstRange(of: "://")?.upperBound ?? address.startIndex
        let slash = address[start...].firstIndex(of: "/") ?? address.endIndex
        let path = address[slash...].split(separator: "/").joined(separator: "/")
        for (variable, template) in provider.environment {
            if template.contains("{model}"), endpoint.model == nil { continue }
            let isJSON = template.hasPrefix("[") || template.hasPrefix("{\"")
            let marks = [
                "address": address, "origin": String(address[..<slash]), "path": path, "model": endpoint.model,
            ]
            extras.environment[variable] = marks.reduce(template) { text, mark in
                let value = mark.value ?? ""
                // Without the quotes around it.
                let escaped = isJSON ? String(JSONTree.string(value).description.dropFirst().dropLast()) : value
                return text.replacing("{\(mark.key)}", with: escaped)
            }
        }
        extras.secrets[provider.key] = endpoint.key ?? Provision.noKey
    }

    /// For providers that want none: clients insist on something.
    static let noKey = "none"
}

extension LLMEndpoint.Dialect {
    /// Its name for people.
    fileprivate var title: String {
        switch self {
        case .openai: "OpenAI"
        case .anthropic: "Anthropic"
        }
    }
}
