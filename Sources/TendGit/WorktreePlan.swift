import Glibc
package import TendCore

/// How a session's worktree will be had. Nothing is changed by making a plan.
package struct WorktreePlan: Hashable, Sendable {
    /// What has to be done.
    package enum Way: Hashable, Sendable {
        /// It is there.
        case reuse
        /// The branch is there, its worktree is not.
        case branch
        /// Neither is there. `remote`: the remote-tracking branch that it begins with and follows.
        case newBranch(commit: String, from: String, remote: String?)
    }

    /// The main worktree's directory, or that of the bare repository.
    package var repository: String
    package var branch: String
    package var directory: String
    package var way: Way
    /// Where the program starts below the worktree's directory, if that is there: where it was asked for below its own.
    package var prefix: String

    /// Where the program would start, if its directory is on the branch.
    package var start: String { prefix.isEmpty ? directory : directory + "/" + prefix }

    /// For people: `new branch 'x' from HEAD`.
    package var summary: String {
        switch way {
        case .reuse: "the worktree of '\(branch)' that is there"
        case .branch: "a new worktree of the branch '\(branch)'"
        case .newBranch(let commit, let from, let remote):
            "a new worktree with the new branch '\(branch)' from \(from)"
                + (remote == nil && !commit.hasPrefix(from) ? " (\(commit.prefix(8)))" : "")
        }
    }
}

extension Repository {
    /// - Parameters:
    ///   - base: where a new branch begins; nil: at the remote branch of the same name if there is just one, or else at HEAD.
    /// - Throws: code `invalid` or `conflict`: why there can be no such worktree.
    package func plan(
        branch: String, base: String?, _ rules: WorktreeRules
    ) throws(ServiceError) -> WorktreePlan {
        try check(branch)
        if let superproject = try line("rev-parse", "--show-superproject-working-tree"), !superproject.isEmpty {
            throw ServiceError(
                .invalid,
                "\(directory) is in a submodule of \(superproject): git would keep its worktrees inside the other repository"
                    + " — start from \(superproject), or from a clone of the submodule")
        }
        let prefix = try line("rev-parse", "--show-prefix") ?? ""
        var plan = WorktreePlan(
            repository: main.directory, branch: branch, directory: rules.directory(of: branch, in: main.directory),
            way: .branch, prefix: prefix.hasSuffix("/") ? String(prefix.dropLast()) : prefix)
        let isThere = try hasBranch(branch)
        if isThere, base != nil {
            throw ServiceError(
                .conflict,
                "the branch '\(branch)' is there already, so it has no base to begin with — leave --base away")
        }
        if let entry = worktrees.first(where: { $0.branch == branch }) {
            plan.directory = entry.directory
            plan.way = .reuse
            try check(reused: entry)
            return plan
        }
        if !isThere { plan.way = try beginning(of: branch, base) }
        try check(newDirectory: plan.directory)
        return plan
    }

    private func check(_ branch: String) throws(ServiceError) {
        let isName =
            !branch.hasPrefix("-") && branch != "HEAD" && !branch.contains("\0")
            ? try git("check-ref-format", "refs/heads/" + branch).status == 0 : false
        guard isName else {
            throw ServiceError(
                .invalid,
                "'\(DisplayText.excerpt(branch))' cannot be the name of a branch: no blanks, no '..', none of ~^:?*[\\,"
                    + " and no '-' at its beginning (man git-check-ref-format)")
        }
    }

    private func check(reused entry: WorktreeEntry) throws(ServiceError) {
        if entry == main {
            throw ServiceError(
                .conflict,
                "'\(entry.name)' is checked out in \(main.directory) itself — leave --worktree away to work there")
        }
        if entry.isGone || realPath(entry.directory) == nil {
            throw ServiceError(
                .conflict,
                "the worktree of '\(entry.name)' was at \(entry.directory), which is gone"
                    + " — 'git worktree prune' in \(main.directory) forgets it")
        }
    }

    private func beginning(of branch: String, _ base: String?) throws(ServiceError) -> WorktreePlan.Way {
        if let base {
            guard let commit = try commit(base) else {
                throw ServiceError(.invalid, "there is no commit '\(DisplayText.excerpt(base))' in \(main.directory)")
            }
            return .newBranch(commit: commit, from: base, remote: nil)
        }
        let remotes = try line("for-each-ref", "--format=%(refname)", "refs/remotes/*/" + branch) ?? ""
        let found = remotes.split(separator: "\n")
        if found.count == 1, let commit = try commit(String(found[0])) {
            let remote = String(found[0].dropFirst("refs/remotes/".count))
            return .newBranch(commit: commit, from: remote, remote: remote)
        }
        guard let head = try commit("HEAD") else {
            throw ServiceError(
                .conflict, "\(main.directory) has no commit yet, so no branch can begin there — commit something first")
        }
        return .newBranch(commit: head, from: "HEAD", remote: nil)
    }

    private func check(newDirectory path: String) throws(ServiceError) {
        if let other = worktrees.dropFirst().first(where: { isInside(path, $0.directory) }) {
            throw ServiceError(
                .conflict, "\(path) would be inside the worktree of '\(other.name)' at \(other.directory)")
        }
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        let isEmpty = status.st_mode & S_IFMT == S_IFDIR && isEmptyDirectory(path)
        if !isEmpty {
            throw ServiceError(
                .conflict, "\(path) is there already and is no worktree of this branch — move it away")
        }
    }

    /// Whether a directory is empty.
    private func isEmptyDirectory(_ path: String) -> Bool {
        guard let stream = opendir(path) else { return false }
        defer { closedir(stream) }
        var count = 0
        while readdir(stream) != nil { count += 1 }
        return count <= 2
    }
}
