import TendCore

extension FakeService {
    func worktrees(of directory: String?) async throws(ServiceError) -> WorktreeListJSON {
        var worktree = WorktreeJSON(directory: "/trees/x", repository: directory ?? "/repo")
        worktree.branch = "x"
        return WorktreeListJSON(worktrees: [worktree])
    }

    func removeWorktree(_ request: RemoveWorktreeJSON) async throws(ServiceError) -> RemovedWorktreeJSON {
        guard request.force == true else { throw ServiceError(.conflict, "1 changed file (a)") }
        return RemovedWorktreeJSON(branch: request.worktree, directory: "/trees/x", lost: ["1 changed file (a)"])
    }

    func pruneWorktrees(_ request: PruneWorktreesJSON) async throws(ServiceError) -> PrunedWorktreesJSON {
        PrunedWorktreesJSON(removed: [], kept: [.init(branch: "x", directory: "/trees/x", reason: "not merged")])
    }
}
