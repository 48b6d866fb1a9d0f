import Foundation
import TestSupport
import Testing

/// `tend hook claude` as Claude Code calls it, in a session whose agent is only pretended.
final class HookRun: Sendable {
    private let program: TestProgram

    /// - Parameters:
    ///   - shell: what a shell does before it becomes the hook.
    ///   - event: what it is told on its standard input.
    init(
        _ home: TestHome, session: String, socket: String? = nil, after shell: String? = nil, event: String,
        extra: [String: String] = [:]
    ) throws {
        var environment = home.environment.merging(extra) { $1 }
        environment["TEND_SESSION"] = session
        environment["TEND_SOCKET"] = socket ?? home.directory + "/tend.sock"
        if environment["CLAUDE_CONFIG_DIR"] == nil { environment["CLAUDE_CONFIG_DIR"] = home.directory + "/claude" }
        let words = [TestHome.binary, "hook", "claude"]
        let before = shell.map { ["/bin/bash", "-c", #"\#($0); exec "$@""#, "bash"] } ?? []
        program = try TestProgram(before + words, environment: environment, input: event)
    }

    func signal(_ number: Int32) { program.signal(number) }

    /// What it printed, once it has ended; with status 0, as a hook must.
    func end(sourceLocation: SourceLocation = #_sourceLocation) async throws -> String {
        let program = program
        let limit = Task {
            try await Task.sleep(for: patience)
            Issue.record("the hook hangs", sourceLocation: sourceLocation)
            program.signal(SIGKILL)
        }
        defer { limit.cancel() }
        let ending = await program.ending()
        #expect(ending.status == 0, sourceLocation: sourceLocation)
        return ending.output
    }
}

/// An item of the inbox, as far as these tests look.
struct Item: Decodable, Sendable {
    struct Ending: Decodable, Sendable {
        var verdict: String?
        var reason: String?
        var outcome: String?
    }

    var id: String
    var kind: String
    var way: String
    var title: String
    var detail: String
    var state: String
    var tool: String?
    var command: String?
    var diff: String?
    var ending: Ending?

    /// Not a note that an agent has finished or ended.
    var isQuestion: Bool { ["permission", "question", "plan"].contains(kind) }
}

extension TestHome {
    private struct List: Decodable { var attention: [Item] }

    /// The questions of the inbox, ended ones too.
    func inbox() async throws -> [Item] {
        try JSONDecoder().decode(List.self, from: try await ask("GET", "/attention?all=1").body).attention
            .filter(\.isQuestion)
    }

    /// The open item of a kind with the words in it, once it is there.
    func openItem(
        _ kind: String, _ words: String = "", sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Item {
        var found: Item?
        try await eventually("a \(kind) is in the inbox: \(words)", sourceLocation: sourceLocation) {
            found = try await self.inbox().first {
                // Foundation finds no empty text.
                $0.state == "open" && $0.kind == kind
                    && (words.isEmpty || ($0.title + $0.detail + ($0.command ?? "")).contains(words))
            }
            return found != nil
        }
        return try #require(found)
    }

    /// The only item, once it is there and as wanted.
    func item(
        _ state: String, outcome: String? = nil, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Item {
        var found: [Item] = []
        try await eventually("there is one item, \(state) \(outcome ?? "")", sourceLocation: sourceLocation) {
            found = try await self.inbox()
            return found.count == 1 && found[0].state == state
                && (outcome == nil || found[0].ending?.outcome == outcome)
        } otherwise: {
            "\(found)"
        }
        return try #require(found.first, sourceLocation: sourceLocation)
    }

    /// Answers an item and gives the result: `applied`, `stale`, `unconfirmed`.
    func decide(_ item: Item, _ body: String) async throws -> String? {
        try await ask("POST", "/attention/\(item.id)/answer", body: body).json()["result"] as? String
    }

    /// Whether an answer is taken.
    func applies(_ item: Item, _ body: String) async throws -> Bool {
        try await isTaken(item.id, result: decide(item, body))
    }

    /// On a busy machine the agent may take an answer only after whoever gave it has stopped waiting for that.
    func isTaken(_ id: String, result: String?) async throws -> Bool {
        guard result == "unconfirmed" else { return result == "applied" }
        var outcome: String?
        try await eventually("what became of \(id) is known") {
            outcome = try await self.inbox().first { $0.id == id }?.ending?.outcome
            return outcome != "pending"
        }
        return outcome == "applied"
    }
}
