/// Keeps workspaces. All methods throw ``ServiceError``.
package protocol WorkspaceService: Sendable {
    /// All of them, by name.
    func workspaces() async -> [Workspace]
    func workspace(_ name: String) async throws(ServiceError) -> Workspace
    /// Makes an empty one. Names are unique among workspaces, of the kind that sessions have.
    func createWorkspace(_ name: String) async throws(ServiceError) -> Workspace
    func renameWorkspace(_ name: String, to newName: String) async throws(ServiceError) -> Workspace
    /// Forgets it. Its sessions go on.
    func removeWorkspace(_ name: String) async throws(ServiceError)
    /// Applies the actions one after the other, or none if one cannot be: then with code `conflict` and its words.
    ///
    /// - Returns: the workspace, and for each action the pane that it made.
    func change(
        _ name: String, _ actions: [WorkspaceAction]
    ) async throws(ServiceError) -> (workspace: Workspace, panes: [PaneID?])
    /// Someone who is told of every change; a workspace that is not there is made.
    func followWorkspace(_ name: String) async throws(ServiceError) -> any WorkspaceReader
}

/// Hears of the changes of one workspace, also under its next name.
package protocol WorkspaceReader: Sendable {
    /// The workspace, at once for the first time, then when it has changed; what came in between is left out. Nil when it was
    /// removed, when the server stops, or when the task is cancelled.
    func next() async -> Workspace?
}
