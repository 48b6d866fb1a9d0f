import Foundation
import Synchronization
import TendScreen
import TendTerminal
import Testing

@testable import TendTUI

/// One after the other: ncurses knows one terminal at a time.
@Suite(.serialized) struct CursesPainterTests {
    private let traits = TerminalTraits(term: "xterm-256color", depth: .trueColor)

    private func paint(_ screen: Screen, _ painter: CursesPainter, on terminal: Terminal) -> [UInt8] {
        var bytes: [UInt8] = []
        painter.paint(screen, into: &bytes)
        terminal.feed(bytes)
        return bytes
    }

    private static let terminals: [[String: String]] = [
        ["TERM": "xterm-256color", "COLORTERM": "truecolor"], ["TERM": "xterm-256color"], ["TERM": "xterm"],
        ["TERM": "screen"], ["TERM": "tmux-256color"], ["TERM": "linux"], ["TERM": "vt100"], ["TERM": "xterm-kitty"],
        ["TERM": "foot"], ["TERM": "ansi"],
    ]

    @Test(arguments: terminals, [UInt64(1), 2, 3])
    func `random screens are shown as they were composed`(environment: [String: String], seed: UInt64) throws {
        var traits = try #require(TerminalTraits(environment: environment))
        traits.isUnicode = true
        var dice = ScreenDice(seed: seed)
        let size = Size(rows: dice.dice.number(1..<30), columns: dice.dice.number(2..<100))
        let painter = try #require(CursesPainter(traits: traits, size: size))
        painter.isSynchronized = seed == 1
        let terminal = makeReader(size)
        var screen = dice.screen(size)
        for step in 0..<40 {
            _ = paint(screen, painter, on: terminal)
            expectShown(screen, on: terminal, traits, "\(environment), seed \(seed), step \(step)")
            if seed == 3, step % 10 == 9 { screen = dice.screen(size) } else { dice.change(&screen) }
        }
        #expect(!terminal.isSynchronizing)
    }

    @Test(arguments: ["vim", "less", "htop", "bash", "git"])
    func `a recorded program looks the same through the painter`(name: String) throws {
        let folder = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let file = try #require(fopen("/\(folder)/Recordings/\(name).bin", "rb"))
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let output = bytes[..<fread(&bytes, 1, bytes.count, file)]
        let size = Size(rows: 24, columns: 80)
        let program = makeReader(size, "")
        let terminal = makeReader(size)
        let painter = try #require(CursesPainter(traits: traits, size: size))
        for start in stride(from: 0, to: output.count, by: 211) {
            program.feed(Array(output[start..<min(start + 211, output.count)]))
            _ = paint(program.screen(), painter, on: terminal)
            expectShown(program.screen(), on: terminal, traits, "\(name) at \(start)")
        }
    }

    @Test func `what has not changed is not sent`() throws {
        let size = Size(rows: 24, columns: 80)
        let painter = try #require(CursesPainter(traits: traits, size: size))
        painter.isSynchronized = true
        let terminal = makeReader(size)
        var dice = ScreenDice(seed: 7)
        var screen = dice.screen(size)
        screen.cursor = Cursor(point: Point(row: 3, column: 3))
        screen.rows[5] = Row("a line of text")
        _ = paint(screen, painter, on: terminal)
        #expect(paint(screen, painter, on: terminal).isEmpty)
        screen.rows[5] = Row("a line of tests")
        let bytes = paint(screen, painter, on: terminal)
        #expect(bytes.count < 45, "\(String(decoding: bytes, as: UTF8.self).debugDescription)")
        #expect(bytes.starts(with: "\u{1B}[?2026h".utf8) && bytes.suffix(8).elementsEqual("\u{1B}[?2026l".utf8))
    }

    @Test func `lines that scroll are not sent again`() throws {
        let size = Size(rows: 50, columns: 200)
        let painter = try #require(CursesPainter(traits: traits, size: size))
        let terminal = makeReader(size)
        func line(_ number: Int) -> String { "\(number): " + String(repeating: "\(number * 7919) ", count: 18) }
        var screen = Screen((0..<50).map(line), size: size)
        let all = paint(screen, painter, on: terminal).count
        screen.rows = (3..<53).map { Row(line($0)) }
        let some = paint(screen, painter, on: terminal).count
        #expect(some * 10 < all, "\(some) of \(all) bytes")
        expectShown(screen, on: terminal, traits)
    }

