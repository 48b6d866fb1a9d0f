/// A server of tools for agents (Model Context Protocol), registered once and given to each agent in its own way.
/// <https://modelcontextprotocol.io/specification>
package struct MCPServer: Hashable, Sendable, Codable {
    package enum Transport: Hashable, Sendable, Codable {
        /// A program that the agent starts. Values of `environment` may be secrets.
        case stdio(command: String, arguments: [String], environment: [String: String])
        /// An address that the agent asks. Values of `headers` may be secrets.
        case http(url: String, headers: [String: String])
        /// The older way over HTTP, with server-sent events.
        case sse(url: String, headers: [String: String])
    }

    package var name: String
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

    /// The server, if every agent can take it.
    ///
    /// - Throws: ``ServiceError`` with code `invalid`.
    package func checked() throws(ServiceError) -> MCPServer {
        // What every agent takes as the name of a table, and what tools' names are made with.
        guard !name.isEmpty, name.utf8.count <= 64, name.utf8.allSatisfy({ RegistryText.isWord($0) || $0 == 0x2D })
        else {
            throw ServiceError(.invalid, "an MCP server's name has 1 to 64 letters, digits, '-' and '_'")
        }
        switch transport {
        case .stdio(let command, let arguments, let environment):
            if command.isEmpty { throw ServiceError(.invalid, "an MCP server on stdio wants a command") }
            for text in [command] + arguments where text.utf8.contains(0) {
                throw ServiceError(.invalid, "the command of MCP server '\(name)' holds a NUL")
            }
            for (key, value) in environment where !RegistryText.isVariable(key) || value.utf8.contains(0) {
                throw ServiceError(.invalid, "'\(DisplayText.excerpt(key))' is no variable of an environment")
            }
        case .http(let url, let headers), .sse(let url, let headers):
            try RegistryText.checkAddress(url)
            for (key, value) in headers where !RegistryText.isHeader(key, value) {
                throw ServiceError(.invalid, "'\(DisplayText.excerpt(key))' is no header of HTTP")
            }
        }
        return self
    }
}
