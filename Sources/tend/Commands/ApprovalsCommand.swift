import ArgumentParser
import FoundationEssentials
import Glibc
import TendClient
import TendCore
import TendData
import TendServer

struct ApprovalsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approvals",
        abstract: "The rules for what agents may do unasked.",
        discussion: """
            They stand in approvals.yaml in the configuration directory and hold as soon as the file is saved. The first that fits
            decides; where none does, you are asked. With a mistake in the file you are asked for everything.

            Example:
              tend approvals test 'git status && rm -rf build'
              tend approvals check
            """,
        subcommands: [Show.self, Check.self, Test.self]
    )

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show the rules.", discussion: "Example:\n  tend approvals show")

        func run() async throws {
            let path = Connector.home.approvals
            guard access(path, F_OK) == 0 else {
                return Console.say("there are no rules: everything is asked — \(path) would hold them")
            }
            let loaded = ApprovalFile.load(path, home: Caller().environment["HOME"] ?? "/")
            var table = Table([
                ("RULE", .right), ("ACTION", .left), ("AGENT", .left), ("TOOL", .left), ("COMMAND", .left),
                ("PATH", .left),
            ])
            for (index, rule) in loaded.value.rules.enumerated() {
                table.add(
                    ["\(index + 1)", rule.action.rawValue]
                        + [rule.agent, rule.tool, rule.command, rule.path].map {
                            DisplayText.cleaned($0?.text ?? "*", limit: 120)
                        })
            }
            try Console.write(table.lines(width: nil).joined(separator: "\n") + "\n")
            guard loaded.diagnostics.isEmpty else {
                for diagnostic in loaded.diagnostics { Console.say("\(diagnostic)") }
                throw Failure("the file has mistakes: everything is asked until they are gone")
            }
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Look for mistakes in the rules.",
            discussion: "Prints file, line and column of each.\n\nExample:\n  tend approvals check")

        @Argument(help: ArgumentHelp("Another file to look at.", valueName: "FILE"))
        var file: String?

        func run() async throws {
            let path = file ?? Connector.home.approvals
            if file == nil, access(path, F_OK) != 0 { return Console.say("there are no rules: everything is asked") }
            let loaded = ApprovalFile.load(path, home: Caller().environment["HOME"] ?? "/")
            for diagnostic in loaded.diagnostics { try Console.write("\(diagnostic)\n") }
            if !loaded.diagnostics.isEmpty { throw Outcome(status: 1) }
            let count = loaded.value.rules.count
            Console.say(count == 1 ? "1 rule, no mistakes" : "\(count) rules, no mistakes")
        }
    }

    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tell what the rules would say, without asking anybody.",
            discussion: """
                Exits with 0 for allow, 1 for deny and 3 for ask.

                Example:
                  tend approvals test 'git push origin main'
                  tend approvals test --agent claude --tool Edit --path src/main.c
                """
        )

        @Option(help: ArgumentHelp("The agent's name.", valueName: "A"))
        var agent = "claude"

        @Option(help: ArgumentHelp("The tool, as the agent calls it; default: Bash.", valueName: "T"))
        var tool = "Bash"

        @Option(help: ArgumentHelp("The file that it is about.", valueName: "PATH"))
        var path: String?

        @Flag(name: .customLong("json"), help: "Print JSON.")
        var isJSON = false

        @Argument(help: ArgumentHelp("The command, as one word.", valueName: "COMMAND"))
        var command: String?

        mutating func validate() throws {
            if command == nil, path == nil, tool == "Bash" {
                throw ValidationError("a COMMAND, or --tool with or without --path")
            }
        }

        func run() async throws {
            let client = try Connector.connect()
            // Of an agent that there is not, no rule says anything.
            _ = try await client.provider(agent)
            let ruling = try await client.testApproval(
                ApprovalTestJSON(agent: agent, tool: tool, command: command, path: path, cwd: Caller().directory))
            if isJSON {
                try Console.write(json: ruling)
            } else {
                let because = DisplayText.cleaned(ruling.explanation, limit: 200)
                try Console.write("\(ruling.action.rawValue)  risk: \(ruling.risk.rawValue)  (\(because))\n")
                for problem in ruling.problems { Console.say("tend: \(problem)") }
            }
            switch ruling.action {
            case .allow: break
            case .deny: throw Outcome(status: 1)
            case .ask: throw Outcome(status: 3)
            }
        }
    }
}
