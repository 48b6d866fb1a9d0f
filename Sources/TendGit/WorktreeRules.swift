import TendCore

/// Where worktrees are made and what makes them ready: the owner's word, out of `worktrees.yaml`. Nothing of it is read from a
/// repository: a clone must not have anything run.
package struct WorktreeRules: Hashable, Sendable {
    /// What holds for one repository, or for all.
    package struct Rule: Hashable, Sendable {
        /// With `{repository}` (the main worktree's directory), `{name}` (the last part of that) and `{branch}`.
        package var directory: String?
        /// A command for the shell, run in a new worktree before the session's program; empty: none.
        package var setUp: String?

        package init(directory: String? = nil, setUp: String? = nil) {
            self.directory = directory
            self.setUp = setUp
        }
    }

    package var all: Rule
    /// By directory of the repository, absolute and without links.
    package var repositories: [String: Rule]

    package init(all: Rule = Rule(), repositories: [String: Rule] = [:]) {
        self.all = all
        self.repositories = repositories
    }

    /// Beside the repository: not inside, where watchers, searches and `git status` of the repository would find it; on the same disk; and
    /// not among tend's own files, which somebody may want to delete.
    package static let usualDirectory = "{repository}.worktrees/{branch}"

    /// Where the worktree of a branch is made.
    package func directory(of branch: String, in repository: String) -> String {
        let pattern = repositories[repository]?.directory ?? all.directory ?? WorktreeRules.usualDirectory
        return pattern.replacing("{repository}", with: repository)
            .replacing("{name}", with: String(repository.split(separator: "/").last ?? "repository"))
            .replacing("{branch}", with: branch)
    }

    package func setUp(of repository: String) -> String? {
        let command = repositories[repository]?.setUp ?? all.setUp
        return command.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// What is wrong with a pattern for directories; nil: nothing.
    package static func mistake(inDirectory pattern: String) -> String? {
        guard pattern.hasPrefix("/") || pattern.hasPrefix("{repository}") else {
            return "must begin with '/', '~/' or '{repository}'"
        }
        guard pattern.contains("{branch}") else { return "must hold '{branch}', so that each branch has its own" }
        return nil
    }
}
