import Foundation
import Testing

/// The real Codex in a session, asking a mock model on loopback: its questions are answered from elsewhere and at the desk, and the effect
/// is looked for in files.
@Suite(.serialized, .enabled(if: RealAgents.has("codex"), "make test-agents runs these"))
struct RealCodexTests {
    @Test func `a command is approved from the inbox and runs`() async throws {
        let codex = try await RealCodex()
        try await codex.say("mock: escalate touch made-by-codex ;; text Made it.")
        let item = try await codex.desk.item("open")
        #expect(item.kind == "permission" && item.tool == "Bash" && item.command == "touch made-by-codex")
        #expect(item.cwd == codex.desk.project)
        #expect(item.verdicts == ["allow", "allow_always", "deny"])
        #expect(!codex.desk.has("made-by-codex"))
        let approved = try await codex.desk.home.tend("approve", item.id)
        #expect(approved.status == 0 && approved.standardError == "\(item.id) agent: allow, applied\n")
        try await eventually("the command has run") { codex.desk.has("made-by-codex") }
        try await codex.close()
    }

    @Test func `a command is approved at the desk, and the inbox knows`() async throws {
        let codex = try await RealCodex()
        try await codex.say("mock: escalate touch made-at-the-desk ;; text Made it.")
        let item = try await codex.desk.item("open")
        try await codex.desk.shows("Would you like to run the following command?")
        try await codex.desk.home.ok("send", "agent", "y")
        #expect(try await codex.desk.item("withdrawn").ending?.reason == "answered at the desk")
        try await eventually("the command has run") { codex.desk.has("made-at-the-desk") }
        // Too late, and it says so.
        #expect(try await codex.desk.answer(item, #"{"verdict":"deny"}"#) == "stale")
        try await codex.close()
    }

    @Test func `a denial with a reason reaches the model, which goes on`() async throws {
        let codex = try await RealCodex()
        try await codex.say("mock: escalate touch never ;; text Understood.")
        let item = try await codex.desk.item("open")
        #expect(try await codex.desk.answer(item, #"{"verdict":"deny","reason":"use make instead"}"#) == "applied")
        try await codex.desk.shows("• Understood.")
        try await codex.model(hears: "use make instead")
        #expect(!codex.desk.has("never"))
        try await codex.close()
    }

    @Test func `a new file shows its diff, although it is the first thing that happens`() async throws {
        let codex = try await RealCodex(sandbox: "read-only")
        let path = codex.desk.project + "/new.txt"
        try await codex.say("mock: write \(path) hello ;; text Written.")
        let item = try await codex.desk.item("open")
        #expect(item.tool == "apply_patch")
        #expect(item.diff == "--- /dev/null\n+++ \(path)\n@@ -0,0 +1,1 @@\n+hello\n")
        #expect(try await codex.desk.answer(item, #"{"verdict":"allow"}"#) == "applied")
        try await eventually("the file is written") {
            FileManager.default.contents(atPath: path) == Data("hello\n".utf8)
        }
        try await codex.close()
    }

    @Test func `tokens, last words and the model are known and outlive the server`() async throws {
        let codex = try await RealCodex()
        try await codex.say("mock: text All done here.")
        try await codex.desk.home.agent { $0.text == "All done here." && $0.tokens == 120 && $0.model == "mock-1" }
        try await codex.desk.home.killServer()
        try await codex.desk.home.agent { $0.text == "All done here." && $0.tokens == 120 && $0.conversation != nil }
        try await codex.close()
    }

    @Test(arguments: [
        (401, "error:auth", "login"), (429, "error:rate_limit", "error"), (529, "error:rate_limit", "error"),
        (500, "error:api", "error"),
    ])
    func `why the model refused is told apart`(status: Int, state: String, kind: String) async throws {
        let codex = try await RealCodex()
        try await codex.say("mock: error \(status)")
        try await eventually("an item of kind \(kind)") {
            try await codex.desk.home.ok("inbox").contains("  \(kind)  ")
        }
        #expect(try await codex.desk.home.ok("explain", "agent").split(separator: "\n").first?.contains(state) == true)
        try await codex.close()
    }

    @Test func `a question outlives the server`() async throws {
        let codex = try await RealCodex()
        try await codex.say("mock: escalate touch made-after-a-crash ;; text Made it.")
        let item = try await codex.desk.item("open")
        try await codex.desk.home.killServer()
        #expect(try await codex.desk.item("open").id == item.id)
        #expect(try await codex.desk.answer(item, #"{"verdict":"allow"}"#) == "applied")
        try await eventually("the command has run") { codex.desk.has("made-after-a-crash") }
        try await codex.close()
    }
}

/// A session with the real Codex, with a configuration, a home and a project of its own, that knows no network but loopback.
private final class RealCodex: Sendable {
    let desk: CodexDesk
    private let model: MockModel

    init(sandbox: String = "workspace-write") async throws {
        let home = try await TestHome()
        model = try await MockModel(home)
        let configuration = home.directory + "/codex"
        try FileManager.default.createDirectory(atPath: configuration, withIntermediateDirectories: true)
        // Trust is the one thing that no flag can say.
        let settings = """
            check_for_update_on_startup = false
            [projects."\(home.directory)/project"]
            trust_level = "trusted"
            """
        try Data(settings.utf8).write(to: URL(fileURLWithPath: configuration + "/config.toml"))
        let provider = [
            "model_provider=\"mock\"", "model_providers.mock.name=\"mock\"",
            "model_providers.mock.env_key=\"MOCK_KEY\"",
            "model_providers.mock.base_url=\"http://127.0.0.1:\(model.port)/v1\"",
            "model_providers.mock.wire_api=\"responses\"", "model_providers.mock.request_max_retries=0",
            "model_providers.mock.stream_max_retries=0",
        ]
        desk = try await CodexDesk(
            home,
            ["MOCK_KEY=k", "HOME=\(home.directory)"] + RealAgents.loopback,
            agent: [
                "codex", "--model", "mock-1", "--set", "command=\(RealAgents.path("codex"))", "--set",
                "approval=on-request", "--set", "sandbox=\(sandbox)",
            ], provider.flatMap { ["-c", $0] })
        // An Enter before the footer is there is lost.
        try await desk.shows("mock-1 default")
    }

    /// Gives it a prompt, which it takes.
    func say(_ prompt: String) async throws {
        #expect(try await desk.home.ok("prompt", "agent", prompt) == "submitted")
    }

    func model(hears text: String) async throws {
        try await eventually("the model hears '\(text)'") {
            let log = FileManager.default.contents(atPath: self.desk.home.directory + "/model.log") ?? Data()
            return String(decoding: log, as: UTF8.self).contains(text)
        }
    }

    func close() async throws {
        model.end()
        try await desk.home.ok("kill", "agent")
        try await eventually("nothing of Codex runs") { self.desk.processes.isEmpty }
        try await desk.home.close()
    }
}
