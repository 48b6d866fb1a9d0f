import Foundation
import Testing

/// Tokens and last words of a Claude Code that is only pretended: its hooks are called as it would call them.
@Suite struct ClaudeUsageTests {
    private struct List: Decodable { var sessions: [Session] }
    private struct Session: Decodable {
        struct Agent: Decodable {
            var tokens: Int?
            var cost: Double?
            var cost_estimated: Bool?
            var text: String?
            var tool: String?
            var hints: [String]?
        }
        var id: String
        var agent: Agent?
    }

    private final class Stage {
        let home: TestHome
        let session: String
        var transcript: String { home.directory + "/c1.jsonl" }

        init() async throws {
            home = try await TestHome()
            let program = home.directory + "/claude"
            try Data("#!/bin/sh\nexec sleep 1000\n".utf8).write(to: URL(fileURLWithPath: program))
            #expect(chmod(program, 0o755) == 0)
            session = try await home.ok("new", "claude", "-d", "--name", "agent", "--set", "command=\(program)")
        }

        func write(_ messages: Int, subagent: Int = 0) throws {
            func lines(_ prefix: String, _ count: Int) -> String {
                (0..<count).map {
                    #"{"type":"assistant","message":{"id":"\#(prefix)\#($0)","model":"claude-opus-4-8","usage":{"input_tokens":100,"output_tokens":20}}}"#
                        + "\n"
                }.joined()
            }
            try Data(lines("m", messages).utf8).write(to: URL(fileURLWithPath: transcript))
            guard subagent > 0 else { return }
            let folder = home.directory + "/c1/subagents"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data(lines("s", subagent).utf8).write(to: URL(fileURLWithPath: folder + "/agent-1.jsonl"))
        }

        func hook(_ name: String, _ fields: String) async throws {
            let event =
                #"{"session_id":"c1","transcript_path":"\#(transcript)","hook_event_name":"\#(name)",\#(fields)}"#
            #expect(try await HookRun(home, session: session, event: event).end() == "")
        }

        func agent() async throws -> Session.Agent? {
            let text = try await home.ok("ls", "--json")
            return try JSONDecoder().decode(List.self, from: Data(text.utf8)).sessions.first?.agent
        }
    }

    @Test func `tokens of the conversation and its subagents are counted once, whatever is killed`() async throws {
        let stage = try await Stage()
        try stage.write(3, subagent: 2)
        try await stage.hook("Stop", #""last_assistant_message":"All\u001b[31m done.\nReally.""#)
        var agent = try await stage.agent()
        #expect(agent?.tokens == 600 && agent?.text == "All [31m done. Really.")
        #expect(agent?.cost == 0.005 && agent?.cost_estimated == true)
        try await stage.home.killServer()
        #expect(try await stage.agent()?.tokens == 600)
        try await stage.hook("Stop", #""last_assistant_message":"Again.""#)
        agent = try await stage.agent()
        #expect(agent?.tokens == 600 && agent?.text == "Again.")
        try stage.write(4, subagent: 2)
        try await stage.hook("PostToolUse", #""tool_name":"Bash","tool_input":{},"tool_use_id":"t1""#)
        #expect(try await stage.agent()?.tokens == 720)
        // The same session again, with the same conversation: the notes of its hooks are gone, the sum is not.
        try await stage.home.ok("kill", "agent", "--signal", "KILL")
        try await stage.home.wait("agent", until: "exit")
        #expect(try await stage.agent()?.tokens == 720)
        try await stage.home.ok("restart", "agent")
        try await stage.hook("Stop", #""last_assistant_message":"On.""#)
        #expect(try await stage.agent()?.tokens == 720)
        #expect(
            try await stage.home.ok("explain", "agent").contains("used: 720 tokens (600 input, 120 output), ~$0.01"))
        try await stage.home.close()
    }

    @Test func `the same call five times is a hint in the inbox`() async throws {
        let stage = try await Stage()
        for number in 1...5 {
            let call = #""tool_name":"Bash","tool_input":{"command":"make test"},"tool_use_id":"t\#(number)""#
            try await stage.hook("PreToolUse", call)
            #expect(try await stage.agent()?.tool == "Bash")
            try await stage.hook("PostToolUse", call)
        }
        #expect(try await stage.agent()?.hints == ["the same call 5 times in a row: Bash: make test"])
        #expect(try await stage.home.ok("inbox").contains("agent may be stuck"))
        try await stage.hook("Stop", #""last_assistant_message":"Enough.""#)
        #expect(try await stage.agent()?.hints == nil)
        try await stage.home.close()
    }
}
