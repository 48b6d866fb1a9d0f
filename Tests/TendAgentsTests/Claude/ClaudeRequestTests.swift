import TendAgents
import TendCore
import Testing

struct ClaudeRequestTests {
    private func ask(_ request: ClaudeRequest?, file: String? = nil) throws -> AskJSON {
        try #require(request).ask(session: "s1", nonce: "n") { _ in file }
    }

    @Test func `a shell command is asked for with its exact text`() throws {
        let ask = try ask(ClaudeFixture.request("Bash"))
        #expect(ask.kind == .permission && ask.session == "s1")
        #expect(ask.title == "Bash: touch made-by-hook")
        #expect(ask.command == "touch made-by-hook" && ask.tool == "Bash")
        #expect(ask.cwd == "/home/dev/demo" && ask.detail == "Run a command\nfor the session: this very command")
        #expect(ask.verdicts == [.allow, .allowSession, .deny])
        #expect(ask.path == nil && ask.diff == nil && ask.questions == nil)
    }

    @Test func `always is offered where the dialog has a rule to save`() throws {
        let ask = try ask(ClaudeFixture.request("Bash", 3))
        #expect(ask.verdicts == [.allow, .allowSession, .allowAlways, .deny])
        // What each of them allows is said.
        #expect(
            ask.detail?.hasSuffix(
                """
                for the session: this very command
                always: this very command, in .claude/settings.local.json
                """) == true)
    }

    @Test func `an edit comes with its diff`() throws {
        let file = "def greet(name):\n    print(\"hello\", name)\n\n\ngreet(\"x\")\n"
        let ask = try ask(ClaudeFixture.request("Edit"), file: file)
        #expect(ask.path == "/home/dev/demo/hello.py" && ask.title == "Edit: /home/dev/demo/hello.py")
        #expect(ask.detail == "for the session: changes of files")
        #expect(
            ask.diff == """
                --- /home/dev/demo/hello.py
                +++ /home/dev/demo/hello.py
                @@ -1,5 +1,5 @@
                 def greet(name):
                -    print("hello", name)
                +    print("good day", name)
                 \n \n greet("x")

                """)
    }

    @Test func `a new file is all additions`() throws {
        let ask = try ask(ClaudeFixture.request("Write"))
        #expect(ask.diff == "--- /dev/null\n+++ /home/dev/demo/new.txt\n@@ -0,0 +1,2 @@\n+one\n+two\n")
    }

    @Test func `questions keep their choices`() throws {
        let ask = try ask(ClaudeFixture.request("AskUserQuestion"))
        #expect(ask.kind == .question && ask.verdicts == [.answer, .deny])
        #expect(ask.title == "2 questions: Which colour should the button be?")
        let questions = try #require(ask.questions)
        #expect(questions.map(\.header) == ["Colour", "Checks"] && questions.map(\.multiple) == [false, true])
        #expect(questions[0].choices.map(\.label) == ["Red", "Green", "Blue"])
        #expect(questions[0].choices[2].detail == "A deep blue" && questions[0].takesText)
    }

    @Test func `a plan is shown whole`() throws {
        let ask = try ask(ClaudeFixture.request("ExitPlanMode"))
        #expect(ask.kind == .plan && ask.detail == "# Plan\n\n1. Add a greeting\n2. Test the greeting\n")
        #expect(ask.verdicts == [.allow, .allowSession, .deny])
    }

    @Test(arguments: [
        ("mcp__tend__list_sessions", #"{"all":true}"#, "tend: list_sessions", #"{"all":true}"#),
        ("mcp__a_b__c", "{}", "a_b: c", nil),
        (
            "WebFetch", #"{"url":"http://x.example","prompt":"p"}"#, "WebFetch: http://x.example",
            #"{"url":"http://x.example","prompt":"p"}"#
        ),
        ("Novelty", #"{"x":[1]}"#, "Novelty", #"{"x":[1]}"#),
        ("mcp__", "{}", "mcp__", nil),
    ])
    func `any other tool is named, with everything it would be given`(
        tool: String, input: String, title: String, detail: String?
    ) throws {
        let ask = try ask(ClaudeFixture.request(tool, input: input))
        #expect(ask.title == title && ask.kind == .permission)
        #expect(ask.detail == (detail.map { $0 + "\n" } ?? "") + "for the session: \(tool), whatever it is for")
    }

    @Test(arguments: [
        ("AskUserQuestion", "{}"), ("AskUserQuestion", #"{"questions":[{}]}"#), ("ExitPlanMode", "{}"), ("", "{}"),
    ])
    func `what cannot be understood is not asked`(tool: String, input: String) throws {
        #expect(try ClaudeFixture.request(tool, input: input) == nil)
    }

    @Test func `no other event asks`() throws {
        let asking = try ClaudeFixture.events().filter { ClaudeRequest($0) != nil }
        #expect(asking.map(\.name) == Array(repeating: "PermissionRequest", count: asking.count))
        #expect(
            asking.compactMap(\.tool) == [
                "Bash", "Bash", "Bash", "Edit", "Write", "AskUserQuestion", "Bash", "ExitPlanMode",
            ])
    }

    @Test func `the key is the same for the same call of the same process, and for nothing else`() throws {
        let first = try ClaudeFixture.request("Bash")
        let second = try ClaudeFixture.request("Bash", 1)
        func key(_ request: ClaudeRequest, _ nonce: String) -> String {
            request.ask(session: "s1", nonce: nonce) { _ in nil }.key
        }
        #expect(key(first, "1") == key(first, "1"))
        #expect(Set([key(first, "1"), key(first, "2"), key(second, "1")]).count == 3)
    }

    @Test func `texts without end still are longer than what is kept, so that no rule takes them for whole`() throws {
        let long = String(repeating: "é", count: 100_000)
        let command = try #require(try ask(ClaudeFixture.request("Bash", input: #"{"command":"\#(long)"}"#)).command)
        let lines = String(repeating: "line\\n", count: 30_000)
        let write = try ClaudeFixture.request("Write", input: #"{"file_path":"/f","content":"\#(lines)"}"#)
        for text in [command, try #require(try ask(write).diff)] {
            #expect(text.utf8.count > AttentionJSON.textLimit && text.utf8.count < 70_000)
        }
    }
}
