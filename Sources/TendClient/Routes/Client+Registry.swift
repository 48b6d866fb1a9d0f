package import TendCore

extension Client {
    // MARK: MCP servers

    package func servers() async throws(ClientError) -> [MCPServerJSON] {
        let list: MCPServerListJSON = try await get(
            Request(method: .GET, target: Target("mcp").text, attempt: "listing MCP servers"))
        return list.servers
    }

    package func server(_ name: String) async throws(ClientError) -> MCPServerJSON {
        try await get(
            Request(method: .GET, target: Target("mcp", name).text, attempt: "asking for the MCP server '\(name)'"))
    }

    package func add(_ server: NewMCPServerJSON) async throws(ClientError) -> MCPServerJSON {
        try await post(Target("mcp").text, server, attempt: "registering an MCP server")
    }

    package func changeServer(
        _ name: String, _ change: MCPServerChangeJSON
    ) async throws(ClientError) -> MCPServerJSON {
        try await get(
            Request(
                method: .PATCH, target: Target("mcp", name).text, body: JSON.encode(change),
                attempt: "changing the MCP server '\(name)'"))
    }

    package func removeServer(_ name: String) async throws(ClientError) {
        _ = try await perform(
            Request(method: .DELETE, target: Target("mcp", name).text, attempt: "removing the MCP server '\(name)'"))
    }

    // MARK: LLM providers

    package func llms() async throws(ClientError) -> [LLMJSON] {
        let list: LLMListJSON = try await get(
            Request(method: .GET, target: Target("llm").text, attempt: "listing LLM providers"))
        return list.providers
    }

    package func add(_ llm: NewLLMJSON) async throws(ClientError) -> LLMJSON {
        try await post(Target("llm").text, llm, attempt: "registering an LLM provider")
    }

    package func removeLLM(_ name: String) async throws(ClientError) {
        _ = try await perform(
            Request(method: .DELETE, target: Target("llm", name).text, attempt: "removing the LLM provider '\(name)'"))
    }

    /// Asks the provider itself; takes up to ten seconds.
    package func models(ofLLM name: String) async throws(ClientError) -> ModelListJSON {
        try await get(
            Request(
                method: .GET, target: Target("llm", name, "models").text,
                attempt: "asking the LLM provider '\(name)' for its models"))
    }

    /// What the agent's manifest knows, and what the LLM providers say that it can speak to.
    package func models(ofAgent name: String) async throws(ClientError) -> ModelListJSON {
        try await get(
            Request(
                method: .GET, target: Target("providers", name, "models").text,
                attempt: "asking for models of the agent '\(name)'"))
    }

    // MARK: Accounts

    package func accounts() async throws(ClientError) -> [AccountJSON] {
        let list: AccountListJSON = try await get(
            Request(method: .GET, target: Target("accounts").text, attempt: "listing accounts"))
        return list.accounts
    }

    package func add(_ account: NewAccountJSON) async throws(ClientError) -> AccountJSON {
        try await post(Target("accounts").text, account, attempt: "registering an account")
    }

    package func removeAccount(_ name: String, of agent: String) async throws(ClientError) {
        _ = try await perform(
            Request(
                method: .DELETE, target: Target("accounts", agent, name).text, attempt: "removing the account '\(name)'"))
    }
}
