/// A server of tools for agents (Model Context Protocol), registered once and given to each agent in its own way.
/// <https://modelcontextprotocol.io/specification>
package struct MCPServer: Hashable, Sendable, Codable {
    package enum Transport: Hashable, Sendable, Codable {
        /// A program that the agent starts.
        case stdio(command: String, arguments: [String], environment: [String: String])
        /// An address that the agent asks.
        case http(url: String, headers: [String: String])
        /// The older way over HTTP, with server-sent events.
        case sse(url: String, headers: [String: String])
    }

    package var name: String
    /// Values of `environment` and `headers` are secrets: sealed in the books, open in a launch and nowhere else.
    package var transport: Transport
    /// Names of agents' manifests; empty: all.
    package var agents: [String]
    package var isEnabled: Bool

    package init(name: String, transport: Transport, agents: [String] = [], isEnabled: Bool = true) {
        self.name = name
        self.transport = transport
        self.agents = agents
        self.isEnabled = isEnabled
    }

    package func applies(to agent: String) -> Bool { isEnabled && (agents.isEmpty || agents.contains(agent)) }

    /// The values of `environment` or `headers`, by name.
    package var secrets: [String: String] {
        get {
            switch transport {
            case .stdio(_, _, let environment): environment
            case .http(_, let headers), .sse(_, let headers): headers
            }
        }
        set {
            switch transport {
            case .stdio(let command, let arguments, _):
                transport = .stdio(command: command, arguments: arguments, environment: newValue)
            case .http(let url, _): transport = .http(url: url, headers: newValue)
            case .sse(let url, _): transport = .sse(url: url, headers: newValue)
            }
        }
    }

    /// The server, if every agent can take it. Its secrets are open.
    ///
    /// - Throws: ``ServiceError`` with code `invalid`.
    package func checked() throws(ServiceError) -> MCPServer {
        guard RegistryText.isName(name) else {
            throw ServiceError(.invalid, "an MCP server's name has 1 to 64 letters, digits, '_' and '-'")
        }
        switch transport {
        case .stdio(let command, let arguments, let environment):
            if command.isEmpty { throw ServiceError(.invalid, "an MCP server on stdio wants a command") }
            if ([command] + arguments).contains(where: { $0.utf8.contains(0) }) {
                throw ServiceError(.invalid, "the command of MCP server '\(name)' holds a NUL")
            }
            for key in environment.keys.sorted() where !RegistryText.isVariable(key) {
                throw ServiceError(.invalid, "'\(DisplayText.excerpt(key))' is no variable of an environment")
            }
            for (key, value) in environment where value.utf8.contains(0) {
                throw ServiceError(.invalid, "the value of \(key) holds a NUL")
            }
        case .http(let url, let headers), .sse(let url, let headers):
            try RegistryText.checkAddress(url)
            for (key, value) in headers where !RegistryText.isHeader(key, value) {
                throw ServiceError(.invalid, "'\(DisplayText.excerpt(key))' is no header of HTTP, or its value none")
            }
        }
        return self
    }
}
