import TendCore

extension Provision {
    /// `OPENCODE_CONFIG_CONTENT` is merged over the user's files for this process alone. <https://opencode.ai/docs/config/>
    static func opencode(_ servers: [MCPServer], _ endpoint: Endpoint?) -> LaunchPlan.Extras {
        if servers.isEmpty, endpoint == nil { return LaunchPlan.Extras() }
        var document: JSONTree = ["$schema": "https://opencode.ai/config.json"]
        if !servers.isEmpty {
            document = document.with("mcp", .object(servers.map { JSONTree.Member($0.name, entry(of: $0)) }))
        }
        if let endpoint, let model = endpoint.model {
            let name = endpoint.endpoint.name
            let isOpenAI = endpoint.endpoint.dialect == .openai
            // The Anthropic package wants the version in the address, other clients do not.
            let address = endpoint.endpoint.address + (isOpenAI ? "" : "/v1")
            let provider: JSONTree = [
                "npm": isOpenAI ? "@ai-sdk/openai-compatible" : "@ai-sdk/anthropic", "name": .string(name),
                "options": ["baseURL": .string(address), "apiKey": .string(endpoint.key ?? Provision.noKey)],
                "models": .object([JSONTree.Member(model, ["name": .string(model)])]),
            ]
            document = document.with("provider", .object([JSONTree.Member(name, provider)]))
                .with("model", .string("\(name)/\(model)"))
        }
        return LaunchPlan.Extras(secrets: ["OPENCODE_CONFIG_CONTENT": document.description])
    }

    private static func entry(of server: MCPServer) -> JSONTree {
        switch server.transport {
        case .stdio(let command, let arguments, let environment):
            [
                "type": "local", "command": .array(([command] + arguments).map(JSONTree.string)),
                "environment": .object(strings: environment), "enabled": true,
            ]
        case .http(let url, let headers), .sse(let url, let headers):
            ["type": "remote", "url": .string(url), "headers": .object(strings: headers), "enabled": true]
        }
    }
}
