import TendCore
import Testing

@testable import TendAgents

/// Events as OpenCode's sources write them.
@Suite struct OpenCodeConversationTests {
    private var conversation = OpenCodeConversation(session: "s1", directory: "/work")

    private func tree(_ text: String) -> JSONTree { (try? JSONTree(parsing: text.utf8)) ?? .null }

    private mutating func event(_ type: String, _ properties: String) -> [OpenCodeConversation.Effect] {
        conversation.receive(event: type, tree(properties))
    }

    private static let bash =
        #"{"id":"per_1","sessionID":"ses_1","permission":"bash","patterns":["make test"],"metadata":{},"always":["make *"]}"#

    private func asked(_ effects: [OpenCodeConversation.Effect]) -> [AskJSON] {
        effects.compactMap { if case .ask(let ask) = $0 { ask } else { nil } }
    }

    private func posted(_ effects: [OpenCodeConversation.Effect]) -> [String] {
        effects.compactMap { if case .post(let call) = $0 { "\(call.path) \(call.body)" } else { nil } }
    }

    @Test mutating func `a command is asked for with what always would mean`() {
        let ask = asked(event("permission.asked", OpenCodeConversationTests.bash)).first
        #expect(ask?.title == "run make test")
        #expect(ask?.tool == "Bash")
        #expect(ask?.command == "make test")
        #expect(ask?.cwd == "/work")
        #expect(ask?.verdicts == [.allow, .allowSession, .deny])
        #expect(ask?.detail == "for the session: bash make *")
        #expect(conversation.summary.state == "waiting:permission")
    }

