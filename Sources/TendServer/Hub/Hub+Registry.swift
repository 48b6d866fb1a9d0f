import Glibc
import TendAgents
package import TendCore
import TendStore

extension Hub {
    // MARK: MCP servers

    package func servers() async -> [MCPServer] { agents.servers }

    package func server(_ name: String) async throws(ServiceError) -> MCPServer { try agents.server(name) }

    package func addServer(_ server: MCPServer, replacing: Bool) async throws(ServiceError) -> MCPServer {
        var server = try server.checked()
        try check(agents: server.agents)
        try checkFree(RegistryEntry.server(server).key, "MCP server '\(server.name)'", replacing)
        for (key, value) in server.secrets {
            server.secrets[key] = try agents.sealed(value, for: AgentDesk.place(key, ofServer: server.name))
        }
        await keep(.server(server))
        return server
    }

    package func changeServer(
        _ name: String, _ change: MCPServerChangeJSON
    ) async throws(ServiceError) -> MCPServer {
        var server = try agents.server(name)
        if let isEnabled = change.enabled { server.isEnabled = isEnabled }
        if let names = change.agents {
            try check(agents: names)
            server.agents = names
        }
        await keep(.server(server))
        return server
    }

    package func removeServer(_ name: String) async throws(ServiceError) {
        await drop(RegistryEntry.server(try agents.server(name)).key)
    }

    /// A name that is no agent's would keep the server from everybody.
    private func check(agents names: [String]) throws(ServiceError) {
        for name in names { _ = try agents.library.shelf.entry(name) }
    }

    // MARK: LLM providers

    package func endpoints() async -> [LLMEndpoint] { agents.endpoints }

    package func addEndpoint(
        _ endpoint: LLMEndpoint, key: String?, replacing: Bool
    ) async throws(ServiceError) -> LLMEndpoint {
        var endpoint = try endpoint.checked()
        try checkFree(RegistryEntry.endpoint(endpoint).key, "LLM provider '\(endpoint.name)'", replacing)
        if let key {
            let secret = try AgentDesk.checked(key, for: endpoint.name)
            endpoint.sealedKey = try agents.sealed(secret, for: AgentDesk.place(ofKeyOf: endpoint.name))
        }
        await keep(.endpoint(endpoint))
        return endpoint
    }

    package func removeEndpoint(_ name: String) async throws(ServiceError) {
        await drop(RegistryEntry.endpoint(try agents.endpoint(name)).key)
    }

    package func models(of name: String) async throws(ServiceError) -> ModelListJSON {
        let endpoint = try agents.endpoint(name)
        let found = try await ModelProbe(endpoint, key: try agents.key(of: endpoint), configuration.environment).ask()
        return ModelListJSON(models: found.map { ModelListJSON.Model(id: $0, llm: name) })
    }

    package func models(ofAgent name: String) async throws(ServiceError) -> ModelListJSON {
        let (_, manifest) = try agents.library.shelf.entry(name)
        var answer = ModelListJSON(
            models: manifest.capabilities.models.map {
                ModelListJSON.Model(id: $0.id, name: $0.name, description: $0.description)
            })
        guard manifest.capabilities.hasDynamicModels else { return answer }
        for endpoint in agents.endpoints {
            // That one has to be named is no reason not to tell which there are.
            let named = Provision.Endpoint(endpoint, key: nil, model: "any")
            guard Provision.refusal(of: manifest, named) == nil else { continue }
            do throws(ServiceError) {
                answer.models += try await models(of: endpoint.name).models
            } catch {
                answer.problems.append(error.message)
            }
        }
        return answer
    }

    // MARK: Accounts

    package func accounts() async -> [AccountJSON] { agents.accounts.map(describe) }

    package func addAccount(_ account: AgentAccount, replacing: Bool) async throws(ServiceError) -> AccountJSON {
        var account = try account.checked()
        let (_, manifest) = try agents.library.shelf.entry(account.agent)
        let ways = manifest.accounts
        let key = RegistryEntry.account(account).key
        try checkFree(key, "account '\(account.name)' of \(account.agent)", replacing)
        let way: (name: String, variable: String?) =
            switch account.place {
            case .directory: ("directory", ways?.directory)
            case .token: ("token", ways?.token)
            case .key: ("key", ways?.key)
            }
        guard way.variable != nil else {
            let others = [("directory", ways?.directory), ("token", ways?.token), ("key", ways?.key)]
                .filter { $0.1 != nil }.map(\.0)
            let remedy = others.isEmpty ? "" : " — it takes a \(others.joined(separator: " or a "))"
            throw ServiceError(
                .invalid, "\(manifest.displayName) cannot be told its account by a \(way.name)\(remedy)")
        }
        switch account.place {
        case .directory(let path): try makeDirectory(path)
        case .token(let open): account.place = .token(try sealed(open, account))
        case .key(let open): account.place = .key(try sealed(open, account))
        }
        await keep(.account(account))
        return describe(account)
    }

    package func removeAccount(_ name: String, of agent: String) async throws(ServiceError) {
        let account = try agents.account(name, of: agent)
        if var settings = agents.settings[agent], settings.account == name {
            settings.account = nil
            agents.settings[agent] = settings
            store.persist(settings)
        }
        await drop(RegistryEntry.account(account).key)
    }

    private func sealed(_ open: String, _ account: AgentAccount) throws(ServiceError) -> String {
        try agents.sealed(
            AgentDesk.checked(open, for: account.name), for: AgentDesk.place(of: account))
    }

    /// A directory that is not there yet: the agent asks for the login in it. Its parent has to be there.
    private func makeDirectory(_ path: String) throws(ServiceError) {
        if mkdir(path, 0o700) == 0 || errno == EEXIST && ProgramSearch.isDirectory(path) { return }
        let reason = errno == EEXIST ? "it is no directory" : String(cString: strerror(errno))
        throw ServiceError(.invalid, "\(path) cannot be an account's directory: \(reason)")
    }

    private func describe(_ account: AgentAccount) -> AccountJSON {
        AccountJSON(account, isDefault: agents.settings[account.agent]?.account == account.name)
    }

    // MARK: Keeping

    /// Takes over what earlier servers kept. What was registered since this one started is newer.
    package func recover(registry entries: [RegistryEntry]) {
        for entry in entries where agents.registry[entry.key] == nil { agents.registry[entry.key] = entry }
    }

    private func checkFree(_ key: RegistryEntry.Key, _ what: String, _ replacing: Bool) throws(ServiceError) {
        if replacing || agents.registry[key] == nil { return }
        throw ServiceError(.conflict, "\(what) is there already — --replace puts another one in its place")
    }

    private func keep(_ entry: RegistryEntry) async {
        agents.registry[entry.key] = entry
        store.persist(entry)
        await settle()
    }

    private func drop(_ key: RegistryEntry.Key) async {
        agents.registry[key] = nil
        store.forget(key)
        await settle()
    }
}
