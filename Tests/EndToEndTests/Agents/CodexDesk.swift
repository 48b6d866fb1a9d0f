import Foundation
import Testing

/// A session `agent` with `tend companion codex`, behind it a Codex of the test's choice.
final class CodexDesk: Sendable {
    let home: TestHome
    let project: String
    /// `CODEX_HOME`.
    let configuration: String
    /// Of the session.
    private let name: String

    /// With the stand-in of `Tests/Agents`, as the `codex` in PATH.
    convenience init(_ arguments: String..., isBroken: Bool = false) async throws {
        let home = try await TestHome()
        let bin = home.directory + "/bin"
        let codex = home.directory + "/codex"
        for folder in [bin, codex] {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        }
        if isBroken { try Data().write(to: URL(fileURLWithPath: codex + "/broken")) }
        let standIn = CodexDesk.tools + "/codex_stand_in.py"
        try FileManager.default.createSymbolicLink(atPath: bin + "/codex", withDestinationPath: standIn)
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        try await self.init(
            home, ["PATH=\(bin):\(path)"], agent: [],
            [TestHome.binary, "companion", "codex", "--", "codex"] + arguments)
        try await shows("ready")
    }

    /// - Parameters:
    ///   - agent: words for `tend new` that name one; none: the arguments are a program and its own.
    init(
        _ home: TestHome, name: String = "agent", _ environment: [String], agent: [String], _ arguments: [String]
    ) async throws {
        self.home = home
        self.name = name
        project = home.directory + "/project"
        configuration = home.directory + "/codex"
        try FileManager.default.createDirectory(atPath: project, withIntermediateDirectories: true)
        let outcome = try await home.tend(
            ["new"] + agent + ["-d", "--name", name, "--size", "100x30", "--cwd", project]
                + (environment + ["CODEX_HOME=\(configuration)"]).flatMap { ["--env", $0] }
                + ["--"] + arguments)
        #expect(outcome.status == 0, "\(outcome.standardError)")
    }

    /// `Tests/Agents` of the sources.
    static let tools = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Agents").path

    // MARK: The desk

    func type(_ line: String) async throws { try await home.ok("send", name, line, "--enter") }

    func shows(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        var shown = ""
        try await eventually("the agent shows '\(text)'", sourceLocation: sourceLocation) {
            shown = try await self.home.ok("screen", self.name)
            return shown.contains(text)
        } otherwise: {
            "it shows:\n\(shown)"
        }
    }

    // MARK: The inbox

    /// An item of the inbox, as far as these tests look.
    struct Item: Decodable, Sendable {
        struct Ending: Decodable, Sendable {
            var reason: String?
            var outcome: String?
        }

        var id: String
        var kind: String
        var title: String
        var state: String
        var tool: String?
        var command: String?
        var cwd: String?
        var diff: String?
        var verdicts: [String]
        var ending: Ending?

        /// Not a note that an agent has finished or ended.
        var isQuestion: Bool { ["permission", "question", "plan"].contains(kind) }
    }
    private struct List: Decodable { var attention: [Item] }

    /// The questions in it, ended ones too.
    func items() async throws -> [Item] {
        try JSONDecoder().decode(List.self, from: try await home.ask("GET", "/attention?all=1").body).attention
            .filter(\.isQuestion)
    }

    /// The newest item, once it is as wanted.
    func item(
        _ state: String, outcome: String? = nil, after count: Int = 0,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Item {
        var found: [Item] = []
        try await eventually("the newest item is \(state)", sourceLocation: sourceLocation) {
            found = try await self.items()
            return found.count > count && found.last?.state == state
                && (outcome == nil || found.last?.ending?.outcome == outcome)
        } otherwise: {
            "\(found)"
        }
        return try #require(found.last, sourceLocation: sourceLocation)
    }

    /// Answers, and tells what became of it.
    /// Whether an answer is taken.
    func applies(_ item: Item, _ body: String) async throws -> Bool {
        try await home.isTaken(item.id, result: answer(item, body))
    }

    func answer(_ item: Item, _ body: String) async throws -> String {
        struct Answered: Decodable { var result: String }
        let response = try await home.ask("POST", "/attention/\(item.id)/answer", body: body)
        #expect(response.status == 200, "\(response.text)")
        return try JSONDecoder().decode(Answered.self, from: response.body).result
    }

    // MARK: Files

    func has(_ file: String) -> Bool { FileManager.default.fileExists(atPath: project + "/" + file) }

    /// What the stand-in has noted.
    func notes(_ file: String) -> [String] {
        let bytes = FileManager.default.contents(atPath: configuration + "/" + file) ?? Data()
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// The sockets of companions in the runtime directory, and what they point to.
    var sockets: [String] {
        let folder = home.directory
        let links = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let targets = (try? FileManager.default.contentsOfDirectory(atPath: configuration + "/codex-daemon-0")) ?? []
        return links.filter { $0.hasPrefix("codex-") } + targets
    }

    /// The processes of this session: companion, app server and TUI.
    var processes: [Int32] {
        let mark = Data("CODEX_HOME=\(configuration)".utf8)
        return home.processes().filter {
            FileManager.default.contents(atPath: "/proc/\($0)/environ")?.range(of: mark) != nil
        }
    }

    func close() async throws {
        try await home.close()
        #expect(!FileManager.default.fileExists(atPath: configuration))
    }
}
