import Foundation
import Testing

/// The real Claude Code in a session, asking a mock model on loopback: its questions are answered from the command line and at the desk,
/// and the effect is looked for in the agent's own files.
@Suite(.serialized, .enabled(if: RealAgents.has("claude"), "make test-agents runs these"))
struct RealClaudeTests {
    @Test func `a command is approved from the command line and runs`() async throws {
        let desk = try await ClaudeDesk()
        try await desk.say("mock: bash touch made-by-claude ;; text Made it.")
        let item = try await desk.home.item("open")
        #expect(item.kind == "permission" && item.command == "touch made-by-claude")
        #expect(!desk.has("made-by-claude"))
        let approved = try await desk.home.tend("approve", item.id)
        #expect(approved.status == 0 && approved.standardError == "\(item.id) agent: allow, applied\n")
        try await eventually("the command has run") { desk.has("made-by-claude") }
        try await desk.transcript(contains: #""permissionDecision":{"decision":"accept","source":"hook""#)
        try await desk.close()
    }

    @Test func `a question that is answered at the desk is withdrawn`() async throws {
        let desk = try await ClaudeDesk()
        try await desk.say("mock: bash touch made-at-the-desk ;; text Made it.")
        let item = try await desk.home.item("open")
        try await desk.press("1") { try await desk.home.inbox().first?.state == "withdrawn" }
        #expect(try await desk.home.item("withdrawn").ending?.reason == "answered at the desk")
        try await eventually("the command has run") { desk.has("made-at-the-desk") }
        // Too late, and it says so.
        #expect(try await desk.home.decide(item, #"{"verdict":"deny"}"#) == "stale")
        try await desk.close()
    }

    @Test func `esc at the desk withdraws the question and runs nothing`() async throws {
        let desk = try await ClaudeDesk()
        try await desk.say("mock: bash touch never ;; text Never said.")
        _ = try await desk.home.item("open")
        try await desk.press("Escape") { try await desk.home.inbox().first?.state == "withdrawn" }
        try await desk.status("idle")
        #expect(!desk.has("never"))
        try await desk.close()
    }

    @Test func `a denial with a reason reaches the agent, which goes on`() async throws {
        let desk = try await ClaudeDesk()
        try await desk.say("mock: bash touch never ;; text Understood.")
        let item = try await desk.home.item("open")
        #expect(try await desk.home.applies(item, #"{"verdict":"deny","reason":"use make instead"}"#))
        try await desk.transcript(contains: #""content":"use make instead""#)
        try await desk.transcript(contains: #""text":"Understood.""#)
        #expect(!desk.has("never"))
        try await desk.close()
    }

    @Test func `a denial without a reason ends the turn`() async throws {
        let desk = try await ClaudeDesk()
        try await desk.say("mock: bash touch never ;; text Never said.")
        let item = try await desk.home.item("open")
        #expect(try await desk.home.applies(item, #"{"verdict":"deny"}"#))
        try await desk.status("idle")
        #expect(!desk.has("never"))
        #expect(try !desk.transcript().contains(#""text":"Never said.""#))
        try await desk.close()
    }

    @Test func `allowed for the session, the same command is not asked for again`() async throws {
        let desk = try await ClaudeDesk()
        try await desk.say("mock: bash touch once ;; bash rm once ;; bash touch once ;; text Twice.")
        let first = try await desk.home.item("open")
        #expect(try await desk.home.applies(first, #"{"verdict":"allow_session"}"#))
        var second: Item?
        try await eventually("the second command is asked for") {
            second = try await desk.home.inbox().first { $0.state == "open" }
            return second != nil
        }
        #expect(second?.command == "rm once")
        #expect(try await desk.home.applies(try #require(second), #"{"verdict":"allow"}"#))
        try await desk.transcript(contains: #""text":"Twice.""#)
        #expect(desk.has("once"))
        #expect(try await desk.home.inbox().count == 2)
        try await desk.close()
    }

    @Test func `an edit shows its diff and changes the file`() async throws {
        let desk = try await ClaudeDesk()
        try desk.write("hello.txt", "one\ntwo\nthree\n")
        let path = desk.project + "/hello.txt"
        try await desk.say("mock: read \(path) ;; edit \(path) two => 2 ;; text Edited.")
        let item = try await desk.home.item("open")
        #expect(item.diff == "--- \(path)\n+++ \(path)\n@@ -1,3 +1,3 @@\n one\n-two\n+2\n three\n")
        #expect(try await desk.home.applies(item, #"{"verdict":"allow"}"#))
        try await eventually("the file is changed") { try desk.read("hello.txt") == "one\n2\nthree\n" }
        try await desk.close()
    }

    @Test func `questions are answered with choices`() async throws {
        let desk = try await ClaudeDesk()
        let questions = """
            {"questions":[{"question":"Which colour?","header":"Colour","multiSelect":false,"options":[\
            {"label":"Red","description":"r"},{"label":"Blue","description":"b"}]},{"question":"Which checks?",\
            "header":"Checks","multiSelect":true,"options":[{"label":"Lint","description":"l"},{"label":"Unit","description":"u"}]}]}
            """
        try await desk.say("mock: ask \(questions) ;; text Asked.")
        let item = try await desk.home.item("open")
        #expect(item.kind == "question")
        let result = try await desk.home.decide(
            item, #"{"verdict":"answer","answers":[["Blue"],["Lint","Unit"]]}"#)
        let inbox = try await desk.home.inbox()
        #expect(result == "applied", "\(inbox)")
        try await desk.transcript(contains: #"\"Which colour?\"=\"Blue\", \"Which checks?\"=\"Lint, Unit\""#)
        try await desk.close()
    }

    @Test func `a plan is approved and carried out`() async throws {
        let desk = try await ClaudeDesk(mode: "plan")
        try await desk.say("mock: plan First this, then that. ;; text Carried out.")
        let item = try await desk.home.item("open")
        #expect(item.kind == "plan")
        #expect(try await desk.home.applies(item, #"{"verdict":"allow"}"#))
        try await desk.transcript(contains: #""text":"Carried out.""#)
        try await desk.transcript(contains: "User has approved your plan")
        try await desk.close()
    }

    @Test func `tokens, last words and the model are known, with those of a subagent, and outlive the server`()
        async throws
    {
        let desk = try await ClaudeDesk()
        try await desk.say("mock: agent text From below. ;; text All done here.")
        try await desk.agent { $0.text == "All done here." && ($0.tokens ?? 0) >= 360 && $0.model != nil }
        try await desk.home.killServer()
        try await desk.agent { $0.text == "All done here." && ($0.tokens ?? 0) >= 360 && $0.tool == nil }
        try await desk.close()
    }

    @Test(arguments: [
        (401, "auth", "login"), (429, "error:rate_limit", "error"), (529, "error:rate_limit", "error"),
        (500, "error:api", "error"),
    ])
    func `why the model refused is told apart`(status: Int, state: String, kind: String) async throws {
        let desk = try await ClaudeDesk(with: ["CLAUDE_CODE_MAX_RETRIES=0"])
        try await desk.say("mock: error \(status)")
        try await eventually("an item of kind \(kind)") {
            try await desk.home.ok("inbox").contains("  \(kind)  ")
        }
        #expect(try await desk.home.ok("explain", "agent").split(separator: "\n").first?.contains(state) == true)
        try await desk.close()
    }

    @Test func `a question outlives the server`() async throws {
        let desk = try await ClaudeDesk()
        try await desk.say("mock: bash touch made-after-a-crash ;; text Made it.")
        let item = try await desk.home.item("open")
        try await desk.home.killServer()
        #expect(try await desk.home.item("open").id == item.id)
        #expect(try await desk.home.applies(item, #"{"verdict":"allow"}"#))
        try await eventually("the command has run") { desk.has("made-after-a-crash") }
        try await desk.close()
    }

    @Test func `after the end of the keeper the conversation goes on, with the flags and the key of the first start`()
        async throws
    {
        let desk = try await ClaudeDesk()
        // What only the server's memory has is gone with it.
        let kept = try await desk.home.tend(["provider", "set", "claude", "apiKey"], input: ClaudeDesk.key + "\n")
        #expect(kept.status == 0, "\(kept.standardError)")
        try await desk.say("mock: text First words.")
        var conversation: String?
        try await desk.agent { agent in
            conversation = agent.conversation
            return agent.text == "First words." && conversation != nil
        }
        try await desk.home.endKeeper()
        #expect(try await desk.home.session("agent").state == "interrupted")
        try await desk.home.ok("restart", "agent")
        try await desk.home.wait("agent", until: "text:First words")
        try await desk.status("idle")
        try await desk.say("mock: text Second words.")
        try await desk.agent { $0.text == "Second words." && $0.conversation == conversation }
        try await desk.transcript(contains: "First words.")
        try await desk.close()
    }
}
