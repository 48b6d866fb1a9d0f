/// How a command line of `codex` becomes two: one for the app server, one for the TUI that is attached to it.
///
/// Found on codex-cli 0.163.0:
/// - The app server takes `-c`, `--enable`, `--disable` and `--strict-config`, and needs all of them: it starts the MCP servers, calls
///   the model and decides whether somebody has to sign in. The TUI wants them, too.
/// - Everything else (`-m`, `-a`, `-s`, `-C`, `resume`, the prompt …) the TUI sends over with the conversation.
/// - `--no-daemon` and `--add-dir` are refused together with `--remote`. A profile (`-p`) is refused by the app server, so that a
///   provider of the profile's own ends at the sign-in screen.
/// - A TUI that resumes a conversation refuses to say what it may do (`-a`, `-s`, and the same by `-c`); the app server takes it.
package enum CodexArguments: Hashable, Sendable {
    /// An app server can stand behind it.
    case attached(server: [String], tui: [String])
    /// To be run as it is. The reason, if the user loses something by it: then only the screen tells what Codex wants.
    case plain([String], reason: String?)

    package init(_ arguments: [String]) {
        var server: [String] = []
        var tui: [String] = []
        var hasPositional = false
        // A flag may stand before `resume`.
        let isResumed = arguments.prefix { $0 != "--" }.contains { $0 == "resume" || $0 == "fork" }
        var index = 0
        while index < arguments.count, arguments[index] != "--" {
            let word = arguments[index]
            guard word.hasPrefix("-"), word != "-" else {
                if !hasPositional, CodexArguments.otherCommands.contains(word) {
                    self = .plain(arguments, reason: nil)
                    return
                }
                hasPositional = true
                tui.append(word)
                index += 1
                continue
            }
            let option = Option(word)
            if CodexArguments.asking.contains(option.name) {
                self = .plain(arguments, reason: nil)
                return
            }
            if let reason = CodexArguments.obstacles[option.name] {
                self = .plain(CodexArguments.alone(arguments), reason: reason)
                return
            }
            let hasNext = !option.hasValue && CodexArguments.withValue.contains(option.name)
            let words = arguments[index...].prefix(hasNext ? 2 : 1)
            index += words.count
            if isResumed, let setting = option.permission(words) {
                server += ["-c", setting]
                continue
            }
            if CodexArguments.forServer.contains(option.name) { server += words }
            if option.name != "--no-daemon" { tui += words }
        }
        self = .attached(server: server, tui: tui + arguments[index...])
    }

    /// The command line of the app server.
    package static func server(_ options: [String], socket: String) -> [String] {
        ["app-server", "--listen", "unix://" + socket] + options
    }

    /// The command line of the TUI. The address comes first: `resume` and `fork` may follow.
    package static func tui(_ arguments: [String], socket: String) -> [String] {
        ["--remote", "unix://" + socket] + arguments
    }

    /// Without the background server that Codex starts otherwise, and that outlives it.
    package static func alone(_ arguments: [String]) -> [String] {
        let names = arguments.prefix { $0 != "--" }.map { Option($0).name }
        return names.contains("--remote") || names.contains("--no-daemon") ? arguments : ["--no-daemon"] + arguments
    }

    private struct Option {
        var name: String
        /// It is in the same word: `--config=x`, `-cx`, `-c=x`.
        var hasValue: Bool

        init(_ word: String) {
            let isLong = word.hasPrefix("--")
            name = isLong ? String(word.prefix { $0 != "=" }) : String(word.prefix(2))
            hasValue = name != word
        }

        /// What the option says of permissions, as `-c` says it; nil: nothing.
        ///
        /// - Parameter words: the option, and its value if that is a word of its own.
        func permission(_ words: ArraySlice<String>) -> String? {
            let rest = words.first?.dropFirst(name.count) ?? ""
            let value = hasValue ? String(rest.first == "=" ? rest.dropFirst() : rest) : words.dropFirst().first
            guard let value else { return nil }
            switch name {
            case "-a", "--ask-for-approval": return "approval_policy=\(TOML.quoted(value))"
            case "-s", "--sandbox": return "sandbox_mode=\(TOML.quoted(value))"
            case "-c", "--config":
                return ["approval_policy=", "sandbox_mode="].contains { value.hasPrefix($0) } ? value : nil
            default: return nil
            }
        }
    }

    private static let forServer: Set = ["-c", "--config", "--enable", "--disable", "--strict-config"]
    private static let withValue: Set = [
        "-c", "--config", "--enable", "--disable", "--remote", "--remote-auth-token-env", "-i", "--image", "-m",
        "--model", "--local-provider", "-p", "--profile", "-s", "--sandbox", "-C", "--cd", "--add-dir", "-a",
        "--ask-for-approval",
    ]
    /// Say something and end.
    private static let asking: Set = ["-h", "--help", "-V", "--version"]
    /// Without a TUI; `resume` and `fork` have one.
    private static let otherCommands: Set = [
        "agents", "exec", "e", "review", "login", "logout", "mcp", "plugin", "app-server", "remote-control",
        "completion", "update", "doctor", "sandbox", "debug", "apply", "a", "queue", "archive", "delete",
        "migrate-rollouts", "unarchive", "cloud", "exec-server", "features", "help",
    ]
    private static let obstacles = [
        "--remote": "its app server is another one (--remote)",
        "--remote-auth-token-env": "its app server is another one (--remote-auth-token-env)",
        "--add-dir": "--add-dir does not go together with an app server",
        "--worktree": "--worktree does not go together with an app server",
        "--oss": "--oss does not go together with an app server",
        "--local-provider": "--local-provider does not go together with an app server",
        "-p": "a profile does not go together with an app server",
        "--profile": "a profile does not go together with an app server",
    ]
}