    @Test func `looks that ncurses has no name for arrive`() throws {
        let size = Size(rows: 3, columns: 20)
        let painter = try #require(CursesPainter(traits: traits, size: size))
        let terminal = makeReader(size)
        var screen = Screen(size: size)
        let style = Style(
            foreground: .rgb(1, 2, 3), background: .palette(208), attributes: [.strike, .overline, .dim, .italic],
            underline: .curly, underlineColor: .rgb(255, 0, 0), link: Link(uri: "https://example.org", id: "one"))
        screen.rows[1] = Row(joining: [Row("plain "), Row("all of it", style)])
        #expect(painter.start())
        _ = paint(screen, painter, on: terminal)
        let row = terminal.row(at: 1)
        #expect(row.style(of: row.cells[6]) == style)
        #expect(row.style(of: row.cells[0]) == .plain)
    }

    @Test func `numbers of looks and clusters can run out`() throws {
        let size = Size(rows: 10, columns: 40)
        let painter = try #require(CursesPainter(traits: traits, size: size, lookLimit: 150))
        let terminal = makeReader(size)
        var dice = ScreenDice(seed: 11)
        for _ in 0..<20 {
            let screen = dice.screen(size)
            _ = paint(screen, painter, on: terminal)
            expectShown(screen, on: terminal, traits)
        }
        // One screen with more of them than there are: text comes first.
        let tiny = try #require(CursesPainter(traits: traits, size: size, lookLimit: 3))
        #expect(tiny.start())
        let screen = dice.screen(size)
        _ = paint(screen, tiny, on: terminal)
        #expect(terminal.screen().rows.map(\.text) == screen.rows.map(\.text))
    }

    /// Seen, not seen, and outside of the screen; of a shape that is not the usual one, too.
    static let cursors = [
        Cursor(point: Point(row: 4, column: 7)), Cursor(point: Point(row: 4, column: 7), isVisible: false),
        Cursor(point: Point(row: 40, column: 7)), Cursor(point: Point(row: 9, column: 39), shape: .bar, blinks: false),
    ]

    @Test(arguments: cursors, [true, false])
    func `ncurses goes on from the first picture, which was drawn without it`(
        cursor: Cursor, isStartedBefore: Bool
    ) throws {
        let size = Size(rows: 10, columns: 40)
        var dice = ScreenDice(seed: 3)
        for seed in 0..<10 {
            let painter = try #require(CursesPainter(traits: traits, size: size))
            let terminal = makeReader(size)
            terminal.feed("left by others\u{1B}[41;1m\u{1B}[2;5r")
            var screen = dice.screen(size)
            screen.cursor = cursor
            _ = paint(screen, painter, on: terminal)
            expectShown(screen, on: terminal, traits, "\(seed)")
            if isStartedBefore {
                #expect(painter.start())
                #expect(paint(screen, painter, on: terminal).isEmpty)
            }
            screen.rows[2] = Row("a line")
            #expect(paint(screen, painter, on: terminal).count < 400, "it is not drawn anew")
            expectShown(screen, on: terminal, traits, "\(seed)")
            screen.cursor = Cursor(point: Point(row: 8, column: 1))
            _ = paint(screen, painter, on: terminal)
            expectShown(screen, on: terminal, traits, "\(seed)")
        }
    }

    @Test(arguments: cursors)
    func `ncurses goes on from what somebody else has drawn`(cursor: Cursor) throws {
        let size = Size(rows: 10, columns: 40)
        var dice = ScreenDice(seed: 6)
        for seed in 0..<10 {
            let painter = try #require(CursesPainter(traits: traits, size: size))
            let terminal = makeReader(size)
            var screen = dice.screen(size)
            screen.cursor = cursor
            screen.rows[5] = Row("a line")
            _ = paint(screen, painter, on: terminal)
            // As a server that has the terminal does: the cursor is left behind the text, unless it is seen.
            terminal.feed("\u{1B}[6;7H too")
            screen.rows[5] = Row("a line too")
            if terminal.screen().cursor.isVisible {
                screen.cursor.point = Point(row: 5, column: 10)
                screen.cursor.shape = terminal.screen().cursor.shape
                screen.cursor.blinks = terminal.screen().cursor.blinks
            }
            var bytes: [UInt8] = []
            painter.adopt(screen, into: &bytes)
            #expect(bytes.count <= 3)
            terminal.feed(bytes)
            expectShown(screen, on: terminal, traits, "\(seed)")
            screen.rows[0] = Row("a title")
            screen.rows[6] = Row("another line")
            #expect(paint(screen, painter, on: terminal).count < 400, "it is not drawn anew")
            expectShown(screen, on: terminal, traits, "\(seed)")
        }
    }

