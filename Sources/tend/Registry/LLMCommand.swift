import ArgumentParser
import TendClient
import TendCore

struct LLMCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "llm",
        abstract: "Register LLM providers that agents can be started with.",
        discussion: """
            Any address that is OpenAI- or Anthropic-compatible: Ollama, LM Studio, Groq, a gateway.
            'tend new AGENT --llm NAME' uses it for one session; the agent's own configuration stays as
            it is. Codex and Aider speak to OpenAI-compatible ones, Claude Code to Anthropic-compatible
            ones, OpenCode to both.

            Example:
              tend llm add ollama http://localhost:11434/v1 --model qwen3
              tend new codex --llm ollama
            """,
        subcommands: [Add.self, List.self, Models.self, Check.self, Remove.self]
    )

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Register an LLM provider.",
            discussion: """
                With --key its key is asked for, or read as a line of standard input. It is kept
                encrypted and not shown again.

                Example:
                  tend llm add groq https://api.groq.com/openai/v1 --key --model openai/gpt-oss-120b
                  tend llm add gate https://gate.example --dialect anthropic --key
                """
        )

        @Argument(help: ArgumentHelp("What you call it.", valueName: "NAME"))
        var name: String

        @Argument(help: ArgumentHelp("Its address; an OpenAI-compatible one mostly ends in /v1.", valueName: "URL"))
        var url: String

        @Option(
            help: ArgumentHelp("openai or anthropic.", valueName: "D"),
            completion: .list(LLMEndpoint.Dialect.allCases.map(\.rawValue)))
        var dialect: LLMEndpoint.Dialect = .openai

        @Option(help: ArgumentHelp("The model of sessions that name none.", valueName: "M"))
        var model: String?

        @Flag(name: .customLong("key"), help: "Ask for a key.")
        var hasKey = false

        @Flag(help: "In place of one with this name.")
        var replace = false

        func run() async throws { _ = try await Connector.connect().add(try request(ask: SecretPrompt.ask)) }

        /// - Parameter ask: for the key.
        func request(ask: (String) throws -> String) throws -> NewLLMJSON {
            var request = NewLLMJSON(name: name, url: url)
            request.dialect = dialect
            request.model = model
            request.replace = replace ? true : nil
            // What cannot be is said before the key is asked for.
            _ = try request.endpoint()
            if hasKey { request.key = try ask("key of \(name)") }
            return request
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "ls", abstract: "List LLM providers.", discussion: "Example:\n  tend llm ls")

        @Flag(name: .customLong("json"), help: "Print JSON.")
        var isJSON = false

        func run() async throws {
            let llms = try await Connector.connect().llms()
            if isJSON { return try Console.write(json: LLMListJSON(providers: llms)) }
            if llms.isEmpty { return Console.say("no LLM providers — 'tend llm add' registers one") }
            var table = Table([
                ("NAME", .left), ("DIALECT", .left), ("KEY", .left), ("MODEL", .left), ("ADDRESS", .left),
            ])
            for llm in llms {
                let key = llm.hasKey ? LaunchPlanJSON.mask : "-"
                table.add([llm.name, llm.dialect.rawValue, key, llm.model ?? "-", llm.url])
            }
            try Console.write(table.lines(width: nil).joined(separator: "\n") + "\n")
        }
    }

    struct Models: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ask an LLM provider for its models.", discussion: "Example:\n  tend llm models ollama")

        @OptionGroup var llm: LLMArgument

        @Flag(name: .customLong("json"), help: "Print JSON.")
        var isJSON = false

        func run() async throws {
            let list = try await Connector.connect().models(ofLLM: llm.name)
            if isJSON { return try Console.write(json: list) }
            try Console.write(list.models.map { $0.id + "\n" }.joined())
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ask whether an LLM provider answers, takes the key and has the model; exits with 1 if not.",
            discussion: "Example:\n  tend llm check ollama")

        @OptionGroup var llm: LLMArgument

        func run() async throws {
            let client = try Connector.connect()
            let models = try await client.models(ofLLM: llm.name).models.map(\.id)
            let wanted = try await client.llms().first { $0.name == llm.name }?.model
            if let wanted, !models.contains(wanted) {
                let hint = Suggestion.nearest(to: wanted, among: models).map { "did you mean '\($0)'?" }
                throw Failure(
                    "\(llm.name) has no model '\(wanted)' — \(hint ?? "'tend llm models \(llm.name)' lists those that it has")"
                )
            }
            let count = models.count == 1 ? "1 model" : "\(models.count) models"
            try Console.write("\(llm.name) answers: \(count)\(wanted.map { ", \($0) among them" } ?? "")\n")
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rm", abstract: "Forget LLM providers.", discussion: "Example:\n  tend llm rm ollama")

        @Argument(help: ArgumentHelp("LLM providers.", valueName: "NAME"))
        var names: [String]

        func run() async throws {
            let client = try Connector.connect()
            try await EachSession.run(names) { try await client.removeLLM($0) }
        }
    }
}

/// The NAME of an LLM provider.
struct LLMArgument: ParsableArguments {
    @Argument(help: ArgumentHelp("The LLM provider.", valueName: "NAME"))
    var name: String
}

extension LLMEndpoint.Dialect: ExpressibleByArgument {}
