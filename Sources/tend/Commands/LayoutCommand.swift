import ArgumentParser
import Glibc
import TendClient
import TendCore
import TendTUI

struct LayoutCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "layout",
        abstract: "Keep sets of tabs as files, and bring them back.",
        discussion: """
            Layouts are YAML files in the directory 'layouts' beside config.yaml, of the same form as .tend.yaml of 'tend up'.

            Example:
              tend layout save agents
              tend layout load agents
            """,
        subcommands: [
            SaveLayoutCommand.self, LoadLayoutCommand.self, ListLayoutsCommand.self, RemoveLayoutCommand.self,
        ]
    )
}

struct SaveLayoutCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "save",
        abstract: "Write the tabs of a workspace into a layout file.",
        discussion: """
            Tabs, splits, floating panes, and of every pane its session's name, command and directory.
            Of variables that were set with 'tend new --env' only the names are written, with null as their value:
            whoever loads the layout has the value, or writes it into the file. -f keeps the old file as NAME.yaml~.

            Example:
              tend layout save agents --workspace main
            """
    )

    @OptionGroup var target: WorkspaceOption

    @Flag(name: .shortAndLong, help: "Replace a layout of that name.")
    var force = false

    @Argument(help: ArgumentHelp("Name of the layout.", valueName: "NAME"))
    var name: String

    func run() async throws {
        let files = LayoutFiles.here
        let path = try files.path(of: name)
        if !force, access(path, F_OK) == 0 { throw Failure("there is a layout '\(name)' already — -f replaces it") }
        let client = try Connector.connect()
        let workspace = try await target.workspace(client)
        let home = Caller().environment["HOME"]
        let layout = LayoutFile(of: workspace, sessions: try await client.sessions(), home: home)
        guard !layout.tabs.isEmpty else { throw Failure("workspace '\(workspace.name)' has no tabs to save") }
        let kept = try files.write(layout, to: path)
        Console.say("wrote \(path)" + (kept.map { "; what it was before is in \($0)" } ?? ""))
    }
}

struct LoadLayoutCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load",
        abstract: "Bring the tabs of a layout file into a workspace.",
        discussion: """
            Sessions that the file names and that run are shown, others are started.
            One that has ended and is another program now, or elsewhere, loses its history.

            Example:
              tend layout load agents --workspace main
            """
    )

    @OptionGroup var target: WorkspaceOption

    @Argument(help: ArgumentHelp("Name of the layout.", valueName: "NAME"), completion: LayoutFiles.completion)
    var name: String

    func run() async throws {
        let file = try LayoutFiles.here.layout(name)
        let client = try Connector.connect()
        var workspace = target.workspace ?? file.workspace
        if workspace == nil { workspace = try await target.name(client) }
        let caller = Caller()
        try await UpCommand.bring(
            file, into: workspace ?? WorkspaceChoice.usual, from: caller.directory ?? "/", caller, client)
    }
}

struct ListLayoutsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ls", abstract: "List layouts.", discussion: "Example:\n  tend layout ls")

    @Flag(name: .customLong("json"), help: "Print JSON.")
    var isJSON = false

    /// A layout for programs.
    private struct Entry: Encodable {
        var name: String
        var file: String
    }

    func run() async throws {
        let files = LayoutFiles.here
        let names = files.names
        if isJSON {
            let entries = try names.map { Entry(name: $0, file: try files.path(of: $0)) }
            return try Console.write(json: ["layouts": entries])
        }
        if names.isEmpty { return Console.say("no layouts — 'tend layout save NAME' makes one") }
        try Console.write(names.joined(separator: "\n") + "\n")
    }
}

struct RemoveLayoutCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rm", abstract: "Remove a layout.", discussion: "Example:\n  tend layout rm agents")

    @Argument(help: ArgumentHelp("Name of the layout.", valueName: "NAME"), completion: LayoutFiles.completion)
    var name: String

    func run() async throws {
        guard unlink(try LayoutFiles.here.path(of: name)) == 0 else {
            throw Failure("cannot remove the layout '\(name)': \(String(cString: strerror(errno)))")
        }
    }
}

extension LayoutFiles {
    static var here: LayoutFiles { LayoutFiles(directory: Connector.home.configDirectory + "/layouts") }

    static let completion = CompletionKind.custom { @Sendable (_: [String], _: Int, prefix: String) async -> [String] in
        LayoutFiles.here.names.filter { $0.hasPrefix(prefix) }
    }
}
