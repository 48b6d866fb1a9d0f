import TendCore

/// What keeps a repository from having programs run by a server that only wants to look at it.
///
/// A clone brings no configuration with it, but a directory that was unpacked or that an agent can write to may: file system monitors,
/// hooks, filters and text converters are commands, and an agent in a sandbox would have them run outside of it.
enum GitSafety {
    /// Whatever the configurations say.
    private static let settings = [
        ("core.fsmonitor", "false"), ("core.hooksPath", "/dev/null"), ("core.pager", "cat"), ("core.editor", "false"),
        ("core.askPass", "false"), ("credential.helper", ""), ("protocol.allow", "never"), ("gc.auto", "0"),
        ("maintenance.auto", "false"), ("submodule.recurse", "false"), ("color.ui", "false"),
        ("core.quotePath", "false"), ("diff.noprefix", "false"), ("diff.mnemonicPrefix", "false"),
        ("diff.submodule", "short"), ("log.showSignature", "false"), ("status.submoduleSummary", "false"),
    ]

    /// The environment of a run. What git would take from ours (`GIT_DIR`, `GIT_EXTERNAL_DIFF`, …) is left out.
    static func environment(
        _ base: [String: String], _ more: [(String, String)]
    ) -> [String: String] {
        var environment = base.filter { !$0.key.hasPrefix("GIT_") }
        environment["GIT_TERMINAL_PROMPT"] = "0"
        // What only looks must not take the lock that an agent's own git needs in that moment.
        environment["GIT_OPTIONAL_LOCKS"] = "0"
        environment["GIT_NO_LAZY_FETCH"] = "1"
        environment["LC_ALL"] = "C.UTF-8"
        // Not as arguments: names of filters may hold an equals sign.
        let all = settings + more
        environment["GIT_CONFIG_COUNT"] = String(all.count)
        for (index, setting) in all.enumerated() {
            environment["GIT_CONFIG_KEY_\(index)"] = setting.0
            environment["GIT_CONFIG_VALUE_\(index)"] = setting.1
        }
        return environment
    }

    /// Settings that take the repository's own filters and merge drivers out of force; those of the user and the system hold.
    ///
    /// - Parameter listing: fields of `git config --list --show-scope -z`: scope, then name and value on two lines.
    static func disarming(_ listing: [String]) -> [(String, String)] {
        var settings: [(String, String)] = []
        for index in stride(from: 0, to: listing.count - 1, by: 2)
        where ["local", "worktree"].contains(listing[index]) {
            let parts = listing[index + 1].split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            if name.hasPrefix("merge."), name.hasSuffix(".driver") { settings.append((name, "false")) }
            guard name.hasPrefix("filter."), let dot = name.lastIndex(of: ".") else { continue }
            let value = parts.count == 2 ? String(parts[1]) : ""
            switch name[dot...] {
            case ".clean", ".smudge", ".process":
                if !ours.contains(value) { settings.append((name, "")) }
            case ".required":
                settings.append((name, "false"))
            default:
                continue
            }
        }
        return settings
    }

    /// What `git lfs install --local` writes; the program is the user's own.
    private static let ours = ["git-lfs clean -- %f", "git-lfs smudge -- %f", "git-lfs filter-process"]
}
