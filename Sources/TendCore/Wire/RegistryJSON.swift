/// A registered MCP server, without the values of its variables and headers. Absent values are left away.
package struct MCPServerJSON: Hashable, Sendable, Codable {
    package enum Transport: String, Hashable, Sendable, Codable, CaseIterable { case stdio, http, sse }

    package var name: String
    package var transport: Transport
    /// The program, on stdio.
    package var command: String?
    package var args: [String]?
    package var url: String?
    /// Names of the variables that it is given, sorted.
    package var env: [String]
    /// Names of the headers that it is sent, sorted.
    package var headers: [String]
    /// The agents that get it; empty: all.
    package var agents: [String]
    package var enabled: Bool

    package enum CodingKeys: String, CodingKey, CaseIterable {
        case name, transport, command, args, url, env, headers, agents, enabled
    }

    package init(_ server: MCPServer) {
        name = server.name
        agents = server.agents
        enabled = server.isEnabled
        (env, headers) = ([], [])
        let names = server.secrets.keys.sorted()
        switch server.transport {
        case .stdio(let command, let arguments, _):
            (transport, self.command, args, env) = (.stdio, command, arguments, names)
        case .http(let url, _): (transport, self.url, headers) = (.http, url, names)
        case .sse(let url, _): (transport, self.url, headers) = (.sse, url, names)
        }
    }
}

/// Answer of `GET /mcp`.
package struct MCPServerListJSON: Hashable, Sendable, Codable {
    package var servers: [MCPServerJSON]

    package init(servers: [MCPServerJSON]) { self.servers = servers }
}

/// A registered LLM provider, without its key.
package struct LLMJSON: Hashable, Sendable, Codable {
    package var name: String
    package var dialect: LLMEndpoint.Dialect
    package var url: String
    /// What is used when no model is asked for.
    package var model: String?
    package var hasKey: Bool

    package enum CodingKeys: String, CodingKey, CaseIterable {
        case name, dialect, url, model
        case hasKey = "has_key"
    }

    package init(_ endpoint: LLMEndpoint) {
        name = endpoint.name
        dialect = endpoint.dialect
        url = endpoint.address
        model = endpoint.model
        hasKey = endpoint.sealedKey != nil
    }
}

/// Answer of `GET /llm`.
package struct LLMListJSON: Hashable, Sendable, Codable {
    package var providers: [LLMJSON]

    package init(providers: [LLMJSON]) { self.providers = providers }
}

/// Models that there are.
package struct ModelListJSON: Hashable, Sendable, Codable {
    package struct Model: Hashable, Sendable, Codable {
        package var id: String
        package var name: String?
        package var description: String?
        /// The LLM provider that has it; absent: the agent's own.
        package var llm: String?

        package enum CodingKeys: String, CodingKey, CaseIterable { case id, name, description, llm }

        package init(id: String, name: String? = nil, description: String? = nil, llm: String? = nil) {
            self.id = id
            self.name = name
            self.description = description
            self.llm = llm
        }
    }

    package var models: [Model]
    /// LLM providers that did not answer, one sentence each.
    package var problems: [String]

    package init(models: [Model], problems: [String] = []) {
        self.models = models
        self.problems = problems
    }
}

/// A registered account, without its token.
package struct AccountJSON: Hashable, Sendable, Codable {
    package enum Kind: String, Hashable, Sendable, Codable, CaseIterable { case directory, token, key }

    package var agent: String
    package var name: String
    package var kind: Kind
    package var directory: String?
    /// It is used when none is asked for.
    package var isDefault: Bool

    package enum CodingKeys: String, CodingKey, CaseIterable {
        case agent, name, kind, directory
        case isDefault = "default"
    }

    package init(_ account: AgentAccount, isDefault: Bool) {
        agent = account.agent
        name = account.name
        self.isDefault = isDefault
        switch account.place {
        case .directory(let path): (kind, directory) = (.directory, path)
        case .token: kind = .token
        case .key: kind = .key
        }
    }
}

/// Answer of `GET /accounts`.
package struct AccountListJSON: Hashable, Sendable, Codable {
    package var accounts: [AccountJSON]

    package init(accounts: [AccountJSON]) { self.accounts = accounts }
}
