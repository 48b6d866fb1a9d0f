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

    @Flag(name: .customLong("dry-run"), help: "Only show what would be started.")
    var isDryRun = false

    @Option(help: ArgumentHelp("Columns and rows, such as 120x40.", valueName: "COLSxROWS"))
    var size: Size?

    @Argument(help: ArgumentHelp("The agent to start.", valueName: "AGENT"), completion: AgentArgument.completion)
    var agent: String?

    @Argument(parsing: .postTerminator, help: ArgumentHelp("Program and arguments.", valueName: "CMD ARG"))
    var command: [String] = []

    func run() async throws {
        if isDryRun {
            let plan = try await Connector.connect().plan(try request(from: Caller()))
            return try Console.write(LaunchPlanLines.lines(plan).joined(separator: "\n") + "\n")
        }
        if !isDetached, !Console.isTerminal {
            throw Failure(
                "cannot attach: input and output are not a terminal"
                    + " — 'tend new -d' starts a session in the background")
        }
        let caller = Caller()
        let request = try request(from: caller)
        let client = try Connector.connect(for: caller)
        let session = try await client.create(request)
        if isDetached {
            try Console.write(session.id + "\n")
        } else {
            try await AttachCommand.attach(to: session.id)
        }
    }

    func request(from caller: Caller) throws -> NewSessionJSON {
        var request = NewCommand.request(for: caller)
        request.name = name
        if let cwd { request.cwd = NewCommand.absolute(cwd, from: caller.directory ?? "/") }
        if let worktree {
            request.worktree = NewWorktreeJSON(branch: worktree, base: base, setup: setup)
        } else if let option = base != nil ? "--base" : setup != nil ? "--setup" : nil {
            throw ValidationError("\(option) goes with --worktree")
        }
        if let agent {
            try addAgent(agent, to: &request, from: caller)
        } else if let option = agentOption {
            throw ValidationError("\(option) goes with an agent, as in 'tend new claude \(option) …'")
        } else if let program = command.first {
            request.command = program
            request.args = Array(command.dropFirst())
        }
        for entry in environment {
            let parts = entry.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            if parts.count == 2, !parts[0].isEmpty {
                request.env?[parts[0]] = .some(parts[1])
            } else if let value = caller.environment[entry] {
                request.env?[entry] = .some(value)
            } else {
                throw ValidationError("--env \(entry): no such variable here — write K=V")
            }
        }
        if let size {
            request.rows = size.rows
            request.cols = size.columns
        } else if !isDetached, let size = Caller.terminalSize(1) {
            request.rows = size.rows
            request.cols = size.columns
        }
        return request
    }

    private func addAgent(_ name: String, to request: inout NewSessionJSON, from caller: Caller) throws {
        let manifest = try AgentArgument.shelf.entry(name).manifest
        request.agent = name
        request.command = nil
        request.args = command
        request.model = model
        request.prompt = prompt
        request.resume = resume
        request.config = try ProviderCommand.pairs(set)
        request.account = account
        request.llm = llm
        for variable in manifest.variables where request.env?[variable] == nil {
            if let value = caller.environment[variable], !value.isEmpty { request.env?[variable] = .some(value) }
        }
    }

    /// An option that has no meaning without an agent.
    private var agentOption: String? {
        if model != nil { return "--model" }
        if !set.isEmpty { return "--set" }
        if prompt != nil { return "--prompt" }
        if account != nil { return "--account" }
        if llm != nil { return "--llm" }
        return resume == nil ? nil : "--resume"
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

extension Size: ExpressibleByArgument {
    init?(argument: String) {
        // ArgumentParser says which option it was, and what is wrong in general.
        guard let size = try? Size(parsing: argument) else { return nil }
        self = size
    }
}
