import Foundation
import Synchronization
import TestSupport
import Testing

/// `tend hook claude` with the real server; Claude Code itself is pretended by files like its own.
@Suite struct ClaudeHookTests {
    private static func event(_ name: String, _ fields: String) -> String {
        #"{"session_id":"c1","prompt_id":"p1","cwd":"/tmp","hook_event_name":"\#(name)",\#(fields)}"#
    }

    private static let command = event(
        "PermissionRequest",
        #""tool_name":"Bash","tool_input":{"command":"touch it","description":"d"},"permission_suggestions":[]"#)

    /// A home with a session `agent` and what Claude Code would write of itself.
    private final class Stage: Sendable {
        let home: TestHome
        let session: String

        init() async throws {
            home = try await TestHome()
            session = try await home.ok("new", "-d", "--name", "agent", "--", "sleep", "1000")
            try FileManager.default.createDirectory(
                atPath: home.directory + "/claude/sessions", withIntermediateDirectories: true)
        }

        func hook(_ event: String, after shell: String? = nil) throws -> HookRun {
            try HookRun(home, session: session, after: shell, event: event, extra: ["CLAUDE_PID": "77"])
        }

        func agent(is status: String) throws {
            let path = home.directory + "/claude/sessions/77.json"
            try Data(#"{"pid":77,"sessionId":"c1","status":"\#(status)"}"#.utf8).write(
                to: URL(fileURLWithPath: path), options: .atomic)
        }
    }

    private func decision(_ output: String) throws -> [String: Any] {
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any], "\(output)")
        let specific = try #require(object["hookSpecificOutput"] as? [String: Any])
        #expect(specific["hookEventName"] as? String == "PermissionRequest")
        return try #require(specific["decision"] as? [String: Any])
    }

    /// The agent waits for the end of the hook's output: nobody who outlives the hook may hold it, by whatever number.
    @Test(arguments: [nil, "ulimit -n 8192; exec 5000>&1"])
    func `what is allowed is printed, and applied when the agent goes on`(shell: String?) async throws {
        let stage = try await Stage()
        try stage.agent(is: "waiting")
        let hook = try stage.hook(ClaudeHookTests.command, after: shell)
        let item = try await stage.home.item("open")
        #expect(item.kind == "permission" && item.command == "touch it" && item.title == "Bash: touch it")
        async let isTaken = stage.home.applies(item, #"{"verdict":"allow"}"#)
        let output = try await hook.end()
        #expect(try decision(output)["behavior"] as? String == "allow")
        try stage.agent(is: "busy")
        #expect(try await isTaken)
        #expect(try await stage.home.item("answered").ending?.outcome == "applied")
        // Late answers do nothing.
        #expect(try await stage.home.decide(item, #"{"verdict":"deny"}"#) == "stale")
        try await stage.home.close()
    }

    @Test func `an agent that shows nothing leaves the answer unconfirmed`() async throws {
        let stage = try await Stage()
        let hook = try stage.hook(ClaudeHookTests.command)
        let item = try await stage.home.item("open")
        #expect(try await stage.home.decide(item, #"{"verdict":"deny","reason":"use make"}"#) == "unconfirmed")
        let decided = try decision(try await hook.end())
        #expect(decided["behavior"] as? String == "deny" && decided["message"] as? String == "use make")
        #expect(decided["interrupt"] == nil)
        try await stage.home.close()
    }

    @Test func `a question is answered by its choices`() async throws {
        let stage = try await Stage()
        let questions =
            #"{"questions":[{"question":"Which?","header":"H","options":[{"label":"One"},{"label":"Two"}],"multiSelect":true}]}"#
        let hook = try stage.hook(
            ClaudeHookTests.event("PermissionRequest", #""tool_name":"AskUserQuestion","tool_input":\#(questions)"#))
        let item = try await stage.home.item("open")
        #expect(item.kind == "question")
        // An approval is no answer.
        #expect(try await stage.home.decide(item, #"{"verdict":"allow"}"#) == nil)
        async let result = stage.home.decide(item, #"{"verdict":"answer","answers":[["One","Two"]]}"#)
        let input = try #require(try decision(try await hook.end())["updatedInput"] as? [String: Any])
        #expect(input["answers"] as? [String: String] == ["Which?": "One, Two"])
        _ = try await result
        try await stage.home.close()
    }

    @Test func `a plan is approved with itself`() async throws {
        let stage = try await Stage()
        let plan = #"{"plan":"do it","planFilePath":"/p.md"}"#
        let hook = try stage.hook(
            ClaudeHookTests.event("PermissionRequest", #""tool_name":"ExitPlanMode","tool_input":\#(plan)"#))
        let item = try await stage.home.item("open")
        #expect(item.kind == "plan")
        async let result = stage.home.decide(item, #"{"verdict":"allow"}"#)
        let decided = try decision(try await hook.end())
        #expect(decided["updatedInput"] as? [String: String] == ["plan": "do it", "planFilePath": "/p.md"])
        _ = try await result
        try await stage.home.close()
    }

    @Test func `a question outlives the server`() async throws {
        let stage = try await Stage()
        let hook = try stage.hook(ClaudeHookTests.command)
        let item = try await stage.home.item("open")
        for _ in 0..<3 { try await stage.home.killServer() }
        // The same item, not a second one.
        #expect(try await stage.home.item("open").id == item.id)
        async let result = stage.home.decide(item, #"{"verdict":"allow"}"#)
        #expect(try decision(try await hook.end())["behavior"] as? String == "allow")
        _ = try await result
        try await stage.home.close()
    }

    @Test(arguments: [SIGTERM, SIGINT]) func `esc at the desk withdraws the question`(signal: Int32) async throws {
        let stage = try await Stage()
        let hook = try stage.hook(ClaudeHookTests.command)
        _ = try await stage.home.item("open")
        hook.signal(signal)
        #expect(try await hook.end() == "")
        #expect(try await stage.home.item("withdrawn").ending?.reason == "answered at the desk")
        try await stage.home.close()
    }

    /// What the server hears while the answer to a question is lost.
    private struct Heard: Sendable {
        var asked: [String] = []
        var withdrawals: [String] = []
    }

    @Test(arguments: [SIGTERM, SIGHUP]) func `a question whose answer was lost is withdrawn all the same`(
        signal: Int32
    ) async throws {
        let heard = Mutex(Heard())
        let server = try FakeServer { _, peer in
            let request = try peer.request()
            if request.line.contains("/attention/item/withdraw") {
                heard.withLock { $0.withdrawals.append(request.body) }
                return try peer.answer("204 No Content", "")
            }
            guard request.line.hasPrefix("POST /api/v1/attention ") else { return }
            let count = heard.withLock { heard in
                heard.asked.append(request.body)
                return heard.asked.count
            }
            // The first one hears nothing until it gives up.
            if count == 1 { return peer.waitForEnd() }
            let item =
                #"{"id":"item","session":"s","session_name":"s","kind":"permission","way":"asker","title":"t","#
                + #""detail":"","questions":[],"verdicts":[],"opened_at":"2026-01-01T00:00:00.000Z","state":"open"}"#
            try peer.answer("200 OK", item)
        }
        let home = try await TestHome()
        let hook = try HookRun(home, session: "s", socket: server.path, event: ClaudeHookTests.command)
        try await eventually("it has asked") { heard.withLock { $0.asked.count == 1 } }
        hook.signal(signal)
        #expect(try await hook.end() == "")
        let result = heard.withLock(\.self)
        let keys = try result.asked.map { body in
            try #require(try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any])["key"] as? String
        }
        #expect(keys.count == 2 && keys[0] != nil && keys[0] == keys[1], "the same question")
        #expect(result.withdrawals.count == 1 && result.withdrawals.first?.contains("answered at the desk") == true)
        try FileManager.default.removeItem(atPath: home.directory)
    }

    @Test func `an agent that waits no longer has been answered at the desk`() async throws {
        let stage = try await Stage()
        try stage.agent(is: "waiting")
        let hook = try stage.hook(ClaudeHookTests.command)
        _ = try await stage.home.item("open")
        // It has to be seen waiting before it is seen to have gone on; how long that takes is the hook's own affair.
        var ticks = 0
        try await eventually("it is withdrawn") {
            ticks += 1
            try stage.agent(is: ticks / 60 % 2 == 0 ? "waiting" : "busy")
            return try await stage.home.inbox()[0].state == "withdrawn"
        }
        #expect(try await hook.end() == "")
        try await stage.home.close()
    }

    @Test(arguments: [
        #""tool_name":"Bash","tool_input":{"command":"touch it"},"tool_use_id":"t""#, #""stop_hook_active":false"#,
    ])
    func `what happens after the answer at the desk withdraws the question at once`(fields: String) async throws {
        let stage = try await Stage()
        let waiting = try stage.hook(ClaudeHookTests.command)
        _ = try await stage.home.item("open")
        // Another tool's end says nothing about this dialog.
        let other = #""tool_name":"Bash","tool_input":{"command":"other"}"#
        #expect(try await stage.hook(ClaudeHookTests.event("PostToolUse", other)).end() == "")
        #expect(try await stage.home.item("open").state == "open")
        let name = fields.contains("tool_name") ? "PostToolUse" : "Stop"
        #expect(try await stage.hook(ClaudeHookTests.event(name, fields)).end() == "")
        #expect(try await stage.home.item("withdrawn").ending?.reason == "answered at the desk")
        #expect(try await waiting.end() == "")
        try await stage.home.close()
    }

    @Test func `an item that is put aside leaves the dialog to the desk`() async throws {
        let stage = try await Stage()
        let hook = try stage.hook(ClaudeHookTests.command)
        let item = try await stage.home.item("open")
        _ = try await stage.home.decide(item, #"{"verdict":"dismiss"}"#)
        #expect(try await hook.end() == "")
        try await stage.home.close()
    }

    @Test func `the same command asked for twice is two questions`() async throws {
        let stage = try await Stage()
        let hooks = [try stage.hook(ClaudeHookTests.command), try stage.hook(ClaudeHookTests.command)]
        try await eventually("both are there") { try await stage.home.inbox().count == 2 }
        for hook in hooks { hook.signal(SIGTERM) }
        for hook in hooks { #expect(try await hook.end() == "") }
        try await stage.home.close()
    }

    /// Events that are none, and questions that cannot be understood, approve nothing and disturb nobody.
    @Test func `garbage prints nothing and asks nothing`() async throws {
        let stage = try await Stage()
        let long = String(repeating: "x", count: 17 << 20)
        let events = [
            "", "{", "null", "\u{0}\u{1}", #"{"hook_event_name":"PermissionRequest"}"#, long,
            ClaudeHookTests.event("PermissionRequest", #""tool_name":7"#),
            ClaudeHookTests.event(
                "PermissionRequest", #""tool_name":"AskUserQuestion","tool_input":{"questions":"?"}"#),
            ClaudeHookTests.event("OfTomorrow", #""tool_name":"Bash""#),
        ]
        for event in events { #expect(try await stage.hook(event).end() == "") }
        #expect(try await stage.home.inbox().isEmpty)
        try await stage.home.close()
    }

    @Test func `a mebibyte of input is asked for, cut, and the answer reaches the agent`() async throws {
        let stage = try await Stage()
        let text = String(repeating: "line of a file\\n", count: 1 << 16)
        let hook = try stage.hook(
            ClaudeHookTests.event(
                "PermissionRequest", #""tool_name":"Write","tool_input":{"file_path":"/no/such","content":"\#(text)"}"#)
        )
        let item = try await stage.home.item("open")
        async let result = stage.home.decide(item, #"{"verdict":"allow"}"#)
        #expect(try decision(try await hook.end())["behavior"] as? String == "allow")
        _ = try await result
        try await stage.home.close()
    }

    @Test func `without a server or a session a hook does nothing`() async throws {
        let home = try await TestHome()
        for event in [ClaudeHookTests.command, ClaudeHookTests.event("Stop", #""stop_hook_active":false"#)] {
            let nowhere = try HookRun(home, session: "s", socket: home.directory + "/none.sock", event: event)
            #expect(try await nowhere.end() == "")
            let outside = try HookRun(home, session: "", event: event)
            #expect(try await outside.end() == "")
        }
        #expect(home.processes().isEmpty, "and starts none")
        try FileManager.default.removeItem(atPath: home.directory)
    }

    @Test func `an unknown session asks nobody`() async throws {
        let stage = try await Stage()
        let hook = try HookRun(stage.home, session: "nosuchsession", event: ClaudeHookTests.command)
        #expect(try await hook.end() == "")
        try await stage.home.close()
    }
}
