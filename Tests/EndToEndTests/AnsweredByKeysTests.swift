import Foundation
import Testing

/// Every kind of dialog that only the screen tells of: asked, found in the inbox, answered from the command line, and the effect seen in
/// what the stand-in wrote.
@Suite struct AnsweredByKeysTests {
    private func applies(_ desk: AskerDesk, _ words: String...) async throws {
        let outcome = try await desk.home.tend(words)
        #expect(outcome.status == 0 && outcome.standardError.contains("applied"), "\(words): \(outcome.standardError)")
    }

    @Test func `a question takes one of its choices, or a text of one's own`() async throws {
        let desk = try await AskerDesk()
        let first = try await desk.ask("c", "question")
        #expect([first.way, first.title] == ["keys", "Which colour?"])
        #expect(first.verdicts == ["answer", "deny"])
        #expect(first.questions.first?.choices.map(\.label) == ["Red", "Green"])
        #expect(first.questions.first?.multiple == false && first.questions.first?.takes_text == true)
        try await applies(desk, "answer", first.id, "Green")
        let second = try await desk.ask("c", "question")
        try await applies(desk, "answer", second.id, "--text", "mauve, or 2 shades of it")
        let third = try await desk.ask("c", "question")
        try await applies(desk, "deny", third.id)
        #expect(
            desk.log == ["question: Green - A calm green", "question: mauve, or 2 shades of it", "question: left"])
        try await desk.home.close()
    }

    @Test func `a question takes several choices with a text beside them`() async throws {
        let desk = try await AskerDesk()
        let first = try await desk.ask("m", "question")
        #expect(first.questions.first?.multiple == true)
        try await applies(desk, "answer", first.id, "E2E", "Lint")
        // Somebody has ticked something at the desk, and left the highlight in the field for text.
        let second = try await desk.ask("m", "question")
        try await desk.home.ok("send", "asker", "14")
        try await desk.home.wait("asker", until: #"text:1\. \[x\] Lint"#)
        try await applies(desk, "answer", second.id, "Unit", "--text", "the slow ones")
        #expect(desk.log == ["question: Lint, E2E", "question: Unit, the slow ones"])
        try await desk.home.close()
    }

    @Test func `a plan is approved, or refused with what to change`() async throws {
        let desk = try await AskerDesk()
        let first = try await desk.ask("p", "plan")
        #expect(first.verdicts == ["allow", "allow_session", "deny"])
        try await applies(desk, "approve", first.id, "--session")
        let second = try await desk.ask("p", "plan")
        try await applies(desk, "deny", second.id, "--reason", "tests first")
        #expect(desk.log == ["plan: Yes, and accept edits", "plan: tests first"])
        try await desk.home.close()
    }

    @Test func `a refusal takes its reason along where the dialog has a row for it`() async throws {
        let desk = try await AskerDesk()
        let first = try await desk.ask("r", "permission")
        #expect(first.takes_reason)
        try await applies(desk, "deny", first.id, "--reason", "use the staging database")
        let second = try await desk.ask("r", "permission")
        try await applies(desk, "deny", second.id)
        let third = try await desk.ask("w", "permission")
        #expect(!third.takes_reason)
        let refused = try await desk.home.tend(["deny", third.id, "--reason", "because"])
        #expect(refused.status == 1 && refused.standardError.contains("no place for a reason"))
        #expect(try await desk.items().contains { $0.id == third.id })
        try await applies(desk, "approve", third.id)
        #expect(desk.log == ["permission: use the staging database", "permission: No", "permission: Yes"])
        try await desk.home.close()
    }

    @Test func `trust is given wherever the highlight stands, and a login is asked for until it is done`() async throws
    {
        let desk = try await AskerDesk()
        let first = try await desk.ask("t", "permission")
        try await applies(desk, "approve", first.id)
        let second = try await desk.ask("t", "permission")
        try await desk.home.ok("send", "asker", "--key", "Down")
        try await desk.home.wait("asker", until: "text:❯ Yes")
        try await applies(desk, "approve", second.id)
        let third = try await desk.ask("t", "permission")
        try await applies(desk, "deny", third.id)
        let login = try await desk.ask("l", "login")
        #expect(login.way == "none")
        let answered = try await desk.home.tend(["approve", login.id])
        #expect(answered.status == 1)
        try await desk.home.ok("send", "asker", "x")
        try await eventually("the login is off the inbox") { try await desk.items().allSatisfy { $0.id != login.id } }
        #expect(
            desk.log == [
                "trust: Yes, I trust this folder", "trust: Yes, I trust this folder", "trust: left", "login: done",
            ])
        try await desk.home.close()
    }

    @Test func `an answer after the dialog went is stale, and of two at once one is taken`() async throws {
        let desk = try await AskerDesk()
        for letter in ["m", "p"] {
            let item = try await desk.ask(letter, letter == "m" ? "question" : "plan")
            try await desk.home.ok("send", "asker", "--key", "Escape")
            try await desk.home.wait("asker", until: "text:answers")
            let late = try await desk.home.tend(letter == "m" ? ["answer", item.id, "Unit"] : ["approve", item.id])
            #expect(late.status == 1 && late.standardError.contains("nothing was done"), "\(late.standardError)")
        }
        #expect(desk.log == ["question: left", "plan: left"])
        let item = try await desk.ask("m", "question")
        async let one = desk.home.tend(["answer", item.id, "Unit", "--text", "own"])
        async let other = desk.home.tend(["answer", item.id, "Lint"])
        let statuses = [try await one.status, try await other.status]
        #expect(statuses.sorted() == [0, 1])
        #expect(desk.log.dropFirst(2) == [statuses[0] == 0 ? "question: Unit, own" : "question: Lint"])
        try await desk.home.close()
    }

    @Test func `twenty agents that ask at the same time get one answer each, of two that are given at once`()
        async throws
    {
        let desk = try await AskerDesk()
        let home = desk.home
        let names = ["asker"] + (1..<20).map { "asker\($0)" }
        for name in names.dropFirst() {
            try await home.ok("new", "asker", "-d", "--name", name, "--env", "ASKER_LOG=\(home.directory)/log-\(name)")
        }
        for name in names {
            try await home.wait(name, until: "text:answers: 0")
            try await home.ok("send", name, "w")
        }
        try await eventually("all ask") { try await desk.items().count { $0.kind == "permission" } == 20 }
        let ids = try await desk.items().filter { $0.kind == "permission" }.map(\.id)
        let applied = try await withThrowingTaskGroup(of: (String, Bool).self) { group in
            for id in ids {
                for verdict in ["approve", "deny"] {
                    group.addTask { (id, try await home.tend(verdict, id).status == 0) }
                }
            }
            return try await group.reduce(into: [String]()) { if $1.1 { $0.append($1.0) } }
        }
        #expect(
            applied.sorted() == ids.sorted(), "one of the two was applied, the other was told that it came too late")
        for name in names {
            let file = home.directory + (name == "asker" ? "/log" : "/log-\(name)")
            let log = String(decoding: FileManager.default.contents(atPath: file) ?? Data(), as: UTF8.self)
            #expect(log.split(separator: "\n").count == 1, "\(name): \(log)")
        }
        try await home.close()
    }
}
