package import TendCore

extension Client {
    /// - Parameter directory: of the repository; nil: of all repositories that sessions have worktrees of.
    package func worktrees(of directory: String?) async throws(ClientError) -> WorktreeListJSON {
        try await get(
            Request(
                method: .GET, target: Target("worktrees").with("directory", directory).text,
                attempt: "listing worktrees"))
    }

    /// What is not committed where the session was started.
    package func diff(_ reference: String) async throws(ClientError) -> DiffJSON {
        try await get(
            Request(
                method: .GET, target: Target("sessions", reference, "diff").text,
                attempt: "asking for the changes of '\(reference)'"))
    }

    package func removeWorktree(_ request: RemoveWorktreeJSON) async throws(ClientError) -> RemovedWorktreeJSON {
        try await post(Target("worktrees", "remove").text, request, attempt: "removing '\(request.worktree)'")
    }

    package func pruneWorktrees(_ request: PruneWorktreesJSON) async throws(ClientError) -> PrunedWorktreesJSON {
        try await post(Target("worktrees", "prune").text, request, attempt: "removing worktrees")
    }
}
