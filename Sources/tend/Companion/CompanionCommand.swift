import ArgumentParser
import TendCore

/// Programs that stand beside an agent. Run by launch plans, not by people: `--help` does not list it.
struct CompanionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "companion", abstract: "Run an agent together with what watches it.",
        discussion: """
            Launch plans put it in front of agents that are watched over a connection of their own.

            Example:
              tend companion codex -- codex --model gpt-5
            """, shouldDisplay: false,
        subcommands: [Codex.self, OpenCode.self])

    struct Codex: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "codex",
            abstract: "Run Codex with an app server behind it, so that it can be watched and answered from elsewhere.",
            discussion: """
                Behind -- stands the command line of Codex, with its program. Without a session of tend around it, or if the app
                server cannot be started, it is run alone.

                Example:
                  tend companion codex -- codex --model gpt-5 "fix the tests"
                """)

        @Argument(parsing: .postTerminator, help: ArgumentHelp("Program and arguments.", valueName: "CODEX ARG"))
        var command: [String] = []

        func run() async throws {
            guard let program = command.first else {
                throw ValidationError("write the command line of Codex behind --")
            }
            try await CodexCompanion.run(program: program, Array(command.dropFirst()), Caller())
        }
    }

    struct OpenCode: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "opencode",
            abstract:
                "Run OpenCode with a server that tend shares, so that it can be watched and answered from elsewhere.",
            discussion: """
                Behind -- stands the command line of OpenCode, with its program. Without a session of tend around it, or with a
                version whose API is not known, it is run alone.

                Example:
                  tend companion opencode -- opencode --model anthropic/claude-sonnet-4-5
                """)

        @Argument(parsing: .postTerminator, help: ArgumentHelp("Program and arguments.", valueName: "OPENCODE ARG"))
        var command: [String] = []

        func run() async throws {
            guard let program = command.first else {
                throw ValidationError("write the command line of OpenCode behind --")
            }
            try await OpenCodeCompanion.run(program: program, Array(command.dropFirst()), Caller())
        }
    }

    /// The command, if the line is as launch plans write it: building the tree of commands takes longer than all the rest.
    static func plain(_ words: [String]) -> (any AsyncParsableCommand)? {
        guard words.count >= 3, words[1] == "--" else { return nil }
        let line = Array(words.dropFirst(2))
        switch words[0] {
        case "codex":
            var command = Codex()
            command.command = line
            return command
        case "opencode":
            var command = OpenCode()
            command.command = line
            return command
        default: return nil
        }
    }
}
