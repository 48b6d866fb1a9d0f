import Foundation
import TendScreen
import Testing

/// The multiplexer on terminals of many kinds, and what becomes of them when it ends in other ways than by C-b d.
@Suite struct MultiplexerTerminalTests {
    /// The rows that the client draws itself: titles and status bar.
    private func cells(of terminal: TestTerminal) -> [Cell] { terminal.screen.rows.flatMap(\.cells) }

    @Test(arguments: [
        ("xterm-16color", ColorDepth.palette16), ("linux", .palette16), ("screen", .palette16),
        ("tmux-256color", .palette256), ("vt100", .mono), ("xterm-mono", .mono),
    ])
    func `what a terminal does not know is not sent to it`(term: String, depth: ColorDepth) async throws {
        let home = try await TestHome()
        let terminal = try TestTerminal(home, greeting: "before\n", environment: ["TERM": term, "COLORTERM": ""])
        try await terminal.opensShell()
        terminal.type("\u{02}%")
        try await terminal.shows("bash-2")
        // A shell that just starts redraws what was typed before its prompt.
        terminal.type("echo re$((2))ady\r")
        try await terminal.shows("re2ady")
        terminal.type("printf '\\033[38;2;200;30;30mtrue \\033[38;5;99mindexed\\033[m né\\n'\r")
        try await terminal.shows("true indexed n")
        let colors = Set(cells(of: terminal).flatMap { [$0.foreground, $0.background] })
        for color in colors where color != .default {
            let most: UInt8 = depth == .palette256 ? 255 : 15
            #expect(depth != .mono && color.components == nil, "\(color) on \(term)")
            #expect(color.paletteIndex ?? 255 <= most, "\(color) on \(term)")
        }
        #expect(terminal.text.contains(term == "vt100" ? "|" : "┃"), "\(terminal.text)")
        let isPlain = terminal.text.allSatisfy { $0.isASCII }
        #expect(term == "vt100" ? isPlain : terminal.text.contains("né"))
        // Not shown as text, either.
        #expect(!terminal.text.contains("2026") && !terminal.text.contains("?u"))
        terminal.detach()
        try await terminal.ends(with: .code(0))
        if term != "vt100", term != "linux" {
            try await terminal.expectRestored()
        } else {
            // What was drawn stays there; the shell goes on below it.
            #expect(terminal.text.split(separator: "\n").last?.contains("[detached") == true, "\(terminal.text)")
        }
        #expect(terminal.settingsNow == terminal.settings)
        try await home.close()
    }

    @Test func `with NO_COLOR nothing of the client is coloured, and the focus is seen nevertheless`() async throws {
        let home = try await TestHome()
        let terminal = try TestTerminal(home, environment: ["NO_COLOR": "1", "COLORTERM": "truecolor"])
        try await terminal.opensShell()
        terminal.type("\u{02}%")
        try await terminal.shows("bash-2")
        terminal.type("echo re$((2))ady\r")
        try await terminal.shows("re2ady")
        let cells = cells(of: terminal)
        #expect(cells.allSatisfy { $0.foreground == .default && $0.background == .default })
        #expect(cells.contains { $0.attributes.contains(.reverse) || $0.attributes.contains(.bold) })
        #expect(terminal.text.contains("━"), "\(terminal.text)")
        try await terminal.leaves()
        try await home.close()
    }

    @Test func `commands of the status bar end with a client whose window is closed`() async throws {
        let home = try await TestHome()
        let fifo = home.directory + "/alive"
        #expect(mkfifo(fifo, 0o600) == 0)
        // As long as the shell or its child lives, the pipe has a writer.
        try await home.ok("new", "-d", "--name", "w", "--", "sh", "-c", "cat '\(fifo)'; echo over; exec cat")
        try home.configure(
            "config.yaml", "status-right: [{command: \"exec 9> '\(fifo)'; echo begun >&9; sleep 1000; true\"}]\n")
        let terminal = try TestTerminal(home)
        try await home.wait("w", until: "text:^begun$")
        terminal.hangUp()
        try await terminal.ends(with: .signal(SIGHUP))
        try await home.wait("w", until: "text:^over$")
        try await home.close()
    }

    @Test func `the theme ascii draws with ASCII only`() async throws {
        let home = try await TestHome()
        try home.configure("config.yaml", "theme: ascii\n")
        let terminal = try TestTerminal(home)
        try await terminal.opensShell()
        for (key, pane) in [("%", "bash-2"), ("\"", "bash-3")] {
            terminal.type("\u{02}" + key)
            try await terminal.shows(pane)
        }
        terminal.type("\u{02}?")
        try await terminal.shows("after C-b")
        let isPlain = terminal.text.allSatisfy { $0.isASCII }
        #expect(isPlain, "\(terminal.text)")
        terminal.type("q")
        try await terminal.leaves()
        try await home.close()
    }

