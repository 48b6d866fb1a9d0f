import ArgumentParser
import FoundationEssentials
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
            Tabs, splits, and of every pane its session's name, command and directory. Floating panes are left out.

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
        let client = try await Connector.connect()
        let workspace = try await client.workspace(try await target.name(client))
        let home = Caller().environment["HOME"]
        try files.write(LayoutFile(of: workspace, sessions: try await client.sessions(), home: home), to: path)
        Console.say("wrote \(path)")
    }
}

struct LoadLayoutCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load",
        abstract: "Bring the tabs of a layout file into a workspace.",
        discussion: """
            Sessions that the file names and that run are shown, others are started.

            Example:
              tend layout load agents --workspace main
            """
    )

    @OptionGroup var target: WorkspaceOption

    @Argument(help: ArgumentHelp("Name of the layout.", valueName: "NAME"), completion: LayoutFiles.completion)
    var name: String

    func run() async throws {
        let path = try LayoutFiles.here.path(of: name)
        let file = try LayoutFiles.read(path)
        let client = try await Connector.connect()
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

    func run() async throws {
        let names = LayoutFiles.here.names
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

/// The user's layouts.
struct LayoutFiles {
    var directory: String

    static var here: LayoutFiles { LayoutFiles(directory: Connector.home.configDirectory + "/layouts") }

    static let completion = CompletionKind.custom { @Sendable (_: [String], _: Int, prefix: String) async -> [String] in
        LayoutFiles.here.names.filter { $0.hasPrefix(prefix) }
    }

    var names: [String] {
        guard let folder = opendir(directory) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasSuffix(".yaml"), !name.hasPrefix(".") { names.append(String(name.dropLast(5))) }
        }
        return names.sorted()
    }

    /// - Throws: for what cannot be the name of a file there.
    func path(of name: String) throws -> String {
        guard !name.isEmpty, !name.hasPrefix("."), !name.contains("/"), !name.contains("\0"), name.utf8.count <= 200
        else {
            throw Failure("'\(DisplayText.excerpt(name))' cannot be the name of a layout")
        }
        return directory + "/" + name + ".yaml"
    }

    /// - Throws: what is wrong with it, one line for each mistake.
    static func read(_ path: String) throws -> LayoutFile {
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            let reason = access(path, R_OK) == 0 ? "it is no text in UTF-8" : String(cString: strerror(errno))
            throw Failure("cannot read \(path): \(reason)")
        }
        let (file, diagnostics) = LayoutFile.read(text, path: path)
        guard diagnostics.isEmpty else {
            throw Failure("nothing was started:\n" + diagnostics.map(\.description).joined(separator: "\n"))
        }
        return file
    }

    func write(_ file: LayoutFile, to path: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            try Data(file.text.utf8).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw Failure("cannot write \(path): \(error)")
        }
    }
}
