import Glibc
package import TendCore

/// A git repository as the server sees it from one of its directories. All methods block and throw ``ServiceError``.
package struct Repository: Sendable {
    /// Where git is asked: an absolute path inside the repository or one of its worktrees.
    package let directory: String
    let runner: GitRunner
    /// Takes the repository's own programs out of force.
    let settings: [(String, String)]
    /// The main one first; of a bare repository that is the repository itself.
    package let worktrees: [WorktreeEntry]

    /// The main worktree, or the bare repository: what a repository is called by.
    package var main: WorktreeEntry { worktrees[0] }

    /// - Throws: code `invalid` when the directory is in no repository.
    package init(at directory: String, _ runner: GitRunner) throws(ServiceError) {
        var status = stat()
        guard stat(directory, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw ServiceError(.invalid, "there is no directory \(directory)")
        }
        self.directory = directory
        self.runner = runner
        let settings = try Repository.disarming(directory, runner)
        self.settings = settings
        let inside = try runner.run(["rev-parse", "--git-dir"], in: directory, settings: settings)
        guard inside.status == 0 else {
            let isNone = inside.complaint.contains("not a git repository")
            throw ServiceError(
                .invalid,
                isNone ? "\(directory) is in no git repository" : "git refuses \(directory): \(inside.complaint)")
        }
        var list = try runner.run(["worktree", "list", "--porcelain", "-z"], in: directory, settings: settings)
        // Before git 2.36 there is no -z.
        if list.status == 129 {
            list = try runner.run(["worktree", "list", "--porcelain"], in: directory, settings: settings)
        }
        worktrees = WorktreeEntry.parse(list.text)
        guard list.status == 0, !worktrees.isEmpty else {
            throw ServiceError(.unavailable, "git cannot list the worktrees of \(directory): \(list.complaint)")
        }
    }

    /// What takes the programs out of force that git would run there. A worktree may have other ones than its repository: what is included
    /// can depend on the directory and on the branch.
    static func disarming(_ directory: String, _ runner: GitRunner) throws(ServiceError) -> [(String, String)] {
        GitSafety.disarming(try runner.run(["config", "--list", "--show-scope", "-z"], in: directory).fields)
    }

    private func settings(in other: String?) throws(ServiceError) -> [(String, String)] {
        guard let other, other != directory else { return settings }
        return try Repository.disarming(other, runner)
    }

    /// Runs git here, or in another worktree of the same repository.
    func git(
        _ arguments: String..., in other: String? = nil, patience: Duration? = nil, limit: Int = 4 << 20
    ) throws(ServiceError) -> GitRunner.Output {
        try runner.run(
            arguments, in: other ?? directory, settings: try settings(in: other), patience: patience, limit: limit)
    }

    /// What git prints, or nil when it says no.
    func line(_ arguments: String..., in other: String? = nil) throws(ServiceError) -> String? {
        let output = try runner.run(arguments, in: other ?? directory, settings: try settings(in: other))
        return output.status == 0 ? output.line : nil
    }

    /// The id of a commit, nil when there is none of that name.
    package func commit(_ name: String) throws(ServiceError) -> String? {
        try line("rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}")
    }

    package func hasBranch(_ branch: String) throws(ServiceError) -> Bool {
        try git("show-ref", "--verify", "--quiet", "refs/heads/" + branch).status == 0
    }

    /// The worktree that somebody means by the name of its branch or by its directory; the linked ones only.
    ///
    /// - Throws: code `notFound`.
    package func linked(_ word: String) throws(ServiceError) -> WorktreeEntry {
        let linked = worktrees.dropFirst()
        let path = word.hasPrefix("/") ? realPath(word) ?? word : word
        if let entry = linked.first(where: { $0.branch == word || $0.directory == path || $0.directory == word }) {
            return entry
        }
        if [main.directory, main.branch].contains(path) {
            throw ServiceError(
                .conflict, "'\(word)' is the repository itself, \(main.directory), and no worktree of it")
        }
        throw ServiceError(
            .notFound,
            "\(main.directory) has no worktree '\(DisplayText.excerpt(word))' — 'tend worktree ls' lists them")
    }
}

/// A path without links, nil when there is nothing at it.
package func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
}

/// Whether `path` is `directory` or below it. Both without links.
package func isInside(_ path: String, _ directory: String) -> Bool {
    path == directory || path.hasPrefix(directory.hasSuffix("/") ? directory : directory + "/")
}
