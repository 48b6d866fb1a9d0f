import Foundation
import TendScreen
import Testing

/// The client in another emulator than ours. All other tests read with ours what our own code wrote, so that a mistake which both
/// make about the terminal would be seen by none.
@Suite struct OtherEmulatorTests {
    private let size = Size(rows: 30, columns: 100)

    /// tmux 3.3 and ours give each of these the same width; of newer emoji, flags and families it thinks otherwise.
    private static let characters = """
        #!/bin/bash
        printf 'wide: 日本語 漢字かな 한글 ＦＵＬＬ|\\n'
        printf 'marks: e\u{301} n\u{303} o\u{308} a\u{30A} q\u{307}\u{323}|\\n'
        printf 'emoji: 😀 🚀 🎉 🐢 ✅|\\n'
        printf 'lines: ┌─┬─┐ ░▒▓█ ⠿ → ≤ é ß Ω Я|\\n'
        printf '%s\\n' 'a line that is longer than its pane, so that 漢字 漢字 漢字 漢字 漢字 are broken at its edge'
        exec cat
        """

    private static let colours = """
        #!/bin/bash
        printf '\\033[31mred \\033[92mbright \\033[44mon blue\\033[m \\033[38;5;99mindexed \\033[48;5;230mbehind\\033[m\\n'
        printf '\\033[38;2;200;30;31mtrue \\033[48;2;1;2;33mbehind\\033[m plain\\n'
        printf '\\033[1mbold\\033[m \\033[4munderlined\\033[m \\033[7mreverse\\033[m \\033[3mitalic\\033[m \\033[2mfaint\\033[m\\n'
        printf '\\033[1;4;7;38;5;208mall of it\\033[22m not bold\\033[24m no line\\033[27m upright\\033[39m plain\\033[m\\n'
        printf '\\033[7m  日本 reversed  \\033[m|\\n'
        exec cat
        """

    /// A file in a pager: the alternate screen, tildes to the end and a reversed line below, drawn again for every size.
    private static let pager = """
        #!/bin/bash
        draw() {
            printf '\\033[2J\\033[Hfirst\\r\\nsecond\\r\\n\\033[34m~\\r\\n~\\033[m'
            printf '\\033[999;1H\\033[7mnotes.txt (END)\\033[m\\033[K\\033[2;3H\\033[1;35mX\\033[m'
        }
        trap draw WINCH
        printf 'before the pager\\n\\033[?1049h'
        draw
        sleep infinity &
        while true; do wait; done
        """

    @Test func `tmux shows of the client what our emulator shows`() async throws {
        let home = try await TestHome()
        // Asked for its background, tmux may be silent; and the clock might strike between two looks.
        try home.configure("config.yaml", "theme: tend-dark\nstatus-right: [mode, host]\n")
        let own = try TestTerminal(home, size: size, environment: ["COLORTERM": "truecolor"])
        try await own.opensShell()
        // Four equal panes.
        for (splitting, name, script) in [
            ("pane.split right", "characters", OtherEmulatorTests.characters),
            ("pane.split down", "colours", OtherEmulatorTests.colours),
            ("pane.focus 1; pane.split down", "pager", OtherEmulatorTests.pager),
        ] {
            try await home.ok("do", "\(splitting) -- \(try await home.install(script, as: name))")
        }
        for text in ["wide: ", "all of it", "notes.txt (END)"] { try await own.shows(text) }

        try await Tmux.within(home, size, running: TestHome.binary) { tmux in
            try await tmux.shows("notes.txt (END)")
            // Each has a focus of its own, and the title of that pane another look.
            for client in try await clients(home) { try await home.ok("do", "--client", client, "pane.focus 1") }
            try await expectSame(own, tmux)
            let looks = OtherEmulatorTests.looks(of: try await tmux.capture("-e"))
            #expect(looks.contains { $0.foreground == .rgb(200, 30, 31) && $0.background == .rgb(1, 2, 33) })
            #expect(looks.contains { $0.foreground == .palette(99) && $0.background == .palette(230) })
            #expect(looks.contains { $0.isBold && $0.isUnderlined && $0.isReversed })
            // What is only changed, scrolled and shrunk is drawn by other sequences.
            for line in ["seq 1 60", "printf '\\033[41m%s\\033[m\\n' 漢字", "clear", "echo 'now 漢字 and e\u{301}'"] {
                own.type("\(line); echo do$((1))ne\r")
                try await own.shows("do1ne")
                try await expectSame(own, tmux)
            }
            for client in try await clients(home) { try await home.ok("do", "--client", client, "show.help") }
            try await own.shows("after C-b")
            try await expectSame(own, tmux)
            own.type("q")
            try await tmux.run("send-keys", "q")
            try await expectSame(own, tmux)
        }
        try await own.leaves()
        try await home.close()
    }

