import TendAgents
import TendCore
import Testing

struct ClaudeAnswerTests {
    private func decision(_ request: ClaudeRequest?, _ decision: Decision) throws -> String? {
        guard let output = try #require(request).output(for: decision) else { return nil }
        let tree = try JSONTree(parsing: output.utf8)["hookSpecificOutput"]
        #expect(tree?["hookEventName"]?.text == "PermissionRequest")
        return tree?["decision"]?.description
    }

    @Test func `allow once says nothing more`() throws {
        #expect(
            try ClaudeFixture.request("Bash").output(for: Decision(.allow))
                == #"{"hookSpecificOutput":{"hookEventName":"PermissionRequest","decision":{"behavior":"allow"}}}"#)
    }

    @Test func `for the session exactly this command is allowed`() throws {
        #expect(
            try decision(ClaudeFixture.request("Bash"), Decision(.allowSession)) == """
                {"behavior":"allow","updatedPermissions":[{"type":"addRules","behavior":"allow","destination":"session",\
                "rules":[{"toolName":"Bash","ruleContent":"touch made-by-hook"}]}]}
                """)
    }

    @Test func `for the session the dialog's own rule is taken, but not saved`() throws {
        #expect(
            try decision(ClaudeFixture.request("Bash", 3), Decision(.allowSession)) == """
                {"behavior":"allow","updatedPermissions":[{"type":"addRules",\
                "rules":[{"toolName":"Bash","ruleContent":"exit 3"}],"behavior":"allow","destination":"session"}]}
                """)
    }

    @Test func `always saves the dialog's own rule`() throws {
        #expect(
            try decision(ClaudeFixture.request("Bash", 3), Decision(.allowAlways)) == """
                {"behavior":"allow","updatedPermissions":[{"type":"addRules",\
                "rules":[{"toolName":"Bash","ruleContent":"exit 3"}],"behavior":"allow","destination":"localSettings"}]}
                """)
        #expect(try decision(ClaudeFixture.request("Bash"), Decision(.allowAlways)) == nil)
    }

    @Test func `changes of files are accepted for the session by its mode`() throws {
        for tool in ["Edit", "Write"] {
            #expect(
                try decision(ClaudeFixture.request(tool), Decision(.allowSession)) == """
                    {"behavior":"allow","updatedPermissions":[{"type":"setMode","mode":"acceptEdits","destination":"session"}]}
                    """)
        }
    }

    @Test func `a mode or a directory that is offered beside a command is not taken for a rule`() throws {
        let rule =
            #"[{"type":"addRules","rules":[],"behavior":"allow","destination":"localSettings"},{"type":"addRules","rules":[{"toolName":"Bash"}],"behavior":"deny","destination":"localSettings"}]"#
        let request = try ClaudeFixture.request("Bash", input: #"{"command":"x"}"#, suggestions: rule)
        #expect(try decision(request, Decision(.allowAlways)) == nil)
        #expect(try decision(request, Decision(.allowSession))?.contains(#""ruleContent":"x""#) == true)
    }

    @Test func `a reason lets the agent go on; without one its turn ends`() throws {
        let request = try ClaudeFixture.request("Bash")
        #expect(
            try decision(request, Decision(.deny, reason: "use \"make\"\ninstead"))
                == #"{"behavior":"deny","message":"use \"make\"\ninstead"}"#)
        #expect(
            try decision(request, Decision(.deny))
                == #"{"behavior":"deny","message":"The user said no.","interrupt":true}"#)
        #expect(try decision(request, Decision(.deny, reason: "")) == decision(request, Decision(.deny)))
    }

    @Test func `choices go back under the text of their question`() throws {
        let request = try ClaudeFixture.request("AskUserQuestion")
        let decided = try #require(
            try decision(request, Decision(.answer, answers: [["Blue"], ["Lint", "my own: E2E, too"]])))
        let input = try JSONTree(parsing: decided.utf8)["updatedInput"]
        #expect(input?["questions"] == request.event.input["questions"])
        #expect(
            input?["answers"]?.description
                == #"{"Which colour should the button be?":"Blue","Which checks should run?":"Lint, my own: E2E, too"}"#
        )
    }

    @Test func `a label that was shown sanitised is given back as it was`() throws {
        let request = try ClaudeFixture.request(
            "AskUserQuestion", input: #"{"questions":[{"question":"q","options":[{"label":"a\u202eb"}]}]}"#)
        let decided = try #require(try decision(request, Decision(.answer, answers: [["ab"]])))
        #expect(try JSONTree(parsing: decided.utf8)["updatedInput"]?["answers"]?["q"]?.text == "a\u{202E}b")
    }

    @Test func `an approved plan is brought back, with the mode that follows`() throws {
        let request = try ClaudeFixture.request("ExitPlanMode")
        for (verdict, mode) in [(Decision.Verdict.allow, "default"), (.allowSession, "acceptEdits")] {
            let decided = try JSONTree(parsing: try #require(try decision(request, Decision(verdict))).utf8)
            #expect(decided["updatedInput"] == request.event.input && decided["behavior"]?.text == "allow")
            #expect(decided["updatedPermissions"]?.elements.map { $0["mode"]?.text } == [mode])
        }
    }

    /// Everything that is no answer: nothing may be printed, so that the dialog stays.
    @Test func `whatever does not fit approves nothing`() throws {
        let permission = try ClaudeFixture.request("Bash")
        let question = try ClaudeFixture.request("AskUserQuestion")
        let plan = try ClaudeFixture.request("ExitPlanMode")
        for request in [permission, question, plan] { #expect(request.output(for: Decision(.dismiss)) == nil) }
        #expect(permission.output(for: Decision(.answer, answers: [["Blue"]])) == nil)
        #expect(plan.output(for: Decision(.answer)) == nil && plan.output(for: Decision(.allowAlways)) == nil)
        for verdict in [Decision.Verdict.allow, .allowSession, .allowAlways] {
            #expect(question.output(for: Decision(verdict)) == nil)
        }
        for answers in [[], [["Blue"]], [["Blue"], []], [["a"], ["b"], ["c"]]] {
            #expect(question.output(for: Decision(.answer, answers: answers)) == nil)
        }
    }
}
