import Foundation
import TendAgents
import Testing

/// A session `agent` with the real Claude Code, with a configuration, a home and a project of its own, that knows no network but loopback.
final class ClaudeDesk: Sendable {
    let home: TestHome
    let project: String
    private let configuration: String
    let model: MockModel

    /// It looks like one; the mock model takes any.
    static let key = "sk-ant-mock-0123456789abcdef0123456789"

    init(mode: String = "manual", with extra: [String] = []) async throws {
        home = try await TestHome()
        project = home.directory + "/project"
        configuration = home.directory + "/claude"
        for folder in [project, configuration] {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        }
        model = try await MockModel(home)
        let key = ClaudeDesk.key
        // What the questions of a first start leave behind.
        let answered: [String: Any] = [
            "hasCompletedOnboarding": true, "theme": "dark", "hasSeenAutoDefaultNotice": true,
            "customApiKeyResponses": ["approved": [String(key.suffix(20))], "rejected": [String]()],
            "projects": [project: ["hasTrustDialogAccepted": true]],
        ]
        try JSONSerialization.data(withJSONObject: answered)
            .write(to: URL(fileURLWithPath: configuration + "/.claude.json"))
        let environment =
            [
                "ANTHROPIC_BASE_URL=http://127.0.0.1:\(model.port)", "ANTHROPIC_API_KEY=\(key)",
                "CLAUDE_CONFIG_DIR=\(configuration)", "HOME=\(home.directory)",
            ] + extra
        let outcome = try await home.tend(
            ["new", "claude", "-d", "--name", "agent", "--size", "100x30", "--cwd", project]
                + (environment + RealAgents.loopback).flatMap { ["--env", $0] }
                + ["--set", "command=\(RealAgents.path("claude"))", "--set", "permissionMode=\(mode)"])
        #expect(outcome.status == 0, "\(outcome.standardError)")
        try await status("idle")
    }

    /// Gives it a prompt, which it takes.
    func say(_ prompt: String) async throws {
        #expect(try await home.ok("prompt", "agent", prompt) == "submitted")
    }

    /// Presses a key until it has the effect: right after a dialog has opened Claude Code takes none.
    func press(_ key: String, until condition: () async throws -> Bool) async throws {
        var pressed = ContinuousClock.now - .seconds(10)
        try await eventually("\(key) is taken") {
            if try await condition() { return true }
            if .now - pressed > .seconds(3) {
                pressed = .now
                try await self.home.ok("send", "agent", "--key", key)
            }
            return false
        }
    }

    // MARK: What the agent writes

    /// Until the agent says so of itself.
    func status(_ wanted: String) async throws {
        let folder = configuration + "/sessions"
        try await eventually("Claude Code is \(wanted)") {
            let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            return files.contains { file in
                FileManager.default.contents(atPath: folder + "/" + file).flatMap { ClaudeRegistry(parsing: $0) }?
                    .status
                    == wanted
            }
        } otherwise: {
            self.log
        }
    }

    /// Until the server knows so much of the agent.
    func agent(_ condition: (KnownAgent) -> Bool) async throws { try await home.agent(condition) }

    /// The conversation as the agent keeps it; empty before the first prompt.
    func transcript() throws -> String {
        let folder = configuration + "/projects"
        let files = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return files.filter { $0.hasSuffix(".jsonl") }.compactMap {
            FileManager.default.contents(atPath: folder + "/" + $0)
        }
        .map { String(decoding: $0, as: UTF8.self) }.joined()
    }

    func transcript(contains text: String) async throws {
        try await eventually("the transcript holds \(text)") {
            try self.transcript().contains(text)
        } otherwise: {
            (try? self.transcript().suffix(4000).description) ?? ""
        }
    }

    private var log: String {
        FileManager.default.contents(atPath: home.directory + "/model.log").map { String(decoding: $0, as: UTF8.self) }
            ?? ""
    }

    // MARK: The project

    func has(_ file: String) -> Bool { FileManager.default.fileExists(atPath: project + "/" + file) }
    func read(_ file: String) throws -> String {
        String(decoding: try #require(FileManager.default.contents(atPath: project + "/" + file)), as: UTF8.self)
    }
    func write(_ file: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: project + "/" + file))
    }

    func close() async throws {
        model.end()
        try await home.close()
    }
}
