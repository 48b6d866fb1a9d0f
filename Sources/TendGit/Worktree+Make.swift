import Glibc
package import TendCore

/// A worktree that is there for a session.
package struct MadeWorktree: Hashable, Sendable {
    package var plan: WorktreePlan
    /// The repository's directory for this worktree.
    package var gitDirectory: String
    /// Where the program starts.
    package var start: String

    /// The file that is not empty as long as the set-up has not ended well.
    package var marker: String { gitDirectory + "/" + WorktreeMark.setUp }
}

/// Files of ours in git's directory of a worktree. They go when the worktree goes.
enum WorktreeMark {
    static let setUp = "tend-set-up"
    /// The branch was made together with the worktree.
    static let ownBranch = "tend-branch"
}

extension Repository {
    /// Does what the plan says. Turn by turn: two at once for one branch would be in each other's way.
    ///
    /// - Parameter needsSetUp: whether there is a command that makes a new worktree ready.
    /// - Throws: code `conflict` with git's reason; then nothing is left.
    package func make(_ plan: WorktreePlan, needsSetUp: Bool) throws(ServiceError) -> MadeWorktree {
        let output: GitRunner.Output? =
            switch plan.way {
            case .reuse: nil
            case .branch:
                try git(
                    "worktree", "add", "--quiet", "--no-checkout", "--", plan.directory, plan.branch,
                    patience: runner.longPatience)
            case .newBranch(let commit, _, nil):
                try git(
                    "worktree", "add", "--quiet", "--no-checkout", "--no-track", "-b", plan.branch, "--",
                    plan.directory, commit,
                    patience: runner.longPatience)
            case .newBranch(_, _, let remote?):
                try git(
                    "worktree", "add", "--quiet", "--no-checkout", "--track", "-b", plan.branch, "--", plan.directory,
                    remote,
                    patience: runner.longPatience)
            }
        if let output, output.status != 0 {
            // Git has cleared away its directory, not the branch.
            removeBranch(of: plan)
            throw ServiceError(
                .conflict, "git cannot make the worktree \(plan.directory): \(output.complaint)")
        }
        if output != nil { try makeFiles(of: plan) }
        guard let gitDirectory = try line("rev-parse", "--absolute-git-dir", in: plan.directory) else {
            throw ServiceError(.conflict, "\(plan.directory) is no worktree")
        }
        var made = MadeWorktree(plan: plan, gitDirectory: gitDirectory, start: plan.directory)
        let below = plan.directory + "/" + plan.prefix
        var status = stat()
        if !plan.prefix.isEmpty, stat(below, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { made.start = below }
        if plan.way != .reuse, needsSetUp { try write("pending\n", to: made.marker) }
        if case .newBranch = plan.way { try write("\(plan.branch)\n", to: gitDirectory + "/" + WorktreeMark.ownBranch) }
        return made
    }

    /// Only now: which programs of the repository would have a hand in them can be told in the worktree alone.
    private func makeFiles(of plan: WorktreePlan) throws(ServiceError) {
        let output = try git(
            "reset", "--quiet", "--hard", "--no-recurse-submodules", in: plan.directory, patience: runner.longPatience)
        guard output.status != 0 else { return }
        undo(plan)
        throw ServiceError(.conflict, "git cannot fill the worktree \(plan.directory): \(output.complaint)")
    }

    /// Takes back what ``make(_:needsSetUp:)`` has just made, when nothing was started in it.
    package func undo(_ plan: WorktreePlan) {
        guard plan.way != .reuse else { return }
        // What is not there cannot be removed, and that is what is wanted.
        _ = try? git("worktree", "remove", "--force", "--", plan.directory)
        removeBranch(of: plan)
        removeEmptyParents(of: plan.directory, plan.branch)
    }

    /// Git itself refuses when the branch is checked out somewhere.
    private func removeBranch(of plan: WorktreePlan) {
        guard case .newBranch(let commit, _, _) = plan.way,
            (try? line("rev-parse", "--verify", "--quiet", "refs/heads/" + plan.branch)) == commit
        else { return }
        _ = try? git("branch", "--quiet", "-D", "--", plan.branch)
    }

    /// Directories that were only made for the parts of a branch's name, and `….worktrees` when it was the last one.
    func removeEmptyParents(of directory: String, _ branch: String?) {
        var parts = directory.split(separator: "/").dropLast()
        let depth = (branch ?? "").split(separator: "/").count - 1
        for _ in 0..<max(0, depth) where rmdir("/" + parts.joined(separator: "/")) == 0 { parts = parts.dropLast() }
        if parts.last?.hasSuffix(".worktrees") == true { rmdir("/" + parts.joined(separator: "/")) }
    }

    private func write(_ text: String, to path: String) throws(ServiceError) {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
        let bytes = Array(text.utf8)
        guard file >= 0, Glibc.write(file, bytes, bytes.count) == bytes.count else {
            let reason = String(cString: strerror(errno))
            if file >= 0 { close(file) }
            throw ServiceError(.unavailable, "cannot write \(path): \(reason)")
        }
        close(file)
    }
}

extension SessionWorktree {
    /// Whether the set-up is still to be run, or to be run again.
    package var isSetUpPending: Bool {
        var status = stat()
        return stat(marker, &status) == 0 && status.st_size > 0
    }

    /// The command line that runs the set-up where the program will run, and then becomes the program.
    ///
    /// Everything but the script itself is an argument, which no shell reads; only the set-up is a text for one, and that is the owner's.
    package func settingUp(with setUp: String, _ command: [String]) -> [String] {
        let script = """
            printf 'tend: setting up the worktree: %s\\n' "$2"
            /bin/sh -c "$2"
            status=$?
            if [ $status -ne 0 ]; then
              printf '\\ntend: the set-up ended with status %s, so %s was not started\\n' $status "$3"
              exit $status
            fi
            : > "$1"
            shift 2
            exec "$@"
            """
        return ["/bin/sh", "-c", script, "tend", marker, setUp] + command
    }
}