    private func clients(_ home: TestHome) async throws -> [String] {
        struct Clients: Decodable {
            struct Client: Decodable { var id: String }
            var clients: [Client]
        }
        let text = try await home.ok("clients", "--json")
        let ids = try JSONDecoder().decode(Clients.self, from: Data(text.utf8)).clients.map(\.id)
        #expect(ids.count == 2)
        return ids
    }

    /// Returns when both show the same, each scalar of each row in the same look.
    private func expectSame(
        _ own: TestTerminal, _ tmux: Tmux, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        var difference = ""
        try await eventually("tmux shows the same", sourceLocation: sourceLocation) {
            let (plain, styled) = (try await tmux.capture(), try await tmux.capture("-e"))
            let screen = own.screen
            difference = OtherEmulatorTests.difference(screen.rows, plain, styled)
            return difference.isEmpty
        } otherwise: {
            difference
        }
    }

    private static func difference(_ rows: [Row], _ plain: [String], _ styled: [String]) -> String {
        var pen = Look()
        for (index, row) in rows.enumerated() {
            let other = plain.indices.contains(index) ? plain[index].trimmed : ""
            if row.text != other { return "row \(index)\nours: \(row.text)\ntmux: \(other)" }
            let ours = marks(of: row)
            // A look that is not taken back goes on in the next row.
            let theirs = marks(of: styled.indices.contains(index) ? styled[index] : "", &pen)
            for (one, two) in zip(ours, theirs) where one != two {
                return "row \(index): \(row.text)\nours: \(one)\ntmux: \(two)"
            }
        }
        return ""
    }

    // MARK: Looks

    private struct Look: Equatable {
        var foreground = Color.default
        var background = Color.default
        var isBold = false
        var isUnderlined = false
        var isReversed = false
    }

    private struct Mark: Equatable {
        var scalar: Unicode.Scalar
        var look: Look

        init(_ scalar: Unicode.Scalar, _ look: Look) {
            (self.scalar, self.look) = (scalar, look)
            // Not to be seen.
            if scalar == " ", !look.isReversed {
                self.look.foreground = .default
                self.look.isBold = false
            }
        }
    }

    private static func marks(of row: Row) -> [Mark] {
        row.cells.filter { !$0.isTail }.flatMap { cell in
            var text = ""
            row.append(cell, to: &text)
            let look = Look(
                foreground: cell.foreground, background: cell.background, isBold: cell.attributes.contains(.bold),
                isUnderlined: cell.underline != .none, isReversed: cell.attributes.contains(.reverse))
            return text.unicodeScalars.map { Mark($0, look) }
        }
    }

    private static func looks(of lines: [String]) -> [Look] {
        var pen = Look()
        return lines.flatMap { marks(of: $0, &pen).map(\.look) }
    }

