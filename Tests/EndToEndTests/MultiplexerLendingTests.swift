import Foundation
import TendScreen
import Testing

/// Who types text into a pane of the multiplexer has its part of the terminal lent to the server, and nobody sees it.
@Suite struct MultiplexerLendingTests {
    /// A shell whose part of the terminal the server has.
    private func lending(_ home: TestHome, size: Size = Size(rows: 24, columns: 80)) async throws -> TestTerminal {
        try Data("PS1='$ '\n".utf8).write(to: URL(filePath: home.directory + "/.bashrc"))
        // Pictures are compared: no shell falls idle meanwhile.
        let terminal = try TestTerminal(
            home, size: size, environment: ["COLORTERM": "truecolor", "TEND_IDLE_AFTER": "1h"])
        try await terminal.opensShell()
        try await lends(terminal, home)
        return terminal
    }

    /// Types until it is lent: the first text goes the long way, and so does what is typed while anything else moves.
    private func lends(_ terminal: TestTerminal, _ home: TestHome) async throws {
        let server = try await home.status().pid
        try await eventually("the server has the terminal") {
            // A comment to the shell.
            if !terminal.isOpen(in: server) { terminal.type("#") }
            return terminal.isOpen(in: server)
        } otherwise: {
            terminal.text
        }
        terminal.type("\recho le$((1))nt\r")
        try await terminal.shows("le1nt")
        terminal.type("clear\r")
        try await eventually("a new prompt") { !terminal.text.contains("le1nt") }
    }

    private func finish(_ home: TestHome, _ terminal: TestTerminal) async throws {
        let server = try await home.status().pid
        terminal.detach()
        try await terminal.ends(with: .code(0))
        try await terminal.expectRestored()
        #expect(!terminal.isOpen(in: server))
        try await home.close()
    }

    /// Expects that a picture drawn from nothing is the one that stands there.
    private func expectWhole(_ terminal: TestTerminal, _ home: TestHome) async throws {
        // What is compared must not move any more: the shell has said its prompt, and the status bar, which has a clock, is left out.
        try await eventually("the shell waits") {
            let (screen, point) = (terminal.screen, terminal.screen.cursor.point)
            let cells = screen.rows[point.row].cells
            return point.column >= 2 && point.column - 2 < cells.count && cells[point.column - 2].glyph == 0x24
        } otherwise: {
            terminal.text
        }
        let before = terminal.screen
        terminal.wipe()
        try await home.ok("do", "client.redraw")
        try await eventually("the same picture") {
            let after = terminal.screen
            return after.rows.dropLast().map(\.text) == before.rows.dropLast().map(\.text)
                && after.cursor.point == before.cursor.point
        } otherwise: {
            "before:\n\(before.text())\nafter:\n\(terminal.text)"
        }
    }

    @Test func `text is painted by the server, and the next other key finds the client as if it had done that`()
        async throws
    {
        let home = try await TestHome()
        let terminal = try await lending(home)
        terminal.type("printf '\\033[1;31mré\\033[m 日本 %s\\n' $((6*7))\r")
        try await terminal.shows("ré 日本 42")
        terminal.type("seq 40\r")
        try await terminal.shows("\n40\n$")
        try await expectWhole(terminal, home)
        try await lends(terminal, home)
        // Half a line, and the client's own keys in the middle of it.
        terminal.type("echo mid\u{02}%")
        try await terminal.shows("bash-2")
        terminal.type("echo se$((1))ond\r")
        try await terminal.shows("se1ond")
        #expect(terminal.text.contains("$ echo mid"), "\(terminal.text)")
        try await lends(terminal, home)
        terminal.type("echo be$((1))side\r")
        try await terminal.shows("be1side")
        try await expectWhole(terminal, home)
        #expect(try await home.ok("screen", "bash").contains("echo mid"))
        try await finish(home, terminal)
    }

    @Test func `the part of a program that hides its cursor is lent, too`() async throws {
        let home = try await TestHome()
        let terminal = try await lending(home)
        terminal.type("printf '\\033[?25l'; echo go$((1))ne\r")
        try await terminal.shows("go1ne")
        #expect(!terminal.screen.cursor.isVisible)
        try await lends(terminal, home)
        terminal.type("seq 30; echo un$((1))seen\r")
        try await terminal.shows("un1seen")
        #expect(!terminal.screen.cursor.isVisible)
        // The client draws, and goes on from where the server left off.
        terminal.type("\u{02}%")
        try await terminal.shows("bash-2")
        terminal.type("\u{02}\u{1B}[D")
        try await lends(terminal, home)
        terminal.type("printf '\\033[?25h'; echo se$((1))en\r")
        try await terminal.shows("se1en")
        try await eventually("the cursor is seen") { terminal.screen.cursor.isVisible }
        try await expectWhole(terminal, home)
        try await finish(home, terminal)
    }

