import TendCore

extension FakeService {
    func providers() async -> ProviderListJSON {
        ProviderListJSON(providers: [FakeService.agent], problems: ["x.json: name: is missing"])
    }

    func provider(_ name: String) async throws(ServiceError) -> ProviderJSON {
        guard name == FakeService.agent.name else { throw ServiceError(.notFound, "there is no agent '\(name)'") }
        return FakeService.agent
    }

    func changeProvider(
        _ name: String, _ change: ProviderChangeJSON
    ) async throws(ServiceError) -> ProviderJSON {
        var agent = try await provider(name)
        if let isEnabled = change.enabled { agent.enabled = isEnabled }
        if let value = change.config?["model"] { agent.fields[0].value = value }
        return agent
    }

    /// Tells what it was asked for.
    func plan(_ request: NewSession) async throws(ServiceError) -> LaunchPlanJSON {
        let agent = request.agent
        var plan = LaunchPlanJSON(
            command: agent?.name ?? request.command ?? "sh", args: agent?.arguments ?? request.arguments,
            cwd: request.directory ?? "/")
        plan.agent = agent?.name
        plan.env = agent?.config ?? [:]
        plan.conversation = agent?.resume
        plan.account = agent?.account
        plan.llm = agent?.llm
        plan.notes = [agent?.model, agent?.prompt].compactMap(\.self)
        return plan
    }

    func directories(completing path: String, limit: Int) async throws(ServiceError) -> DirectoryListJSON {
        guard path.hasPrefix("/") else { throw ServiceError(.invalid, "an absolute path is wanted") }
        return DirectoryListJSON(directory: path, exists: true, names: ["limit \(limit)"], isCut: true)
    }

    private static let agent: ProviderJSON = {
        var agent = ProviderJSON(name: "toy", displayName: "Toy", description: "", type: "cli", command: "toy")
        agent.fields = [ProviderJSON.Field(key: "model", label: "Model", type: "string", isRequired: false)]
        return agent
    }()
}
