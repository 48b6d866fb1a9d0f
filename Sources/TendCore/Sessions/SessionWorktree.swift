/// The git worktree that was asked for with a session.
package struct SessionWorktree: Hashable, Sendable, Codable {
    /// The directory of the repository's main worktree, or of the bare repository.
    package var repository: String
    package var branch: String
    /// The worktree's own.
    package var directory: String
    /// A shell command that makes it ready, run before the program as long as it has not ended well.
    package var setUp: String?
    /// The file that is not empty as long as the set-up is to be run.
    package var marker: String

    package init(repository: String, branch: String, directory: String, setUp: String? = nil, marker: String) {
        self.repository = repository
        self.branch = branch
        self.directory = directory
        self.setUp = setUp
        self.marker = marker
    }
}

/// A worktree that a new session wants.
package struct NewWorktree: Hashable, Sendable {
    package var branch: String
    /// Where a new branch begins.
    package var base: String?
    /// In place of the command that the owner's rules have; empty: none.
    package var setUp: String?

    package init(branch: String, base: String? = nil, setUp: String? = nil) {
        self.branch = branch
        self.base = base
        self.setUp = setUp
    }
}
