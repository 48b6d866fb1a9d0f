import ArgumentParser
import TendAgents
import TendClient
import TendCore

struct ProviderCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "provider",
        abstract: "List, check and set up the agents that 'tend new AGENT' starts.",
        discussion: """
            An agent is declared by a manifest. Your own are files in the folder manifests of the configuration directory; they
            stand before those that come with tend.

            Example:
              tend provider set claude model=opus permissionMode=manual
            """,
        subcommands: [
            List.self, Show.self, Models.self, Check.self, Detect.self, Set.self, Unset.self, Enable.self, Disable.self,
        ]
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "ls", abstract: "List agents, and which of them are installed.",
            discussion: "Example:\n  tend provider ls")

        @Flag(name: .customLong("json"), help: "Print JSON.")
        var isJSON = false

        func run() async throws {
            let list = try await Connector.connect().providers()
            for problem in list.problems { Console.say(problem) }
            let entries = ProviderCommand.entries(list.providers)
            if isJSON { return try Console.write(json: ProviderEntries(providers: entries, problems: list.problems)) }
            try Console.write(ProviderCommand.lines(entries).joined(separator: "\n") + "\n")
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show what an agent can be told, and what is set.",
            discussion: "Example:\n  tend provider show claude")

        @OptionGroup var agent: AgentArgument

        @Flag(name: .customLong("json"), help: "Print JSON.")
        var isJSON = false

        func run() async throws {
            let provider = try await Connector.connect().provider(agent.name)
            if isJSON { return try Console.write(json: provider) }
            try Console.write(ProviderCommand.lines(provider).joined(separator: "\n") + "\n")
        }
    }

    struct Models: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the models that an agent can be told to use.",
            discussion: """
                Those that its manifest knows, and those of the LLM providers that it can speak to, which
                are asked now.

                Example:
                  tend provider models codex
                """
        )

        @OptionGroup var agent: AgentArgument

        @Flag(name: .customLong("json"), help: "Print JSON.")
        var isJSON = false

        func run() async throws {
            let list = try await Connector.connect().models(ofAgent: agent.name)
            for problem in list.problems { Console.say(problem) }
            if isJSON { return try Console.write(json: list) }
            if list.models.isEmpty {
                return Console.say(
                    "\(agent.name) tells no models; --model takes any that it knows. With 'tend llm add' those of a provider are listed"
                )
            }
            var table = Table([("MODEL", .left), ("LLM", .left), ("DESCRIPTION", .left)])
            for model in list.models { table.add([model.id, model.llm ?? "-", model.description ?? ""]) }
            try Console.write(table.lines(width: nil).joined(separator: "\n") + "\n")
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tell the mistakes in a manifest; exits with 1 when there are any.",
            discussion: "Example:\n  tend provider check ~/.config/tend/manifests/mine.json")

        @Argument(help: ArgumentHelp("The file.", valueName: "FILE"), completion: .file(extensions: ["json"]))
        var file: String

        func run() async throws {
            let diagnostics = ManifestLibrary.check(file).diagnostics
            try Console.write(diagnostics.map { "\($0)\n" }.joined())
            if !diagnostics.isEmpty { throw Outcome(status: 1) }
            Console.say("no mistakes")
        }
    }

    struct Detect: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ask whether agents are installed, and where.",
            discussion: """
                Without AGENT: all. Exits with 1 when one that was named is not installed.

                Example:
                  tend provider detect claude codex
                """
        )

        @Argument(help: ArgumentHelp("Agents.", valueName: "AGENT"), completion: AgentArgument.completion)
        var names: [String] = []

        @Flag(name: .customLong("json"), help: "Print JSON.")
        var isJSON = false

        func run() async throws {
            let client = try Connector.connect()
            var providers: [ProviderJSON] = []
            for name in names { providers.append(try await client.provider(name)) }
            if names.isEmpty { providers = try await client.providers().providers }
            let entries = ProviderCommand.entries(providers)
            if isJSON {
                try Console.write(json: ProviderEntries(providers: entries, problems: []))
            } else {
                var table = Table([("NAME", .left), ("VERSION", .left), ("PROGRAM", .left)])
                for entry in entries {
                    let place = entry.path ?? entry.install.map { "install: " + $0 } ?? "-"
                    table.add([entry.name, entry.versionText, place])
                }
                try Console.write(table.lines(width: nil).joined(separator: "\n") + "\n")
            }
            if !names.isEmpty, entries.contains(where: { $0.path == nil }) { throw Outcome(status: 1) }
        }
    }
}

/// The AGENT of the commands.
struct AgentArgument: ParsableArguments {
    @Argument(help: ArgumentHelp("The agent.", valueName: "AGENT"), completion: AgentArgument.completion)
    var name: String

    /// Names of manifests.
    static let completion = CompletionKind.custom { @Sendable (_: [String], _: Int, prefix: String) -> [String] in
        AgentArgument.shelf.manifests.map(\.name).filter { $0.hasPrefix(prefix) }
    }

    /// Of this user.
    static var shelf: ManifestShelf { ManifestLibrary(configDirectory: Connector.home.configDirectory).shelf }
}
