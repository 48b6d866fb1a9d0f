import Testing

@testable import TendScreen

struct ScreenPainterTests {
    /// What a terminal of that size must show of a screen whose top left corner is `origin`.
    private func places(of screen: Screen, _ size: Size, _ origin: Point) -> [[TinyTerminal.Place]] {
        (0..<size.rows).map { line in
            let index = line + origin.row
            let row = (index < screen.rows.count ? screen.rows[index] : .blank).cropped(
                from: origin.column, columns: size.columns)
            return (0..<size.columns).map { column in
                let cell = row.cell(at: column)
                var style = row.style(of: cell)
                style.attributes.remove(.protected)
                return TinyTerminal.Place(text: cell.isTail ? "" : Printable.text(of: cell, in: row), style: style)
            }
        }
    }

    @Test(arguments: 1...60)
    func `a terminal that is painted shows the screen`(seed: UInt64) {
        var samples = Samples(seed: seed)
        var screen = samples.screen(Size(rows: 8, columns: 24))
        let size = Size(rows: 8, columns: 24)
        var painter = ScreenPainter(depth: .trueColor, synchronized: seed % 2 == 0, terminalSize: size)
        var terminal = TinyTerminal(size: size)
        for step in 0..<60 {
            var bytes: [UInt8] = []
            if samples.random.chance(20) { painter.invalidate() }
            painter.paint(screen, into: &bytes)
            terminal.feed(bytes)
            #expect(terminal.complaints.isEmpty, "seed \(seed), step \(step): \(terminal.complaints)")
            let expected = places(of: screen, size, painter.origin)
            for (line, row) in expected.enumerated() {
                for (column, place) in row.enumerated() where place.seen != terminal.places[line][column].seen {
                    Issue.record(
                        "seed \(seed), step \(step), \(line):\(column): \(terminal.places[line][column]) is not \(place)"
                    )
                    return
                }
            }
            let cursor = screen.cursor
            let point = Point(
                row: cursor.point.row - painter.origin.row, column: cursor.point.column - painter.origin.column)
            #expect(terminal.cursor.isVisible == cursor.isVisible)
            if cursor.isVisible { #expect(terminal.cursor.point == point) }
            #expect(terminal.cursor.shape == cursor.shape && terminal.cursor.blinks == cursor.blinks)
            #expect(terminal.modes.contains("?1002") == screen.modes.contains(.mouseDrags))
            #expect(terminal.modes.contains("?2004") == screen.modes.contains(.bracketedPaste))
            #expect(terminal.modes.contains("keypad") == screen.modes.contains(.applicationKeypad))
            #expect(terminal.keyboard == "\(screen.keyboardFlags)")
            #expect(terminal.title == Printable.clean(screen.title))
            screen = samples.next(after: screen)
        }
        terminal.feed(ScreenPainter.leave())
        #expect(terminal.complaints.isEmpty)
        #expect(terminal.modes == ["?7"])
    }

    @Test(arguments: 1...40, [0, 7])
    func `a painter of a place leaves all else alone`(seed: UInt64, right: Int) {
        var samples = Samples(seed: seed)
        let (size, origin) = (Size(rows: 6, columns: 20), Point(row: 2, column: 5))
        let whole = Size(rows: 10, columns: origin.column + size.columns + right)
        var screen = samples.screen(size)
        screen.cursor.isVisible = true
        // Round it there is something, and on it what the painter takes for granted.
        var terminal = TinyTerminal(size: whole)
        for row in 0..<whole.rows {
            terminal.places[row] = Array(repeating: TinyTerminal.Place(text: "#"), count: whole.columns)
        }
        let shown = places(of: screen, size, Point(row: 0, column: 0))
        for row in 0..<size.rows { terminal.places[origin.row + row].replaceSubrange(5..<25, with: shown[row]) }
        terminal.cursor = screen.cursor
        terminal.modes = ["?7"]
        let place = ScreenPainter.Place(origin: origin, terminalColumns: whole.columns)
        var painter = ScreenPainter(depth: .trueColor, synchronized: seed % 2 == 0, in: place, showing: screen)
        for step in 0..<40 {
            screen = samples.next(after: screen)
            guard screen.size == size else { return }
            screen.cursor.isVisible = true
            var bytes: [UInt8] = []
            painter.paint(screen, into: &bytes)
            terminal.feed(bytes)
            #expect(terminal.complaints.isEmpty, "seed \(seed), step \(step): \(terminal.complaints)")
            let expected = places(of: screen, size, Point(row: 0, column: 0))
            for row in 0..<whole.rows {
                for column in 0..<whole.columns {
                    let inside = (2..<8).contains(row) && (5..<25).contains(column)
                    let wanted = inside ? expected[row - 2][column - 5] : TinyTerminal.Place(text: "#")
                    guard terminal.places[row][column].seen == wanted.seen else {
                        Issue.record("seed \(seed), step \(step), \(row):\(column): \(terminal.places[row][column])")
                        return
                    }
                }
            }
            #expect(
                terminal.cursor.point
                    == Point(row: screen.cursor.point.row + 2, column: screen.cursor.point.column + 5))
            #expect(terminal.modes == ["?7"] && terminal.title.isEmpty && terminal.keyboard == "0")
        }
    }

    private func painted(_ screen: Screen) -> ScreenPainter {
        var painter = ScreenPainter(depth: .trueColor, synchronized: true, terminalSize: screen.size)
        var bytes: [UInt8] = []
        painter.paint(screen, into: &bytes)
        return painter
    }

    @Test func `nothing new costs nothing and a spinner a few bytes`() {
        var screen = Screen(size: Size(rows: 50, columns: 200))
        screen.rows[3] = Row("| working on it")
        screen.cursor.point = Point(row: 5, column: 0)
        var painter = painted(screen)
        var bytes: [UInt8] = []
        painter.paint(screen, into: &bytes)
        #expect(bytes.isEmpty)
        screen.rows[3] = Row("/ working on it")
        painter.paint(screen, into: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == "\u{1B}[?2026h\u{1B}[4H/\u{1B}[6H\u{1B}[?2026l")
    }

    @Test func `lines that scroll are not sent again`() {
        var samples = Samples(seed: 5)
        var screen = Screen(size: Size(rows: 50, columns: 120))
        func line() -> Row { Row(String((0..<80).map { _ in "abcdefgh".randomElement(using: &samples.random)! })) }
        for index in 0..<49 { screen.rows[index] = line() }
        screen.rows[49] = Row("status line")
        var painter = painted(screen)
        for index in 0..<46 { screen.rows[index] = screen.rows[index + 3] }
        for index in 46..<49 { screen.rows[index] = line() }
        var bytes: [UInt8] = []
        painter.paint(screen, into: &bytes)
        #expect(
            String(decoding: bytes.prefix(30), as: UTF8.self).hasPrefix("\u{1B}[?2026h\u{1B}[1;49r\u{1B}[3S\u{1B}[r"))
        #expect(bytes.count < 3 * 80 + 60)
    }
}
