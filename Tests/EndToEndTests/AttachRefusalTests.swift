import Foundation
import TendScreen
import Testing

/// When `tend attach` cannot begin it says why, and the terminal is as it was.
@Suite struct AttachRefusalTests {
    @Test func `a session that has ended, or that there is not, is refused in words`() async throws {
        let home = try await TestHome()
        let id = try await home.ok("new", "-d", "--name", "done", "--", "bash", "-c", "exit 3")
        try await home.wait(id, until: "exit")
        let cases = [
            (["attach", "done"], ["done does not run any more (exit 3)", "tend restart done"]),
            (["attach", "nobody"], ["no session 'nobody'"]),
            (["attach"], ["no session runs", "tend new"]),
        ]
        for (arguments, words) in cases {
            let terminal = try TestTerminal(home, arguments, greeting: "before\n")
            try await terminal.ends(with: .code(1))
            for word in words { try await terminal.shows(word) }
            #expect(terminal.text.hasPrefix("before\ntend: "), "\(terminal.text)")
            try await terminal.expectRestored()
        }
        try await home.close()
    }

    @Test func `without a terminal, or with one that cannot place a cursor, nothing begins`() async throws {
        let home = try await TestHome()
        try await home.ok("new", "-d", "--name", "box", "--", "cat")
        for arguments in [["attach", "box"], ["attach", "-r", "box"], ["new", "--", "cat"]] {
            let outcome = try await home.tend(arguments)
            #expect(outcome.status == 1, "\(arguments)")
            #expect(outcome.standardError.contains("not a terminal"), "\(outcome.standardError)")
            #expect(outcome.standardOutput.isEmpty)
        }
        let terminal = try TestTerminal(
            home, "attach", "box", size: Size(rows: 24, columns: 200), environment: ["TERM": "dumb"])
        try await terminal.ends(with: .code(1))
        try await terminal.shows("TERM is 'dumb'")
        try await terminal.expectRestored()
        #expect(try await home.sessions().map(\.name) == ["box"], "nothing was started")
        try await home.close()
    }

    @Test func `a session is not shown within itself`() async throws {
        let home = try await TestHome()
        try await home.ok("new", "-d", "--name", "box", "--", "bash", "--norc")
        let terminal = try TestTerminal(home, "attach", "box")
        terminal.type("'\(TestHome.binary)' attach box\r")
        try await terminal.shows("this terminal is box itself")
        terminal.type("echo still $((40 + 2))\r")
        try await terminal.shows("still 42")
        terminal.detach()
        try await terminal.ends(with: .code(0))
        try await home.close()
    }

    @Test func `without a name it is the session that was started last`() async throws {
        let home = try await TestHome()
        try await home.ok("new", "-d", "--name", "first", "--", "bash", "-c", "echo I am first; exec cat")
        try await home.ok("new", "-d", "--name", "second", "--", "bash", "-c", "echo I am second; exec cat")
        let terminal = try TestTerminal(home, "attach")
        try await terminal.shows("I am second")
        terminal.detach()
        try await terminal.ends(with: .code(0))
        try await terminal.shows("[detached from second")
        try await home.close()
    }
}
