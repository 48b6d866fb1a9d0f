import Glibc
package import TendCore

/// What stands in the way of removing a worktree.
package struct RemovalCheck: Hashable, Sendable {
    /// Not even force helps: these have to be dealt with first.
    package var obstacles: [String] = []
    /// What would be lost, one part of a sentence each.
    package var losses: [String] = []
    /// What goes with it although git does not know it: told, but no obstacle.
    package var ignored: String?
    /// Its branch may go as well: it was made with the worktree, and everything on it is elsewhere.
    package var takesBranch = false
    package var standing = WorktreeStanding()
}

/// What was removed.
package struct WorktreeRemoval: Hashable, Sendable {
    package var branch: String?
    package var directory: String
    package var isBranchRemoved = false
    /// What was lost, since it was forced.
    package var losses: [String] = []
    package var ignored: String?
}

extension Repository {
    /// Looks whether a worktree can be removed. Sessions in it are for the caller to look after.
    package func checkRemoval(of entry: WorktreeEntry) throws(ServiceError) -> RemovalCheck {
        var check = RemovalCheck()
        if let reason = entry.lock {
            check.obstacles.append(
                "it is locked\(reason.isEmpty ? "" : ": " + DisplayText.cleaned(reason, limit: 120))"
                    + " ('git worktree unlock' unlocks it)")
        }
        for other in worktrees where other != entry && isInside(other.directory, entry.directory) {
            check.obstacles.append("the worktree of '\(other.name)' is inside it")
        }
        if entry.isGone { return check }
        let standing = try standing(of: entry)
        check.standing = standing
        check.losses = [
            standing.changed.text("changed file", "changed files"),
            standing.untracked.text("untracked file", "untracked files"),
            standing.operation.map { "\($0) that has not ended" },
            standing.hasSubmodules ? "whatever is in its submodules" : nil,
        ].compactMap(\.self)
        if standing.ownCommits > 0, !standing.isMerged || entry.branch == nil {
            let count = standing.ownCommits == 1 ? "1 commit" : "\(standing.ownCommits) commits"
            check.losses.append(
                entry.branch == nil
                    ? "\(count) on no branch (the last is \(entry.head?.prefix(12) ?? ""))"
                    : "\(count) that \(standing.ownCommits == 1 ? "is" : "are") neither merged nor pushed"
                        + " (the branch is kept)")
        }
        check.ignored = standing.ignored.text("ignored entry", "ignored entries")
        if let branch = entry.branch, standing.ownCommits == 0, let gitDirectory = try gitDirectory(of: entry),
            access(gitDirectory + "/" + WorktreeMark.ownBranch, F_OK) == 0
        {
            // A remote that has it may take it away; then nobody would have it.
            check.takesBranch = standing.isMerged
            if !standing.isMerged { check.takesBranch = try isOnAnotherBranch(branch) }
        }
        return check
    }

    /// - Parameter isForced: with losses.
    /// - Throws: code `conflict` with everything that stands in the way.
    package func remove(_ entry: WorktreeEntry, isForced: Bool) throws(ServiceError) -> WorktreeRemoval {
        let check = try checkRemoval(of: entry)
        guard check.obstacles.isEmpty else {
            throw ServiceError(
                .conflict, "cannot remove \(entry.directory): \(check.obstacles.joined(separator: "; "))")
        }
        guard check.losses.isEmpty || isForced else {
            throw ServiceError(
                .conflict,
                "\(entry.directory) is kept: with it would be lost \(check.losses.joined(separator: ", "))"
                    + " — --force removes it all the same")
        }
        // From outside of it, and without force git looks once more itself.
        let arguments = ["worktree", "remove"] + (check.losses.isEmpty ? [] : ["--force"]) + ["--", entry.directory]
        let output = try runner.run(
            arguments, in: main.directory, settings: settings, patience: runner.longPatience)
        guard output.status == 0 else {
            throw ServiceError(.conflict, "git does not remove \(entry.directory): \(output.complaint)")
        }
        var removal = WorktreeRemoval(branch: entry.branch, directory: entry.directory)
        removal.losses = check.losses
        removal.ignored = check.ignored
        if check.takesBranch, let branch = entry.branch {
            removal.isBranchRemoved =
                try git("branch", "--quiet", "-D", "--", branch, in: main.directory).status == 0
        }
        removeEmptyParents(of: entry.directory, entry.branch)
        return removal
    }

    private func gitDirectory(of entry: WorktreeEntry) throws(ServiceError) -> String? {
        try line("rev-parse", "--absolute-git-dir", in: entry.directory)
    }

    /// Whether the newest commit of the branch is on another local branch.
    private func isOnAnotherBranch(_ branch: String) throws(ServiceError) -> Bool {
        let names = try line(
            "for-each-ref", "--format=%(refname)", "--contains", "refs/heads/" + branch, "refs/heads")
        return (names ?? "").split(separator: "\n").contains { $0 != "refs/heads/" + branch }
    }
}
