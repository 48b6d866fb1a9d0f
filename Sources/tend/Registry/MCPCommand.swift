import ArgumentParser
import TendAgents
import TendClient
import TendCore

struct MCPCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mcp",
        abstract: "Register MCP servers once for all agents.",
        discussion: """
            Sessions that start from now on get them, each agent in its own way, besides those of its own configuration.

            Example:
              tend mcp add github --env GITHUB_TOKEN -- npx -y @modelcontextprotocol/server-github
              tend mcp toggle github
            """,
        subcommands: [
            Add.self, List.self, Show.self, Toggle.self, Enable.self, Disable.self, Remove.self,
        ]
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "ls", abstract: "List MCP servers.", discussion: "Example:\n  tend mcp ls")

        @Flag(name: .customLong("json"), help: "Print JSON.")
        var isJSON = false

        func run() async throws {
            let servers = try await Connector.connect().servers()
            if isJSON { return try Console.write(json: MCPServerListJSON(servers: servers)) }
            if servers.isEmpty { return Console.say("no MCP servers — 'tend mcp add' registers one") }
            var table = Table([("NAME", .left), ("", .left), ("AGENTS", .left), ("TRANSPORT", .left), ("WHERE", .left)])
            for server in servers {
                table.add([
                    server.name, server.enabled ? "on" : "off", MCPCommand.agents(of: server),
                    server.transport.rawValue,
                    MCPCommand.place(of: server),
                ])
            }
            try Console.write(table.lines(width: nil).joined(separator: "\n") + "\n")
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show an MCP server, without the values of its variables and headers.",
            discussion: "Example:\n  tend mcp show github")

        @OptionGroup var server: ServerArgument

        @Flag(name: .customLong("json"), help: "Print JSON.")
        var isJSON = false

        func run() async throws {
            let server = try await Connector.connect().server(server.name)
            if isJSON { return try Console.write(json: server) }
            var lines = ["name       \(server.name)", "state      \(server.enabled ? "on" : "off")"]
            lines += ["agents     " + MCPCommand.agents(of: server), "transport  " + server.transport.rawValue]
            lines.append((server.url == nil ? "command    " : "address    ") + MCPCommand.place(of: server))
            lines += server.env.map { "variable   \($0)=\(LaunchPlanJSON.mask)" }
            lines += server.headers.map { "header     \($0): \(LaunchPlanJSON.mask)" }
            try Console.write(lines.joined(separator: "\n") + "\n")
        }
    }

    struct Toggle: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Turn an MCP server on or off, whichever it is not, and print which.",
            discussion: "Example:\n  tend mcp toggle github")

        @OptionGroup var server: ServerArgument

        func run() async throws {
            let isEnabled = try await Connector.connect().server(server.name).enabled
            try await MCPCommand.turn(server.name, on: !isEnabled)
            try Console.write(isEnabled ? "off\n" : "on\n")
        }
    }

    struct Enable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give an MCP server to sessions again.", discussion: "Example:\n  tend mcp enable github")

        @OptionGroup var server: ServerArgument

        func run() async throws { try await MCPCommand.turn(server.name, on: true) }
    }

    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Do not give an MCP server to new sessions.", discussion: "Example:\n  tend mcp disable github")

        @OptionGroup var server: ServerArgument

        func run() async throws { try await MCPCommand.turn(server.name, on: false) }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rm", abstract: "Forget MCP servers; sessions that have them keep them.",
            discussion: "Example:\n  tend mcp rm github")

        @Argument(help: ArgumentHelp("MCP servers.", valueName: "NAME"))
        var names: [String]

        func run() async throws {
            let client = try Connector.connect()
            try await EachSession.run(names) { try await client.removeServer($0) }
        }
    }

    private static func turn(_ name: String, on isEnabled: Bool) async throws {
        _ = try await Connector.connect().changeServer(name, MCPServerChangeJSON(enabled: isEnabled))
    }

    private static func agents(of server: MCPServerJSON) -> String {
        server.agents.isEmpty ? "all" : server.agents.joined(separator: ",")
    }

    private static func place(of server: MCPServerJSON) -> String {
        server.url ?? ([server.command ?? ""] + (server.args ?? [])).map(ShellWords.quoted).joined(separator: " ")
    }
}

/// The NAME of an MCP server.
struct ServerArgument: ParsableArguments {
    @Argument(help: ArgumentHelp("The MCP server.", valueName: "NAME"))
    var name: String
}
