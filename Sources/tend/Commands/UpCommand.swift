import ArgumentParser
import Glibc
import TendClient
import TendCore
import TendTUI

struct UpCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "up",
        abstract: "Start what a project's file names, as far as it does not run.",
        discussion: """
            Reads .tend.yaml of this directory, or FILE. Doing it again starts only what has ended, as the file has it then.
            Of what is another program then, or elsewhere, the history goes. What runs goes on, and a line says where the file has another program, directory or variable for it.
            The workspace is the one that the file names, or is called as the directory of the file.

            Example:
              tend up
              # .tend.yaml
              env: {PORT: 8080}
              tabs:
                - name: agents
                  columns:
                    - {session: claude, command: claude, weight: 2}
                    - rows: [make watch, {directory: web, command: npm start}]
                - tail -f log/server.log
            """
    )

    @Argument(help: ArgumentHelp("The file.", valueName: "FILE"), completion: .file(extensions: ["yaml", "yml"]))
    var file: String?

    func run() async throws {
        let caller = Caller()
        let path = NewCommand.absolute(file ?? ".tend.yaml", from: caller.directory ?? "/")
        if file == nil, access(path, F_OK) != 0 {
            throw Failure("there is no .tend.yaml here — 'tend up --help' shows what is in one")
        }
        let file = try LayoutFiles.read(path)
        let directory = UpCommand.directory(of: path)
        let name = try file.workspace ?? UpCommand.workspaceName(for: directory)
        try await UpCommand.bring(
            file, into: name, from: directory, ofFile: true, caller, try Connector.connect())
    }

    /// Does it and says what was done.
    ///
    /// - Parameter isOfFile: whether `directory` is the file's own; then its panes without names get some.
    static func bring(
        _ file: LayoutFile, into workspace: String, from directory: String, ofFile isOfFile: Bool = false,
        _ caller: Caller, _ client: Client
    ) async throws {
        var file = file
        file.workspace = workspace
        let starter = LayoutStarter(
            client: client, workspace: workspace,
            place: LayoutPlace(
                directory: directory, home: caller.environment["HOME"] ?? "/",
                template: NewCommand.request(for: caller), environment: caller.environment, isOfFile: isOfFile),
            isNaming: isOfFile)
        do {
            for line in try await starter.bring(file).lines { Console.say(line) }
        } catch let interruption as LayoutStarter.Interruption {
            for line in interruption.report.done + interruption.report.remarks { Console.say(line) }
            throw interruption.cause
        }
    }

    /// The directory that holds the file.
    static func directory(of path: String) -> String {
        let end = path.lastIndex(of: "/") ?? path.startIndex
        return end == path.startIndex ? "/" : String(path[..<end])
    }

    static func workspaceName(for directory: String) throws(ServiceError) -> String {
        let last = directory.split(separator: "/").last.map(String.init) ?? WorkspaceChoice.usual
        return try SessionNaming.checked(last, of: "workspace")
    }
}
