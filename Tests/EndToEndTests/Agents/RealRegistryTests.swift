import Foundation
import Testing

/// What is registered for agents reaches the real ones: an MCP server is started, an LLM provider is asked with its key, an account's
/// directory is used, and nothing of it is in the environment of whoever starts the session.
@Suite(.serialized) struct RealRegistryTests {
    @Test(.enabled(if: RealAgents.has("claude"), "make test-agents runs these"))
    func `Claude Code starts a registered server and asks a registered provider`() async throws {
        let lab = try await Lab("claude", dialect: "anthropic", path: "")
        let answered: [String: Any] = [
            "hasCompletedOnboarding": true, "theme": "dark", "hasSeenAutoDefaultNotice": true,
            "projects": [lab.project: ["hasTrustDialogAccepted": true]],
        ]
        try JSONSerialization.data(withJSONObject: answered)
            .write(to: URL(fileURLWithPath: lab.account + "/.claude.json"))
        try await lab.start("--set", "permissionMode=manual")
        #expect(try await lab.noted() == Note(client: "claude-code", value: "sesame-of-the-server"))
        try await lab.say("mock: bash touch made-by-an-account ;; text Made it.")
        // The hook finds the registry of this account's Claude Code: only so the answer counts as applied.
        let item = try await lab.home.item("open")
        let approved = try await lab.home.tend("approve", item.id)
        #expect(approved.standardError == "\(item.id) agent: allow, applied\n")
        try await lab.heard(key: "Bearer sesame")
        #expect(FileManager.default.fileExists(atPath: lab.account + "/sessions"))
        try await lab.close()
    }

    @Test(.enabled(if: RealAgents.has("codex"), "make test-agents runs these"))
    func `Codex starts a registered server and asks a registered provider`() async throws {
        let lab = try await Lab("codex", dialect: "openai", path: "/v1")
        let settings = """
            check_for_update_on_startup = false
            [projects."\(lab.project)"]
            trust_level = "trusted"
            """
        try Data(settings.utf8).write(to: URL(fileURLWithPath: lab.account + "/config.toml"))
        try await lab.start()
        #expect(try await lab.noted() == Note(client: "codex-mcp-client", value: "sesame-of-the-server"))
        // An Enter before the footer is there is lost.
        try await eventually("Codex takes a prompt") {
            try await lab.home.ok("screen", "agent").contains("mock-1 default")
        }
        try await lab.say("mock: text Codex speaks.")
        try await lab.heard(key: "Bearer sesame")
        // Codex writes its environment into a file of its own that others can read.
        let found = try await lab.home.run("/bin/grep", ["-rlaF", "sesame-of-the-server", lab.account])
        #expect(found.standardOutput.isEmpty, "\(found.standardOutput)")
        try await lab.close()
    }

    @Test(.enabled(if: RealAgents.has("vibe"), "make test-agents runs these, where Python 3.12 is"))
    func `Vibe gets a registered server besides its own and a registered provider, and its conversation goes on`()
        async throws
    {
        let lab = try await Lab("vibe", dialect: "openai", path: "/v1")
        let settings = """
            enable_auto_update = false
            enable_update_checks = false
            [[mcp_servers]]
            name = "own"
            transport = "stdio"
            command = "python3"
            args = ["\(RealAgents.tools)/mcp_server.py", "\(lab.home.directory)/noted-own", "TOKEN"]
            """
        try Data(settings.utf8).write(to: URL(fileURLWithPath: lab.account + "/config.toml"))
        try await lab.start("--set", "trust=true")
        #expect(try await lab.noted().value == "sesame-of-the-server")
        #expect(try await lab.noted(by: "own").value == nil)
        #expect(try await lab.home.ok("prompt", "agent", "mock: think text Vibe speaks.") == "submitted")
        try await lab.home.wait("agent", until: #"text:^\s+Vibe speaks"#)
        try await lab.heard(key: "Bearer sesame")
        try await eventually("its conversation is known") { try await lab.conversation() != nil }
        try await lab.home.ok("kill", "agent")
        try await lab.home.ok("restart", "agent")
        try await lab.home.wait("agent", until: "text:Resumed session")
        try await lab.close()
    }

    @Test(.enabled(if: RealAgents.has("kimi"), "make test-agents runs these, where Python 3.13 is"))
    func `Kimi gets a registered server besides its own and a registered provider, and its conversation goes on`()
        async throws
    {
        let lab = try await Lab("kimi", dialect: "openai", path: "/v1")
        let own = [RealAgents.tools + "/mcp_server.py", lab.home.directory + "/noted-own", "TOKEN"]
        try JSONSerialization.data(withJSONObject: ["mcpServers": ["own": ["command": "python3", "args": own]]])
            .write(to: URL(fileURLWithPath: lab.account + "/mcp.json"))
        try await lab.start("--env", "KIMI_CLI_NO_AUTO_UPDATE=1")
        #expect(try await lab.noted().value == "sesame-of-the-server")
        #expect(try await lab.noted(by: "own").value == nil)
        #expect(try await lab.home.ok("prompt", "agent", "mock: think text Kimi speaks.") == "submitted")
        try await lab.home.wait("agent", until: "text:• Kimi speaks")
        try await lab.heard(key: "Bearer sesame")
        try await lab.home.ok("kill", "agent")
        try await lab.home.ok("restart", "agent")
        try await lab.home.wait("agent", until: "text:• Kimi speaks")
        try await lab.close()
    }
}

/// What `Tests/Agents/mcp_server.py` writes.
private struct Note: Decodable, Hashable {
    var client: String
    var value: String?
}

/// A home in which an MCP server, an LLM provider and an account are registered for an agent, with the account as its default one.
private final class Lab: Sendable {
    let home: TestHome
    let project: String
    /// The directory of the account.
    let account: String
    private let agent: String
    private let model: MockModel

