import Foundation
import TendScreen
import Testing

/// What is typed and pointed at in `tend` reaches whom it is meant for, however fast it comes.
@Suite struct MultiplexerInputTests {
    /// A shell in the only pane that reads what is typed. Enter is pressed before anything can be seen.
    private func start(_ home: TestHome, size: Size = Size(rows: 24, columns: 80)) async throws -> TestTerminal {
        // A short prompt, so that three rows of nine columns show what a command printed.
        try Data("PS1='$ '\n".utf8).write(to: URL(filePath: home.directory + "/.bashrc"))
        let terminal = try TestTerminal(home, size: size, environment: ["COLORTERM": "truecolor"])
        try await terminal.isDrawn()
        terminal.type("\recho re$((1))ady\r")
        try await terminal.shows("re1ady")
        return terminal
    }

    private func finish(_ home: TestHome, _ terminals: TestTerminal...) async throws {
        for terminal in terminals {
            terminal.detach()
            try await terminal.ends(with: .code(0))
        }
        try await home.close()
    }

    @Test func `a search that is typed in one burst with its beginning finds its place`() async throws {
        let home = try await TestHome()
        let terminal = try await start(home)
        terminal.type("seq 1 3000\r")
        try await terminal.shows("\n3000\n")
        terminal.type("\u{02}[?1111\r")
        try await eventually("the match is marked, and shown where it is") {
            let screen = terminal.screen
            guard let row = screen.rows.firstIndex(where: { $0.text.hasPrefix("1111") }),
                screen.cursor.point == Point(row: row, column: 0)
            else { return false }
            let (match, other) = (screen.rows[row].cells[0], screen.rows[row + 1].cells[0])
            return match.background != other.background || match.attributes != other.attributes
        } otherwise: {
            terminal.text
        }
        // 3000 lines and the commands before them; 1111 is in the middle of the pane.
        #expect(terminal.text.contains(#/\[18\d\d\/29\d\d\]/#))
        terminal.type("q")
        try await finish(home, terminal)
    }

    @Test(arguments: [Size(rows: 5, columns: 20), Size(rows: 24, columns: 80), Size(rows: 200, columns: 500)])
    func `what is typed in one write with a split is for the new pane, at any size`(size: Size) async throws {
        let home = try await TestHome()
        let terminal = try await start(home, size: size)
        terminal.type("\u{02}%echo A$((1))B\r")
        try await terminal.shows("A1B")
        // At once again, where there is room: a third pane, text for it, back to the second one, text for that.
        if size.rows > 5 {
            terminal.type("\u{02}\"echo C$((2))D\r\u{02}\u{1B}[Aecho E$((3))F\r")
            try await terminal.shows("C2D")
            try await terminal.shows("E3F")
            let second = try await home.ok("screen", "bash-2")
            let third = try await home.ok("screen", "bash-3")
            #expect(second.contains("E3F") && !second.contains("C2D") && third.contains("C2D"))
        }
        let first = try await home.ok("screen", "bash")
        #expect(first.contains("re1ady") && !first.contains("A1B") && !first.contains("E3F"))
        // Nothing overlaps: the line between the panes is whole, and left of it is what the first session shows.
        let rows = terminal.screen.rows.prefix(size.rows - 1)
        let lines: Set<Character> = ["│", "┃", "┤", "├", "┨", "┠", "┣", "┢", "┡", "┝", "┞", "┟"]
        let column = try #require(
            (1..<size.columns).first { column in rows.dropFirst().allSatisfy { lines.contains(character($0, column)) }
            },
            "\(terminal.text)")
        for (row, line) in zip(rows.dropFirst(), first.split(separator: "\n", omittingEmptySubsequences: false)) {
            #expect(String((0..<column).map { character(row, $0) }).hasPrefix(line))
        }
        try await finish(home, terminal)
    }

    private func character(_ row: Row, _ column: Int) -> Character {
        guard column < row.cells.count, let scalar = Unicode.Scalar(row.cells[column].glyph), scalar.value != 0 else {
            return " "
        }
        return Character(scalar)
    }

    @Test func `a program that wants every motion gets it, and only then the terminal is asked for it`() async throws {
        let home = try await TestHome()
        let terminal = try await start(home)
        #expect(!terminal.screen.modes.contains(.mouseMotion))
        terminal.type(#"sh -c 'stty raw -echo; printf "\033[?1003h\033[?1006hgo\r\n"; cat -v'"# + "\r")
        try await eventually("the terminal is asked for motion") { terminal.screen.modes.contains(.mouseMotion) }
        terminal.type("\u{1B}[<35;10;5M")
        try await terminal.shows("^[[<35;10;5M")
        terminal.type("\u{02}:")
        try await eventually("a pop-up needs none") { !terminal.screen.modes.contains(.mouseMotion) }
        terminal.type("\u{03}")
        try await eventually("the program has it again") { terminal.screen.modes.contains(.mouseMotion) }
        try await finish(home, terminal)
    }

    @Test func `keys of the kitty protocol reach a program that asks for it, releases included`() async throws {
        let home = try await TestHome()
        let terminal = try await start(home)
        try await eventually("the terminal tells keys apart") { terminal.screen.keyboardFlags == 0b101 }
        terminal.type(#"sh -c 'stty raw -echo; printf "\033[>3ugo\r\n"; cat -v'"# + "\r")
        try await eventually("releases are asked for") { terminal.screen.keyboardFlags == 0b111 }
        // Shift-Enter, Alt-Enter, Control-Right, and a letter that is let go.
        terminal.type("\u{1B}[13;2u\u{1B}[13;3u\u{1B}[1;5C|a\u{1B}[97;1:3u|")
        try await terminal.shows("^[[13;2u^[[13;3u^[[1;5C|a^[[97;1:3u|")
        // The prefix and what follows are ours, their releases too.
        terminal.type("\u{1B}[98;5u\u{1B}[98;5:3u%\u{1B}[37;1:3u")
        try await eventually("the shell beside it wants no releases") { terminal.screen.keyboardFlags == 0b101 }
        #expect(try await home.ok("screen", "bash").contains("|a^[[97;1:3u|"))
        #expect(try await home.ok("screen", "bash").contains("[37;1:3u") == false)
        try await finish(home, terminal)
    }

    @Test func `whose size a session has is seen, and one key takes it`() async throws {
        let home = try await TestHome()
        let small = try await start(home)
        let large = try TestTerminal(home, size: Size(rows: 40, columns: 130))
        try await large.shows("re1ady")
        try await eventually("whoever came last has it") { try await home.size(of: "bash") == "130x39" }
        try await small.shows("130×39 of another client")
        small.type("\u{02}F")
        try await eventually("one key takes it") { try await home.size(of: "bash") == "80x23" }
        try await large.shows("size of another client — C-b F takes it")
        try await eventually("it is nobody else's here") { !small.text.contains("another client") }
        large.type("\u{02}F")
        try await eventually("and takes it back") { try await home.size(of: "bash") == "130x39" }
        try await eventually("it is nobody else's there") { !large.text.contains("another client") }
        try await small.shows("130×39 of another client")
        // So does typing.
        small.type("x")
        try await eventually("whoever types has it") { try await home.size(of: "bash") == "80x23" }
        try await finish(home, small, large)
    }
}