    @Test func `what happens elsewhere is drawn while somebody types`() async throws {
        let home = try await TestHome()
        let terminal = try await lending(home)
        terminal.type("\u{02}%")
        try await terminal.shows("bash-2")
        try await lends(terminal, home)
        try await home.ok("send", "bash", "--enter", "--", "echo from$((1))outside")
        try await terminal.shows("from1outside")
        try await lends(terminal, home)
        try await home.ok("rename", "bash", "other")
        try await terminal.shows("other")
        try await lends(terminal, home)
        // A title of the program itself; what is typed does not look like it.
        terminal.type("printf '\\033]2;a t%s\\007' itle; echo ti$((1))led\r")
        try await terminal.shows("ti1led")
        try await terminal.shows("a title")
        try await expectWhole(terminal, home)
        try await finish(home, terminal)
    }

    @Test func `what the server says while the part comes back is drawn at once`() async throws {
        let home = try await TestHome()
        // Neither a clock nor a shell that falls idle, which would bring it to light.
        try home.configure("config.yaml", "status-right: [host]\n")
        #expect(try await home.tend("server", "start", environment: ["TEND_IDLE_AFTER": "1h"]).status == 0)
        let terminal = try await lending(home)
        let id = try await home.session("bash").id
        // Two names at once: for the first one the part comes back, and the second one is told meanwhile.
        for round in 1...12 {
            async let one: String = home.ok("rename", id, "one\(round)")
            async let two: String = home.ok("rename", id, "two\(round)")
            _ = try await (one, two)
            try await terminal.shows(try await home.session(id).name)
            try await lends(terminal, home)
        }
        let server = try await home.status().pid
        terminal.detach()
        try await terminal.ends(with: .code(0))
        #expect(!terminal.isOpen(in: server))
        try await home.close()
    }

    @Test func `a server that is killed takes no key and no picture along`() async throws {
        let home = try await TestHome()
        let terminal = try await lending(home)
        terminal.type("echo bef$((1))re\r")
        try await terminal.shows("bef1re")
        let server = try await home.status().pid
        kill(server, SIGKILL)
        try await eventually("another server") { (try? await home.status().pid).map { $0 != server } ?? false }
        terminal.type("echo aft$((1))r\r")
        try await terminal.shows("aft1r")
        #expect(terminal.text.contains("bef1re"))
        try await lends(terminal, home)
        try await expectWhole(terminal, home)
        try await finish(home, terminal)
    }

    @Test func `a server that stands still holds the client up for a second and no longer`()
        async throws
    {
        let home = try await TestHome()
        let terminal = try await lending(home)
        let server = try await home.status().pid
        kill(server, SIGSTOP)
        // Read by the server, before or after the client has given up.
        terminal.type("echo mean$((1))while\r")
        terminal.resize(to: Size(rows: 20, columns: 70))
        try await eventually("the client draws without it") { terminal.screen.rows[19].text.contains("1 bash") }
        kill(server, SIGCONT)
        try await terminal.shows("mean1while")
        try await eventually("the server lets go") { !terminal.isOpen(in: server) }
        try await lends(terminal, home)
        try await expectWhole(terminal, home)
        try await finish(home, terminal)
    }

    @Test func `a window of another size, and one that goes away`() async throws {
        let home = try await TestHome()
        let terminal = try await lending(home)
        terminal.resize(to: Size(rows: 10, columns: 40))
        // Nobody types before the window has told of it.
        try await eventually("the session has the size") { (try? await home.ok("ls"))?.contains("40x9") ?? false }
        terminal.type("stty size\r")
        try await terminal.shows("9 40")
        try await lends(terminal, home)
        let server = try await home.status().pid
        terminal.hangUp()
        _ = try await terminal.end()
        try await eventually("the server lets go") { !terminal.isOpen(in: server) }
        #expect(try await home.session("bash").state == "running")
        try await home.close()
    }

    @Test func `who only watches lends nothing`() async throws {
        let home = try await TestHome()
        let layout = home.directory + "/x.yaml"
        try Data("workspace: main\ntabs: [cat]\n".utf8).write(to: URL(filePath: layout))
        try await home.ok("up", layout)
        let terminal = try TestTerminal(home, "--read-only")
        try await terminal.shows("1 main-cat")
        terminal.type("text")
        try await terminal.shows("this client only watches")
        #expect(!terminal.isOpen(in: try await home.status().pid))
        terminal.detach()
        try await terminal.ends(with: .code(0))
        try await home.close()
    }
}
