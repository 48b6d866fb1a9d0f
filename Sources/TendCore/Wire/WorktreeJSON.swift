/// The worktree in the body of `POST /sessions`.
package struct NewWorktreeJSON: Hashable, Sendable, Codable {
    /// Made if it is not there.
    package var branch: String
    /// Where a new branch begins: a branch, a tag, a commit.
    package var base: String?
    /// A shell command to run in a new worktree before the program; empty: none. Absent: what `worktrees.yaml` has.
    package var setup: String?

    package enum CodingKeys: String, CodingKey, CaseIterable { case branch, base, setup }

    package init(branch: String, base: String? = nil, setup: String? = nil) {
        self.branch = branch
        self.base = base
        self.setup = setup
    }

    package init(_ worktree: NewWorktree) {
        self.init(branch: worktree.branch, base: worktree.base, setup: worktree.setUp)
    }
}

/// In the answer of `POST /plans`: how the worktree would be had.
package struct PlannedWorktreeJSON: Hashable, Sendable, Codable {
    package var branch: String
    package var directory: String
    package var repository: String
    /// In words.
    package var summary: String
    /// The shell command that would run before the program.
    package var setup: String?

    package enum CodingKeys: String, CodingKey, CaseIterable { case branch, directory, repository, summary, setup }

    package init(branch: String, directory: String, repository: String, summary: String, setup: String?) {
        self.branch = branch
        self.directory = directory
        self.repository = repository
        self.summary = summary
        self.setup = setup
    }
}

/// A git worktree as it is now.
package struct WorktreeJSON: Hashable, Sendable, Codable {
    /// Absent: a detached HEAD.
    package var branch: String?
    /// The commit that is checked out; absent when there is none yet.
    package var head: String?
    package var directory: String
    /// The directory of the main worktree.
    package var repository: String
    /// Names of the sessions that run in it, or were started in it and are still listed.
    package var sessions: [String]
    /// Names of those that run.
    package var running: [String]
    /// Nothing in it would be lost that git does not have.
    package var clean: Bool
    /// How many files are changed, and how many are not known to git.
    package var changed: Int
    package var untracked: Int
    /// All that its branch brings is in `target`.
    package var merged: Bool
    /// The branch that work is merged into; absent when there is none besides its own.
    package var target: String?
    /// Commits that are on no other branch, here or on a remote.
    package var ownCommits: Int
    /// Commits ahead of and behind `compared_with`: the upstream, or else `target`.
    package var ahead: Int
    package var behind: Int
    package var comparedWith: String?
    /// Why it must not be removed, of a locked one.
    package var locked: String?
    /// What is wrong with it: its directory is gone, git does not say how it is.
    package var problem: String?

    package enum CodingKeys: String, CodingKey, CaseIterable {
        case branch, head, directory, repository, sessions, running, clean, changed, untracked, merged, target
        case ownCommits = "own_commits"
        case ahead, behind
        case comparedWith = "compared_with"
        case locked, problem
    }

    package init(directory: String, repository: String) {
        self.directory = directory
        self.repository = repository
        sessions = []
        running = []
        clean = false
        changed = 0
        untracked = 0
        merged = false
        ownCommits = 0
        ahead = 0
        behind = 0
    }
}

/// Answer of `GET /worktrees`.
package struct WorktreeListJSON: Hashable, Sendable, Codable {
    package var worktrees: [WorktreeJSON]
    /// Repositories that cannot be read, with the reason.
    package var problems: [String]

    package init(worktrees: [WorktreeJSON], problems: [String] = []) {
        self.worktrees = worktrees
        self.problems = problems
    }
}

/// Body of `POST /worktrees/remove`.
package struct RemoveWorktreeJSON: RequestJSON, Hashable {
    /// A directory of the repository.
    package var directory: String
    /// A branch, or the directory of a worktree.
    package var worktree: String
    /// Remove it with what would be lost.
    package var force: Bool?
    /// Only if it is merged, too.
    package var ifMerged: Bool?

    enum CodingKeys: String, CodingKey, CaseIterable {
        case directory, worktree, force
        case ifMerged = "if_merged"
    }
    package static var fields: [String] { CodingKeys.allCases.map(\.rawValue) }

    package init(directory: String, worktree: String, force: Bool? = nil, ifMerged: Bool? = nil) {
        self.directory = directory
        self.worktree = worktree
        self.force = force
        self.ifMerged = ifMerged
    }
}

/// Body of `POST /worktrees/prune`.
package struct PruneWorktreesJSON: RequestJSON, Hashable {
    /// A directory of the repository.
    package var directory: String
    /// Only tell what would be removed.
    package var dryRun: Bool?

    enum CodingKeys: String, CodingKey, CaseIterable {
        case directory
        case dryRun = "dry_run"
    }
    package static var fields: [String] { CodingKeys.allCases.map(\.rawValue) }

    package init(directory: String, dryRun: Bool? = nil) {
        self.directory = directory
        self.dryRun = dryRun
    }
}

/// What was removed, or would be.
package struct RemovedWorktreeJSON: Hashable, Sendable, Codable {
    package var branch: String?
    package var directory: String
    /// The branch went, too: it was made with the worktree, and all of it is elsewhere.
    package var branchRemoved: Bool
    /// What was lost, since it was forced.
    package var lost: [String]
    /// Files that `.gitignore` names and that went with it, in words.
    package var ignored: String?

    package enum CodingKeys: String, CodingKey, CaseIterable {
        case branch, directory
        case branchRemoved = "branch_removed"
        case lost, ignored
    }

    package init(
        branch: String?, directory: String, branchRemoved: Bool = false, lost: [String] = [], ignored: String? = nil
    ) {
        self.branch = branch
        self.directory = directory
        self.branchRemoved = branchRemoved
        self.lost = lost
        self.ignored = ignored
    }
}

/// Answer of `POST /worktrees/prune`.
package struct PrunedWorktreesJSON: Hashable, Sendable, Codable {
    package struct Kept: Hashable, Sendable, Codable {
        package var branch: String?
        package var directory: String
        package var reason: String

        package init(branch: String?, directory: String, reason: String) {
            self.branch = branch
            self.directory = directory
            self.reason = reason
        }
    }

    package var removed: [RemovedWorktreeJSON]
    package var kept: [Kept]

    package init(removed: [RemovedWorktreeJSON], kept: [Kept]) {
        self.removed = removed
        self.kept = kept
    }
}
