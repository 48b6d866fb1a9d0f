import Synchronization
import TendCore

/// What is registered, in memory; secrets are as they came.
final class FakeRegistry: Sendable {
    let entries = Mutex<[RegistryEntry.Key: RegistryEntry]>([:])

    subscript(_ key: RegistryEntry.Key) -> RegistryEntry? {
        get { entries.withLock { $0[key] } }
        set { entries.withLock { $0[key] = newValue } }
    }

    func add(_ entry: RegistryEntry, _ replacing: Bool) throws(ServiceError) {
        if self[entry.key] != nil, !replacing { throw ServiceError(.conflict, "taken") }
        self[entry.key] = entry
    }

    func remove(_ key: RegistryEntry.Key) throws(ServiceError) {
        if self[key] == nil { throw ServiceError(.notFound, "none of that name") }
        self[key] = nil
    }

    var all: [RegistryEntry] { entries.withLock { Array($0.values) } }
}

extension FakeService {
    func servers() async -> [MCPServer] {
        registry.all.compactMap { if case .server(let server) = $0 { server } else { nil } }
    }

    func server(_ name: String) async throws(ServiceError) -> MCPServer {
        guard let server = await servers().first(where: { $0.name == name }) else {
            throw ServiceError(.notFound, "there is no MCP server '\(name)'")
        }
        return server
    }

    func addServer(_ server: MCPServer, replacing: Bool) async throws(ServiceError) -> MCPServer {
        try registry.add(.server(server), replacing)
        return server
    }

    func changeServer(
        _ name: String, _ change: MCPServerChangeJSON
    ) async throws(ServiceError) -> MCPServer {
        var server = try await server(name)
        if let isEnabled = change.enabled { server.isEnabled = isEnabled }
        if let agents = change.agents { server.agents = agents }
        return try await addServer(server, replacing: true)
    }

    func removeServer(_ name: String) async throws(ServiceError) { try registry.remove(RegistryEntry.Key(.mcp, name)) }

    func endpoints() async -> [LLMEndpoint] {
        registry.all.compactMap { if case .endpoint(let endpoint) = $0 { endpoint } else { nil } }
    }

    func addEndpoint(
        _ endpoint: LLMEndpoint, key: String?, replacing: Bool
    ) async throws(ServiceError) -> LLMEndpoint {
        var endpoint = endpoint
        endpoint.sealedKey = key
        try registry.add(.endpoint(endpoint), replacing)
        return endpoint
    }

    func removeEndpoint(_ name: String) async throws(ServiceError) {
        try registry.remove(RegistryEntry.Key(.llm, name))
    }

    func models(of endpoint: String) async throws(ServiceError) -> ModelListJSON {
        guard registry[RegistryEntry.Key(.llm, endpoint)] != nil else {
            throw ServiceError(.unavailable, "it does not answer")
        }
        return ModelListJSON(models: [ModelListJSON.Model(id: "m", llm: endpoint)])
    }

    func models(ofAgent name: String) async throws(ServiceError) -> ModelListJSON {
        ModelListJSON(models: [ModelListJSON.Model(id: name + "-1")], problems: ["gate is silent"])
    }

    func accounts() async -> [AccountJSON] {
        registry.all.compactMap {
            if case .account(let account) = $0 { AccountJSON(account, isDefault: false) } else { nil }
        }
    }

    func addAccount(_ account: AgentAccount, replacing: Bool) async throws(ServiceError) -> AccountJSON {
        try registry.add(.account(account), replacing)
        return AccountJSON(account, isDefault: false)
    }

    func removeAccount(_ name: String, of agent: String) async throws(ServiceError) {
        try registry.remove(.account(name, of: agent))
    }
}
