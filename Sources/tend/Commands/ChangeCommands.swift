import ArgumentParser
import TendClient
import TendCore
import TendScreen

struct ResizeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resize",
        abstract: "Give a session another size.",
        discussion: "Example:\n  tend resize build 120x40"
    )

    @OptionGroup var target: SessionArgument

    @Argument(help: ArgumentHelp("Columns and rows.", valueName: "COLSxROWS"), transform: Size.argument)
    var size: Size

    func run() async throws { _ = try await Connector.connect().resize(target.session, to: size) }
}

struct RenameCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rename",
        abstract: "Give a session another name.",
        discussion: "Example:\n  tend rename k3x9 build"
    )

    @OptionGroup var target: SessionArgument

    @Argument(help: ArgumentHelp("1 to 64 characters, unlike any other name.", valueName: "NAME"))
    var name: String

    func run() async throws { _ = try await Connector.connect().rename(target.session, to: name) }
}

struct RestartCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restart",
        abstract: "Run the same command again in the same place.",
        discussion: """
            For sessions that have ended or were interrupted. They keep their ids, names and histories. An agent goes on with its
            conversation, as far as that is known.

            Example:
              tend restart build
              tend restart --interrupted
            """
    )

    @Argument(
        help: ArgumentHelp("Id, beginning of an id, or name of a session.", valueName: "S"),
        completion: SessionChoice.completion)
    var sessions: [String] = []

    @Flag(name: .customLong("interrupted"), help: "All that the end of the machine or of the keeper took along.")
    var takesInterrupted = false

    func validate() throws {
        if sessions.isEmpty, !takesInterrupted {
            throw ValidationError("name a session, or give --interrupted for all that were interrupted")
        }
    }

    func run() async throws {
        let client = try Connector.connect()
        var references = sessions
        if takesInterrupted {
            let all = try await client.sessions()
            let interrupted = all.filter { $0.state == .interrupted }.map(\.name)
            if interrupted.isEmpty, sessions.isEmpty { return Console.say("no session was interrupted") }
            // One of them may be named besides.
            references.removeAll { name in
                let named = all.first { $0.id == name || $0.name == name } ?? all.first { $0.id.hasPrefix(name) }
                return named.map { interrupted.contains($0.name) } ?? false
            }
            references += interrupted
        }
        try await EachSession.run(references) { reference in
            let last = try await client.session(reference).notes.last
            let session = try await client.restart(reference)
            let known = last.flatMap(session.notes.lastIndex).map { $0 + 1 } ?? 0
            for note in session.notes.dropFirst(known) { Console.say("\(session.name): \(note)") }
            if takesInterrupted { Console.say("\(session.name) runs again") }
            // Not of those that have none: a shell, a program of which nothing is known. Should the question fail, nothing is missing.
            if let agent = session.agent, agent.conversation == nil,
                (try? await client.provider(agent.name))?.resumes == true
            {
                Console.say("\(session.name): its conversation is not known, it begins a new one")
            }
        }
    }
}

struct KillCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kill",
        abstract: "End the program of a session, or send it a signal.",
        discussion: """
            Without --signal the program is asked to end: HUP, TERM after 2 seconds, KILL after 5. The session stays listed and
            readable until 'tend rm'.

            Example:
              tend kill build
              tend kill build --signal INT
            """
    )

    @OptionGroup var target: SessionArguments

    @Option(help: ArgumentHelp("Send only this signal: a name or a number.", valueName: "X"))
    var signal: String?

    mutating func validate() throws {
        guard let signal else { return }
        do {
            _ = try SignalName.number(signal)
        } catch {
            throw ValidationError("--signal: \(error.message)")
        }
    }

    func run() async throws {
        let client = try Connector.connect()
        try await EachSession.run(target.sessions) { reference in
            if let signal { return try await client.signal(reference, signal) }
            let session = try await client.stop(reference)
            Console.say("\(session.name) ended: \(SessionTable.state(of: session).dropFirst(2))")
        }
    }
}

struct RemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rm",
        abstract: "Forget sessions and what they printed.",
        discussion: """
            A session that still runs is only removed with --force, which ends its program first. A git worktree stays, unless
            --worktree asks to remove it, too, and it is merged and clean; if it is not, the session stays as well.

            Example:
              tend rm build
              tend rm --worktree login
            """
    )

    @OptionGroup var target: SessionArguments

    @Flag(name: [.customShort("f"), .customLong("force")], help: "Remove sessions that still run, too.")
    var isForced = false

    @Flag(
        name: .customLong("worktree"),
        help: "Remove the session's git worktree as well, if it is merged and nothing in it would be lost.")
    var takesWorktree = false

    func run() async throws {
        let client = try Connector.connect()
        try await EachSession.run(target.sessions) { reference in
            let session = try await client.session(reference)
            if session.state == .running, !isForced {
                let name = session.name
                throw Failure(
                    "\(name) still runs — 'tend kill \(name)' ends it, 'tend rm -f \(name)' ends and removes it")
            }
            guard let worktree = session.worktree, takesWorktree else {
                try await client.remove(session.id)
                guard let worktree = session.worktree else { return }
                return Console.say("its worktree \(worktree.directory) stays — 'tend worktree rm' removes it")
            }
            // First what may be refused: then the session stays as well.
            if session.state == .running { _ = try await client.stop(session.id) }
            let removed: RemovedWorktreeJSON
            do {
                removed = try await client.removeWorktree(
                    RemoveWorktreeJSON(directory: worktree.repository, worktree: worktree.directory, ifMerged: true))
            } catch ClientError.service(let refusal) {
                // Of the session's own --force it says nothing.
                throw Failure(
                    refusal.message.replacing(" — --force removes it all the same", with: "")
                        + " — 'tend worktree rm --force' removes it all the same, then 'tend rm'")
            }
            try await client.remove(session.id)
            Console.say(WorktreeTable.told(removed))
        }
    }
}
