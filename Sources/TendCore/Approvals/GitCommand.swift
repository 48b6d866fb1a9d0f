/// A call of git taken apart: what it does, and which other programs it is told to run.
struct GitCommand {
    /// `status`, `rebase`, …
    var verb: ShellScript.Word
    /// What follows the verb.
    var arguments: [ShellScript.Word]
    /// Options before the verb set something that could have git run another program.
    private var isReconfigured = false

    private static let optionsWithValue: Set<String> = [
        "-C", "-c", "--git-dir", "--work-tree", "--namespace", "--config-env", "--super-prefix", "--attr-source",
    ]

    /// - Parameter words: `git`, its options, the verb and the rest; nil without a verb, or if it is another program.
    init?(_ words: [ShellScript.Word]) {
        guard let first = words.first, ShellWrapper.name(first) == "git" else { return nil }
        var rest = words.dropFirst()
        while let option = rest.first, option.text.hasPrefix("-") {
            rest.removeFirst()
            let name = option.text.prefix { $0 != "=" }
            if name == "--exec-path" && option.text.contains("=") || name == "--config-env" { isReconfigured = true }
            if option.text == "-c", !(rest.first.map(GitCommand.isHarmless) ?? true) { isReconfigured = true }
            if GitCommand.optionsWithValue.contains(option.text) { rest = rest.dropFirst() }
        }
        guard let verb = rest.popFirst() else { return nil }
        self.verb = verb
        arguments = Array(rest)
    }

    /// What git does itself, as far as no configuration and no other program decides about it. What it does not know it takes for an
    /// alias, or for a program whose name begins with `git-`.
    static let verbs: Set<String> = [
        "add", "am", "apply", "archive", "bisect", "blame", "branch", "bundle", "cat-file", "check-attr",
        "check-ignore",
        "checkout", "cherry", "cherry-pick", "clean", "clone", "commit", "commit-tree", "config", "count-objects",
        "describe",
        "diff", "diff-files", "diff-index", "diff-tree", "difftool", "fetch", "for-each-ref", "format-patch", "fsck",
        "gc",
        "grep", "hash-object", "help", "init", "log", "ls-files", "ls-remote", "ls-tree", "maintenance", "merge",
        "merge-base", "merge-file", "merge-tree", "mktree", "mv", "name-rev", "notes", "pack-refs", "prune", "pull",
        "push",
        "range-diff", "read-tree", "rebase", "reflog", "remote", "repack", "replace", "rerere", "reset", "restore",
        "rev-list", "rev-parse", "revert", "rm", "shortlog", "show", "show-branch", "show-ref", "sparse-checkout",
        "stash",
        "status", "submodule", "switch", "symbolic-ref", "tag", "update-index", "update-ref", "var", "verify-commit",
        "verify-tag", "version", "whatchanged", "worktree", "write-tree",
    ]

    /// Settings that name no program and no place. Others make git run something later: `alias.x`, `core.pager`, `filter.x.clean`.
    private static let harmlessSettings: Set<String> = [
        "user.name", "user.email", "user.signingkey", "pull.rebase", "pull.ff", "push.default", "push.autosetupremote",
        "fetch.prune", "merge.conflictstyle", "merge.ff", "rebase.autostash", "rebase.autosquash", "rerere.enabled",
        "diff.algorithm", "diff.renames", "init.defaultbranch", "core.autocrlf", "core.eol", "core.filemode",
        "core.ignorecase", "core.quotepath", "commit.gpgsign", "color.ui",
    ]

    /// Of a setting for one call, `core.pager=cat`.
    private static func isHarmless(_ setting: ShellScript.Word) -> Bool {
        let parts = setting.text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let value = parts.count > 1 ? parts[1] : "true"
        return !setting.isExpanded
            && (harmlessSettings.contains(parts[0].lowercased())
                || ["", "cat", "true", "false", "0", "1", "never", "always", "auto"].contains(value))
    }

    /// Options of `git config` that take no value: another word cannot pass for the setting.
    private static let plainOptions: Set<String> = [
        "--global", "--local", "--system", "--worktree", "--add", "--replace-all", "--unset", "--unset-all", "--all",
        "--bool", "--int", "--bool-or-int", "--path", "--no-type", "--fixed-value",
    ]

