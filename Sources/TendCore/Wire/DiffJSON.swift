/// Answer of `GET /sessions/{id}/diff`: what is changed in the git worktree that the session was started in.
package struct DiffJSON: Hashable, Sendable, Codable {
    package struct File: Hashable, Sendable, Codable {
        package enum Status: String, Hashable, Sendable, Codable, CaseIterable {
            case modified, added, deleted, renamed, copied, untracked, unmerged
            /// Became a link, a file or a submodule.
            case retyped
        }

        /// From the worktree's directory on.
        package var path: String
        /// What it was called before.
        package var oldPath: String?
        package var status: Status
        package var added: Int
        package var removed: Int
        package var binary: Bool
        package var hunks: [Hunk]
        /// Why its lines are not all here.
        package var note: String?

        package enum CodingKeys: String, CodingKey, CaseIterable {
            case path
            case oldPath = "old_path"
            case status, added, removed, binary, hunks, note
        }

        package init(path: String, oldPath: String? = nil, status: Status, hunks: [Hunk] = []) {
            self.path = path
            self.oldPath = oldPath
            self.status = status
            self.hunks = hunks
            added = hunks.reduce(0) { $0 + $1.lines.count { $0.hasPrefix("+") } }
            removed = hunks.reduce(0) { $0 + $1.lines.count { $0.hasPrefix("-") } }
            binary = false
        }
    }

    package struct Hunk: Hashable, Sendable, Codable {
        /// Number of the first line before and after the change, from 1; 0: there is none.
        package var oldStart: Int
        package var newStart: Int
        /// What git finds to say where it is: the function, mostly.
        package var heading: String
        /// Each with its sign: `+`, `-`, a blank, or `\` for a remark of git's.
        package var lines: [String]

        package enum CodingKeys: String, CodingKey, CaseIterable {
            case oldStart = "old_start"
            case newStart = "new_start"
            case heading, lines
        }

        package init(oldStart: Int, newStart: Int, heading: String = "", lines: [String] = []) {
            self.oldStart = oldStart
            self.newStart = newStart
            self.heading = heading
            self.lines = lines
        }
    }

    /// The worktree's.
    package var directory: String
    /// Absent: a detached HEAD.
    package var branch: String?
    package var files: [File]
    /// What is left out, in words.
    package var notes: [String]

    package enum CodingKeys: String, CodingKey, CaseIterable { case directory, branch, files, notes }

    package init(directory: String, branch: String? = nil, files: [File] = [], notes: [String] = []) {
        self.directory = directory
        self.branch = branch
        self.files = files
        self.notes = notes
    }
}
