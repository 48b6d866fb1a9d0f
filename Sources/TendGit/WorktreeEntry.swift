/// A worktree as `git worktree list --porcelain` tells of it.
package struct WorktreeEntry: Hashable, Sendable {
    /// Absolute, without links.
    package var directory: String
    /// Without `refs/heads/`; nil: a detached HEAD, or a bare repository.
    package var branch: String?
    /// The id of the commit, nil when there is none yet.
    package var head: String?
    package var isBare = false
    /// Why it must not be removed; empty when no reason was given.
    package var lock: String?
    /// Its directory is gone.
    package var isGone = false

    package init(directory: String, branch: String? = nil, head: String? = nil) {
        self.directory = directory
        self.branch = branch
        self.head = head
    }

    /// The branch, or the beginning of the commit.
    package var name: String { branch ?? head.map { String($0.prefix(8)) } ?? directory }

    /// - Parameter text: attributes, each ended by a NUL (a line feed without `-z`), an empty one after each worktree.
    static func parse(_ text: String) -> [WorktreeEntry] {
        let end: Character = text.contains("\0") ? "\0" : "\n"
        var entries: [WorktreeEntry] = []
        for attribute in text.split(separator: end) {
            let parts = attribute.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let value = parts.count == 2 ? parts[1] : ""
            if parts[0] == "worktree" {
                entries.append(WorktreeEntry(directory: value))
                continue
            }
            guard !entries.isEmpty else { continue }
            let last = entries.count - 1
            switch parts[0] {
            // Only zeros: no commit yet.
            case "HEAD": entries[last].head = value.contains { $0 != "0" } ? value : nil
            case "branch": entries[last].branch = value.hasPrefix("refs/heads/") ? String(value.dropFirst(11)) : value
            case "bare": entries[last].isBare = true
            case "locked": entries[last].lock = value
            case "prunable": entries[last].isGone = true
            default: continue
            }
        }
        return entries
    }
}
