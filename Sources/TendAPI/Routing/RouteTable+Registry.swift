import HTTPTypes

extension RouteTable {
    /// What is registered for agents.
    static func registry(_ operation: Operation) -> Route {
        switch operation {
        case .listServers:
            make(operation, .get, "/mcp", "List the MCP servers", .sessionsRead, answer: .json("MCPServerList"))
        case .addServer:
            make(
                operation, .post, "/mcp", "Register an MCP server for sessions that start from now on", .sessionsWrite,
                body: .json("NewMCPServer"), status: .created, answer: .json("MCPServer"), refusals: [.conflict])
        case .getServer:
            make(operation, .get, "/mcp/{name}", "Show an MCP server", .sessionsRead, answer: .json("MCPServer"))
        case .changeServer:
            make(
                operation, .patch, "/mcp/{name}", "Turn an MCP server on or off, or say which agents get it",
                .sessionsWrite, body: .json("MCPServerChange"), answer: .json("MCPServer"))
        case .removeServer:
            make(
                operation, .delete, "/mcp/{name}", "Forget an MCP server; sessions that have it keep it", .sessionsWrite,
                status: .noContent, answer: .empty)
        case .listEndpoints:
            make(operation, .get, "/llm", "List the LLM providers", .sessionsRead, answer: .json("LLMList"))
        case .addEndpoint:
            make(
                operation, .post, "/llm", "Register an LLM provider", .sessionsWrite, body: .json("NewLLM"),
                status: .created, answer: .json("LLM"), refusals: [.conflict])
        case .removeEndpoint:
            make(
                operation, .delete, "/llm/{name}", "Forget an LLM provider", .sessionsWrite, status: .noContent,
                answer: .empty)
        case .probeModels:
            make(
                operation, .get, "/llm/{name}/models",
                "Ask an LLM provider for its models; 503 with the reason when it does not tell", .sessionsWrite,
                answer: .json("ModelList"))
        case .listModels:
            make(
                operation, .get, "/providers/{name}/models",
                "The models that an agent can use: its manifest's, and those that LLM providers tell of when asked now",
                .sessionsWrite, answer: .json("ModelList"))
        case .listAccounts:
            make(operation, .get, "/accounts", "List the accounts of agents", .sessionsRead, answer: .json("AccountList"))
        case .addAccount:
            make(
                operation, .post, "/accounts", "Register an account of an agent", .sessionsWrite,
                body: .json("NewAccount"), status: .created, answer: .json("Account"), refusals: [.conflict])
        default:
            make(
                operation, .delete, "/accounts/{agent}/{name}", "Forget an account; its directory stays", .sessionsWrite,
                status: .noContent, answer: .empty)
        }
    }
}
