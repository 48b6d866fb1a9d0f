/// Body of `POST /mcp`: a command on stdio, or an address.
package struct NewMCPServerJSON: RequestJSON, Hashable {
    package var name: String
    /// Absent: `stdio` with a command, `http` with an address.
    package var transport: MCPServerJSON.Transport?
    package var command: String?
    package var args: [String]?
    package var url: String?
    /// Values are secrets, and are not told again.
    package var env: [String: String]?
    /// The same.
    package var headers: [String: String]?
    package var agents: [String]?
    package var enabled: Bool?
    /// In place of one of this name.
    package var replace: Bool?

    enum CodingKeys: String, CodingKey, CaseIterable {
        case name, transport, command, args, url, env, headers, agents, enabled, replace
    }
    package static var fields: [String] { CodingKeys.allCases.map(\.rawValue) }

    package init(name: String) { self.name = name }

    /// - Throws: ``ServiceError`` with code `invalid` for what does not go together.
    package func server() throws(ServiceError) -> MCPServer {
        if command != nil, url != nil { throw ServiceError(.invalid, "command and url exclude each other") }
        let kind = transport ?? (url == nil ? .stdio : .http)
        let way: MCPServer.Transport
        switch kind {
        case .stdio:
            if url != nil { throw ServiceError(.invalid, "url goes with the transports http and sse") }
            if headers?.isEmpty == false { throw ServiceError(.invalid, "headers go with an address") }
            way = .stdio(command: command ?? "", arguments: args ?? [], environment: env ?? [:])
        case .http, .sse:
            guard let url else { throw ServiceError(.invalid, "the transport \(kind.rawValue) wants an address") }
            if env?.isEmpty == false { throw ServiceError(.invalid, "variables go with a command") }
            if args?.isEmpty == false { throw ServiceError(.invalid, "arguments go with a command") }
            way = kind == .http ? .http(url: url, headers: headers ?? [:]) : .sse(url: url, headers: headers ?? [:])
        }
        return try MCPServer(name: name, transport: way, agents: agents ?? [], isEnabled: enabled ?? true).checked()
    }
}

/// Body of `PATCH /mcp/{name}`. What is absent stays.
package struct MCPServerChangeJSON: RequestJSON, Hashable {
    package var enabled: Bool?
    package var agents: [String]?

    enum CodingKeys: String, CodingKey, CaseIterable { case enabled, agents }
    package static var fields: [String] { CodingKeys.allCases.map(\.rawValue) }

    package init(enabled: Bool? = nil, agents: [String]? = nil) {
        self.enabled = enabled
        self.agents = agents
    }
}

/// Body of `POST /llm`.
package struct NewLLMJSON: RequestJSON, Hashable {
    package var name: String
    package var url: String
    /// Absent: `openai`.
    package var dialect: LLMEndpoint.Dialect?
    package var model: String?
    /// A secret, not told again.
    package var key: String?
    package var replace: Bool?

    enum CodingKeys: String, CodingKey, CaseIterable { case name, url, dialect, model, key, replace }
    package static var fields: [String] { CodingKeys.allCases.map(\.rawValue) }

    package init(name: String, url: String) {
        self.name = name
        self.url = url
    }

    /// Without the key.
    ///
    /// - Throws: ``ServiceError`` with code `invalid`.
    package func endpoint() throws(ServiceError) -> LLMEndpoint {
        try LLMEndpoint(name: name, dialect: dialect ?? .openai, address: url, model: model).checked()
    }
}

/// Body of `POST /accounts`: one of directory, token and key.
package struct NewAccountJSON: RequestJSON, Hashable {
    package var agent: String
    package var name: String
    package var directory: String?
    /// A secret, not told again.
    package var token: String?
    /// The same.
    package var key: String?
    package var replace: Bool?

    enum CodingKeys: String, CodingKey, CaseIterable { case agent, name, directory, token, key, replace }
    package static var fields: [String] { CodingKeys.allCases.map(\.rawValue) }

    package init(agent: String, name: String) {
        self.agent = agent
        self.name = name
    }

    /// With its token or key open.
    ///
    /// - Throws: ``ServiceError`` with code `invalid`.
    package func account() throws(ServiceError) -> AgentAccount {
        let place: AgentAccount.Place
        switch (directory, token, key) {
        case (let directory?, nil, nil): place = .directory(directory)
        case (nil, let token?, nil): place = .token(token)
        case (nil, nil, let key?): place = .key(key)
        default: throw ServiceError(.invalid, "one of directory, token and key is wanted")
        }
        return try AgentAccount(agent: agent, name: name, place: place).checked()
    }
}
