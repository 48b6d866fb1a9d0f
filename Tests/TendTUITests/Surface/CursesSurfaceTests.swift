import Glibc
import TendScreen
import TendTerminal
import Testing

@testable import TendTUI

/// The whole surface on a terminal of its own, in a process of its own.
@Suite(.serialized) struct CursesSurfaceTests {
    private static let xterm = ["TERM": "xterm-256color", "COLORTERM": "truecolor"]

    private static let terminals: [[String: String]] = [
        xterm, ["TERM": "xterm"], ["TERM": "screen"], ["TERM": "tmux"], ["TERM": "linux"], ["TERM": "vt100"],
        ["TERM": "xterm-kitty"],
    ]

    private func makeRig(
        _ environment: [String: String] = xterm, size: Size = Size(rows: 24, columns: 80), before: String = ""
    ) throws -> ProbeRig {
        let rig = try ProbeRig(environment, size: size, before: before)
        rig.expect("ready")
        return rig
    }

    @Test(arguments: terminals)
    func `what is drawn can be read back, text and colours`(environment: [String: String]) throws {
        let rig = try makeRig(environment)
        let traits = try #require(TerminalTraits(environment: environment))
        var dice = ScreenDice(seed: 42)
        var screen = dice.screen(Size(rows: 24, columns: 80))
        if !traits.isUnicode {
            // What ASCII makes of the rest is tested elsewhere.
            for index in screen.rows.indices { screen.rows[index] = Row("$ ls -l | wc \(index)", dice.style()) }
        }
        for step in 0..<4 {
            try rig.draw(screen)
            rig.pump("everything is drawn") { matches(screen, rig.terminal, traits) }
            expectShown(screen, on: rig.terminal, traits, "\(environment), step \(step)")
            let row = screen.rows.removeFirst()
            screen.rows.append(row)
        }
        rig.order("close")
        #expect(rig.end() == 0)
    }

    private func matches(_ screen: Screen, _ terminal: Terminal, _ traits: TerminalTraits) -> Bool {
        let shown = terminal.screen()
        return !terminal.isSynchronizing && shown.cursor.isVisible == screen.cursor.isVisible
            && zip(shown.rows, screen.rows).allSatisfy { one, two in
                (0..<shown.size.columns).allSatisfy {
                    SeenCell(two, $0, traits) == SeenCell(one, $0, TerminalTraits(term: "", depth: .trueColor))
                }
            }
    }