    /// Whether it writes a setting that could have git run something, or edits the file that holds them.
    var isConfiguring: Bool {
        guard verb.text == "config" else { return false }
        let texts = arguments.map(\.text)
        let reading = ["--get", "--get-all", "--get-regexp", "--get-urlmatch", "--list", "-l", "get", "list"]
        let words = texts.filter { !$0.hasPrefix("-") && $0 != "set" }
        if let first = texts.first(where: { !["--global", "--local", "--system", "--worktree"].contains($0) }),
            reading.contains(first)
        {
            return false
        }
        if texts.contains(where: { $0.hasPrefix("-") && !GitCommand.plainOptions.contains($0) }) { return true }
        // One word alone asks for a setting.
        let isQuestion = words.count == 1 && texts.allSatisfy { !$0.hasPrefix("-") } && texts.first != "edit"
        return !isQuestion && !(words.first.map { GitCommand.harmlessSettings.contains($0.lowercased()) } ?? false)
    }

    /// The program that it is told to run.
    var content: ShellWrapper.Content {
        if isReconfigured { return .unknown("its settings could run other programs") }
        return switch verb.text {
        case "bisect" where arguments.first?.text == "run": .command(Array(arguments.dropFirst()))
        case "submodule": perSubmodule
        case "rebase": program(long: "--exec", short: "x")
        case "difftool": program(long: "--extcmd", short: "x")
        case "grep": program(long: "--open-files-in-pager", short: "O", isOptional: true)
        case "clone": program(long: "--upload-pack", short: "u")
        case "fetch", "pull", "ls-remote": program(long: "--upload-pack", short: nil)
        case "push", "send-pack": program(long: "--receive-pack", short: nil)
        case "archive": program(long: "--exec", short: nil)
        case "filter-branch", "for-each-repo", "hook", "send-email", "daemon", "instaweb":
            .unknown("it runs other programs")
        default: .none
        }
    }

    private var perSubmodule: ShellWrapper.Content {
        guard let index = arguments.firstIndex(where: { $0.text == "foreach" }) else { return .none }
        let rest = Array(arguments[(index + 1)...].drop { $0.text.hasPrefix("-") })
        // One word is a line for the shell, several are a command.
        return rest.count == 1 ? GitCommand.script(rest[0]) : .command(rest)
    }

    /// The value of an option that is a line for the shell. git takes long options that are cut short, and short ones in a row.
    ///
    /// - Parameter isOptional: the value can only stand in the option's own word.
    private func program(long: String, short: Character?, isOptional: Bool = false) -> ShellWrapper.Content {
        var scripts: [ShellScript.Word] = []
        for (index, word) in arguments.enumerated() {
            if word.text == "--" { break }
            let next = arguments.indices.contains(index + 1) ? arguments[index + 1] : nil
            if word.text.hasPrefix("--") {
                let parts = word.text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts[0].count > 3, long.hasPrefix(parts[0]) else { continue }
                let own = parts.count > 1 ? String(parts[1]) : nil
                if let own { scripts.append(ShellScript.Word(text: own, isExpanded: word.isExpanded)) }
                if own == nil, !isOptional, let next { scripts.append(next) }
            } else if word.text.hasPrefix("-"), let short, let place = word.text.firstIndex(of: short) {
                let own = String(word.text[word.text.index(after: place)...])
                if !own.isEmpty { scripts.append(ShellScript.Word(text: own, isExpanded: word.isExpanded)) }
                if own.isEmpty, !isOptional, let next { scripts.append(next) }
            }
        }
        guard let script = scripts.first else { return .none }
        return scripts.count == 1 ? GitCommand.script(script) : .unknown("it runs several programs")
    }

    private static func script(_ word: ShellScript.Word) -> ShellWrapper.Content {
        word.isExpanded ? .unknown("what it runs is only known when it runs") : .script(word.text)
    }

    /// As it would be written without the options before the verb.
    var spelling: String { (["git", verb.text] + arguments.map(\.text)).joined(separator: " ") }
}
