package import TendCore

extension Client {
    /// The agents that can be started, and what is wrong with manifests.
    package func providers() async throws(ClientError) -> ProviderListJSON {
        try await get(Request(method: .GET, target: Target("providers").text, attempt: "listing agents"))
    }

    package func provider(_ name: String) async throws(ClientError) -> ProviderJSON {
        try await get(
            Request(method: .GET, target: Target("providers", name).text, attempt: "asking for the agent '\(name)'"))
    }

    /// Sets values for all sessions of the agent that start from now on.
    package func changeProvider(
        _ name: String, _ change: ProviderChangeJSON
    ) async throws(ClientError) -> ProviderJSON {
        try await get(
            Request(
                method: .PATCH, target: Target("providers", name).text, body: JSON.encode(change),
                attempt: "setting up the agent '\(name)'"))
    }

    /// The directories that a path which is being typed may go on with.
    package func directories(completing path: String) async throws(ClientError) -> DirectoryListJSON {
        try await get(
            Request(
                method: .GET, target: Target("directories").with("path", path).text, attempt: "reading a directory"))
    }

    /// How the session would be started.
    package func plan(_ session: NewSessionJSON) async throws(ClientError) -> LaunchPlanJSON {
        try await post(Target("plans").text, session, attempt: "planning a session")
    }
}