    @Test func `the terminal's answers are heeded: DEC 2026, the kitty protocol, its background`() throws {
        let rig = try makeRig()
        let lines = rig.expect("input report(TendTUI.TerminalReport.attributes")
        #expect(lines.contains { $0.hasPrefix("input background(") })
        #expect(lines.contains { $0.contains("mode(2026") })
        rig.pump("kitty's flags are pushed") { rig.terminal.screen().keyboardFlags == 0b101 }
        let modes = rig.terminal.screen().modes
        #expect(
            modes.isSuperset(of: [
                .alternateScreen, .bracketedPaste, .focusEvents, .mouseDrags, .mouseSGR, .colorSchemeReports,
            ]))
        #expect(!modes.contains(.autowrap) && !modes.contains(.mouseMotion))
    }

    @Test func `modes follow what the program in focus wants`() throws {
        let rig = try makeRig()
        rig.expect("input report(TendTUI.TerminalReport.attributes")
        var screen = Screen(["x"], size: Size(rows: 24, columns: 80))
        screen.modes.insert(.mouseMotion)
        screen.keyboardFlags = 0b10
        try rig.draw(screen)
        rig.pump("motion and releases are asked for") {
            rig.terminal.screen().modes.contains(.mouseMotion) && rig.terminal.screen().keyboardFlags == 0b111
        }
        screen.modes.remove(.mouseMotion)
        try rig.draw(screen)
        rig.pump("drags only") { rig.terminal.screen().modes.isDisjoint(with: .mouseMotion) }
        #expect(rig.terminal.screen().modes.contains(.mouseDrags))
        rig.tell("mouse off")
        rig.pump("no mouse") { rig.terminal.screen().modes.isDisjoint(with: .anyMouse) }
    }

    @Test func `keys, mouse and pastes arrive`() throws {
        let rig = try makeRig()
        rig.type(Array("é\u{1B}[1;5A".utf8))
        rig.expect("input input(TendScreen.Input.key(C-Up))")
        rig.type(Array("\u{1B}[<0;5;3M".utf8))
        rig.expect("input input(TendScreen.Input.mouse(")
        rig.type(Array("\u{1B}[200~two\nlines\u{1B}[201~".utf8))
        rig.expect("input input(TendScreen.Input.paste(\"two\\nlines\"))")
        rig.type([0x1B])
        rig.expect("input input(TendScreen.Input.key(Escape))")
    }

    @Test func `requests reach the terminal`() throws {
        let rig = try makeRig()
        rig.tell("title a title")
        rig.tell("copy naïve text")
        rig.tell("notify look here")
        rig.tell("bell")
        rig.pump("they arrive") { rig.notices.contains(.bell) }
        #expect(rig.terminal.title == "a title")
        #expect(rig.notices.contains { if case .clipboard(_, "naïve text") = $0 { true } else { false } })
        #expect(rig.notices.contains { if case .notification(_, "look here", _) = $0 { true } else { false } })
    }

    @Test func `a terminal that stands still delays nobody, and then shows the newest frame`() throws {
        let size = Size(rows: 50, columns: 200)
        let rig = try makeRig(size: size)
        rig.expect("input report(TendTUI.TerminalReport.attributes")
        rig.isReading = false
        var dice = ScreenDice(seed: 8)
        var last = Screen(size: size)
        // Each is much more than a terminal holds.
        for _ in 0..<6 {
            last = dice.screen(size)
            try rig.draw(last)
        }
        rig.isReading = true
        let traits = try #require(TerminalTraits(environment: CursesSurfaceTests.xterm))
        rig.pump("the last frame is shown") { matches(last, rig.terminal, traits) }
        expectShown(last, on: rig.terminal, traits)
    }

    @Test func `when the terminal is gone, that is said`() throws {
        let rig = try makeRig()
        rig.hangUp()
        rig.isReading = false
        rig.expect("gone")
        #expect(rig.end() == 0)
    }

    // MARK: As it was found

    private static let endings = ["close", "suspend", "die exit", "die abort", "die fault", "die trap", "die overflow"]

    @Test(arguments: endings, [xterm, ["TERM": "linux"]])
    func `the terminal is left as it was found`(ending: String, environment: [String: String]) throws {
        let size = Size(rows: 24, columns: 80)
        let rig = try ProbeRig(environment, size: size, before: "\u{1B}]2;shell\u{1B}\\$ tend\r\n\u{1B}[5 q")
        let found = rig.found
        let before = rig.terminal.screen()
        rig.expect("ready")
        if environment == CursesSurfaceTests.xterm { rig.expect("input report(TendTUI.TerminalReport.attributes") }
        var dice = ScreenDice(seed: 9)
        rig.tell("title changed")
        try rig.draw(dice.screen(size))
        #expect(rig.settings.c_lflag != found.c_lflag)
        if ending == "suspend" { rig.tell(ending) } else { rig.order(ending) }
        let expected: [String: Int32] = [
            "close": 0, "die exit": 3 << 8, "die abort": SIGABRT, "die fault": SIGSEGV, "die overflow": SIGSEGV,
        ]
        if ending == "suspend" {
            rig.pump("it is given back") { rig.terminal.screen().modes == before.modes }
        } else {
            let status = rig.end() & ~0x80
            if let wanted = expected[ending] {
                #expect(status == wanted, "\(ending)")
            } else {
                #expect(status & 0x7F != 0)
            }
        }
        let after = rig.terminal.screen()
        let settings = rig.settings
        #expect(
            settings.c_lflag == found.c_lflag && settings.c_iflag == found.c_iflag && settings.c_oflag == found.c_oflag)
        #expect(after.modes == before.modes)
        #expect(after.keyboardFlags == 0)
        #expect(after.cursor.isVisible)
        #expect(!rig.terminal.isSynchronizing)
        if environment == CursesSurfaceTests.xterm {
            #expect(after.rows == before.rows)
            #expect(after.title == "shell")
        }
        rig.terminal.feed("x")
        #expect(rig.terminal.screen().rows.contains { $0.cells.contains(Cell(glyph: 0x78)) })
    }

    @Test func `it comes back after others used the terminal`() throws {
        let size = Size(rows: 24, columns: 80)
        let rig = try makeRig()
        let traits = try #require(TerminalTraits(environment: CursesSurfaceTests.xterm))
        var dice = ScreenDice(seed: 10)
        let screen = dice.screen(size)
        try rig.draw(screen)
        rig.tell("suspend")
        rig.terminal.feed("$ fg\r\n")
        rig.tell("resume")
        try rig.draw(screen)
        rig.pump("it is shown again") { matches(screen, rig.terminal, traits) }
        expectShown(screen, on: rig.terminal, traits)
        #expect(rig.terminal.screen().modes.contains(.alternateScreen))
    }
}
