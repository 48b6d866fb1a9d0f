/// How a command line of `opencode` gets a server that others can talk to.
///
/// From the sources of OpenCode 1.x (`cli/cmd/tui.ts`, `cli/network.ts`): with `--port` or `--hostname` on its command line the TUI reaches
/// its own server over HTTP instead of within the process, so that whoever else talks to that server sees the same questions.
/// `OPENCODE_SERVER_PASSWORD` guards it; the TUI takes it from there, too.
package enum OpenCodeArguments: Hashable, Sendable {
    /// A TUI that takes a port.
    case served([String])
    /// To be run as it is. The reason, if the user loses something by it: then only the screen tells what OpenCode wants.
    case plain([String], reason: String?)

    package init(_ arguments: [String]) {
        var index = 0
        var hasPositional = false
        while index < arguments.count, arguments[index] != "--" {
            let word = arguments[index]
            index += 1
            guard word.hasPrefix("-"), word != "-" else {
                // `opencode DIRECTORY` is the TUI, too.
                if !hasPositional, OpenCodeArguments.otherCommands.contains(word) {
                    self = .plain(arguments, reason: nil)
                    return
                }
                hasPositional = true
                continue
            }
            let name = String(word.prefix { $0 != "=" })
            if OpenCodeArguments.asking.contains(name) {
                self = .plain(arguments, reason: nil)
                return
            }
            if OpenCodeArguments.obstacles.contains(name) {
                self = .plain(arguments, reason: "\(name) says where its server listens, or that there is none")
                return
            }
            if name == word, OpenCodeArguments.withValue.contains(name) { index += 1 }
        }
        self = .served(arguments)
    }

    /// The command line of a TUI whose server listens on that port of this machine.
    package static func listening(on port: UInt16, _ arguments: [String]) -> [String] {
        // As words of their own: older versions look for exactly these.
        ["--hostname", "127.0.0.1", "--port", String(port)] + arguments
    }

    private static let withValue: Set = [
        "-m", "--model", "-s", "--session", "--prompt", "--agent", "--log-level", "--cors",
    ]
    /// Say something and end.
    private static let asking: Set = ["-h", "--help", "-v", "--version"]
    /// Its own wishes for a server; and the minimal interface, which takes none.
    private static let obstacles: Set = ["--port", "--hostname", "--mdns", "--mdns-domain", "--mini"]
    /// Without the TUI, or with one that belongs to another server.
    private static let otherCommands: Set = [
        "acp", "agent", "attach", "auth", "completion", "console", "db", "debug", "export", "generate", "github",
        "import", "login", "logout", "mcp", "models", "plugin", "pr", "providers", "run", "serve", "session", "stats",
        "uninstall", "upgrade", "web",
    ]
}
