import TendCore
import Testing

@testable import TendAgents

@Suite struct CodexConversationTests {
    /// Connected, and told of the thread that the TUI has started.
    private func started() -> CodexConversation {
        var conversation = CodexConversation(session: "s1")
        _ = conversation.connected()
        _ = conversation.receive(.result(id: .init(1), ["userAgent": "x"]))
        _ = conversation.receive(.result(id: .init(2), ["data": []]))
        _ = conversation.receive(
            .notification(method: "thread/started", params: ["thread": ["id": "thread-1", "model": "mock-1"]]))
        return conversation
    }

    /// Started, and subscribed to the thread.
    private func resumed() -> CodexConversation {
        var conversation = started()
        let effects = conversation.receive(status("active"))
        #expect(effects.calls == ["thread/resume"])
        _ = conversation.receive(.result(id: .init(3), ["thread": ["id": "thread-1", "model": "mock-1"]]))
        return conversation
    }

    private func status(_ type: String, thread: String = "thread-1") -> CodexMessage {
        .notification(
            method: "thread/status/changed",
            params: ["threadId": .string(thread), "status": ["type": .string(type), "activeFlags": []]])
    }

    /// Plays the recording up to the request.
    private func play(
        _ recording: [CodexMessage], into conversation: inout CodexConversation, until end: Int? = nil
    ) -> [CodexConversation.Effect] {
        recording[..<(end ?? recording.count)].flatMap { conversation.receive($0) }
    }

    private func request(in recording: [CodexMessage]) -> Int {
        recording.firstIndex { if case .request = $0 { true } else { false } } ?? 0
    }

    // MARK: Beginning

    @Test func `a connection begins with initialize, initialized and the threads that are there`() {
        var conversation = CodexConversation(session: "s1")
        let seen1 = conversation.connected()
        #expect(seen1.calls == ["initialize"])
        let effects = conversation.receive(.result(id: .init(1), [:]))
        #expect(effects.calls == ["initialized", "thread/loaded/list"])
        let seen2 = conversation.receive(.result(id: .init(2), ["data": ["a"]]))
        #expect(seen2.calls == ["thread/resume"])
    }

    @Test func `the thread that the TUI starts is the conversation`() throws {
        var conversation = CodexConversation(session: "s1")
        _ = conversation.connected()
        let effects = conversation.receive(
            .notification(method: "thread/started", params: ["thread": ["id": "t", "model": "m"]]))
        let report = try #require(effects.report)
        #expect(report.conversation == "t")
        #expect(report.model == "m")
        #expect(report.state == .idle)
    }

    @Test func `the thread that finds a title is nobody's business`() {
        var conversation = started()
        let title: JSONTree = ["id": "title", "ephemeral": true, "threadSource": "thread_title", "model": "small"]
        let seen3 = conversation.receive(.notification(method: "thread/started", params: ["thread": title]))
        #expect(seen3.isEmpty)
        let seen4 = conversation.receive(status("active", thread: "title"))
        #expect(seen4.isEmpty)
        #expect(conversation.current == "thread-1")
    }

    @Test func `a thread that cannot be resumed yet is tried again`() {
        var conversation = started()
        let seen5 = conversation.receive(status("active"))
        #expect(seen5.calls == ["thread/resume"])
        let seen6 = conversation.receive(.failure(id: .init(3), message: "no rollout found"))
        #expect(seen6 == [.wakeSoon])
        let seen7 = conversation.wake()
        #expect(seen7.calls == ["thread/resume"])
        // And at once when something happened meanwhile.
        _ = conversation.receive(status("active"))
        let seen8 = conversation.receive(.failure(id: .init(4), message: "no rollout found"))
        #expect(seen8.calls == ["thread/resume"])
    }

    @Test func `an idle thread without a rollout is left alone`() {
        var conversation = started()
        _ = conversation.adopt("thread-1")
        let seen9 = conversation.receive(.failure(id: .init(3), message: "no rollout found"))
        #expect(seen9.isEmpty)
        let seen10 = conversation.wake()
        #expect(seen10.isEmpty)
    }

