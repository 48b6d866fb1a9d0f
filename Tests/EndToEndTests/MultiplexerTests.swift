import Foundation
import TendScreen
import Testing

/// `tend` without a command, as a person has it: the real binary on a real PTY, read back by an emulator.
@Suite struct MultiplexerTests {
    /// Returns when the shell reads what is typed.
    private func isReady(_ terminal: TestTerminal) async throws {
        // Its tab; before that there is nobody to type to.
        try await terminal.shows("1 bash")
        terminal.type("echo re$((1))ady\r")
        try await terminal.shows("re1ady")
    }

    @Test func `two keystrokes lead to a shell, and what runs is found again from another terminal`() async throws {
        let home = try await TestHome()
        let first = try TestTerminal(home, greeting: "before\n", environment: ["COLORTERM": "truecolor"])
        try await first.shows("start a shell")
        first.type("\r")
        try await isReady(first)
        first.type("echo first-$((40+2))\r")
        try await first.shows("first-42")
        first.type("\u{02}%")
        try await first.shows("● bash-2")
        first.type("echo second-$((40+3))\r")
        try await first.shows("second-43")
        let picture = first.text
        #expect(picture.contains("first-42") && picture.contains("│") || picture.contains("┃"))
        first.detach()
        try await first.ends(with: .code(0))
        try await first.shows("before")
        try await first.expectRestored()

        let second = try TestTerminal(home, size: Size(rows: 40, columns: 130))
        try await second.shows("first-42")
        try await second.shows("second-43")
        try await eventually("its panes have the new size") { try await home.size(of: "bash-2") == "64x38" }
        second.type("echo third-$((40+4))\r")
        try await second.shows("third-44")
        #expect(try await home.ok("screen", "bash-2").contains("third-44"))
        second.detach()
        try await second.ends(with: .code(0))
        try await home.close()
    }

    @Test func `the keeper's death is told with what helps, and gives the terminal back`() async throws {
        let home = try await TestHome()
        let terminal = try TestTerminal(home, size: Size(rows: 24, columns: 240), greeting: "before\n")
        try await terminal.shows("start a shell")
        terminal.type("\r")
        try await isReady(terminal)
        kill(try await home.status().keeper_pid, SIGKILL)
        try await terminal.ends(with: .code(1))
        try await terminal.shows("'tend restart --interrupted' runs again what was interrupted")
        try await terminal.expectRestored()
        try await eventually("nothing of the old home runs") { home.processes().isEmpty }
        #expect(try await home.tend(["restart", "--interrupted"]).standardError.contains("bash runs again"))
        try await home.close()
    }

    @Test func `keys that were pressed before the first picture mean what the keymap says`() async throws {
        let home = try await TestHome()
        try home.configure("keymaps/tend.yaml", "inherits: tend\ntables: {prefix: {X: show.help}}\n")
        let terminal = try TestTerminal(home)
        terminal.type("\u{02}X")
        try await terminal.shows("keys of tend")
        terminal.type("q")
        try await terminal.leaves()
        try await home.close()
    }

    @Test func `mistakes in all files are told at the start`() async throws {
        let home = try await TestHome()
        try home.configure("config.yaml", "theme: nrod\n")
        try home.configure("keymaps/tend.yaml", "inherits: tend\ntables: {prefix: {X: show.hlep}}\n")
        let terminal = try TestTerminal(home, size: Size(rows: 24, columns: 200))
        try await terminal.shows("did you mean 'nord'?")
        #expect(terminal.text.contains("(and 1 more: tend config check)"))
        try await terminal.leaves()
        try await home.close()
    }

    @Test func `the server may die under it`() async throws {
        let home = try await TestHome()
        let terminal = try TestTerminal(home)
        try await terminal.shows("start a shell")
        terminal.type("\r")
        try await isReady(terminal)
        terminal.type("echo be$((4))fore\r")
        try await terminal.shows("be4fore")
        try await home.killServer()
        try await eventually("the next server answers") { try await home.session("bash").state == "running" }
        terminal.type("echo af$((5))ter\r")
        try await terminal.shows("af5ter")
        #expect(terminal.text.contains("be4fore"))
        terminal.detach()
        try await terminal.ends(with: .code(0))
        try await home.close()
    }

    @Test func `a program that ends leaves its screen, and r runs it again`() async throws {
        let home = try await TestHome()
        let terminal = try TestTerminal(home)
        try await terminal.shows("start a shell")
        terminal.type("\r")
        try await isReady(terminal)
        terminal.type("echo last words; exit 3\r")
        try await terminal.shows("exited 3")
        // The end is told by an event; the last picture may come behind it.
        try await terminal.shows("\nlast words")
        terminal.type("r")
        try await eventually("it runs again") { try await home.session("bash").state == "running" }
        terminal.type("echo ag$((6))ain\r")
        try await terminal.shows("ag6ain")
        terminal.detach()
        try await terminal.ends(with: .code(0))
        try await home.close()
    }

    @Test func `a signal ends it and gives the terminal back, and within itself it does not start`() async throws {
        let home = try await TestHome()
        let terminal = try TestTerminal(home, greeting: "before\n")
        try await terminal.shows("start a shell")
        terminal.type("\r")
        try await isReady(terminal)
        terminal.type("\(TestHome.binary)\r")
        try await terminal.shows("this terminal is a session of tend already")
        kill(terminal.pid, SIGTERM)
        try await terminal.ends(with: .signal(SIGTERM))
        try await terminal.shows("before")
        try await terminal.expectRestored()
        #expect(try await home.session("bash").state == "running")
        try await home.close()
    }
}
