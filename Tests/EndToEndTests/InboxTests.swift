import Foundation
import Testing

/// The inbox with the real binary: an asker as a hook is one, and those who answer.
@Suite struct InboxTests {
    private struct Item: Decodable, Sendable {
        struct Ending: Decodable, Sendable {
            var verdict: String?
            var by: String?
            var reason: String?
            var outcome: String?
        }
        var id: String
        var state: String
        var risk: String?
        var ending: Ending?
    }

    private func ask(
        _ home: TestHome, _ key: String, session: String = "agent", command: String = "make", extra: String = ""
    ) async throws -> Item {
        let body =
            #"{"session":"\#(session)","key":"\#(key)","kind":"permission","title":"run","tool":"Bash","command":"\#(command)"\#(extra)}"#
        let answer = try await home.ask("POST", "/attention", body: body)
        #expect(answer.status == 201 || answer.status == 200, "\(answer.text)")
        return try JSONDecoder().decode(Item.self, from: Data(answer.text.utf8))
    }

    /// Waits as a hook does, over whatever happens to the server, and tells that the agent took the answer.
    private func takeAnswer(_ home: TestHome, _ key: String) async throws -> Item {
        var item = try await ask(home, key)
        while item.state == "open" {
            // A server that is killed meanwhile is asked again.
            guard let answer = try? await home.ask("GET", "/attention/\(item.id)/wait?timeout=60") else { continue }
            item = try JSONDecoder().decode(Item.self, from: Data(answer.text.utf8))
        }
        let told = try await home.ask("POST", "/attention/\(item.id)/outcome", body: #"{"outcome":"applied"}"#)
        #expect(told.status == 204)
        return item
    }

    private func items(_ home: TestHome, all: Bool = false) async throws -> [Item] {
        struct List: Decodable { var attention: [Item] }
        let text = all ? try await home.ok("inbox", "--json", "--all") : try await home.ok("inbox", "--json")
        return try JSONDecoder().decode(List.self, from: Data(text.utf8)).attention
    }

    @Test func `of two answers at once one is applied and one is stale`() async throws {
        let home = try await TestHome()
        try await home.ok("new", "-d", "--name", "agent", "--", "cat")
        let id = try await ask(home, "k").id
        async let taken = takeAnswer(home, "k")
        async let first = home.tend("approve", id)
        async let second = home.tend("deny", String(id.prefix(4)), "--reason", "no")
        let outcomes = [try await first, try await second]
        #expect(outcomes.map(\.status).sorted() == [0, 1], "\(outcomes)")
        let stale = try #require(outcomes.first { $0.status == 1 })
        #expect(stale.standardError.contains("nothing was done: answered with '"))
        #expect(stale.standardError.contains("by you in the terminal"))
        let verdict = try await taken.ending?.verdict
        #expect(verdict == (outcomes[0].status == 0 ? "allow" : "deny"))
        #expect(try await items(home).isEmpty)
        #expect(try await items(home, all: true).map(\.ending?.outcome) == ["applied"])
        let audit = try await home.ok("audit")
        for word in ["asked", "answered", "applied"] { #expect(audit.contains(word), "\(audit)") }
        try await home.close()
    }

    @Test func `an approval outlives kill -9 of the server, and its answer reaches who asks`() async throws {
        let home = try await TestHome()
        try await home.ok("new", "-d", "--name", "agent", "--", "cat")
        let id = try await ask(home, "k", extra: #","deadline":3600"#).id
        async let taken = takeAnswer(home, "k")
        for _ in 0..<3 {
            try await home.killServer()
            #expect(try await items(home).map(\.id) == [id])
        }
        let outcome = try await home.tend("approve", id)
        #expect(outcome.status == 0, "\(outcome.standardError)")
        #expect(try await taken.ending?.verdict == "allow")
        // What was decided stays decided.
        try await home.killServer()
        #expect(try await ask(home, "k").ending?.verdict == "allow")
        #expect(try await home.tend("deny", id).status == 1)
        #expect(try await home.ok("audit").components(separatedBy: "asked").count == 2)
        try await home.close()
    }

    @Test func `twenty agents that ask at once are answered each for itself`() async throws {
        let home = try await TestHome()
        try await home.ok("new", "-d", "--name", "agent", "--", "cat")
        try await withThrowingTaskGroup(of: (Int, String?).self) { group in
            for number in 0..<20 {
                group.addTask { (number, try await takeAnswer(home, "k\(number)").ending?.reason) }
            }
            try await eventually("all have asked") { try await items(home).count == 20 }
            var reasons: [String: String] = [:]
            for (number, item) in try await items(home).enumerated() {
                reasons[item.id] = "because of \(number)"
                let outcome = try await home.tend("deny", item.id, "--reason", "because of \(number)")
                #expect(outcome.status == 0, "\(outcome.standardError)")
            }
            for number in 0..<20 {
                reasons[try await ask(home, "k\(number)").id.description]?.append(" for k\(number)")
            }
            for try await (number, reason) in group {
                #expect(reasons.values.contains("\(reason ?? "") for k\(number)"))
            }
        }
        try await home.close()
    }

    @Test func `a deadline passes, nothing is approved, and late answers are told so`() async throws {
        let home = try await TestHome()
        try await home.ok("new", "-d", "--name", "agent", "--", "cat")
        let id = try await ask(home, "k", extra: #","deadline":0.05"#).id
        let waited = try await home.ask("GET", "/attention/\(id)/wait?timeout=60")
        #expect(waited.text.contains(#""state":"expired""#))
        let late = try await home.tend("approve", id)
        #expect(late.status == 1 && late.standardError.contains("its deadline passed"))
        try await home.close()
    }

    @Test func `an agent answers neither for itself nor for what it started, nor may a helper of its`() async throws {
        let home = try await TestHome()
        for name in ["agent", "shell"] { try await home.ok("new", "-d", "--name", name, "--", "bash", "--norc") }
        let id = try await ask(home, "k").id
        let tend = TestHome.binary
        /// Runs a line in a session and gives its last line of output.
        func run(_ line: String, in session: String) async throws -> String {
            let file = home.directory + "/" + UUID().uuidString
            try await home.ok(
                "send", session, "(\(line)) >\(file).part 2>&1; echo $? >>\(file).part; mv \(file).part \(file)",
                "--enter")
            try await eventually("'\(line)' has run") { FileManager.default.fileExists(atPath: file) }
            return try String(contentsOfFile: file, encoding: .utf8)
        }
        for line in [
            "\(tend) approve \(id)", "env -u TEND_SESSION \(tend) approve \(id)",
            "env -u TEND_SESSION setsid -w \(tend) approve \(id)",
        ] {
            let said = try await run(line, in: "agent")
            #expect(said.contains("an agent may not answer its own question") && said.hasSuffix("\n1\n"), "\(said)")
        }
        // Left behind on purpose: its parent is the keeper, who has no business to answer.
        let orphan = home.directory + "/orphan"
        _ = try await run(
            "env -u TEND_SESSION setsid -f bash -c 'sleep 0.2; \(tend) approve \(id) >\(orphan).part 2>&1; mv \(orphan).part \(orphan)'",
            in: "agent")
        try await eventually("the orphan has tried") { FileManager.default.fileExists(atPath: orphan) }
        #expect(try String(contentsOfFile: orphan, encoding: .utf8).contains("may not answer"))

        // Nor does it help to say that one comes from elsewhere, or to start a session from there.
        for (line, words) in [
            ("TEND_SESSION=shell \(tend) approve \(id)", "may not answer"),
            ("env -u TEND_SESSION \(tend) new -d --name stray -- bash --norc", ""),
        ] {
            let file = home.directory + "/" + UUID().uuidString
            _ = try await run(
                "setsid -f bash -c 'sleep 0.2; \(line) >\(file).part 2>&1; mv \(file).part \(file)'", in: "agent")
            try await eventually("'\(line)' has run") { FileManager.default.fileExists(atPath: file) }
            #expect(try String(contentsOfFile: file, encoding: .utf8).contains(words) || words.isEmpty)
        }
        #expect(try await run("\(tend) approve \(id)", in: "stray").contains("it cannot be told what started it"))

        // A session that the agent starts is no way around, and it may not answer for that one either.
        _ = try await run("\(tend) new -d --name helper -- bash --norc", in: "agent")
        #expect(try await run("\(tend) approve \(id)", in: "helper").contains("may not answer for it"))
        let child = try await ask(home, "k", session: "helper").id
        #expect(try await run("\(tend) approve \(child)", in: "agent").contains("may not answer for it"))

        // One that stood between them and is gone does not part them.
        _ = try await run("\(tend) new -d --name middle -- bash --norc", in: "agent")
        _ = try await run("\(tend) new -d --name grand -- bash --norc", in: "middle")
        try await home.ok("rm", "--force", "middle")
        #expect(try await run("\(tend) approve \(id)", in: "grand").contains("may not answer for it"))
        // Nor does a client that starts one for it.
        let terminal = try TestTerminal(home)
        try await terminal.opensShell()
        #expect(try await run("\(tend) do 'session.new bash'", in: "agent").hasSuffix("0\n"))
        let made = try #require(try await home.sessions().map(\.name).first { $0.hasPrefix("bash-") })
        #expect(try await run("\(tend) approve \(id)", in: made).contains("may not answer for it"))
        try await terminal.leaves()
        // A question that is asked again is the same, or none.
        let other = try await home.ask(
            "POST", "/attention",
            body: #"{"session":"agent","key":"k","kind":"permission","title":"run","tool":"Bash","command":"rm -rf ~"}"#
        )
        #expect(other.status == 409)

        // Keys would answer as well.
        for line in ["send agent --key 1", "prompt --force agent x", "send -- agent 1"] {
            let said = try await run("\(tend) \(line)", in: "agent")
            #expect(said.contains("may not type there now") && said.hasSuffix("\n1\n"), "\(said)")
        }
        // One without an agent is a tool: it is typed to, whatever it asks.
        #expect(try await run("\(tend) send helper true --enter", in: "agent").hasSuffix("0\n"))

        #expect(try await items(home).map(\.state) == ["open", "open"])
        #expect(try await home.ok("audit").contains("refused"))
        // The owner's own shell may. Nobody takes the answer here, and that is told.
        let allowed = try await run("\(tend) approve \(id)", in: "shell")
        #expect(allowed.contains("was handed over"), "\(allowed)")
        #expect(try await items(home, all: true).first { $0.id == id }?.ending?.by == "session 'shell'")
        try await home.close()
    }

    @Test func `rules answer for the owner, and a broken file asks for everything`() async throws {
        let home = try await TestHome()
        try await home.ok("new", "-d", "--name", "agent", "--", "cat")
        let folder = home.directory + "/config"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        func write(_ text: String) throws {
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/approvals.yaml"))
        }
        try write(
            "rules:\n  - {action: deny, command: git push *, reason: not today}\n  - {action: allow, tool: Bash, command: git *}\n"
        )
        let allowed = try await ask(home, "a", command: "git status")
        #expect(
            allowed.ending?.verdict == "allow" && allowed.ending?.by == "rule 2: allow Bash git *"
                && allowed.risk == "reads")
        let denied = try await ask(home, "b", command: "git status && git push origin")
        #expect(denied.ending?.verdict == "deny" && denied.ending?.reason == "not today")
        #expect(try await ask(home, "c", command: "git status; sudo ls").state == "open")
        #expect(try await home.tend("approvals", "test", "git log").status == 0)
        #expect(try await home.tend("approvals", "test", "git push x").status == 1)
        #expect(try await home.tend("approvals", "test", "make").status == 3)
        try await home.ok("approvals", "check")

        try write("rules:\n  - {action: allow, tool: Bash, comand: git *}\n")
        #expect(try await ask(home, "d", command: "git status").state == "open")
        let check = try await home.tend("approvals", "check")
        #expect(
            check.status == 1
                && check.standardOutput.contains("approvals.yaml:2:33: unknown name 'comand' — did you mean 'command'?")
        )
        #expect(try await home.tend("server", "status").standardOutput.contains("approvals.yaml:2:33"))
        try await home.close()
    }

    @Test func `questions are answered by label, number or text, and a wrong choice is told`() async throws {
        let home = try await TestHome()
        try await home.ok("new", "-d", "--name", "agent", "--", "cat")
        let body = #"""
            {"session":"agent","key":"q","kind":"question","title":"colours","questions":[
              {"text":"Which?","header":"","choices":[{"label":"Red","detail":""},{"label":"Blue","detail":""}],"multiple":false,"takes_text":false},
              {"text":"More?","header":"","choices":[{"label":"Lint","detail":""},{"label":"Tests","detail":""}],"multiple":true,"takes_text":true}]}
            """#
        let asked = try await home.ask("POST", "/attention", body: body)
        let id = try JSONDecoder().decode(Item.self, from: Data(asked.text.utf8)).id
        let wrong = try await home.tend("answer", id, "Green", "+", "Lint")
        #expect(wrong.status == 1 && wrong.standardError.contains("there is no choice 'Green'"))
        #expect(try await home.tend("approve", id).standardError.contains("possible: answer, deny, dismiss"))
        #expect(try await home.tend("approve", "zzzzzz").status == 1)
        async let outcome = home.tend("answer", id, "-q", "1=2", "-q", "2=lin", "--text", "2=my own")
        let waited = try await home.ask("GET", "/attention/\(id)/wait?timeout=60")
        #expect(waited.text.contains(#""answers":[["Blue"],["Lint","my own"]]"#))
        _ = try await home.ask("POST", "/attention/\(id)/outcome", body: #"{"outcome":"applied"}"#)
        #expect(try await outcome.status == 0)
        try await home.close()
    }
}
