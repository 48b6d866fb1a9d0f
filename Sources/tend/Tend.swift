import ArgumentParser
import TendClient
import TendCore

/// The command line. Everyday verbs are one word; the rest is a noun and a verb.
struct Tend: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tend",
        abstract: "Keeps terminal sessions running and lets you tend them from anywhere.",
        discussion: """
            Without a command, attaches to the session that was started last, or starts one.
            S is the id of a session, the beginning of its id, or its name.

            Example:
              tend new --name build -- make -j4
              tend attach build          (C-b d detaches)
              tend wait build --until exit && tend screen build
            """,
        version: Version.text,
        subcommands: [
            NewCommand.self, ListCommand.self, AttachCommand.self, SendCommand.self, ScreenCommand.self,
            TailCommand.self, SearchCommand.self, WaitCommand.self, ResizeCommand.self, RenameCommand.self,
            UpCommand.self, WorkspacesCommand.self, TabsCommand.self, PanesCommand.self, ClientsCommand.self,
            DoCommand.self, LayoutCommand.self, RestartCommand.self, KillCommand.self, RemoveCommand.self, RecordCommand.self, DoctorCommand.self,
            ServerCommand.self,
        ]
    )

    func run() async throws {
        guard Console.isTerminal else {
            throw Failure(
                "nothing to attach to: input and output are not a terminal"
                    + " — 'tend ls' lists sessions, 'tend --help' all commands")
        }
        let client = try await Connector.connect()
        let running = try await client.sessions().filter { $0.state == .running }
        if let last = SessionChoice.last(of: running) {
            try await AttachCommand.attach(to: last.id)
        } else {
            let session = try await client.create(NewCommand.request(for: Caller()))
            try await AttachCommand.attach(to: session.id)
        }
    }
}
