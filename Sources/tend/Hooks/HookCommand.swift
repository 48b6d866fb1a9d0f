import ArgumentParser
import Glibc
import TendCore

/// What agents call beside their own work. Never shown to people: hooks are injected by `tend new`.
struct HookCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hook",
        abstract: "Answer an agent's hook.",
        discussion: """
            Called by agents that tend has started, with the event on standard input.

            Example:
              tend hook claude < event.json
            """,
        shouldDisplay: false,
        subcommands: [Claude.self]
    )

    struct Claude: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "claude",
            abstract: "Tell tend of an event of Claude Code, and wait for the answer to a question.",
            discussion: """
                Always exits with 0. Prints the answer once somebody gave one. As long as it prints nothing, Claude Code's own
                dialog decides.

                Example:
                  tend hook claude < event.json
                """,
            shouldDisplay: false
        )

        /// For a process that outlives the hook: what it watches, as JSON.
        @Option(help: .hidden)
        var settle: String?

        func run() async {
            guard let hook = HookServer(environment: Caller().environment) else { return }
            if let settle {
                await ClaudeSettling(parsing: settle)?.run(hook)
            } else {
                await ClaudeHook.run(hook)
            }
        }

        /// The command, if the line is one that an agent calls.
        static func plain(_ arguments: [String]) -> Claude? {
            guard arguments.first == "claude" else { return nil }
            var made = Claude()
            switch arguments.dropFirst().first {
            case nil: made.settle = nil
            case "--settle" where arguments.count == 3: made.settle = arguments[2]
            default: return nil
            }
            return made
        }
    }
}
