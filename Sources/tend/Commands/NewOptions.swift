import ArgumentParser
import TendAgents
import TendClient
import TendCore
import TendScreen

/// What `tend new` is told, however its line was read. The names are those of ``NewCommand``.
struct NewOptions: Hashable {
    var isDetached = false
    var name: String?
    var cwd: String?
    var environment: [String] = []
    var size: Size?
    var command: [String] = []
    var agent: String?
    var model: String?
    var set: [String] = []
    var prompt: String?
    var resume: String?
    var account: String?
    var llm: String?
    var worktree: String?
    var base: String?
    var setup: String?
    var isDryRun = false

    func run() async throws {
        if isDryRun {
            let plan = try await Connector.connect().plan(try request(from: Caller()))
            try Console.write(LaunchPlanLines.lines(plan).joined(separator: "\n") + "\n")
            if !plan.problems.isEmpty { throw Outcome(status: 1) }
            return
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
        for note in session.notes { Console.say("\(session.name): \(note)") }
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
}
