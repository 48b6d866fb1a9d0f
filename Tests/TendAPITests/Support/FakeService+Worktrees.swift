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

extension FakeService {
    func diff(_ reference: String) async throws(ServiceError) -> DiffJSON {
        let session = try await session(reference)
        let hunk = DiffJSON.Hunk(oldStart: 1, newStart: 1, lines: ["-a", "+b"])
        return DiffJSON(
            directory: session.launch.directory, branch: "main",
            files: [DiffJSON.File(path: "a.txt", status: .modified, hunks: [hunk])])
    }

    func submit(
        _ reference: String, _ text: String, isForced: Bool, peer: Int32
    ) async throws(ServiceError) -> SubmittedJSON {
        try await checkTyping(into: reference, peer: peer)
        _ = try await session(reference)
        return isForced ? SubmittedJSON(.typed) : SubmittedJSON(.refused, reason: "it waits for permission")
    }
}
