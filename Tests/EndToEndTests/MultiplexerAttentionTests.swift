import Foundation
import TendScreen
import Testing

/// What a session asks, on the screen of the real client, with the real server behind it.
@Suite struct MultiplexerAttentionTests {
    private func ask(_ home: TestHome, _ key: String, command: String) async throws -> String {
        let body = #"""
            {"session": "bash", "key": "\#(key)", "kind": "permission", "title": "Run a command", "tool": "Bash",
             "command": "\#(command)", "verdicts": ["allow", "deny"]}
            """#
        let answer = try await home.ask("POST", "/attention", body: body)
        #expect(answer.status == 201, "\(answer.text)")
        return try #require(try answer.json()["id"] as? String)
    }

    /// `answered deny not now`: state, verdict, reason.
    private func state(_ home: TestHome, _ id: String) async throws -> String {
        let item = try await home.ask("GET", "/attention/\(id)").json()
        let ending = item["ending"] as? [String: Any]
        let words = [item["state"], ending?["verdict"], ending?["reason"]].compactMap { $0 as? String }
        return words.joined(separator: " ")
    }

    @Test func `what is asked over the API appears, and one key in its card answers it`() async throws {
        let home = try await TestHome()
        let terminal = try TestTerminal(home, size: Size(rows: 24, columns: 90))
        try await terminal.opensShell()
        let id = try await ask(home, "one", command: "rm -rf build/cache")
        try await terminal.shows("asks △ deletes: rm -rf build/cache — C-b i")
        try await terminal.shows("◆ 1 waiting")
        terminal.type("\u{02}i")
        try await terminal.shows("a allow")
        #expect(terminal.text.contains("$ rm -rf build/cache"))
        terminal.type("a")
        try await eventually("the server has the answer") { try await state(home, id) == "answered allow" }
        // As the process beside an agent does.
        let told = try await home.ask("POST", "/attention/\(id)/outcome", body: #"{"outcome": "applied"}"#)
        #expect(told.status == 204, "\(told.text)")
        try await terminal.shows("bash: allowed by ")
        try await eventually("the card is gone") { !terminal.text.contains("a allow") }
        #expect(!terminal.text.contains("waiting"))

        let other = try await ask(home, "two", command: "git push")
        try await terminal.shows("asks")
        // Now with the key that goes to whatever waits.
        terminal.type("\u{02}a")
        try await terminal.shows("r deny with a reason")
        terminal.type("r")
        try await terminal.shows("deny because")
        terminal.type("not on Fridays\r")
        try await eventually("the reason is there") { try await state(home, other) == "answered deny not on Fridays" }
        try await terminal.leaves()
        try await home.close()
    }

    @Test func `a card that is answered elsewhere goes and says who answered`() async throws {
        let home = try await TestHome()
        let terminal = try TestTerminal(home, size: Size(rows: 24, columns: 90))
        try await terminal.opensShell()
        let id = try await ask(home, "one", command: "make install")
        try await terminal.shows("asks")
        terminal.type("\u{02}i")
        try await terminal.shows("a allow")
        // The asker is gone: an answer would wait for its outcome, which is not what is looked at here.
        async let answer = home.ask("POST", "/attention/\(id)/answer", body: #"{"verdict": "deny"}"#)
        try await terminal.shows("bash: denied by ")
        try await eventually("the card is gone") { !terminal.text.contains("a allow") }
        #expect(try await answer.status == 200)
        #expect(try await state(home, id) == "answered deny")

        // What waits while no client is there is on the screen of the next one, whose theme is another one as soon as its terminal has
        // told its background.
        try await terminal.leaves()
        let late = try await ask(home, "two", command: "git push --force")
        let white = "\u{1B}]11;#ffffff\u{1B}\\"
        let next = try TestTerminal(home, size: Size(rows: 24, columns: 90), greeting: white)
        try await next.shows("git push --force — C-b i")
        let reason = #"{"reason": "answered at the desk"}"#
        let gone = try await home.ask("POST", "/attention/\(late)/withdraw", body: reason)
        #expect(gone.status == 204, "\(gone.text)")
        try await next.shows("answered at the desk at ")
        try await next.leaves()
        try await home.close()
    }
}
