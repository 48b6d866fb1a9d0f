import TendCore
import TendGit

/// What the hub knows of git worktrees besides their sessions.
struct WorktreeDesk {
    let runner: GitRunner
    let rulesPath: String
    let home: String
    /// Changes of repositories, one after the other: ends with the last one that was asked for.
    var turn: Task<Void, Never>?
    /// Worktrees of sessions that are being started, which nobody may remove meanwhile.
    var opening: [SessionID: SessionPlace] = [:]

    init(_ configuration: Hub.Configuration) {
        runner = GitRunner(environment: configuration.environment)
        rulesPath = configuration.home.configDirectory + "/worktrees.yaml"
        home = configuration.environment["HOME"] ?? "/"
    }

    /// Where a worktree for a session would be, and the command that makes it ready. Blocks.
    func plan(
        _ wanted: NewWorktree, from directory: String
    ) throws(ServiceError) -> (repository: Repository, plan: WorktreePlan, setUp: String?) {
        let rules = try WorktreeFile.rules(at: rulesPath, home: home)
        let repository = try Repository(at: directory, runner)
        let plan = try repository.plan(branch: wanted.branch, base: wanted.base, rules)
        let setUp = wanted.setUp.map { $0.isEmpty ? nil : $0 } ?? rules.setUp(of: plan.repository)
        return (repository, plan, setUp)
    }
}

/// Where a session works.
struct SessionPlace: Sendable {
    var name: String
    var isRunning: Bool
    /// Where it was started.
    var directory: String
    /// The worktree that was asked for with it.
    var worktree: String?

    init(_ session: Session) {
        name = session.name
        isRunning = session.state == .running
        directory = session.launch.directory
        worktree = session.worktree?.directory
    }

    /// One that is being started.
    init(name: String, in worktree: String) {
        self.name = name
        isRunning = true
        directory = worktree
        self.worktree = worktree
    }

    /// - Parameter worktree: a path without links.
    func isIn(_ worktree: String) -> Bool {
        self.worktree == worktree || isInside(realPath(directory) ?? directory, worktree)
    }
}

extension WorktreeJSON {
    /// Looks at a worktree; what git does not tell becomes its problem. Blocks.
    init(_ entry: WorktreeEntry, of repository: Repository, _ places: [SessionPlace]) {
        self.init(directory: entry.directory, repository: repository.main.directory)
        branch = entry.branch
        head = entry.head
        locked = entry.lock
        let inside = places.filter { $0.isIn(entry.directory) }
        sessions = inside.map(\.name)
        running = inside.filter(\.isRunning).map(\.name)
        if entry.isGone {
            problem = "its directory is gone — 'git worktree prune' forgets it"
            return
        }
        do {
            let standing = try repository.standing(of: entry)
            clean = standing.isClean
            changed = standing.changed.count
            untracked = standing.untracked.count
            merged = standing.isMerged
            target = standing.target
            ownCommits = standing.ownCommits
            (ahead, behind, comparedWith) = (standing.ahead, standing.behind, standing.comparedWith)
            if let operation = standing.operation { problem = "\(operation) has not ended" }
        } catch {
            problem = error.message
        }
    }
}

extension RemovedWorktreeJSON {
    init(_ removal: WorktreeRemoval) {
        self.init(
            branch: removal.branch, directory: removal.directory, branchRemoved: removal.isBranchRemoved,
            lost: removal.losses, ignored: removal.ignored)
    }
}