    // MARK: Commands

    @Test func `a command is asked for with all that Codex offers`() throws {
        var conversation = resumed()
        let recording = CodexRecording.command
        let effects = play(recording, into: &conversation, until: request(in: recording) + 1)
        let ask = try #require(effects.ask)
        #expect(ask.session == "s1")
        #expect(ask.key == "codex:thread-1:id-1:call-2:0")
        #expect(ask.kind == .permission)
        #expect(ask.title == "run touch x1")
        #expect(ask.tool == "Bash")
        #expect(ask.command == "touch x1")
        #expect(ask.cwd == "/home/dev/demo")
        #expect(ask.verdicts == [.allow, .allowAlways, .deny])
        #expect(ask.detail == "May I run this outside the sandbox?\nalways: commands that begin with touch x1")
        #expect(effects.report?.state == .waitingForPermission)
        #expect(effects.report?.detail == "run touch x1")
    }

    @Test func `an allowed command is applied when the request is resolved`() {
        var conversation = resumed()
        let recording = CodexRecording.command
        let index = request(in: recording)
        let key = play(recording, into: &conversation, until: index + 1).ask?.key ?? ""
        let seen11 = conversation.decide(key, Decision(.allow))
        #expect(seen11 == [.send(.result(id: .init(0), ["decision": "accept"]))])
        let effects = play(Array(recording[(index + 1)...]), into: &conversation)
        #expect(effects.settlements == [.applied])
        #expect(effects.withdrawals.isEmpty)
        #expect(effects.report?.state == .done)
        #expect(effects.report?.text == "done one")
        #expect(effects.report?.usage.total.total == 240)
    }