    @Test(arguments: [
        (Decision(.allow), #"{"reply":"once"}"#), (Decision(.allowSession), #"{"reply":"always"}"#),
        (Decision(.deny), #"{"reply":"reject"}"#),
        (Decision(.deny, reason: "no"), #"{"reply":"reject","message":"no"}"#),
    ]) mutating func `decisions become replies`(decision: Decision, body: String) {
        _ = event("permission.asked", OpenCodeConversationTests.bash)
        #expect(posted(conversation.decide("per_1", decision)) == ["/permission/per_1/reply \(body)"])
        // Once is enough.
        #expect(conversation.decide("per_1", decision).isEmpty)
    }

    @Test mutating func `only the event says that a reply was taken`() {
        _ = event("permission.asked", OpenCodeConversationTests.bash)
        _ = conversation.decide("per_1", Decision(.allow))
        let effects = event("permission.replied", #"{"sessionID":"ses_1","requestID":"per_1","reply":"once"}"#)
        #expect(effects.contains(.settle(key: "per_1", .applied)))
    }

    @Test mutating func `of two answers the one that the event names was first`() {
        _ = event("permission.asked", OpenCodeConversationTests.bash)
        _ = conversation.decide("per_1", Decision(.allow))
        let effects = event("permission.replied", #"{"sessionID":"ses_1","requestID":"per_1","reply":"reject"}"#)
        #expect(effects.contains(.withdraw(key: "per_1", reason: "answered at the desk")))
    }

    @Test mutating func `the older generation is asked and answered in its own way`() {
        let ask = asked(
            event(
                "permission.updated",
                #"{"id":"p","type":"bash","pattern":"ls","sessionID":"ses_9","title":"List files","metadata":{"command":"ls -la"}}"#
            )
        ).first
        #expect(ask?.title == "List files")
        #expect(ask?.command == "ls -la")
        #expect(
            posted(conversation.decide("p", Decision(.allow))) == [#"/session/ses_9/permissions/p {"response":"once"}"#]
        )
        let over = event("permission.replied", #"{"sessionID":"ses_9","permissionID":"p","response":"once"}"#)
        #expect(over.contains(.settle(key: "p", .applied)))
    }

    @Test mutating func `lists say what waits and what does not any more`() {
        _ = event("permission.asked", OpenCodeConversationTests.bash)
        let effects = conversation.receive(
            .permissions,
            tree(#"[{"id":"per_2","sessionID":"ses_1","permission":"webfetch","patterns":["https://a"],"always":[]}]"#))
        #expect(effects.contains(.withdraw(key: "per_1", reason: "answered at the desk")))
        #expect(asked(effects).map(\.title) == ["webfetch https://a"])
        #expect(asked(effects).first?.verdicts == [.allow, .deny])
        // A version without such a list answers with anything.
        #expect(asked(conversation.receive(.questions, .string("<html>"))).isEmpty)
    }

    @Test mutating func `questions take labels, several, and own words where they may`() {
        let ask = asked(
            event(
                "question.asked",
                #"{"id":"q","sessionID":"ses_1","questions":[{"question":"Which?","header":"H","options":[{"label":"A","description":"d"}]},"#
                    + #"{"question":"And?","header":"I","options":[{"label":"B","description":""}],"multiple":true,"custom":false}]}"#
            )
        ).first
        #expect(ask?.title == "Which? (and 1 more)")
        #expect(ask?.questions?.map(\.takesText) == [true, false])
        #expect(ask?.questions?.map(\.multiple) == [false, true])
        #expect(conversation.summary.state == "waiting:question")
        #expect(conversation.decide("q", Decision(.answer, answers: [["A"]])).isEmpty, "one answer for two questions")
        #expect(
            posted(conversation.decide("q", Decision(.answer, answers: [["A"], ["B"]])))
                == [#"/question/q/reply {"answers":[["A"],["B"]]}"#])
    }

    @Test mutating func `work, its end, its failure and a stop are told apart`() {
        #expect(conversation.summary.state == "idle")
        _ = event("session.status", #"{"sessionID":"ses_1","status":{"type":"busy"}}"#)
        #expect(conversation.summary.state == "working")
        #expect(conversation.summary.conversation == "ses_1")
        _ = event(
            "session.status",
            #"{"sessionID":"ses_1","status":{"type":"retry","attempt":1,"message":"overloaded","next":1}}"#)
        #expect(conversation.summary.detail == "overloaded")
        _ = event("session.idle", #"{"sessionID":"ses_1"}"#)
        #expect(conversation.summary.state == "done")
        for (name, code, state) in [
            ("MessageAbortedError", 0, "interrupted"), ("APIError", 429, "error:rate_limit"),
            ("APIError", 401, "error:auth"),
            ("APIError", 500, "error:api"), ("ProviderAuthError", 0, "error:auth"), ("UnknownError", 0, "error:other"),
        ] {
            _ = event("session.status", #"{"sessionID":"ses_1","status":{"type":"busy"}}"#)
            _ = event(
                "session.error",
                #"{"sessionID":"ses_1","error":{"name":"\#(name)","data":{"message":"m","statusCode":\#(code)}}}"#)
            _ = event("session.idle", #"{"sessionID":"ses_1"}"#)
            #expect(conversation.summary.state == state)
        }
    }

    @Test mutating func `a subagent works for the conversation that it belongs to`() {
        _ = event("session.status", #"{"sessionID":"ses_1","status":{"type":"busy"}}"#)
        _ = event("session.created", #"{"info":{"id":"ses_2","parentID":"ses_1"}}"#)
        _ = event("session.status", #"{"sessionID":"ses_2","status":{"type":"busy"}}"#)
        #expect(conversation.summary.conversation == "ses_1")
        let ask = asked(
            event(
                "permission.asked",
                #"{"id":"per_9","sessionID":"ses_2","permission":"read","patterns":["/etc/passwd"],"always":[]}"#))
        #expect(ask.map(\.title) == ["read /etc/passwd"])
    }

    @Test mutating func `tokens and costs count each message once, and text is the model's own`() {
        let growing =
            #"{"info":{"id":"m1","sessionID":"s","role":"assistant","modelID":"x","cost":0.1,"tokens":{"input":1,"output":1}}}"#
        let grown =
            #"{"info":{"id":"m1","sessionID":"s","role":"assistant","modelID":"x","cost":0.5,"tokens":{"input":10,"output":5,"reasoning":1,"cache":{"read":2,"write":3}}}}"#
        for text in [growing, grown, grown] { _ = event("message.updated", text) }
        _ = event("message.updated", #"{"info":{"id":"u1","sessionID":"s","role":"user"}}"#)
        _ = event(
            "message.part.updated", #"{"part":{"id":"p","sessionID":"s","messageID":"u1","type":"text","text":"mine"}}"#
        )
        _ = event(
            "message.part.updated",
            #"{"part":{"id":"p","sessionID":"s","messageID":"m1","type":"text","text":"its own"}}"#)
        #expect(conversation.summary.tokens == 21)
        #expect(conversation.summary.cost == 0.5)
        #expect(conversation.summary.model == "x")
        #expect(conversation.summary.text == "its own")
    }

    @Test mutating func `the tool that runs is shown until it has run`() {
        let part =
            #"{"part":{"id":"p","sessionID":"s","messageID":"m","type":"tool","tool":"bash","callID":"c","state":{"status":"STATUS"}}}"#
        _ = event("message.part.updated", part.replacing("STATUS", with: "running"))
        #expect(conversation.summary.tool == "bash")
        _ = event("message.part.updated", part.replacing("STATUS", with: "completed"))
        #expect(conversation.summary.tool == nil)
    }

    @Test mutating func `an answer that nobody heard is unconfirmed`() {
        _ = event("permission.asked", OpenCodeConversationTests.bash)
        _ = conversation.decide("per_1", Decision(.allow))
        #expect(conversation.receive(.permissions, .array([])).contains(.settle(key: "per_1", .unconfirmed)))
    }

    @Test mutating func `with OpenCode goes what it asked`() {
        _ = event("permission.asked", OpenCodeConversationTests.bash)
        #expect(conversation.ended("gone") == [.withdraw(key: "per_1", reason: "gone")])
        #expect(conversation.decide("per_1", Decision(.allow)).isEmpty)
        #expect(conversation.connected().count == 3)
    }

    @Test(arguments: ["{}", "null", #"{"id":7}"#, #"{"id":"x","sessionID":"s"}"#])
    mutating func `what is not understood is not asked`(properties: String) {
        for type in [
            "permission.asked", "permission.updated", "question.asked", "permission.replied", "session.status", "x",
        ] {
            #expect(asked(event(type, properties)).isEmpty)
        }
    }
}
