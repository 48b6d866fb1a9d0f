import ArgumentParser
import TendClient
import TendCore

extension MCPCommand {
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Register an MCP server: a program, or an address.",
            discussion: """
                Values of variables and headers are kept encrypted and not shown again. One that is given by its name alone is asked for,
                or read as a line of standard input, so that it is in no history and no list of processes.

                Example:
                  tend mcp add files --agents claude,codex -- npx -y @modelcontextprotocol/server-filesystem /srv
                  tend mcp add github --env GITHUB_TOKEN -- github-mcp-server stdio
                  tend mcp add docs https://docs.example/mcp --header Authorization
                """
        )

        @Argument(help: ArgumentHelp("What agents call it.", valueName: "NAME"))
        var name: String

        @Argument(help: ArgumentHelp("Its address.", valueName: "URL"))
        var url: String?

        @Option(
            name: .shortAndLong,
            help: ArgumentHelp("stdio, http or sse; stdio for a program, http for an address.", valueName: "T"),
            completion: .list(MCPServerJSON.Transport.allCases.map(\.rawValue)))
        var transport: MCPServerJSON.Transport?

        @Option(name: [.customShort("e"), .customLong("env")], help: ArgumentHelp("A variable of the program.", valueName: "K[=V]"))
        var environment: [String] = []

        @Option(name: [.customShort("H"), .customLong("header")], help: ArgumentHelp("A header of requests.", valueName: "'K[: V]'"))
        var headers: [String] = []

        @Option(help: ArgumentHelp("Agents that get it, with commas; default: all.", valueName: "A,B"))
        var agents: String?

        @Flag(help: "In place of one with this name.")
        var replace = false

        @Argument(parsing: .postTerminator, help: ArgumentHelp("The program and its arguments.", valueName: "CMD ARG"))
        var command: [String] = []

        func run() async throws { _ = try await Connector.connect().add(try request(ask: SecretPrompt.ask)) }

        /// - Parameter ask: for the value of a variable or header that is given by its name.
        func request(ask: (String) throws -> String) throws -> NewMCPServerJSON {
            if url == nil, command.isEmpty {
                throw ValidationError("a program or an address is wanted: 'tend mcp add \(name) -- COMMAND …' or '… \(name) URL'")
            }
            var request = NewMCPServerJSON(name: name)
            request.transport = transport
            request.url = url
            request.command = command.first
            request.args = command.isEmpty ? nil : Array(command.dropFirst())
            request.agents = agents.map { $0.split(separator: ",").map { $0.trimmingPrefix(" ") }.map(String.init) }
            request.replace = replace ? true : nil
            // What cannot be is said before a secret is asked for.
            _ = try request.server()
            if !environment.isEmpty { request.env = try MCPCommand.values(environment, "=", "K=V", ask) }
            if !headers.isEmpty { request.headers = try MCPCommand.values(headers, ":", "'K: V'", ask) }
            _ = try request.server()
            return request
        }
    }

    /// - Parameters:
    ///   - separator: between name and value.
    ///   - form: what is wanted, for messages.
    private static func values(
        _ words: [String], _ separator: Character, _ form: String, _ ask: (String) throws -> String
    ) throws -> [String: String] {
        var values: [String: String] = [:]
        for word in words {
            let parts = word.split(separator: separator, maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            if name.isEmpty { throw ValidationError("'\(word)': \(form) is wanted, or K alone") }
            if parts.count == 2 {
                values[name] = String(separator == ":" ? parts[1].trimmingPrefix(" ") : parts[1])
            } else {
                values[name] = try ask(name)
            }
        }
        return values
    }
}

extension MCPServerJSON.Transport: ExpressibleByArgument {}