    init(_ agent: String, dialect: String, path: String) async throws {
        self.agent = agent
        home = try await TestHome()
        project = home.directory + "/project"
        account = home.directory + "/account"
        try FileManager.default.createDirectory(atPath: project, withIntermediateDirectories: true)
        model = try await MockModel(home)
        let server = RealAgents.tools + "/mcp_server.py"
        try await home.ok(
            "mcp", "add", "noting", "--env", "TOKEN", "--", "python3", server, home.directory + "/noted", "TOKEN",
            input: "sesame-of-the-server\n")
        try await home.ok(
            "llm", "add", "mock", "http://127.0.0.1:\(model.port)\(path)", "--dialect", dialect, "--model", "mock-1",
            "--key", input: "sesame\n")
        #expect(try await home.ok("llm", "check", "mock") == "mock answers: 2 models, mock-1 among them")
        #expect(try await home.ok("provider", "models", agent).contains("mock-2  mock"))
        try await home.ok("account", "add", agent, "lab", "--dir", account)
        try await home.ok("account", "use", agent, "lab")
    }

    func start(_ words: String...) async throws {
        let environment = (RealAgents.loopback + ["HOME=\(home.directory)"]).flatMap { ["--env", $0] }
        let outcome = try await home.tend(
            ["new", agent, "-d", "--name", "agent", "--size", "100x30", "--cwd", project, "--llm", "mock"]
                + ["--set", "command=\(RealAgents.path(agent))"] + words + environment)
        #expect(outcome.status == 0, "\(outcome.standardError)")
    }

    func conversation() async throws -> String? {
        struct List: Decodable { var sessions: [Session] }
        struct Session: Decodable { var agent: Agent? }
        struct Agent: Decodable { var conversation: String? }
        let text = try await home.ok("ls", "--json")
        return try JSONDecoder().decode(List.self, from: Data(text.utf8)).sessions.first?.agent?.conversation
    }

    /// What the MCP server noted when it was initialised.
    ///
    /// - Parameter other: the name of another one that is not registered.
    func noted(by other: String? = nil) async throws -> Note {
        let path = home.directory + "/noted" + (other.map { "-" + $0 } ?? "")
        try await eventually("the MCP server is initialised") { FileManager.default.fileExists(atPath: path) }
        return try JSONDecoder().decode(Note.self, from: try #require(FileManager.default.contents(atPath: path)))
    }

    /// Types a prompt and sees to it that it is taken.
    func say(_ prompt: String) async throws {
        try await home.ok("send", "agent", prompt, "--paste", "--enter")
        var asked = ContinuousClock.now
        try await eventually("the prompt is taken") {
            if !self.log.isEmpty { return true }
            if .now - asked > .seconds(4) {
                asked = .now
                try await self.home.ok("send", "agent", "--key", "Enter")
            }
            return false
        }
    }

    /// The model was asked, with this key and no other.
    func heard(key: String) async throws {
        struct Request: Decodable { var key: String? }
        let keys = try log.split(separator: "\n").map {
            try JSONDecoder().decode(Request.self, from: Data($0.utf8)).key
        }
        #expect(Set(keys) == [key])
    }

    private var log: String {
        String(decoding: FileManager.default.contents(atPath: home.directory + "/model.log") ?? Data(), as: UTF8.self)
    }

    func close() async throws {
        model.end()
        try await home.ok("kill", "agent")
        try await eventually("nothing of the agent runs") {
            self.home.processes().allSatisfy {
                let words = FileManager.default.contents(atPath: "/proc/\($0)/cmdline") ?? Data()
                return words.range(of: Data(RealAgents.path(self.agent).utf8)) == nil
            }
        }
        try await home.close()
    }
}