    /// Of a line of `capture-pane -e`: text and SGR.
    private static func marks(of line: String, _ pen: inout Look) -> [Mark] {
        var marks: [Mark] = []
        var rest = line.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            guard scalar == "\u{1B}", rest.first == "[" else {
                marks.append(Mark(scalar, pen))
                continue
            }
            let numbers = String(rest.dropFirst().prefix { $0 != "m" })
            rest = rest.dropFirst(numbers.unicodeScalars.count + 2)
            change(&pen, numbers.split(separator: ";", omittingEmptySubsequences: false).map { UInt8($0) ?? 0 }[...])
        }
        return marks
    }

    private static func change(_ pen: inout Look, _ sequence: ArraySlice<UInt8>) {
        var numbers = sequence
        while let number = numbers.popFirst() {
            switch number {
            case 0: pen = Look()
            case 1: pen.isBold = true
            case 22: pen.isBold = false
            case 4: pen.isUnderlined = true
            case 24: pen.isUnderlined = false
            case 7: pen.isReversed = true
            case 27: pen.isReversed = false
            case 30...37: pen.foreground = .palette(number - 30)
            case 40...47: pen.background = .palette(number - 40)
            case 90...97: pen.foreground = .palette(number - 82)
            case 100...107: pen.background = .palette(number - 92)
            case 38: pen.foreground = color(&numbers)
            case 48: pen.background = color(&numbers)
            case 39: pen.foreground = .default
            case 49: pen.background = .default
            default: break
            }
        }
    }

    private static func color(_ numbers: inout ArraySlice<UInt8>) -> Color {
        let isIndexed = numbers.popFirst() == 5
        let parts = (0..<(isIndexed ? 1 : 3)).map { _ in numbers.popFirst() ?? 0 }
        return isIndexed ? .palette(parts[0]) : .rgb(parts[0], parts[1], parts[2])
    }
}

/// A tmux of its own with one window.
private struct Tmux {
    let home: TestHome
    private static let path = "/usr/bin/tmux"
    /// The socket is in the home and goes with it.
    private static func environment(_ home: TestHome) -> [String: String] {
        ["TMUX_TMPDIR": home.directory, "COLORTERM": "truecolor"]
    }

    /// Ends the server with its programs whatever becomes of the body.
    static func within(
        _ home: TestHome, _ size: Size, running program: String, _ body: (Tmux) async throws -> Void
    ) async throws {
        let tmux = Tmux(home: home)
        let window = try TestTerminal(
            home,
            [
                "-L", "other", "-f", "/dev/null", "set-option", "-g", "status", "off", ";", "set-option", "-g",
                "default-terminal", "tmux-256color", ";", "new-session", program,
            ], program: path, size: size, environment: environment(home))
        do {
            try await window.isDrawn()
            try await body(tmux)
        } catch {
            // What went wrong before says more.
            _ = try? await tmux.run("kill-server")
            throw error
        }
        try await tmux.run("kill-server")
        _ = try await window.end()
    }

    /// - Returns: what it printed.
    @discardableResult
    func run(_ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation) async throws -> String {
        try await run(arguments, sourceLocation: sourceLocation)
    }

    private func run(_ arguments: [String], sourceLocation: SourceLocation = #_sourceLocation) async throws -> String {
        let outcome = try await home.run(
            Tmux.path, ["-L", "other"] + arguments, environment: Tmux.environment(home))
        #expect(outcome.status == 0, "tmux \(arguments): \(outcome.standardError)", sourceLocation: sourceLocation)
        return outcome.standardOutput
    }

    /// The lines of the screen.
    func capture(_ flags: String...) async throws -> [String] {
        let text = try await run(["capture-pane", "-p"] + flags)
        return text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    func shows(_ wanted: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        try await eventually("tmux shows '\(wanted)'", sourceLocation: sourceLocation) {
            try await capture().joined().contains(wanted)
        }
    }
}

extension String {
    /// Without blanks at the end.
    fileprivate var trimmed: String {
        var text = self
        while text.unicodeScalars.last == " " { text.unicodeScalars.removeLast() }
        return text
    }
}
