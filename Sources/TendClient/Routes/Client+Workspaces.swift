package import TendCore

extension Client {
    package func workspaces() async throws(ClientError) -> [WorkspaceListJSON.Entry] {
        let list: WorkspaceListJSON = try await get(
            Request(method: .GET, target: Target("workspaces").text, attempt: "listing workspaces"))
        return list.workspaces
    }

    package func workspace(_ name: String) async throws(ClientError) -> Workspace {
        try await get(
            Request(method: .GET, target: target(name), attempt: "asking for the workspace '\(name)'"))
    }

    package func createWorkspace(_ name: String) async throws(ClientError) -> Workspace {
        try await post(
            Target("workspaces").text, WorkspaceNameJSON(name: name), attempt: "making the workspace '\(name)'")
    }

    package func renameWorkspace(_ name: String, to newName: String) async throws(ClientError) -> Workspace {
        try await get(
            Request(
                method: .PATCH, target: target(name), body: JSON.encode(WorkspaceNameJSON(name: newName)),
                attempt: "renaming the workspace '\(name)'"))
    }

    /// Forgets the workspace. Its sessions go on.
    package func removeWorkspace(_ name: String) async throws(ClientError) {
        _ = try await perform(
            Request(method: .DELETE, target: target(name), attempt: "removing the workspace '\(name)'"))
    }

    /// Carries out the actions in turn, or none of them if one cannot be.
    ///
    /// - Returns: the workspace, and for each action the pane that it made.
    package func change(_ name: String, _ actions: [WorkspaceAction]) async throws(ClientError) -> ChangedJSON {
        try await post(
            Target("workspaces", name, "actions").text, ActionsJSON(actions: actions),
            attempt: "changing the workspace '\(name)'")
    }

    /// The clients that have a screen, the first to come first.
    package func clients() async throws(ClientError) -> [ClientJSON] {
        let list: ClientListJSON = try await get(
            Request(method: .GET, target: Target("clients").text, attempt: "listing clients"))
        return list.clients
    }

    /// Has a client carry out a command, and returns when it has.
    ///
    /// - Parameter id: `focused`: the client that has the focus or had it last.
    /// - Throws: why it was not carried out, in the client's words.
    package func perform(_ command: String, byClient id: String = "focused") async throws(ClientError) {
        _ = try await perform(
            Request(
                method: .POST, target: Target("clients", id, "do").text, body: JSON.encode(DoJSON(command: command)),
                attempt: "having client \(id) do '\(command)'"))
    }

    private func target(_ name: String) -> String { Target("workspaces", name).text }
}