    @Test func `C-b C-z gives the terminal to the shell, and fg takes it again`() async throws {
        let home = try await TestHome()
        let terminal = try TestTerminal(
            home, "--norc", "-i", program: "/bin/bash", environment: ["COLORTERM": "truecolor"])
        try await terminal.shows("$")
        let shell = terminal.screen.modes
        terminal.type("\(TestHome.binary)\r")
        try await terminal.opensShell()
        terminal.type("\u{02}\u{1A}")
        try await terminal.shows("Stopped")
        // The shell has its own (bracketed paste), which come with its prompt; nothing of the client's is left.
        try await eventually("the modes are the shell's") { terminal.screen.modes == shell }
        #expect(terminal.screen.cursor.isVisible)
        terminal.type("echo sh$((3))ell\r")
        try await terminal.shows("sh3ell")
        terminal.resize(to: Size(rows: 30, columns: 100))
        terminal.type("fg\r")
        try await terminal.shows("1 bash")
        try await eventually("it has the new size") { try await home.size(of: "bash") == "100x29" }
        terminal.type("echo ba$((4))ck\r")
        try await terminal.shows("ba4ck")
        // Told by a signal to stop, it does the same.
        let client = try #require(try await clients(home).first)
        kill(client, SIGTSTP)
        try await terminal.shows("sh3ell")
        terminal.type("fg\r")
        try await terminal.shows("ba4ck")
        terminal.detach()
        try await terminal.shows("[detached from main]")
        terminal.type("exit\r")
        try await terminal.ends(with: .code(0))
        try await home.close()
    }

    /// Processes of clients: `tend` without a command.
    private func clients(_ home: TestHome) async throws -> [Int32] {
        home.processes().filter { ProcessFacts.commandLine(of: $0) == [TestHome.binary] }
    }

    @Test func `the client ends when its terminal is closed, and everything runs on`() async throws {
        let home = try await TestHome()
        let terminal = try TestTerminal(home, size: Size(rows: 30, columns: 100))
        try await terminal.opensShell()
        terminal.type("echo bef$((5))ore; cat\r")
        try await terminal.shows("bef5ore")
        let before = try await home.session("bash")
        terminal.hangUp()
        try await terminal.ends(with: .signal(SIGHUP))
        let after = try await home.session("bash")
        #expect(after.state == "running")
        #expect(after.rows == before.rows && after.cols == before.cols)
        #expect(try await home.ok("clients").isEmpty)
        let second = try TestTerminal(home)
        try await second.shows("bef5ore")
        try await second.leaves()
        try await home.close()
    }

    @Test func `the client of a shell ends with the terminal, too`() async throws {
        let home = try await TestHome()
        let terminal = try TestTerminal(home, "--norc", "-i", program: "/bin/bash")
        try await terminal.shows("$")
        // Out of reach of the shell's SIGHUP: it has to see for itself that nobody is there.
        terminal.type("trap '' HUP; \(TestHome.binary)\r")
        try await terminal.opensShell()
        #expect(try await clients(home).count == 1)
        terminal.hangUp()
        try await eventually("it ends") { try await clients(home).isEmpty }
        #expect(try await home.session("bash").state == "running")
        _ = try await terminal.end()
        try await home.close()
    }

    @Test(arguments: [SIGSEGV, SIGABRT, SIGTERM, SIGHUP, SIGINT, SIGUSR1, SIGALRM])
    func `a client that dies leaves the terminal as it was`(number: Int32) async throws {
        let home = try await TestHome()
        let terminal = try TestTerminal(
            home, greeting: "before\n", environment: ["COLORTERM": "truecolor", "SWIFT_BACKTRACE": "enable=no"])
        try await terminal.opensShell()
        kill(terminal.pid, number)
        try await terminal.ends(with: .signal(number))
        try await terminal.shows("before")
        try await terminal.expectRestored()
        #expect(try await home.session("bash").state == "running")
        try await home.close()
    }

    @Test func `two clients of different size each have their own focus, and whoever types has the size`() async throws
    {
        let home = try await TestHome()
        let one = try TestTerminal(home, size: Size(rows: 24, columns: 80))
        try await one.opensShell()
        one.type("\u{02}c")
        try await one.shows("2 bash-2")
        one.type("echo tab$((2))\r")
        try await one.shows("tab2")
        let two = try TestTerminal(home, size: Size(rows: 40, columns: 120))
        try await two.shows("tab2")
        try await eventually("whoever came last has it") { try await home.size(of: "bash-2") == "120x39" }
        // Seen and marked as foreign by the first.
        try await one.shows("120×39 of another client")
        two.type("\u{02}1")
        try await two.shows("re1ady")
        #expect(one.text.contains("tab2"), "the focus of one is its own")
        two.type("echo fr$((1))om-two\r")
        try await two.shows("fr1om-two")
        try await eventually("size of what two shows") { try await home.size(of: "bash") == "120x39" }
        one.type("echo fr$((1))om-one\r")
        try await one.shows("fr1om-one")
        try await eventually("whoever types has it") { try await home.size(of: "bash-2") == "80x23" }
        #expect(try await home.size(of: "bash") == "120x39")
        one.type("\u{02}1")
        try await one.shows("fr1om-two")
        try await home.ok("do", "session.take-size")
        try await one.leaves()
        try await two.leaves()
        try await home.close()
    }

    @Test func `a client that only watches changes nothing`() async throws {
        let home = try await TestHome()
        let one = try TestTerminal(home)
        try await one.opensShell()
        let two = try TestTerminal(home, "-r", size: Size(rows: 40, columns: 120))
        try await two.shows("re1ady")
        try await two.shows("read-only")
        two.type("echo no$((1))body\r")
        try await two.shows("this client only watches")
        two.type("\u{02}%")
        two.type("\u{02}x")
        try await two.shows("this client only watches")
        try await eventually("the message goes by itself") { !two.text.contains("this client only watches") }
        one.type("echo st$((2))ill\r")
        try await one.shows("st2ill")
        try await two.shows("st2ill")
        #expect(!one.text.contains("no1body") && !one.text.contains("bash-2"))
        #expect(try await home.size(of: "bash") == "80x23")
        #expect(try await home.sessions().count == 1)
        try await two.leaves()
        try await one.leaves()
        try await home.close()
    }
}
