import ArgumentParser
import TendClient
import TendCore

struct AccountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account",
        abstract: "Register several accounts of an agent, and choose between them.",
        discussion: """
            An account is a directory of the agent's configuration with a login in it, or a token. 'tend new AGENT --account NAME'
            uses it for one session, which keeps it when it is restarted.

            Example:
              tend account add claude work --dir ~/.claude-work
              tend account use claude work
            """,
        subcommands: [Add.self, List.self, Use.self, Remove.self]
    )

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Register an account.",
            discussion: """
                A directory that is not there is made; the agent asks for a login when it is first started with it. Tokens and keys are
                asked for, or read as a line of standard input, kept encrypted and not shown again.

                Example:
                  tend account add codex work --dir ~/.codex-work
                  tend account add claude team --token      (as 'claude setup-token' makes it)
                  tend account add claude paid --key
                """
        )

        @OptionGroup var account: AccountArguments

        @Option(help: ArgumentHelp("The agent's directory of configuration.", valueName: "DIR"), completion: .directory)
        var dir: String?

        @Flag(name: .customLong("token"), help: "Ask for the token of a subscription.")
        var isToken = false

        @Flag(name: .customLong("key"), help: "Ask for an API key.")
        var isKey = false

        @Flag(help: "In place of one with this name.")
        var replace = false

        func run() async throws {
            _ = try await Connector.connect().add(try request(from: Caller(), ask: SecretPrompt.ask))
        }

        /// - Parameter ask: for the token or key.
        func request(from caller: Caller, ask: (String) throws -> String) throws -> NewAccountJSON {
            if [dir != nil, isToken, isKey].filter(\.self).count != 1 {
                throw ValidationError("one of --dir, --token and --key is wanted")
            }
            var request = NewAccountJSON(agent: account.agent, name: account.name)
            request.replace = replace ? true : nil
            if let dir { request.directory = AccountCommand.absolute(dir, caller) }
            if isToken { request.token = try ask("token of \(account.name)") }
            if isKey { request.key = try ask("key of \(account.name)") }
            return request
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "ls", abstract: "List accounts.", discussion: "Example:\n  tend account ls")

        @Flag(name: .customLong("json"), help: "Print JSON.")
        var isJSON = false

        func run() async throws {
            let accounts = try await Connector.connect().accounts()
            if isJSON { return try Console.write(json: AccountListJSON(accounts: accounts)) }
            if accounts.isEmpty { return Console.say("no accounts — 'tend account add' registers one") }
            var table = Table([("AGENT", .left), ("NAME", .left), ("", .left), ("LOGIN", .left)])
            for account in accounts {
                let login = account.directory ?? "\(account.kind.rawValue) \(LaunchPlanJSON.mask)"
                table.add([account.agent, account.name, account.isDefault ? "default" : "", login])
            }
            try Console.write(table.lines(width: nil).joined(separator: "\n") + "\n")
        }
    }

    struct Use: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make an account the one of sessions that name none; 'none' takes it back.",
            discussion: "Example:\n  tend account use claude work")

        @OptionGroup var account: AccountArguments

        func run() async throws {
            _ = try await Connector.connect().changeProvider(account.agent, ProviderChangeJSON(account: account.name))
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rm", abstract: "Forget an account; its directory stays.",
            discussion: "Example:\n  tend account rm claude work")

        @OptionGroup var account: AccountArguments

        func run() async throws { try await Connector.connect().removeAccount(account.name, of: account.agent) }
    }

    /// `~` is there when it was quoted, or behind a `=`.
    private static func absolute(_ path: String, _ caller: Caller) -> String {
        let home = caller.environment["HOME"] ?? ""
        if path == "~" { return home }
        if path.hasPrefix("~/") { return home + path.dropFirst() }
        return NewCommand.absolute(path, from: caller.directory ?? "/")
    }
}

/// AGENT and NAME of an account.
struct AccountArguments: ParsableArguments {
    @Argument(help: ArgumentHelp("The agent.", valueName: "AGENT"), completion: AgentArgument.completion)
    var agent: String

    @Argument(help: ArgumentHelp("The account.", valueName: "NAME"))
    var name: String
}
