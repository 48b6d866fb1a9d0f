import Glibc
package import TendCore

/// How a worktree is: what would be lost with it, and how its branch stands to the others.
package struct WorktreeStanding: Hashable, Sendable {
    /// Some paths, and how many there are in all.
    package struct Paths: Hashable, Sendable {
        /// The first ones only.
        package var some: [String] = []
        package var count = 0

        package init() {}

        static let shown = 5

        mutating func add(_ path: String) {
            count += 1
            if some.count < Paths.shown { some.append(path) }
        }

        /// `3 changed files (a, b, c)`, nil when there are none.
        package func text(_ one: String, _ many: String) -> String? {
            guard count > 0 else { return nil }
            let names = some.map { DisplayText.cleaned($0, limit: 80) } + (count > some.count ? ["…"] : [])
            return "\(count == 1 ? "1 " + one : "\(count) \(many)") (\(names.joined(separator: ", ")))"
        }
    }

    package var changed = Paths()
    package var untracked = Paths()
    /// What `.gitignore` keeps out of git: build products, and files that nobody else has.
    package var ignored = Paths()
    /// `a rebase`, `a merge`…, which has been begun and not ended.
    package var operation: String?
    /// Submodules have files of their own here, into which nobody has looked.
    package var hasSubmodules = false
    /// Commits that are on no other branch, local or remote.
    package var ownCommits = 0
    /// The branch that the others are merged into, as far as there is one besides this.
    package var target: String?
    /// All that the branch brings is in ``target``: its commits, or (after a squash or rebase) what they change.
    package var isMerged = false
    /// Compared to ``comparedWith``: the upstream, or else ``target``.
    package var ahead = 0
    package var behind = 0
    package var comparedWith: String?

    package init() {}

    package var isClean: Bool {
        changed.count == 0 && untracked.count == 0 && operation == nil
    }
}

extension Repository {
    /// - Throws: code `unavailable` when git does not say how it is: then nobody may take it for clean.
    package func standing(of entry: WorktreeEntry) throws(ServiceError) -> WorktreeStanding {
        var standing = WorktreeStanding()
        if entry.isGone { return standing }
        // A worktree may have settings of its own.
        let inside = try Repository(at: entry.directory, runner)
        try inside.readStatus(into: &standing)
        guard let gitDirectory = try inside.line("rev-parse", "--absolute-git-dir") else { return standing }
        standing.operation = Repository.operation(in: gitDirectory)
        standing.hasSubmodules = !Folder.names(in: gitDirectory + "/modules").isEmpty
        guard let head = entry.head else { return standing }
        try readCommits(of: entry, head, into: &standing)
        return standing
    }

    private func readStatus(into standing: inout WorktreeStanding) throws(ServiceError) {
        // Git would run in submodules with their settings, which may be anybody's.
        let output = try git(
            "status", "--porcelain=v1", "-z", "--untracked-files=normal", "--ignored=traditional",
            "--ignore-submodules=dirty", limit: 32 << 20)
        guard output.status == 0 else {
            throw ServiceError(.unavailable, "git cannot tell the status of \(directory): \(output.complaint)")
        }
        var fields = output.fields[...]
        while let field = fields.popFirst() {
            guard field.count > 3 else { continue }
            let path = String(field.dropFirst(3))
            switch field.prefix(2) {
            case "??": standing.untracked.add(path)
            case "!!": standing.ignored.add(path)
            default:
                standing.changed.add(path)
                // A renamed or copied file is followed by the name that it had.
                if field.prefix(2).contains(where: { $0 == "R" || $0 == "C" }) { fields = fields.dropFirst() }
            }
        }
    }

    private func readCommits(
        of entry: WorktreeEntry, _ head: String, into standing: inout WorktreeStanding
    ) throws(ServiceError) {
        let others = entry.branch.map { ["--exclude=" + $0] } ?? []
        let own = try runner.run(
            ["rev-list", "--count", head, "--not"] + others + ["--branches", "--remotes", "--"], in: directory,
            settings: settings)
        guard own.status == 0, let count = Int(own.line) else {
            throw ServiceError(.unavailable, "git cannot count the commits of '\(entry.name)': \(own.complaint)")
        }
        standing.ownCommits = count
        if let target = try target(besides: entry.branch) {
            standing.target = target.shown
            standing.isMerged = try git("merge-base", "--is-ancestor", head, target.name).status == 0
            if !standing.isMerged { standing.isMerged = try bringsNothing(head, to: target.name) }
            standing.comparedWith = target.shown
            try compare(head, with: target.name, into: &standing)
        }
        guard let branch = entry.branch else { return }
        let upstream = try line("for-each-ref", "--format=%(upstream)", "refs/heads/" + branch) ?? ""
        if !upstream.isEmpty, try commit(upstream) != nil {
            standing.comparedWith = Repository.short(upstream)
            try compare(head, with: upstream, into: &standing)
        }
    }

    /// The branch that the work goes to: the remote's own, or else the one of the main worktree.
    private func target(besides branch: String?) throws(ServiceError) -> (name: String, shown: String)? {
        var candidates: [String] = []
        if let remote = try line("symbolic-ref", "--quiet", "refs/remotes/origin/HEAD") { candidates.append(remote) }
        if let own = main.branch { candidates.append("refs/heads/" + own) }
        if main.isBare, let own = try line("symbolic-ref", "--quiet", "HEAD", in: main.directory) {
            candidates.append(own)
        }
        // What was merged here and not pushed yet is merged all the same: the one that is further counts.
        var found: [String] = []
        for name in candidates where name != "refs/heads/" + (branch ?? "") {
            if try commit(name) != nil { found.append(name) }
        }
        guard let first = found.first else { return nil }
        for name in found.dropFirst() where try git("merge-base", "--is-ancestor", first, name).status == 0 {
            return (name, Repository.short(name))
        }
        return (first, Repository.short(first))
    }

    /// Whether merging would change nothing, as after a squash merge. Git before 2.38 cannot tell.
    private func bringsNothing(_ head: String, to target: String) throws(ServiceError) -> Bool {
        let merged = try git("merge-tree", "--write-tree", target, head)
        guard merged.status == 0, let tree = try line("rev-parse", "--verify", "--quiet", target + "^{tree}") else {
            return false
        }
        return merged.line == tree
    }

    private func compare(
        _ head: String, with other: String, into standing: inout WorktreeStanding
    ) throws(ServiceError) {
        let counts = try line("rev-list", "--left-right", "--count", "\(head)...\(other)", "--") ?? ""
        let numbers = counts.split(separator: "\t").compactMap { Int($0) }
        if numbers.count == 2 { (standing.ahead, standing.behind) = (numbers[0], numbers[1]) }
    }

    /// `main` for `refs/heads/main`, `origin/main` for `refs/remotes/origin/main`.
    static func short(_ name: String) -> String {
        for prefix in ["refs/heads/", "refs/remotes/"] where name.hasPrefix(prefix) {
            return String(name.dropFirst(prefix.count))
        }
        return name
    }

    private static let operations = [
        ("rebase-merge", "a rebase"), ("rebase-apply", "a rebase"), ("MERGE_HEAD", "a merge"),
        ("CHERRY_PICK_HEAD", "a cherry-pick"), ("REVERT_HEAD", "a revert"), ("BISECT_LOG", "a bisection"),
    ]

    private static func operation(in gitDirectory: String) -> String? {
        operations.first { access(gitDirectory + "/" + $0.0, F_OK) == 0 }?.1
    }
}
