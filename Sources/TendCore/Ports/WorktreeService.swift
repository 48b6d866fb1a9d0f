/// Git worktrees of the repositories that sessions work in. All methods throw ``ServiceError``.
package protocol WorktreeService: Sendable {
    /// The linked worktrees of the repository that the directory is in; nil: of all repositories that sessions have worktrees of.
    func worktrees(of directory: String?) async throws(ServiceError) -> WorktreeListJSON
    /// Removes a worktree and, if it was made with it and nothing is lost, its branch.
    ///
    /// - Throws: code `conflict` with everything that is in the way: files that git does not have, commits that are nowhere else (these go
    ///   when it is forced), a session that runs in it, a lock, another worktree inside.
    func removeWorktree(_ request: RemoveWorktreeJSON) async throws(ServiceError) -> RemovedWorktreeJSON
    /// What is not committed where the session was started.
    func diff(_ reference: String) async throws(ServiceError) -> DiffJSON
    /// Removes the worktrees that are merged, clean and without a session.
    func pruneWorktrees(_ request: PruneWorktreesJSON) async throws(ServiceError) -> PrunedWorktreesJSON
}
