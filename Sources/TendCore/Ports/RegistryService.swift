/// Knows what is registered for agents: MCP servers, LLM providers, accounts. No answer has a secret in it. All methods throw ``ServiceError``.
package protocol RegistryService: Sendable {
    /// By name.
    func servers() async -> [MCPServer]
    func server(_ name: String) async throws(ServiceError) -> MCPServer
    /// - Throws: code `conflict` if the name is taken and nothing is to be replaced.
    func addServer(_ server: MCPServer, replacing: Bool) async throws(ServiceError) -> MCPServer
    func changeServer(_ name: String, _ change: MCPServerChangeJSON) async throws(ServiceError) -> MCPServer
    func removeServer(_ name: String) async throws(ServiceError)

    /// By name.
    func endpoints() async -> [LLMEndpoint]
    /// - Parameter key: open; nil: it wants none.
    func addEndpoint(
        _ endpoint: LLMEndpoint, key: String?, replacing: Bool
    ) async throws(ServiceError) -> LLMEndpoint
    func removeEndpoint(_ name: String) async throws(ServiceError)
    /// Asks the provider for its models.
    ///
    /// - Throws: code `unavailable` with what it said instead.
    func models(of endpoint: String) async throws(ServiceError) -> ModelListJSON
    /// The models that an agent can be told to use: its manifest's, and those of LLM providers that it can speak to.
    func models(ofAgent name: String) async throws(ServiceError) -> ModelListJSON

    /// By agent and name.
    func accounts() async -> [AccountJSON]
    /// - Parameter account: with its token or key open.
    func addAccount(_ account: AgentAccount, replacing: Bool) async throws(ServiceError) -> AccountJSON
    func removeAccount(_ name: String, of agent: String) async throws(ServiceError)
}