    @Test func `always sends back the rule that Codex proposed`() {
        var conversation = resumed()
        let recording = CodexRecording.command
        let key = play(recording, into: &conversation, until: request(in: recording) + 1).ask?.key ?? ""
        let seen12 = conversation.decide(key, Decision(.allowAlways))
        #expect(
            seen12 == [
                .send(
                    .result(
                        id: .init(0),
                        [
                            "decision": [
                                "acceptWithExecpolicyAmendment": ["execpolicy_amendment": ["touch", "x1"]]
                            ]
                        ]))
            ])
    }

    @Test func `what Codex does not offer is not answered`() {
        var conversation = resumed()
        let recording = CodexRecording.command
        let key = play(recording, into: &conversation, until: request(in: recording) + 1).ask?.key ?? ""
        let seen13 = conversation.decide(key, Decision(.allowSession))
        #expect(seen13.isEmpty)
        let seen14 = conversation.decide(key, Decision(.answer, answers: [["x"]]))
        #expect(seen14.isEmpty)
        let seen15 = conversation.decide(key, Decision(.dismiss))
        #expect(seen15.isEmpty)
        let seen16 = conversation.decide("codex:other", Decision(.allow))
        #expect(seen16.isEmpty)
    }

    @Test func `a declined command is applied when its item says so, and the reason follows`() {
        var conversation = resumed()
        let recording = CodexRecording.declined
        let index = request(in: recording)
        let key = play(recording, into: &conversation, until: index + 1).ask?.key ?? ""
        let seen17 = conversation.decide(key, Decision(.deny, reason: "use x3"))
        #expect(
            seen17
                == [.send(.result(id: .init(1), ["decision": "decline"]))])
        let seen18 = conversation.receive(recording[index + 1])
        #expect(seen18.settlements.isEmpty)
        let effects = conversation.receive(recording[index + 2])
        #expect(effects.settlements == [.applied])
        #expect(effects.calls == ["turn/steer"])
        #expect(
            effects.messages.last?.text.contains(#""expectedTurnId":"id-4","input":[{"type":"text","text":"use x3"}]"#)
                == true)
    }

    @Test func `a denial that the desk was faster than is unconfirmed`() {
        var conversation = resumed()
        let recording = CodexRecording.desk
        let index = request(in: recording)
        let key = play(recording, into: &conversation, until: index + 1).ask?.key ?? ""
        _ = conversation.decide(key, Decision(.deny, reason: "no"))
        let effects = play(Array(recording[(index + 1)...]), into: &conversation)
        #expect(effects.settlements == [.unconfirmed])
        #expect(!effects.calls.contains("turn/steer"))
    }

    @Test func `an answer at the desk withdraws the question, and a late decision does nothing`() {
        var conversation = resumed()
        let recording = CodexRecording.desk
        let index = request(in: recording)
        let key = play(recording, into: &conversation, until: index + 1).ask?.key ?? ""
        let effects = play(Array(recording[(index + 1)...]), into: &conversation)
        #expect(effects.withdrawals == ["answered at the desk"])
        let seen19 = conversation.decide(key, Decision(.allow))
        #expect(seen19.isEmpty)
    }

    @Test func `a decision is sent once`() {
        var conversation = resumed()
        let recording = CodexRecording.command
        let key = play(recording, into: &conversation, until: request(in: recording) + 1).ask?.key ?? ""
        let seen20 = conversation.decide(key, Decision(.deny))
        #expect(seen20.count == 1)
        let seen21 = conversation.decide(key, Decision(.allow))
        #expect(seen21.isEmpty)
    }

    @Test func `a request that comes again after a resume is the same question`() {
        var conversation = resumed()
        let recording = CodexRecording.command
        let index = request(in: recording)
        let seen22 = play(recording, into: &conversation, until: index + 1)
        #expect(seen22.ask != nil)
        let seen23 = conversation.receive(recording[index])
        #expect(seen23.isEmpty)
    }

    @Test func `input for a running program stays with the TUI`() {
        var conversation = resumed()
        let request: JSONTree = [
            "kind": "writeStdin", "threadId": "thread-1", "turnId": "t", "itemId": "i", "command": "bash",
        ]
        let effects = conversation.receive(
            .request(id: .init(9), method: "item/commandExecution/requestApproval", params: request))
        #expect(effects.ask == nil)
        #expect(effects.calls.isEmpty)
    }

    @Test(arguments: ["item/permissions/requestApproval", "execCommandApproval", "attestation/generate", "new/thing"])
    func `an unknown request is not answered`(method: String) {
        var conversation = resumed()
        let effects = conversation.receive(.request(id: .init(9), method: method, params: ["threadId": "thread-1"]))
        #expect(effects.isEmpty)
    }

    // MARK: Changes of files

    @Test func `a new file is asked for with its diff`() throws {
        var conversation = resumed()
        let ask = try #require(play(CodexRecording.newFile, into: &conversation).ask)
        #expect(ask.tool == "apply_patch")
        #expect(ask.title == "change /home/dev/other.txt")
        #expect(ask.path == "/home/dev/other.txt")
        #expect(ask.diff == "--- /dev/null\n+++ /home/dev/other.txt\n@@ -0,0 +1,2 @@\n+hello\n+world\n")
        #expect(ask.verdicts == [.allow, .allowSession, .deny])
    }

    @Test func `a change is asked for with its hunks`() throws {
        var conversation = resumed()
        let ask = try #require(play(CodexRecording.changedFile, into: &conversation).ask)
        #expect(
            ask.diff == "--- /home/dev/other.txt\n+++ /home/dev/other.txt\n@@ -1,2 +1,2 @@\n-hello\n+bye\n world\n")
    }

    /// The change of the first prompt began before the thread could be resumed.
    @Test func `a change that was not told is asked of the server first`() throws {
        var conversation = resumed()
        let request: JSONTree = ["threadId": "thread-1", "turnId": "t", "itemId": "call-11"]
        let effects = conversation.receive(
            .request(id: .init(0), method: "item/fileChange/requestApproval", params: request))
        #expect(effects.ask == nil)
        #expect(
            effects.messages.map(\.text) == [
                #"{"id":4,"method":"thread/resume","params":{"threadId":"thread-1","excludeTurns":false}}"#
            ])
        let item: JSONTree = [
            "type": "fileChange", "id": "call-11", "status": "inProgress",
            "changes": [["path": "/a", "kind": ["type": "delete"], "diff": "old\n"]],
        ]
        let answer = conversation.receive(
            .result(id: .init(4), ["thread": ["id": "thread-1", "turns": [["items": [item]]]]]))
        #expect(answer.ask?.diff == "--- /a\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-old\n")
    }

    @Test func `a change that nobody tells can only be declined`() {
        var conversation = resumed()
        let request: JSONTree = ["threadId": "thread-1", "turnId": "t", "itemId": "call-11"]
        _ = conversation.receive(.request(id: .init(0), method: "item/fileChange/requestApproval", params: request))
        let effects = conversation.receive(.failure(id: .init(4), message: "no"))
        #expect(effects.ask?.verdicts == [.deny])
    }

    @Test func `several files have no path that a rule could let through`() {
        var conversation = resumed()
        let changes: JSONTree = [
            ["path": "/a", "kind": ["type": "add"], "diff": "x\n"],
            ["path": "/b", "kind": ["type": "add"], "diff": ""],
        ]
        _ = conversation.receive(
            .notification(
                method: "item/started",
                params: [
                    "threadId": "thread-1", "item": ["type": "fileChange", "id": "c", "changes": changes],
                ]))
        let effects = conversation.receive(
            .request(
                id: .init(0), method: "item/fileChange/requestApproval",
                params: ["threadId": "thread-1", "turnId": "t", "itemId": "c"]))
        #expect(effects.ask?.title == "change 2 files")
        #expect(effects.ask?.path == nil)
    }

    // MARK: Questions and tools

    @Test func `a question is answered by its label`() throws {
        var conversation = resumed()
        let recording = CodexRecording.question
        let ask = try #require(play(recording, into: &conversation, until: request(in: recording) + 1).ask)
        #expect(ask.kind == .question)
        #expect(ask.title == "Which colour should the button be?")
        #expect(ask.questions?.first?.choices.map(\.label) == ["Red", "Green", "Blue"])
        #expect(ask.questions?.first?.takesText == true)
        #expect(ask.verdicts == [.answer])
        let seen24 = conversation.decide(ask.key, Decision(.answer, answers: [["Green"]]))
        #expect(
            seen24
                == [.send(.result(id: .init(9), ["answers": ["q1": ["answers": ["Green"]]]]))])
        let effects = play(Array(recording[(request(in: recording) + 1)...]), into: &conversation)
        #expect(effects.settlements == [.applied])
    }

    @Test func `a question that ends with its turn is withdrawn`() {
        var conversation = resumed()
        let effects = play(CodexRecording.interrupted, into: &conversation)
        #expect(effects.ask?.questions?.count == 2)
        #expect(effects.ask?.title == "Which colour should the button be? (and 1 more)")
        #expect(effects.withdrawals == ["interrupted at the desk"])
        #expect(effects.report?.state == .interrupted)
    }

    @Test func `a secret is not asked for in the inbox`() {
        var conversation = resumed()
        let question: JSONTree = ["id": "q1", "header": "", "question": "Token?", "isSecret": true]
        let effects = conversation.receive(
            .request(
                id: .init(1), method: "item/tool/requestUserInput",
                params: ["threadId": "thread-1", "turnId": "t", "itemId": "i", "questions": [question]]))
        #expect(effects.ask == nil)
    }

    @Test func `a tool of a server is allowed for the session`() throws {
        var conversation = resumed()
        let recording = CodexRecording.tool
        let ask = try #require(play(recording, into: &conversation, until: request(in: recording) + 1).ask)
        #expect(ask.kind == .permission)
        #expect(ask.tool == "mcp__tend__echo")
        #expect(ask.detail == "Echo a text\n{\"text\":\"hi\"}")
        #expect(ask.verdicts == [.allow, .allowSession, .allowAlways, .deny])
        let accept: JSONTree = ["action": "accept", "content": [:], "_meta": ["persist": "session"]]
        let seen25 = conversation.decide(ask.key, Decision(.allowSession))
        #expect(seen25 == [.send(.result(id: .init(8), accept))])
    }

    @Test func `a form with fields stays with the TUI`() {
        var conversation = resumed()
        let form: JSONTree = [
            "threadId": "thread-1", "turnId": "t", "serverName": "x", "mode": "form", "message": "Name?",
            "requestedSchema": ["type": "object", "properties": ["name": ["type": "string"]]],
        ]
        let effects = conversation.receive(
            .request(id: .init(1), method: "mcpServer/elicitation/request", params: form))
        #expect(effects.isEmpty)
    }

    // MARK: Reports

    @Test func `a failure is told with its words`() throws {
        var conversation = resumed()
        let report = try #require(play(CodexRecording.failure, into: &conversation).report)
        #expect(report.state == .error)
        #expect(report.detail?.contains("mock error 400") == true)
    }

    @Test func `the tool that runs is told by the name that hooks give it`() {
        var conversation = resumed()
        let recording = CodexRecording.declined
        let effects = play(recording, into: &conversation, until: request(in: recording))
        #expect(effects.report?.tool == "Bash")
        let seen26 = play(Array(recording[(request(in: recording) + 1)...]), into: &conversation)
        #expect(seen26.report?.tool == nil)
    }

    @Test func `what was before comes from the rollout, once`() throws {
        var conversation = CodexConversation(session: "s1")
        _ = conversation.connected()
        _ = conversation.receive(status("idle"))
        let thread: JSONTree = ["id": "thread-1", "model": "m", "path": "/r.jsonl"]
        let effects = conversation.receive(.result(id: .init(2), ["thread": thread, "model": "m"]))
        #expect(effects.contains(.read(path: "/r.jsonl")))
        var rollout = CodexRollout()
        rollout.feed(
            #"""
            {"type":"session_meta","payload":{"id":"thread-1"}}
            {"type":"event_msg","payload":{"type":"task_complete","last_agent_message":"before"}}

            """#.utf8)
        let seen27 = conversation.remember(rollout)
        #expect(seen27.report?.text == "before")
    }

    @Test func `the end of the connection withdraws what waits and keeps what is known`() {
        var conversation = resumed()
        let recording = CodexRecording.command
        _ = play(recording, into: &conversation, until: request(in: recording) + 1)
        let seen28 = conversation.disconnected("gone")
        #expect(seen28.withdrawals == ["gone"])
        #expect(conversation.threads["thread-1"]?.model == "mock-1")
        // The next server numbers its requests anew.
        let seen29 = conversation.connected()
        #expect(seen29.calls == ["initialize"])
    }
}

extension [CodexConversation.Effect] {
    fileprivate var messages: [CodexMessage] {
        compactMap { if case .send(let message) = $0 { message } else { nil } }
    }
    fileprivate var calls: [String] {
        messages.compactMap {
            switch $0 {
            case .request(_, let method, _), .notification(let method, _): method
            case .result, .failure: nil
            }
        }
    }
    fileprivate var ask: AskJSON? { compactMap { if case .ask(let ask) = $0 { ask } else { nil } }.last }
    fileprivate var report: CodexReport? {
        compactMap { if case .report(let report) = $0 { report } else { nil } }.last
    }
    fileprivate var settlements: [Answer.Outcome] {
        compactMap { if case .settle(_, let outcome) = $0 { outcome } else { nil } }
    }
    fileprivate var withdrawals: [String] {
        compactMap { if case .withdraw(_, let reason) = $0 { reason } else { nil } }
    }
}
