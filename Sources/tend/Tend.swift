import ArgumentParser
import TendClient
import TendCore

/// The command line. Everyday verbs are one word; the rest is a noun and a verb.
struct Tend: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tend",
        abstract: "Keeps terminal sessions running and lets you tend them from anywhere.",
        discussion: """
            Without a command, opens the multiplexer: panes, tabs and all sessions on this terminal. C-b ? shows its keys,
            C-b d leaves it with everything running.
            S is the id of a session, the beginning of its id, or its name.

            Example:
              tend new --name build -- make -j4
              tend attach build          (C-b d detaches)
              tend wait build --until exit && tend screen build
            """,
        version: Version.text,
        subcommands: [
            NewCommand.self, ListCommand.self, AttachCommand.self, SendCommand.self, PromptCommand.self,
            ScreenCommand.self, TailCommand.self, SearchCommand.self, WaitCommand.self, ExplainCommand.self,
            ResizeCommand.self, RenameCommand.self, RestartCommand.self, KillCommand.self, RemoveCommand.self,
            RecordCommand.self, UpCommand.self,
            InboxCommand.self, ApproveCommand.self, DenyCommand.self, AnswerCommand.self, DismissCommand.self,
            AuditCommand.self, ApprovalsCommand.self,
            WorkspacesCommand.self, TabsCommand.self, PanesCommand.self, ClientsCommand.self, DoCommand.self,
            LayoutCommand.self, BufferCommand.self, ProviderCommand.self, MCPCommand.self, LLMCommand.self,
            AccountCommand.self,
            WorktreeCommand.self, ThemeCommand.self, KeymapCommand.self, ConfigCommand.self,
            DoctorCommand.self, ServerCommand.self, HookCommand.self, CompanionCommand.self,
        ]
    )

    @Option(name: [.customShort("w"), .long], help: "The workspace to show; made if it is not there.")
    var workspace = "main"

    @Flag(
        name: [.customShort("r"), .customLong("read-only")], help: "Only watch: no keys are sent, no size is changed.")
    var isReadOnly = false

    func run() async throws {
        guard Console.isTerminal else {
            throw Failure(
                "nothing to attach to: input and output are not a terminal"
                    + " — 'tend ls' lists sessions, 'tend --help' all commands")
        }
        let name: String
        do {
            name = try SessionNaming.checked(workspace, of: "workspace")
        } catch {
            throw ValidationError(error.message)
        }
        try Multiplexer.run(workspace: name, isReadOnly: isReadOnly)
    }
}
