import ArgumentParser
import TendAgents
import TendClient
import TendCore
import TendScreen

struct NewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Start a program or an agent in a new session.",
        discussion: """
            Starts your shell, or the program after --, in this directory, and attaches to it. With -d the session starts in the
            background and its id is printed.
            AGENT is one of 'tend provider ls'; what follows -- are then arguments for it. Variables of this shell that the agent
            knows, such as keys, are passed on.
            With --worktree it starts in a git worktree of its own beside the repository that DIR is in, made with the branch if
            need be; 'tend worktree' looks after those.

            Example:
              tend new --name build -d -- make -j4
              tend new claude --worktree fix/login --base main
              tend new claude --model opus --set permissionMode=manual --prompt 'fix the tests'
              tend new codex --llm ollama --model qwen3
            """
    )

    @Flag(name: [.customShort("d"), .customLong("detached")], help: "Do not attach; print the id.")
    var isDetached = false

    @Option(help: ArgumentHelp("Name of the session.", valueName: "N"))
    var name: String?

    @Option(help: ArgumentHelp("Where the program starts.", valueName: "DIR"), completion: .directory)
    var cwd: String?

    @Option(
        name: .customLong("env"),
        help: ArgumentHelp("Set a variable; K alone passes on this shell's value.", valueName: "K=V"))
    var environment: [String] = []

    @Option(help: ArgumentHelp("The agent's model.", valueName: "M"))
    var model: String?

    @Option(help: ArgumentHelp("Set what 'tend provider show AGENT' lists, for this session.", valueName: "KEY=VALUE"))
    var set: [String] = []

    @Option(help: ArgumentHelp("One of the agent's accounts (tend account ls); none: without.", valueName: "NAME"))
    var account: String?

    @Option(help: ArgumentHelp("Use this LLM provider (tend llm ls).", valueName: "NAME"))
    var llm: String?

    @Option(parsing: .unconditional, help: ArgumentHelp("What the agent is to begin with.", valueName: "TEXT"))
    var prompt: String?

    @Option(help: ArgumentHelp("Go on with this conversation of the agent's.", valueName: "ID"))
    var resume: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Start in the git worktree of this branch; both are made if they are not there.", valueName: "BRANCH"))
    var worktree: String?

    @Option(help: ArgumentHelp("Where a new branch begins; without it at HEAD.", valueName: "REF"))
    var base: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Make a new worktree ready by this shell command, in place of the one in worktrees.yaml.",
            valueName: "COMMAND"))
    var setup: String?

    @Flag(name: .customLong("dry-run"), help: "Only show what would be started; ends with 1 if it could not be.")
    var isDryRun = false

    @Option(help: ArgumentHelp("Columns and rows, such as 120x40.", valueName: "COLSxROWS"), transform: Size.argument)
    var size: Size?

    @Argument(help: ArgumentHelp("The agent to start.", valueName: "AGENT"), completion: AgentArgument.completion)
    var agent: String?

    @Argument(parsing: .postTerminator, help: ArgumentHelp("Program and arguments.", valueName: "CMD ARG"))
    var command: [String] = []

    func run() async throws { try await options.run() }

    var options: NewOptions {
        NewOptions(
            isDetached: isDetached, name: name, cwd: cwd, environment: environment, size: size, command: command,
            agent: agent, model: model, set: set, prompt: prompt, resume: resume, account: account, llm: llm,
            worktree: worktree, base: base, setup: setup, isDryRun: isDryRun)
    }

    /// The caller's shell in the caller's place.
    static func request(for caller: Caller) -> NewSessionJSON {
        NewSessionJSON(
            command: caller.environment["SHELL"].flatMap { $0.isEmpty ? nil : $0 }, args: nil, cwd: caller.directory,
            env: caller.inherited.mapValues(Optional.some))
    }

    static func absolute(_ path: String, from directory: String) -> String {
        path.hasPrefix("/") ? path : path == "." ? directory : directory + (directory.hasSuffix("/") ? "" : "/") + path
    }
}

extension Size {
    /// For ArgumentParser, which says which option it was.
    static func argument(_ text: String) throws -> Size {
        do throws(ServiceError) {
            return try Size(parsing: text)
        } catch {
            throw ValidationError(error.message)
        }
    }
}
