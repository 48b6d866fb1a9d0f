import ArgumentParser
import Glibc
import TendClient
import TendCore
import TendScreen

struct WorktreeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worktree",
        abstract: "The git worktrees that sessions work in.",
        discussion: """
            'tend new --worktree BRANCH' makes them. Where they are made, and which command makes a new one ready, stands in
            worktrees.yaml in the configuration directory; nothing that lies in a repository is run.

            Example:
              tend new claude --worktree fix/login
              tend worktree ls
              tend worktree prune
            """,
        subcommands: [List.self, Remove.self, Prune.self]
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "ls",
            abstract: "List worktrees: what is in them, whether they are merged.",
            discussion: """
                Those of the repository that this directory is in; outside of one, or with --all, those of all repositories that
                sessions have worktrees of. +2 -1: two commits ahead of, one behind the branch in the last column.

                Example:
                  tend worktree ls --json
                """)

        @Flag(name: [.customShort("a"), .long], help: "Of all repositories that sessions have worktrees of.")
        var all = false

        @Flag(name: .customLong("json"), help: "Print JSON.")
        var isJSON = false

        func run() async throws {
            let client = try Connector.connect()
            let list = try await all ? client.worktrees(of: nil) : WorktreeCommand.here(client)
            if isJSON { return try Console.write(json: list) }
            for problem in list.problems { Console.say("tend: \(problem)") }
            if list.worktrees.isEmpty { return Console.say("no worktrees — 'tend new --worktree BRANCH' makes one") }
            let width = isatty(1) == 1 ? Caller.terminalSize(1)?.columns : nil
            try Console.write(WorktreeTable.lines(list.worktrees, width: width).joined(separator: "\n") + "\n")
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rm",
            abstract: "Remove a worktree that holds no unsaved work.",
            discussion: """
                Refuses, and says why, when files are changed or unknown to git, when commits are neither merged nor pushed, and
                while a session runs in it. The branch goes with it if it was made with it and all of it is elsewhere.

                Example:
                  tend worktree rm fix/login
                """)

        @Argument(help: ArgumentHelp("A branch, or the directory of a worktree.", valueName: "BRANCH|DIR"))
        var worktree: String

        @Flag(
            name: [.customShort("f"), .customLong("force")],
            help: "Remove it although something is lost, and say what.")
        var isForced = false

        func run() async throws {
            let place = WorktreeCommand.place
            let client = try Connector.connect()
            let list = try await WorktreeCommand.here(client).worktrees
            let path = NewCommand.absolute(worktree, from: place)
            let known = list.first { $0.branch == worktree || $0.directory == worktree || $0.directory == path }
            let removed = try await client.removeWorktree(
                RemoveWorktreeJSON(
                    directory: known?.repository ?? place, worktree: known?.directory ?? worktree, force: isForced))
            Console.say(WorktreeTable.told(removed))
        }
    }

    struct Prune: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "prune",
            abstract: "Remove the worktrees that are merged, clean and without a session.",
            discussion: """
                Of the repository that this directory is in. Says what is kept, and why.

                Example:
                  tend worktree prune --dry-run
                """)

        @Flag(name: .customLong("dry-run"), help: "Only show what would be removed.")
        var isDryRun = false

        @Flag(name: .customLong("json"), help: "Print JSON.")
        var isJSON = false

        func run() async throws {
            let pruned = try await Connector.connect().pruneWorktrees(
                PruneWorktreesJSON(directory: WorktreeCommand.place, dryRun: isDryRun))
            if isJSON { return try Console.write(json: pruned) }
            for removed in pruned.removed { Console.say(WorktreeTable.told(removed, isPlan: isDryRun)) }
            for kept in pruned.kept {
                Console.say("kept \(WorktreeTable.name(kept.branch, kept.directory)): \(kept.reason.sanitized())")
            }
            if pruned.removed.isEmpty, pruned.kept.isEmpty { Console.say("no worktrees") }
        }
    }

    static var place: String { Caller().directory ?? "/" }

    /// Those of the repository that we are in, or else of all that the server knows.
    static func here(_ client: Client) async throws(ClientError) -> WorktreeListJSON {
        do {
            return try await client.worktrees(of: place)
        } catch {
            guard case .service(let problem) = error, problem.code == .invalid else { throw error }
            let all = try await client.worktrees(of: nil)
            // Outside of a repository and with nothing to show, that is what there is to say.
            if all.worktrees.isEmpty, all.problems.isEmpty { throw error }
            return all
        }
    }
}

/// Worktrees as a table for people.
enum WorktreeTable {
    static func lines(_ worktrees: [WorktreeJSON], width: Int?) -> [String] {
        var table = Table([
            ("BRANCH", .left), ("FILES", .left), ("COMMITS", .left), ("SESSIONS", .left), ("DIRECTORY", .left),
        ])
        for worktree in worktrees {
            table.add([
                Table.cut((worktree.branch ?? worktree.head.map { "(\($0.prefix(8)))" } ?? "-").sanitized(), to: 40),
                files(of: worktree), commits(of: worktree), sessions(of: worktree), worktree.directory.sanitized(),
            ])
        }
        return table.lines(width: width)
    }

    private static func files(of worktree: WorktreeJSON) -> String {
        if worktree.head == nil, worktree.problem != nil { return "gone" }
        var words: [String] = []
        if worktree.changed > 0 { words.append("\(worktree.changed) changed") }
        if worktree.untracked > 0 { words.append("\(worktree.untracked) new") }
        if words.isEmpty { words.append(worktree.clean ? "clean" : worktree.problem == nil ? "-" : "unclear") }
        if worktree.locked != nil { words.append("locked") }
        return words.joined(separator: ", ")
    }

    /// `merged`, or `+2 -1 main`.
    private static func commits(of worktree: WorktreeJSON) -> String {
        let ahead = worktree.ahead > 0 ? ["+\(worktree.ahead)"] : []
        let distance = (ahead + (worktree.behind > 0 ? ["-\(worktree.behind)"] : [])).joined(separator: " ")
        let against = worktree.comparedWith?.sanitized()
        if worktree.merged, worktree.ahead == 0, worktree.behind == 0, let against { return "as \(against)" }
        if worktree.merged { return "merged" + (worktree.target.map { " into \($0.sanitized())" } ?? "") }
        guard let against else { return "-" }
        return distance.isEmpty ? "as \(against)" : "\(distance) \(against)"
    }

    private static func sessions(of worktree: WorktreeJSON) -> String {
        let names = worktree.sessions.map { worktree.running.contains($0) ? $0 : $0 + " (ended)" }
        return names.isEmpty ? "-" : names.joined(separator: ", ")
    }

    static func name(_ branch: String?, _ directory: String) -> String {
        branch.map { "'\($0.sanitized())'" } ?? directory.sanitized()
    }

    /// What became of it, on one line.
    static func told(_ removed: RemovedWorktreeJSON, isPlan: Bool = false) -> String {
        var text = (isPlan ? "would remove " : "removed ") + removed.directory.sanitized()
        if let branch = removed.branch {
            let name = "the branch '\(branch.sanitized())'"
            text += removed.branchRemoved ? " and \(name)" : "; \(name) stays"
        }
        if !removed.lost.isEmpty { text += "; lost: " + removed.lost.map { $0.sanitized() }.joined(separator: ", ") }
        if let ignored = removed.ignored { text += "; with it \(ignored.sanitized())" }
        return text
    }
}
