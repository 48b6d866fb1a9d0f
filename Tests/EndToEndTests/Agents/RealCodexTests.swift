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
        #expect(try await codex.desk.applies(item, #"{"verdict":"deny","reason":"use make instead"}"#))
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
        #expect(try await codex.desk.applies(item, #"{"verdict":"allow"}"#))
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
        #expect(try await codex.desk.applies(item, #"{"verdict":"allow"}"#))
        try await eventually("the command has run") { codex.desk.has("made-after-a-crash") }
        try await codex.close()
    }

    @Test func `after the end of the keeper the conversation goes on`() async throws {
        let codex = try await RealCodex()
        let home = codex.desk.home
        try await codex.say("mock: text First words.")
        var conversation: String?
        try await home.agent { agent in
            conversation = agent.conversation
            return agent.text == "First words." && conversation != nil
        }
        try await home.endKeeper()
        #expect(try await home.session("agent").state == "interrupted")
        try await home.ok("restart", "agent")
        // It draws what was said before.
        try await codex.desk.shows("First words.")
        try await codex.desk.shows("mock-1 default")
        try await codex.say("mock: text Second words.")
        try await home.agent { $0.text == "Second words." && $0.conversation == conversation }
        try await codex.close()
    }
}
