import ArgumentParser
import TendCore

/// Programs that stand beside an agent. Run by launch plans, not by people: `--help` does not list it.
struct CompanionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "companion", abstract: "Run an agent together with what watches it.", shouldDisplay: false,
        subcommands: [Codex.self])

    struct Codex: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "codex",
            abstract: "Run Codex with an app server behind it, so that it can be watched and answered from elsewhere.",
            discussion: """
                Everything behind -- goes to codex. Without a session of tend around it, or if the app server cannot be started, codex
                is run alone.

                Example:
                  tend companion codex -- --model gpt-5 "fix the tests"
                """)

        @Option(help: "The program, by name or path.")
        var program = "codex"

        @Argument(parsing: .postTerminator, help: "Arguments for codex.")
        var arguments: [String] = []

        func run() async throws {
            try await CodexCompanion.run(program: program, arguments, Caller())
        }
    }

    /// The command, if the line is as launch plans write it: building the tree of commands takes longer than all the rest.
    static func plain(_ words: [String]) -> Codex? {
        guard words.count >= 2, words[0] == "codex", words[1] == "--" else { return nil }
        var command = Codex()
        command.program = "codex"
        command.arguments = Array(words.dropFirst(2))
        return command
    }
}