    @Test(arguments: ["screen-256color", "xterm-256color", "tmux-256color", "xterm-kitty", "unheard-of"])
    func `only where erasing is in the background's colour does something else than ncurses draw`(term: String) throws {
        let traits = TerminalTraits(term: term, depth: .trueColor)
        let size = Size(rows: 2, columns: 40)
        let painter = try #require(CursesPainter(traits: traits, size: size))
        #expect(painter.canBegin == (term != "screen-256color"))
        var bytes: [UInt8] = []
        painter.paint(Screen(["one"], size: size), into: &bytes)
        #expect(
            String(decoding: bytes, as: UTF8.self).contains("\u{1B}[r\u{1B}[m\u{1B}[H\u{1B}[2J") == painter.canBegin)
    }

    @Test func `the window may change, and others draw, right after the first picture`() throws {
        let (size, other) = (Size(rows: 10, columns: 40), Size(rows: 8, columns: 50))
        var dice = ScreenDice(seed: 8)
        for _ in 0..<5 {
            let painter = try #require(CursesPainter(traits: traits, size: size))
            _ = paint(dice.screen(size), painter, on: makeReader(size))
            painter.resize(to: other)
            let terminal = makeReader(other)
            terminal.feed("left by others")
            var screen = dice.screen(other)
            _ = paint(screen, painter, on: terminal)
            expectShown(screen, on: terminal, traits)

            let second = try #require(CursesPainter(traits: traits, size: other))
            _ = paint(screen, second, on: terminal)
            terminal.feed("\u{1B}[3;3Hleft by others")
            second.invalidate()
            dice.change(&screen)
            _ = paint(screen, second, on: terminal)
            expectShown(screen, on: terminal, traits)
        }
    }

    @Test func `a first picture of another size is drawn whole by the next one`() throws {
        let size = Size(rows: 10, columns: 40)
        let painter = try #require(CursesPainter(traits: traits, size: size))
        let terminal = makeReader(size)
        var dice = ScreenDice(seed: 4)
        for other in [Size(rows: 12, columns: 60), size, Size(rows: 3, columns: 20), size] {
            let screen = dice.screen(other)
            _ = paint(screen, painter, on: terminal)
            if other == size { expectShown(screen, on: terminal, traits) }
        }
    }

    @Test func `between frames the terminal draws plainly`() throws {
        let size = Size(rows: 10, columns: 40)
        let painter = try #require(CursesPainter(traits: traits, size: size))
        var dice = ScreenDice(seed: 13)
        for _ in 0..<30 {
            let terminal = makeReader(size)
            painter.invalidate()
            _ = paint(dice.screen(size), painter, on: terminal)
            terminal.feed("\u{1B}[2J\u{1B}[Hx")
            #expect(terminal.row(at: 0) == Row("x") && terminal.row(at: 9) == .blank)
        }
    }

    @Test func `sizes change, also to the smallest and the largest`() throws {
        let painter = try #require(CursesPainter(traits: traits, size: Size(rows: 24, columns: 80)))
        var dice = ScreenDice(seed: 5)
        for size in [(20, 5), (1, 2), (24, 80), (200, 500), (5, 20), (3, 1000), (500, 10)].map({
            Size(rows: $0.0, columns: $0.1)
        }) {
            painter.resize(to: size)
            let terminal = makeReader(size)
            terminal.feed("left by others")
            var screen = dice.screen(size)
            for _ in 0..<3 {
                _ = paint(screen, painter, on: terminal)
                expectShown(screen, on: terminal, traits, "\(size)")
                dice.change(&screen)
            }
        }
    }

    @Test func `a screen of another size is cropped, or stands on blanks`() throws {
        let size = Size(rows: 4, columns: 10)
        let painter = try #require(CursesPainter(traits: traits, size: size))
        let terminal = makeReader(size)
        let large = Screen(["123456789漢字", "", "", "", "five"], size: Size(rows: 5, columns: 13))
        _ = paint(large, painter, on: terminal)
        #expect(terminal.screen().rows.map(\.text) == ["123456789", "", "", ""])
        var small = Screen(["small"], size: Size(rows: 1, columns: 5), cursor: Point(row: 0, column: 4))
        _ = paint(small, painter, on: terminal)
        expectShown(small, on: terminal, traits)
        small.cursor.point = Point(row: 7, column: 0)
        _ = paint(small, painter, on: terminal)
        #expect(!terminal.screen().cursor.isVisible)
    }

    @Test func `invalidated, it draws over what others left`() throws {
        let size = Size(rows: 6, columns: 30)
        let painter = try #require(CursesPainter(traits: traits, size: size))
        let terminal = makeReader(size)
        var dice = ScreenDice(seed: 3)
        let screen = dice.screen(size)
        _ = paint(screen, painter, on: terminal)
        terminal.feed("\u{1B}[Hbroadcast message\u{1B}[?25l")
        painter.invalidate()
        _ = paint(screen, painter, on: terminal)
        expectShown(screen, on: terminal, traits)
    }

    @Test func `a terminal without UTF-8 gets ASCII of the same width`() throws {
        let traits = try #require(TerminalTraits(environment: ["TERM": "vt100"]))
        let size = Size(rows: 3, columns: 20)
        let painter = try #require(CursesPainter(traits: traits, size: size))
        let terminal = makeReader(size)
        let bytes = paint(Screen(["┌─┬═╗ ● naïve →", "漢字|x", "😀█…"], size: size), painter, on: terminal)
        #expect(bytes.allSatisfy { $0 < 0x80 })
        #expect(terminal.screen().rows.map(\.text) == ["+-+-+ * naive >", "????|x", "??#."])
    }

    @Test(arguments: [true, false])
    func `the cursor's shape follows, and it is hidden while drawing without DEC 2026`(isStarted: Bool) throws {
        let size = Size(rows: 3, columns: 20)
        let painter = try #require(CursesPainter(traits: traits, size: size))
        if isStarted { #expect(painter.start()) }
        let terminal = makeReader(size)
        var screen = Screen(["one"], size: size)
        screen.cursor = Cursor(point: Point(row: 2, column: 5), shape: .bar, blinks: false)
        let first = String(decoding: paint(screen, painter, on: terminal), as: UTF8.self)
        #expect(first.hasPrefix("\u{1B}[?25l") && first.hasSuffix("\u{1B}[6 q\u{1B}[?25h"))
        #expect(terminal.cursor.shape == .bar && !terminal.cursor.blinks)
        screen.cursor.point = Point(row: 2, column: 6)
        #expect(paint(screen, painter, on: terminal).count < 8)
        expectShown(screen, on: terminal, traits)
    }

    @Test func `ncurses leaves environment and signals alone`() throws {
        var before = sigaction()
        sigaction(SIGTSTP, nil, &before)
        let painter = try #require(CursesPainter(traits: traits, size: Size(rows: 5, columns: 5)))
        #expect(painter.start())
        var after = sigaction()
        sigaction(SIGTSTP, nil, &after)
        #expect(before.sa_flags == after.sa_flags)
        #expect(getenv("TERMINFO") == nil)
        #expect(painter.size == Size(rows: 5, columns: 5))
    }

    /// ncurses is told of the terminal by way of the environment, which another thread may be reading.
    @Test func `the environment is whole while a terminal is made`() throws {
        let isDone = Atomic(false)
        let lowest = Mutex(Int.max)
        let ended = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            while !isDone.load(ordering: .relaxed) {
                let count = ProcessInfo.processInfo.environment.count
                lowest.withLock { $0 = min($0, count) }
            }
            ended.signal()
        }
        let count = ProcessInfo.processInfo.environment.count
        for depth in [ColorDepth.trueColor, .palette256] {
            for _ in 0..<100 {
                let traits = TerminalTraits(term: "xterm-256color", depth: depth)
                #expect(try #require(CursesPainter(traits: traits, size: Size(rows: 2, columns: 2))).start())
            }
        }
        isDone.store(true, ordering: .relaxed)
        ended.wait()
        #expect(lowest.withLock(\.self) >= count)
    }
}
