import ArgumentParser
import TendClient
import TendCore

extension ProviderCommand {
    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Set values for all sessions of an agent that start from now on.",
            discussion: """
                The keys are those of 'tend provider show'. For a secret its key alone is given: it is asked for without being shown, or
                read as a line of standard input, and kept encrypted.

                Example:
                  tend provider set codex sandbox=workspace-write approval=on-request
                  tend provider set claude apiKey
                """
        )

        @OptionGroup var agent: AgentArgument

        @Argument(help: ArgumentHelp("What to set.", valueName: "KEY=VALUE"))
        var values: [String]

        func run() async throws {
            let client = try Connector.connect()
            let fields = try await client.provider(agent.name).fields
            func isSecret(_ key: String) -> Bool { fields.contains { $0.key == key && $0.type == "secret" } }
            var config = try ProviderCommand.pairs(values.filter { $0.contains("=") || !isSecret($0) })
            if let key = config.keys.sorted().first(where: isSecret) {
                throw Failure(
                    "\(key) is a secret, and a command line can be read by others"
                        + " — 'tend provider set \(agent.name) \(key)' asks for it")
            }
            for key in values where isSecret(key) { config[key] = try SecretPrompt.ask(for: key) }
            _ = try await client.changeProvider(
                agent.name, ProviderChangeJSON(config: config.mapValues(Optional.some)))
        }
    }

    struct Unset: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take values back that were set.", discussion: "Example:\n  tend provider unset claude model")

        @OptionGroup var agent: AgentArgument

        @Argument(help: ArgumentHelp("What to take back.", valueName: "KEY"))
        var keys: [String]

        func run() async throws {
            let config = Dictionary(keys.map { ($0, String?.none) }) { first, _ in first }
            try await ProviderCommand.change(agent.name, ProviderChangeJSON(config: config))
        }
    }

    struct Enable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let an agent be started again.", discussion: "Example:\n  tend provider enable aider")

        @OptionGroup var agent: AgentArgument

        func run() async throws { try await ProviderCommand.change(agent.name, ProviderChangeJSON(enabled: true)) }
    }

    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Do not let an agent be started; its sessions run on.",
            discussion: "Example:\n  tend provider disable aider")

        @OptionGroup var agent: AgentArgument

        func run() async throws { try await ProviderCommand.change(agent.name, ProviderChangeJSON(enabled: false)) }
    }

    private static func change(_ name: String, _ change: ProviderChangeJSON) async throws {
        _ = try await Connector.connect().changeProvider(name, change)
    }

    /// `KEY=VALUE` as it is typed; of a key that stands twice, the last.
    static func pairs(_ words: [String]) throws -> [String: String] {
        var pairs: [String: String] = [:]
        for word in words {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, !parts[0].isEmpty else { throw ValidationError("'\(word)': KEY=VALUE is wanted") }
            pairs[parts[0]] = parts[1]
        }
        return pairs
    }
}
